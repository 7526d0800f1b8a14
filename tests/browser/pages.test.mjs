// Opens a page of each kind as a reader does, from the disk and from a server, light and dark, wide and narrow: nothing is
// reported on the console (a breach of the content security policy is), nothing is asked of other hosts, nothing is wider
// than the window, axe-core finds nothing, and all of the text is there without JavaScript.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { NARROW, WIDE, axe, launch, open } from "./reader.mjs";
import { PROJECTS, build, generate, largest, serve } from "./site.mjs";

// axe-core takes seconds on a large page; two of the four views show it both palettes and both layouts.
const VIEWS = [
  { colorScheme: "light", size: WIDE, axe: true },
  { colorScheme: "dark", size: WIDE, axe: false },
  { colorScheme: "light", size: NARROW, axe: false },
  { colorScheme: "dark", size: NARROW, axe: true },
];

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

/** What is wrong with a page in any of the views; `window` runs scripts, `still` does not. */
async function faults({ window, still }, site, server, { url, file, kind }) {
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
    shown.push(without);
    if ((await text(without)) !== (await text(served))) faults.push("the text is another without JavaScript");
  } finally {
    await Promise.all(shown.map((page) => page.close()));
  }
  return faults;
}

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const SITES = { ...Object.fromEntries(Object.entries(PROJECTS).map(([name, project]) => [name, () => build(project)])), generated: () => generate(250) };

for (const [name, made] of Object.entries(SITES)) {
  describe(`the ${name} project`, { concurrency: 2 }, async () => {
    const site = await made();
    const server = await serve(site);
    // A window takes longer to open than a page in it.
    const windows = {};
    before(async () => {
      windows.window = await browser.newContext({ reducedMotion: "reduce" });
      windows.still = await browser.newContext({ javaScriptEnabled: false, viewport: WIDE });
    });
    after(async () => {
      await Promise.all(Object.values(windows).map((window) => window.close()));
      server.close();
      await site.remove();
    });
    for (const page of await largest(site)) {
      test(`${page.kind} page: ${page.file}`, async () => {
        const found = await faults(windows, site, server, page);
        assert.ok(found.length === 0, found.join("\n"));
      });
    }
  });
}
