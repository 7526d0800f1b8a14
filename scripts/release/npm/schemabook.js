#!/usr/bin/env node
// Runs the program that npm installed beside this package, the one for this system.
"use strict";
const { spawn } = require("node:child_process");

const name = `@schemabook/cli-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "schemabook.exe" : "schemabook";
let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(`schemabook: the package ${name} is not installed: npm was told to leave out optional dependencies, or there is none for this system`);
  process.exit(3);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// Ctrl-C reaches the program without help; what is sent to this process alone is handed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`schemabook: ${program} can't be run: ${error.message}`);
  process.exit(3);
});
child.on("exit", (code, signal) => {
  if (!signal) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
