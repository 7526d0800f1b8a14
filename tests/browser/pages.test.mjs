// Opens a page of each kind as a reader does, from the disk and from a server, light and dark, wide and narrow: nothing is
// reported on the console (a breach of the content security policy is), nothing is asked of other hosts, nothing is wider
// than the window, axe-core finds nothing, and all of the text is there without JavaScript.

import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { CHROMIUM, FLAGS, PROJECTS, build, pages, serve } from "./site.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
// axe-core takes seconds on a large page; two of the four views show it both palettes and both layouts.
const VIEWS = [
  { colorScheme: "light", size: WIDE, axe: true },
  { colorScheme: "dark", size: WIDE, axe: false },
  { colorScheme: "light", size: NARROW, axe: false },
  { colorScheme: "dark", size: NARROW, axe: true },
];

/** The largest page of each kind: it has the most that can go wrong. */
async function largest(site) {
  const found = new Map();
  for (const page of await pages(site)) {
    const { size } = await stat(join(site.path, page.file));
    if (!(found.get(page.kind)?.size >= size)) found.set(page.kind, { ...page, size });
  }
  return [...found.values()];
}

/** Opens `url`; `faults` gets what the console says and what is asked of others than `own`. */
async function open(window, url, own, faults) {
  const page = await window.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => request.url().startsWith(own) || faults.push(`request: ${request.url()}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  await page.goto(url, { waitUntil: "load" });
  return page;
}

/** In the page: how far it is wider than its window, and by which elements; what scrolls by itself does not count. */
function overflow() {
  const excess = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (excess <= 0) return [];
  const scrolls = (node) => node && (getComputedStyle(node).overflowX !== "visible" || scrolls(node.parentElement));
  const wide = [...document.body.querySelectorAll("*")].filter((node) => {
    return node.getBoundingClientRect().right > innerWidth + 1 && !scrolls(node.parentElement);
  });
  const name = (node) => `${node.tagName.toLowerCase()}${node.className ? `.${node.className}` : ""}`;
  return [`${excess} px wider than the window: ${wide.slice(0, 5).map(name).join(", ")}`];
}

/** What axe-core finds, one line for each rule. */
async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags, preload: false }), STANDARDS);
  return violations.map(({ id, nodes }) => {
    return `axe ${id}, ${nodes.length} times: ${nodes[0].html.slice(0, 200)}: ${nodes[0].failureSummary.split("\n").at(-1).trim()}`;
  });
}

/** What is wrong with a page in any of the views. */
async function faults(browser, site, server, { url, file }) {
  const faults = [];
  const window = await browser.newContext({ reducedMotion: "reduce" });
  const still = await browser.newContext({ javaScriptEnabled: false, viewport: WIDE });
  try {
    const disk = await open(window, pathToFileURL(join(site.path, file)).href, pathToFileURL(site.path).href, faults);
    const served = await open(window, server.url + url, server.url, faults);
    for (const { colorScheme, size, axe: asked } of VIEWS) {
      for (const page of [disk, served]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        const found = await page.evaluate(overflow);
        if (asked && page === served) found.push(...(await axe(page)));
        faults.push(...found.map((fault) => `${colorScheme}, ${size.width} px: ${fault}`));
      }
    }
    await served.setViewportSize(WIDE);
    // Controls that only a script can offer are made by it, and marked.
    const text = (page) => page.evaluate(() => {
      document.querySelectorAll(".scripted").forEach((control) => control.remove());
      return document.body.innerText;
    });
    const without = await open(still, server.url + url, server.url, faults);
    if ((await text(without)) !== (await text(served))) faults.push("the text is another without JavaScript");
  } finally {
    await window.close();
    await still.close();
  }
  return faults;
}

let browser;

before(async () => {
  // It gets an empty profile, which is removed with it.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
});

after(() => browser?.close());

for (const [name, project] of Object.entries(PROJECTS)) {
  describe(`the ${name} project`, { concurrency: 2 }, async () => {
    const site = await build(project);
    const server = await serve(site);
    after(async () => {
      server.close();
      await site.remove();
    });
    for (const page of await largest(site)) {
      test(`${page.kind} page: ${page.file}`, async () => {
        const found = await faults(browser, site, server, page);
        assert.ok(found.length === 0, found.join("\n"));
      });
    }
  });
}
