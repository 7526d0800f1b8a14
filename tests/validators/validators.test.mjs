// The bundled schemas of the catalogs in the validators of other teams: each takes every bundle as it is, and its verdict on every
// example and counterexample is that of `check`, but for what `check` finds in contents alone, which they don't look into. The bundles
// and the cases are those that `cargo test --test bundled` has written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const here = import.meta.dirname;
const target = process.env.CARGO_TARGET_DIR ?? join(here, "..", "..", "target");
const written = join(target, "tmp", "bundles.json");
const { schemas, cases } = JSON.parse(readFileSync(written, "utf8"));

// What is held against each bundle, as the numbers of a case and of its part.
const held = new Map(schemas.map(({ file }) => [file, []]));
cases.forEach(({ parts }, number) => parts.forEach(({ schema, value }) => held.get(schema).push({ number, value })));

// `refused` are the bundles that the validator does not take, `rejected` the numbers of the cases in which it finds fault.
function sameVerdicts(refused, rejected) {
  assert.deepEqual(refused, []);
  const differs = ({ accepted }, number) => accepted === rejected.has(number);
  assert.deepEqual(cases.filter(differs).map(({ name, accepted }) => `${name}: ${accepted ? "valid" : "invalid"} here`), []);
}

test("the catalogs have bundles and cases of both kinds", () => {
  assert.ok(schemas.length > 80 && cases.length > 300, `${schemas.length} bundles, ${cases.length} cases`);
  assert.ok(cases.filter(({ accepted }) => !accepted).length > 40);
});

test("AJV as it is, with ajv-formats and nothing else", () => {
  const refused = [];
  const rejected = new Set();
  for (const { file, dialect, bundle } of schemas) {
    // What strict mode only logs by default are remarks on types that are left open.
    const ajv = new (dialect.includes("2020-12") ? Ajv2020 : Ajv)({ logger: false });
    addFormats.default(ajv);
    try {
      const validate = ajv.compile(bundle);
      for (const { number, value } of held.get(file)) if (!validate(value)) rejected.add(number);
    } catch (error) {
      refused.push(`${file}: ${error.message}`);
    }
  }
  sameVerdicts(refused, rejected);
});

test("python-jsonschema with its formats", { skip: !existsSync(join(here, "python")) && "run tests/validators/install" }, () => {
  const env = { ...process.env, PYTHONPATH: join(here, "python") };
  const run = spawnSync("python3", [join(here, "verdicts.py"), written], { encoding: "utf8", env, maxBuffer: 1 << 26 });
  assert.equal(run.status, 0, run.stderr);
  const { refused, rejected } = JSON.parse(run.stdout);
  sameVerdicts(refused, new Set(rejected));
});

test("sourcemeta's jsonschema with formats asserted", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "schemabook-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const program = join(here, "node_modules", ".bin", "jsonschema");
  const refused = [];
  const rejected = new Set();
  for (const [index, { file, bundle }] of schemas.entries()) {
    const apart = join(folder, String(index));
    mkdirSync(apart);
    writeFileSync(join(apart, "schema.json"), JSON.stringify(bundle));
    const run = (...args) => spawnSync(program, args, { cwd: apart, encoding: "utf8" });
    const instances = held.get(file).map(({ number, value }, part) => {
      const name = `${part}.json`;
      writeFileSync(join(apart, name), JSON.stringify(value));
      return [name, number];
    });
    const names = instances.map(([name]) => name);
    // With --fast the program ends early on some schemas, as if all were well; and 2 is its word for instances that are not valid.
    const asked = names.length > 0 ? ["validate", "--format-assertion", "--continue"] : ["metaschema"];
    const { status, stdout, stderr } = run(...asked, "schema.json", ...names);
    const failed = new Set([...(stdout + stderr).matchAll(/^fail: (\d+\.json)$/gm)].map(([, name]) => name));
    if (status !== (failed.size > 0 ? 2 : 0)) refused.push(`${file}: ${stderr}`);
    for (const [name, number] of instances) if (failed.has(name)) rejected.add(number);
  }
  sameVerdicts(refused, rejected);
});
