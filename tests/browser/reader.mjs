// A browser as readers have it, and what they should never meet: messages on the console (a breach of the content security policy is one),
// errors of scripts, requests to other hosts, what axe-core finds.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before } from "node:test";

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

/** What axe-core finds, one line for each rule. */
export async function axe(page) {
  await page.evaluate(AXE);
  // All that is right is thousands of nodes: it is neither described nor handed over.
  const violations = await page.evaluate(async (runOnly) => {
    return (await window.axe.run({ runOnly, preload: false, resultTypes: ["violations"] })).violations;
  }, STANDARDS);
  return violations.map(({ id, nodes }) => {
    return `axe ${id}, ${nodes.length} times: ${nodes[0].html.slice(0, 200)}: ${nodes[0].failureSummary.split("\n").at(-1).trim()}`;
  });
}

/** Whether the place that the address names is there and in view. */
export function isInView(page) {
  return page.evaluate(() => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = place?.getBoundingClientRect();
    return Boolean(box) && box.top < innerHeight && box.bottom > 0;
  });
}
