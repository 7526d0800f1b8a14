// What the language server takes for what an editor asks: from a key to the file's diagnostics, for hover and definition, and its memory.
//
//     cargo build --release
//     node benches/editor.mjs PROJECT FILE [TIMES]      # a schema or an example of a project, relative to it; 50 times if not said
//
// Three kinds of key: one in a description or another text, one that leaves the file broken, and the one that makes it whole again.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const PROGRAM = process.env.CARGO_BIN ?? join(import.meta.dirname, "../target/release/schemabook");
const [project, file, times = "50"] = process.argv.slice(2);
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
  return wait((message) => message.id === id && !message.method);
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
    await act(number);
    all.push(performance.now() - start);
  }
  all.sort((a, b) => a - b);
  const at = (part) => all[Math.min(all.length - 1, Math.floor(all.length * part))].toFixed(1);
  console.log(`${name.padEnd(28)} median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, longest ${at(1)} ms`);
};

const start = performance.now();
await ask("initialize", { processId: null, rootUri: pathToFileURL(root).href, capabilities: {} });
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
await figures("hover", () => ask("textDocument/hover", { textDocument: { uri }, position }));
await figures("definition", () => ask("textDocument/definition", { textDocument: { uri }, position }));
await figures("references", () => ask("textDocument/references", { textDocument: { uri }, position, context: {} }));
if (process.platform === "linux") {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  console.log(`${"memory".padEnd(28)} ${Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1000)} MB at most`);
}
await ask("shutdown", null);
send({ method: "exit" });
