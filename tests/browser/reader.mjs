// A browser as readers have it, and what they should never meet: messages on the console (a breach of the content security policy is one),
// errors of scripts, requests to other hosts, what axe-core finds.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

import { CHROMIUM, FLAGS, build, serve } from "./site.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const WIDE = { width: 1280, height: 900 };
// What is left of a window of 1280 pixels at 400 %.
export const NARROW = { width: 320, height: 740 };

/** Starts the browser; it gets an empty profile, which is removed with it. */
export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** A browser, the site of a project and a server of it, for all tests of the file that asks. */
export function visiting(project) {
  const visit = {};
  before(async () => {
    visit.browser = await launch();
    visit.site = await build(project);
    visit.server = await serve(visit.site);
  });
  after(async () => {
    await visit.browser?.close();
    visit.server?.close();
    await visit.site?.remove();
  });
  return visit;
}

/** Opens `url` in a tab of `window`; `faults` gets what the console says and what is asked of others than `own`. */
export async function open(window, url, own, faults) {
  const page = await window.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => request.url().startsWith(own) || faults.push(`request: ${request.url()}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  await page.goto(url, { waitUntil: "load" });
  return page;
}

/** How far a page is wider than its window, and by which elements; what scrolls by itself does not count. */
export function overflow(page) {
  return page.evaluate(() => {
    const excess = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (excess <= 0) return [];
    const scrolls = (node) => node && (getComputedStyle(node).overflowX !== "visible" || scrolls(node.parentElement));
    const wide = [...document.body.querySelectorAll("*")].filter((node) => {
      return node.getBoundingClientRect().right > innerWidth + 1 && !scrolls(node.parentElement);
    });
    const name = (node) => `${node.tagName.toLowerCase()}${node.className ? `.${node.className}` : ""}`;
    return [`${excess} px wider than the window: ${wide.slice(0, 5).map(name).join(", ")}`];
  });
}

/** What axe-core finds, one line for each rule: of those of our standards, or of others. */
export async function axe(page, rules = STANDARDS) {
  await page.evaluate(AXE);
  // All that is right is thousands of nodes: it is neither described nor handed over.
  const violations = await page.evaluate(async (runOnly) => {
    return (await window.axe.run({ runOnly, preload: false, resultTypes: ["violations"] })).violations;
  }, rules);
  return violations.map(({ id, nodes }) => {
    return `axe ${id}, ${nodes.length} times: ${nodes[0].html.slice(0, 200)}: ${nodes[0].failureSummary.split("\n").at(-1).trim()}`;
  });
}

// axe-core takes seconds on a large page; two of the four views show it both palettes and both layouts.
const VIEWS = [
  { colorScheme: "light", size: WIDE, axe: true },
  { colorScheme: "dark", size: WIDE, axe: false },
  { colorScheme: "light", size: NARROW, axe: false },
  { colorScheme: "dark", size: NARROW, axe: true },
];

/** Windows for `read`: `window` runs scripts, `still` does not. A window takes longer to open than a page in it. */
export async function windows(browser) {
  const window = await browser.newContext({ reducedMotion: "reduce" });
  const still = await browser.newContext({ javaScriptEnabled: false, viewport: WIDE });
  return { window, still, close: () => Promise.all([window.close(), still.close()]) };
}

/** What is wrong with a page in any of the views, from a server and from the disk, with scripts and without. */
export async function read({ window, still }, site, server, { url, file, kind }) {
  const faults = [];
  const shown = [];
  try {
    const served = await open(window, server.url + url, server.url, faults);
    // What servers show where there is no page stands nowhere on a disk.
    const onDisk = () => open(window, pathToFileURL(join(site.path, file)).href, pathToFileURL(site.path).href, faults);
    shown.push(served);
    if (kind !== "404") shown.push(await onDisk());
    for (const { colorScheme, size, axe: asked } of VIEWS) {
      for (const page of shown) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        const found = await overflow(page);
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
    shown.push(without);
    if ((await text(without)) !== (await text(served))) faults.push("the text is another without JavaScript");
  } finally {
    await Promise.all(shown.map((page) => page.close()));
  }
  return faults;
}

/** Opens `url` in a tab of `window`, and says what moves while it loads: how far, and which elements. */
export async function settle(window, url) {
  const page = await window.newPage();
  await page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
      const names = entry.sources.map(({ node }) => `${node?.nodeName} ${node?.className}`);
      globalThis.shifts.push({ value: entry.value, names });
    })).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return { page, shifts: await page.evaluate(() => globalThis.shifts) };
}

/** Whether the place that the address names is there and in view. */
export function isInView(page) {
  return page.evaluate(() => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = place?.getBoundingClientRect();
    return Boolean(box) && box.top < innerHeight && box.bottom > 0;
  });
}
