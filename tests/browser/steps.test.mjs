// The ways to the answers are as short as README.md of this folder says: a change that makes one longer has to say so there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { visiting } from "./reader.mjs";
import { PROJECTS } from "./site.mjs";
import { countAll } from "./steps.mjs";

const visit = visiting(PROJECTS.main);

test("clicks and scrolls for the four questions are those of README.md", async () => {
  const readme = await readFile(join(import.meta.dirname, "README.md"), "utf8");
  for (const [question, { clicks, scrolls }] of Object.entries(await countAll(visit.browser, visit.server.url))) {
    const row = `| ${question} | ${clicks} | ${scrolls} |`;
    assert.ok(readme.includes(row), `README.md has no row\n${row}`);
  }
});
