// Counts what readers do to answer the four questions that the page of an event is for, with a mouse in a window of 1280 × 900 pixels: clicks,
// and scrolls, of which each is a screenful at most. `node steps.mjs` prints the table that README.md of this folder has; steps.test.mjs
// holds it. A step is `[what is clicked or looked for, its text]`.

import { pathToFileURL } from "node:url";

import { WIDE, launch } from "./reader.mjs";
import { PROJECTS, build, serve } from "./site.mjs";

const click = (selector, text) => ({ selector, text, isClick: true });
const see = (selector, text) => ({ selector, text, isClick: false });

export const QUESTIONS = {
  "I received this JSON: what is `initiator.kind`, may it be absent, who set it?": [
    click(".top nav a", "Event types"),
    click("main a", "storage.transaction.started"),
    click(".view code a", '"kind"'),
    see("[id='f.kind']", "required"),
    see(".ways th", "MemoryOS Storage Client"),
  ],
  "I must send `license.expiration.warning.90d`: a valid event in my clipboard": [
    click(".top nav a", "Event types"),
    click("main a", "license.expiration.warning.90d"),
    click(".copy", "Copy"),
  ],
  "Why was this refused?": [
    click(".top nav a", "Event types"),
    click("main a", "storage.transaction.started"),
    click(".about a", "Transaction Started"),
    click(".here a", "Counterexamples"),
    see(".failures", ""),
  ],
  "Who breaks if I drop this field?": [
    click(".top nav a", "Fields"),
    click(".letters a, .columns a", "initiator"),
    see("[id='f-initiator']", "schemas"),
  ],
};

/** The element that is meant, the first of those with exactly this text or else with this text in them. */
async function find(page, { selector, text }) {
  for (const exact of [true, false]) {
    const all = page.locator(selector).filter({ hasText: exact ? new RegExp(`^\\s*${text.replace(/[^\w\s]/g, "\\$&")}\\s*$`) : text, visible: true });
    if (await all.count()) return all.first();
  }
  throw new Error(`no ${selector} with “${text}” on ${page.url()}`);
}

/** How many screenfuls the window is scrolled until the element is in view. */
async function scrollTo(page, element) {
  for (let scrolls = 0; scrolls < 200; scrolls += 1) {
    const distance = await element.evaluate((node) => {
      // A box that scrolls by itself counts as the window does.
      const box = node.getBoundingClientRect();
      const frame = node.closest(".view")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
      const [top, bottom] = [Math.max(frame.top, 0), Math.min(frame.bottom, innerHeight)];
      const seen = Math.min(box.height, 24);
      return box.top + seen > bottom ? box.top + seen - bottom : box.bottom - seen < top ? box.bottom - seen - top : 0;
    });
    if (distance === 0) return scrolls;
    const box = await element.evaluate((node) => {
      const view = node.closest(".view");
      const { x, y, width, height } = (view && view.scrollHeight > view.clientHeight ? view : document.documentElement).getBoundingClientRect();
      return { x: x + width / 2, y: Math.min(Math.max(y, 0) + 100, innerHeight - 10), height: Math.min(height, innerHeight) };
    });
    await page.mouse.move(box.x, box.y);
    await page.mouse.wheel(0, Math.sign(distance) * Math.min(Math.abs(distance) + 80, box.height * 0.9));
    await page.waitForTimeout(60);
  }
  throw new Error("it never comes into view");
}

/** Clicks and scrolls for a way through the pages. */
export async function count(page, steps) {
  const counts = { clicks: 0, scrolls: 0 };
  for (const step of steps) {
    await page.waitForLoadState("load");
    const element = await find(page, step);
    counts.scrolls += await scrollTo(page, element);
    if (!step.isClick) continue;
    await element.click();
    counts.clicks += 1;
    await page.waitForTimeout(60);
  }
  return counts;
}

/** The counts for all questions. */
export async function countAll(browser, url) {
  const counts = {};
  for (const [question, steps] of Object.entries(QUESTIONS)) {
    const window = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce", permissions: ["clipboard-write"] });
    const page = await window.newPage();
    await page.goto(url);
    counts[question] = await count(page, steps);
    await window.close();
  }
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const site = await build(PROJECTS.main);
  const server = await serve(site);
  const browser = await launch();
  try {
    console.log("| question | clicks | scrolls |\n|---|--:|--:|");
    for (const [question, { clicks, scrolls }] of Object.entries(await countAll(browser, server.url))) {
      console.log(`| ${question} | ${clicks} | ${scrolls} |`);
    }
  } finally {
    await browser.close();
    server.close();
    await site.remove();
  }
}
