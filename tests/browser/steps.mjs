// Counts what readers do to answer the four questions that the page of an event is for, with a mouse in a window of 1280 × 900 pixels: clicks,
// and scrolls, of which each is a screenful at most; what is written into a field counts as the click into it. `node steps.mjs` prints the table that README.md of this folder has; steps.test.mjs
// holds it. A step is `[what is clicked or looked for, its text]`.

import { pathToFileURL } from "node:url";

import { WIDE, launch } from "./reader.mjs";
import { PROJECTS, build, serve } from "./site.mjs";

const click = (selector, text) => ({ selector, text, isClick: true });
const see = (selector, text) => ({ selector, text, isClick: false });

const write = (selector, text) => ({ selector, text, isWritten: true });

/** To the page of an event type by search. */
const typed = (name) => [click(".find", "Search"), write("dialog input", name), click("dialog a", name)];

export const QUESTIONS = {
  "I received this JSON: what is `initiator.kind`, may it be absent, who set it?": [
    ...typed("storage.transaction.started"),
    click(".view code a[href$='kind']", '"kind"'),
    see("[id='f.kind']", "required"),
    see("[id='f.initiator']", "Who asked for the transaction"),
  ],
  "I must send `license.expiration.warning.90d`: a valid event in my clipboard": [
    ...typed("license.expiration.warning.90d"),
    click(".copy", "Copy"),
  ],
  "Why was an event refused?": [
    ...typed("storage.transaction.started"),
    click(".about a", "Transaction started"),
    click(".here a", "Counterexamples"),
    click("[aria-labelledby=counterexamples] summary", ""),
    see(".failures", ""),
  ],
  "Who breaks if I drop `initiator`?": [
    click(".top nav a", "Fields"),
    click(".letters a", "i"),
    see("[id='f-initiator']", "schemas"),
  ],
};

/** The element that is meant, the first of those with exactly this text or else with this text in them. */
async function find(page, { selector, text }) {
  await page.locator(selector).first().waitFor({ state: "attached" });
  for (const exact of [true, false]) {
    const all = page.locator(selector).filter({ hasText: exact ? new RegExp(`^\\s*${text.replace(/[^\w\s]/g, "\\$&")}\\s*$`) : text, visible: true });
    if (await all.count()) return all.first();
  }
  throw new Error(`no ${selector} with “${text}” on ${page.url()}`);
}

/** How many screenfuls the window, and what scrolls by itself in it, is scrolled until the element is in view. */
async function scrollTo(page, element) {
  return element.evaluate((node) => {
    let scrolls = 0;
    for (let frame = node.parentElement; frame; frame = frame.parentElement) {
      const isWindow = frame === document.documentElement;
      if (!isWindow && !(frame.scrollHeight > frame.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(frame).overflowY))) continue;
      const [top, bottom] = isWindow ? [0, innerHeight] : [frame.getBoundingClientRect().top, frame.getBoundingClientRect().bottom];
      const box = node.getBoundingClientRect();
      const seen = Math.min(box.height, 24);
      const distance = box.top + seen > bottom ? box.top + seen - bottom : box.bottom - seen < top ? box.bottom - seen - top : 0;
      scrolls += Math.ceil(Math.abs(distance) / (bottom - top));
      frame.scrollBy(0, distance);
    }
    return scrolls;
  });
}

/** Clicks and scrolls for a way through the pages. */
export async function count(page, steps) {
  const counts = { clicks: 0, scrolls: 0 };
  for (const step of steps) {
    await page.waitForLoadState("load");
    if (step.isWritten) {
      await page.locator(step.selector).fill(step.text);
      continue;
    }
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
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
