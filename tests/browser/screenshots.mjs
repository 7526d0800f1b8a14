// Makes the pictures of README.md from the main project; scripts/screenshots runs it.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { CHROMIUM, FLAGS, PROJECTS, REPOSITORY, build } from "./site.mjs";

const PAGE = "memoryos-storage/transaction/transaction_started/index.html";
// Name, place in the page that is at the top of the picture, height.
const PICTURES = [
  ["schema-page", "main", 940],
  ["counterexample", "counterexamples", 720],
];

const folder = join(REPOSITORY, ".readme");
await mkdir(folder, { recursive: true });
const site = await build(PROJECTS.main);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  for (const [name, place, height] of PICTURES) {
    const page = await browser.newPage({ viewport: { width: 1280, height }, reducedMotion: "reduce" });
    await page.goto(pathToFileURL(join(site.path, PAGE)).href);
    await page.evaluate((id) => id !== "main" && document.getElementById(id).scrollIntoView(), place);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    console.log(`${path}: ${(await stat(path)).size} bytes`);
  }
} finally {
  await browser.close();
  await site.remove();
}
