// The verdicts on every fixture that is an AsyncAPI document, compared with those of the official parser. Where they differ,
// differences.txt says which of them is ours and why it is right; a line of it that no longer holds is a fault as well.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Parser } from "@asyncapi/parser";

const here = import.meta.dirname;
const tests = join(here, "..");
const program = process.env.CARGO_BIN ?? join(tests, "..", "target", "debug", "schemabook");

// The folders that hold documents: our own, and those of the rules.
const folders = [join(here, "documents", "valid"), join(here, "documents", "broken")];
for (const rule of readdirSync(join(tests, "rules")).sort()) {
  for (const kind of ["bad", "good"]) {
    const folder = join(tests, "rules", rule, kind);
    if (existsSync(folder)) folders.push(folder);
  }
}

function documents(folder) {
  const files = readdirSync(folder).filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
  const texts = files.map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  return texts.filter(([, text]) => /^\s*"?asyncapi"?:/m.test(text) || /"asyncapi"\s*:/.test(text));
}

// The files of a folder in which we find errors, with the rules.
function ours(folder) {
  let out;
  try {
    out = execFileSync(program, ["check", "--format", "json", folder], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error.status !== 1) throw error;
    out = error.stdout;
  }
  const errors = new Map();
  for (const { file, rule, severity } of JSON.parse(out).diagnostics) {
    if (severity === "error") errors.set(file, [...(errors.get(file) ?? []), rule]);
  }
  return errors;
}

// Paths with our verdict and the reason why it stands, by `path: valid|invalid: reason`.
const differences = new Map();
for (const line of readFileSync(join(here, "differences.txt"), "utf8").split("\n")) {
  if (line === "" || line.startsWith("#")) continue;
  const [path, verdict, reason] = line.split(/: (.*?): (.*)/s);
  assert.ok(reason, `differences.txt: no reason in ${line}`);
  differences.set(path, verdict);
}

test("our verdicts are those of the official parser, but for the differences with a reason", async () => {
  const parser = new Parser();
  let compared = 0;
  const wrong = [];
  for (const folder of folders) {
    const found = documents(folder);
    if (found.length === 0) continue;
    const errors = ours(folder);
    for (const [name, text] of found) {
      const path = join(folder, name).slice(tests.length + 1).replaceAll("\\", "/");
      const diagnostics = await parser.validate(text, { source: join(folder, name) });
      const refused = diagnostics.filter((diagnostic) => diagnostic.severity === 0);
      const own = errors.has(name) ? "invalid" : "valid";
      const other = refused.length > 0 ? "invalid" : "valid";
      const expected = differences.get(path);
      differences.delete(path);
      compared += 1;
      if (own !== (expected ?? other) || (expected !== undefined && own === other)) {
        const words = refused.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`).join("; ");
        wrong.push(`${path}: ours ${own} (${errors.get(name) ?? ""}), theirs ${other} (${words.slice(0, 300)})`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual([...differences.keys()], [], "differences.txt names documents that are not there");
  assert.ok(compared >= 60, `${compared} documents were compared`);
  console.log(`${compared} documents compared`);
});
