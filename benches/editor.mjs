// What the language server takes for what an editor asks: from a key to the file's diagnostics, for hover, definition and what else is asked while
// somebody writes, and its memory beside that of `serve` over the same project.
//
//     cargo build --release
//     node benches/editor.mjs                           # a generated project of 2,500 events (EVENTS=250 for fewer), and a schema of it
//     node benches/editor.mjs PROJECT FILE [TIMES]      # a schema or an example of a project, relative to it; 50 times if not said
//
// Three kinds of key: one in a description or another text, one that leaves the file broken, and the one that makes it whole again.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const PROGRAM = process.env.CARGO_BIN ?? join(import.meta.dirname, "../target/release/schemabook");
/** A project of the shape `events` in a folder that goes when this ends, and its first schema with a reference. */
const generated = () => {
  const folder = mkdtempSync(join(tmpdir(), "schemabook-editor-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const number = process.env.EVENTS ?? "2500";
  const cwd = join(import.meta.dirname, "..");
  execFileSync("cargo", ["bench", "-q", "--profile", "dev", "--bench", "generate", "--", number, folder, "events"], { cwd, stdio: ["ignore", "ignore", "inherit"] });
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".json") && file.startsWith("schemas")).sort();
  return [folder, files.find((file) => /"description": "[^]*"\$ref": /.test(readFileSync(join(folder, file), "utf8")))];
};

const [project, file, times = "50"] = process.argv.length > 2 ? process.argv.slice(2) : generated();
const root = resolve(project);
const uri = pathToFileURL(join(root, file)).href;
const text = readFileSync(join(root, file), "utf8");

const server = spawn(PROGRAM, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
let received = Buffer.alloc(0);
const waiting = [];
server.stdout.on("data", (data) => {
  received = Buffer.concat([received, data]);
  for (;;) {
    const end = received.indexOf("\r\n\r\n");
    const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/.exec(received.subarray(0, end))[1]);
    if (!(received.length >= end + 4 + length)) return;
    const message = JSON.parse(received.subarray(end + 4, end + 4 + length));
    received = received.subarray(end + 4 + length);
    const at = waiting.findIndex(({ is }) => is(message));
    if (at >= 0) waiting.splice(at, 1)[0].resolve(message);
  }
});
const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
};
const wait = (is) => new Promise((resolve) => waiting.push({ is, resolve }));
let asked = 0;
const ask = (method, params) => {
  const id = ++asked;
  send({ id, method, params });
  const answer = wait((message) => message.id === id && !message.method);
  return answer.then((message) => {
    if (message.error) throw new Error(`${method}: ${message.error.message}`);
    return message.result;
  });
};
let version = 0;
const told = () => wait(({ method, params }) => method === "textDocument/publishDiagnostics" && params.uri === uri && params.version === version);
const type = (text) => {
  version += 1;
  const textDocument = { uri, version };
  send({ method: "textDocument/didChange", params: { textDocument, contentChanges: [{ text }] } });
  return told();
};

const figures = async (name, act) => {
  const all = [];
  for (let number = 0; number < Number(times); number += 1) {
    const start = performance.now();
    // What is done before the question is asked does not count.
    const taken = await act(number);
    all.push(typeof taken === "number" ? taken : performance.now() - start);
  }
  all.sort((a, b) => a - b);
  const at = (part) => all[Math.min(all.length - 1, Math.floor(all.length * part))].toFixed(1);
  console.log(`${name.padEnd(28)} median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, longest ${at(1)} ms`);
};

const start = performance.now();
await ask("initialize", { processId: null, rootUri: pathToFileURL(root).href, capabilities: { workspace: { workspaceEdit: { resourceOperations: ["create", "rename"] } } } });
version = 1;
send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "json", version, text } } });
await told();
console.log(`${"start to diagnostics".padEnd(28)} ${(performance.now() - start).toFixed(0)} ms`);
// A letter in the first text that is a description, else in the last text of the file.
const place = /"description": "/.exec(text)?.index ?? text.lastIndexOf('"') - 1;
const letter = text.indexOf('"', text.indexOf(":", place)) + 1 || place;
const position = { line: text.slice(0, place).split("\n").length - 1, character: 3 };
await figures("a letter in a text", (number) => type(`${text.slice(0, letter)}${number} ${text.slice(letter)}`));
await figures("broken and whole again", async () => {
  await type(text.replace("{", ""));
  await type(text);
});
const document = { textDocument: { uri } };
const reference = /"\$ref": "/.exec(text);
const head = text.slice(0, reference?.index ?? place).split("\n");
const led = { line: head.length - 1, character: head.at(-1).length + (reference ? 10 : 3) };
await figures("hover", () => ask("textDocument/hover", { ...document, position }));
await figures("definition", () => ask("textDocument/definition", { ...document, position: led }));
await figures("references", () => ask("textDocument/references", { ...document, position: led, context: { includeDeclaration: false } }));
await figures("completion", () => ask("textDocument/completion", { ...document, position }));
const example = readdirSync(root, { recursive: true }).map(String).find((other) => /examples\/.*\.json$/.test(other));
if (example) {
  const [textDocument, written] = [{ uri: pathToFileURL(join(root, example)).href }, readFileSync(join(root, example), "utf8")];
  const names = written.split("\n").map((line, number) => ({ line: number, character: line.indexOf('"') + 1 })).filter(({ character }) => character > 0);
  await figures("completion in an example", (number) => ask("textDocument/completion", { textDocument, position: names[number % names.length] }));
}
const keyword = /"(required|enum|pattern|minLength|type)": /.exec(text);
const above = text.slice(0, keyword?.index ?? place).split("\n");
const on = { line: above.length - 1, character: above.at(-1).length + 1 };
await figures("code actions", () => ask("textDocument/codeAction", { ...document, range: { start: on, end: on }, context: { diagnostics: [] } }));
// What the project would be is run; the next question puts what there is back, which is no part of the answer's time.
let refused;
const tried = (method, params) => async (number) => {
  await ask("textDocument/hover", { ...document, position });
  const start = performance.now();
  await ask(method, params(number)).catch(({ message }) => (refused = message));
  return performance.now() - start;
};
const sayRefused = (name) => {
  if (refused) console.log(`${name.padEnd(28)} refused: ${refused}`);
  refused = undefined;
};
const renamed = async (name, place) => {
  const before = text.slice(0, place).split("\n");
  const at = { line: before.length - 1, character: before.at(-1).length };
  await figures(name, tried("textDocument/rename", (number) => ({ ...document, position: at, newName: `other.one.${number}` })));
  sayRefused(name);
};
const after = (pattern) => [...text.matchAll(pattern)].map((found) => found.index + found[0].length);
const [property, eventType] = [after(/"properties": \{\s*"/g).at(-1), after(/"const": "(?=[a-z_]+\.)/g)[0]];
if (property) await renamed("rename of a property", property);
if (eventType) await renamed("rename of an event type", eventType);
const moved = file.replace(/\.json$/, ".moved.json");
await figures("move of a file", tried("workspace/willRenameFiles", () => ({ files: [{ oldUri: uri, newUri: pathToFileURL(join(root, moved)).href }] })));
sayRefused("move of a file");
await figures("call hierarchy", () => ask("textDocument/prepareCallHierarchy", { ...document, position }));
await figures("folding", () => ask("textDocument/foldingRange", document));
await figures("a letter, and what is asked", async (number) => {
  // What editors ask after each key, of which the client takes back what it no longer needs.
  const told = type(`${text.slice(0, letter)}${number} ${text.slice(letter)}`);
  for (const method of ["documentSymbol", "codeLens", "foldingRange", "documentLink"]) void ask(`textDocument/${method}`, document);
  await told;
});

/** The most memory that a process has had so far, in MB; nothing where the system does not tell. */
const memory = (process) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${process.pid}/status`, "utf8"))[1]) / 1000;
if (process.platform === "linux") {
  const preview = spawn(PROGRAM, ["serve", "--port", "0", root], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(createInterface({ input: preview.stdout }), "line");
  await (await fetch(/http:\S+/.exec(line)[0])).text();
  const [own, other] = [memory(server), memory(preview)];
  preview.kill();
  console.log(`${"memory at most".padEnd(28)} lsp ${own.toFixed(0)} MB, serve ${other.toFixed(0)} MB: ${(own / other).toFixed(2)} times as much`);
}
await ask("shutdown", null);
send({ method: "exit" });
