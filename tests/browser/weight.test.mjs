// What pages weigh, and that they stand still while they load. Bytes are the same on each machine, so they can be tested.

import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { NARROW, WIDE, launch, settle } from "./reader.mjs";
import { PROJECTS, build, largest, pages, serve } from "./site.mjs";

const SHARED = 20_000;
const TYPICAL = 10_000;
const HTML = 45_000;
const ZIPPED = 12_000;

let browser;
let site;

before(async () => {
  browser = await launch();
  site = await build(PROJECTS.main);
});

after(async () => {
  await browser?.close();
  await site?.remove();
});

const read = (file) => readFile(join(site.path, file), "utf8");

test("what all pages share is small", async () => {
  const home = await read("problems/index.html");
  const files = [...home.matchAll(/(?:href|src)="[./]*(static\/[^"]+)"/g)].map(([, file]) => file);
  assert.deepEqual(files, ["static/site.css", "static/theme.js", "static/site.js"], "a page loads no more than what it needs");
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(site.path, file))).size));
  const sum = sizes.reduce((a, b) => a + b);
  assert.ok(sum <= SHARED, `${sum} bytes`);
});

test("the page of a typical schema is small", async (context) => {
  let seen = 0;
  for (const { file, kind } of await pages(site)) {
    if (kind !== "schema") continue;
    const html = await read(file);
    const raw = html.match(/href="([^"]+)" download>download/)[1];
    if ((await stat(join(site.path, file, "..", raw))).size > TYPICAL) continue;
    const shown = html.replace(/<pre[^>]*data-verbatim.*?<\/pre>/gs, "");
    const zipped = gzipSync(shown).length;
    assert.ok(zipped <= ZIPPED, `${file}: ${zipped} bytes compressed`);
    // Authors may add as many examples as they like.
    const own = shown.replace(/<div class="view".*?<div class="says">/gs, "").length;
    assert.ok(own <= HTML, `${file}: ${own} bytes`);
    seen += 1;
  }
  assert.ok(seen > 50, `${seen} schemas are few`);
});

// As readers come, and with scripts that come late.
for (const late of [0, 400]) {
  test(`nothing moves on a page of any kind${late ? " when scripts come late" : ""}`, async (context) => {
    const server = await serve(site);
    context.after(server.close);
    // Most of the time is waiting.
    await Promise.all([WIDE, NARROW].map(async (viewport) => {
      const window = await browser.newContext({ viewport });
      if (late) {
        await window.route(/\.js$/, async (route) => {
          await new Promise((passed) => setTimeout(passed, late));
          await route.continue();
        });
        // The one that is asked for before the page is drawn is there at once.
        await window.route(/theme\.js$/, (route) => route.continue());
      }
      const kinds = await largest(site);
      assert.ok(kinds.length > 10, `${kinds.length} kinds are few`);
      for (const { url, kind } of kinds) {
        const { page, shifts } = await settle(window, server.url + url);
        assert.deepEqual(shifts, [], `${kind}, ${viewport.width} px`);
        await page.close();
      }
      await window.close();
    }));
  });
}

test("a schema is printed whole, whatever is closed on the screen", async () => {
  const window = await browser.newContext({ viewport: WIDE, colorScheme: "dark" });
  const page = await window.newPage();
  await page.goto(`file://${join(site.path, "memoryos-storage/migration/migration_started/index.html")}`);
  await page.click(".fold");
  const hidden = () => page.$$eval(".fields li", (fields) => fields.filter((field) => !field.checkVisibility()).length);
  assert.ok((await hidden()) > 5, "fields are closed on the screen");
  await page.emulateMedia({ media: "print" });
  assert.equal(await hidden(), 0);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
  const wider = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  await page.setViewportSize({ width: 700, height: 1000 });
  assert.ok((await page.evaluate(wider)) <= 0, "it fits the paper");
  await window.close();
});
