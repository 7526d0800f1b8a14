// The two looks of tests/looks, over their own project and over the main one, which knows nothing of them: what pages.test.mjs asks of the
// built-in look, that nothing moves, and what each look is for.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { NARROW, WIDE, axe, launch, overflow, read, settle, windows } from "./reader.mjs";
import { PROJECTS, build, dressed, largest, serve } from "./site.mjs";

const TABLET = { width: 768, height: 1024 };
const WALL = { width: 1920, height: 1080 };
// Twice what WCAG 2.2 asks for at level AA.
const TARGET = 48;
// What there is most of: a page of fields with an event, a long table.
const SCHEMA = "credentialmate/sns_topics/document_processed/";
const TYPES = "types/";

const sites = { builtin: await build(PROJECTS.main) };
for (const look of ["dense", "screen"]) {
  sites[look] = await dressed(look);
  sites[`${look} main`] = await dressed(look, PROJECTS.main, ["schemas"]);
}
const servers = {};
for (const [name, site] of Object.entries(sites)) servers[name] = await serve(site);

let browser;
let readers;

before(async () => {
  browser = await launch();
  readers = await windows(browser);
});

after(async () => {
  await readers?.close();
  await browser?.close();
  for (const { close } of Object.values(servers)) close();
  await Promise.all(Object.values(sites).map((site) => site.remove()));
});

/** What `look` finds on a page that is opened in a new window of this size. */
async function seen(address, viewport, look) {
  const window = await browser.newContext({ viewport });
  try {
    const page = await window.newPage();
    await page.goto(address);
    return await look(page);
  } finally {
    await window.close();
  }
}

for (const look of ["dense", "screen"]) {
  describe(`the look ${look}`, { concurrency: 2 }, async () => {
    for (const page of await largest(sites[look])) {
      test(`${page.kind} page: ${page.file}`, async () => {
        const found = await read(readers, sites[look], servers[look], page);
        assert.ok(found.length === 0, found.join("\n"));
      });
    }
    for (const { kind, url } of await largest(sites[`${look} main`])) {
      test(`${kind} page of the main project: ${url}`, async () => {
        const found = [];
        for (const viewport of [NARROW, TABLET, WIDE, WALL]) {
          const say = (fault) => found.push(`${viewport.width} px: ${fault}`);
          const window = await browser.newContext({ viewport });
          const { page, shifts } = await settle(window, servers[`${look} main`].url + url);
          shifts.forEach(({ value, names }) => say(`${names} moves by ${value}`));
          (await overflow(page)).forEach(say);
          if (viewport === WALL) (await axe(page)).forEach(say);
          await window.close();
        }
        assert.deepEqual(found, []);
      });
    }
  });
}

/** How high a page is, in pixels. */
const height = (page) => page.evaluate(() => document.documentElement.scrollHeight);

/** How many sheets a page takes. */
const sheets = async (page) => (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;

for (const [what, measure, share, urls] of [["on a screen", height, 0.75, [SCHEMA, TYPES]], ["on paper", sheets, 0.8, [SCHEMA]]]) {
  test(`the dense look has more ${what} than the built-in one`, async () => {
    for (const url of urls) {
      const dense = await seen(servers["dense main"].url + url, WIDE, measure);
      const builtin = await seen(servers.builtin.url + url, WIDE, measure);
      assert.ok(dense <= builtin * share, `${url}: ${dense}, built in ${builtin}`);
    }
  });
}

test("the dense look keeps its list in view where there is room", async () => {
  const top = await seen(servers["dense main"].url + SCHEMA, WIDE, async (page) => {
    await page.evaluate(() => scrollTo(0, 3000));
    return page.evaluate(() => document.querySelector(".side").getBoundingClientRect().top);
  });
  assert.equal(top, 0);
});

for (const colorScheme of ["light", "dark"]) {
  test(`all text of the look for screens has a contrast of seven to one, ${colorScheme}`, async () => {
    for (const { url, kind } of await largest(sites.screen)) {
      const found = await seen(servers.screen.url + url, WIDE, async (page) => {
        await page.emulateMedia({ colorScheme });
        return axe(page, { type: "rule", values: ["color-contrast-enhanced"] });
      });
      assert.deepEqual(found, [], kind);
    }
  });
}

test("the look for screens has large type and large targets, which grow with the screen", async () => {
  const SELECTOR = ".top a, .controls button, .onward a, .here a, .turn a, .side li a, summary, .filters :is(input, select, button), .tools :is(input, button)";
  for (const [viewport, least] of [[NARROW, 18], [WIDE, 24], [WALL, 28]]) {
    for (const { url, kind } of await largest(sites["screen main"])) {
      const { size, small } = await seen(servers["screen main"].url + url, viewport, (page) => page.evaluate(([selector, target]) => ({
        size: parseFloat(getComputedStyle(document.body).fontSize),
        small: [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < target - 0.5).map((node) => node.outerHTML.slice(0, 100)),
      }), [SELECTOR, TARGET]));
      assert.ok(size >= least, `${kind}, ${viewport.width} px: ${size} px`);
      assert.deepEqual(small, [], `${kind}, ${viewport.width} px`);
    }
  }
});
