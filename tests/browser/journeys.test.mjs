// Questions that readers come with, answered by keyboard only: Tab to a link by its words, Enter. From the disk and from a server, with and
// without JavaScript; search.test.mjs has the ways through the search.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { WIDE, isInView, launch, open } from "./reader.mjs";
import { PROJECTS, build, serve } from "./site.mjs";

// More links than any way here needs.
const LONGEST = 300;

const sites = {};
const servers = {};
let browser;

before(async () => {
  browser = await launch();
  for (const name of ["search", "faulty", "theme", "pages", "versions", "main"]) {
    sites[name] = await build(PROJECTS[name]);
    servers[name] = await serve(sites[name]);
  }
});

after(async () => {
  await browser?.close();
  Object.values(servers).forEach((server) => server.close());
  await Promise.all(Object.values(sites).map((site) => site.remove()));
});

const ROOTS = { disk: (name) => `${pathToFileURL(sites[name].path).href}/`, server: (name) => servers[name].url };

/** Presses Tab until the link of these words has the focus, then Enter, and waits until its target is shown. */
async function follow(page, words) {
  for (let pressed = 0; pressed < LONGEST; pressed += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => ({ text: document.activeElement.textContent.trim(), href: document.activeElement.href }));
    if (at.href && at.text === words) {
      await page.keyboard.press("Enter");
      await page.waitForURL(at.href);
      await page.waitForLoadState("load");
      return;
    }
  }
  assert.fail(`no link “${words}” is reached on ${page.url()}`);
}

/** Presses Tab until what begins with these words and unfolds, or is a button, has the focus, then Enter. */
async function press(page, words) {
  for (let pressed = 0; pressed < LONGEST; pressed += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => ({ text: document.activeElement.textContent.trim(), name: document.activeElement.tagName }));
    if (["SUMMARY", "BUTTON"].includes(at.name) && at.text.startsWith(words)) return page.keyboard.press("Enter");
  }
  assert.fail(`nothing that begins with “${words}” is reached on ${page.url()}`);
}

const text = (page, selector) => page.$eval(selector, (node) => node.innerText);

const JOURNEYS = {
  "find the type I received": ["search", async (page) => {
    await follow(page, "Event types");
    await follow(page, "shop.order.placed");
    assert.equal((await text(page, "h1")).trim(), "shop.order.placed");
    await follow(page, "Order placed");
    assert.match(await text(page, ".fields"), /shop\.order\.placed/);
  }],
  "which field holds the order id, and where else": ["search", async (page) => {
    await follow(page, "Fields");
    await follow(page, "orderId");
    assert.match(page.url(), /#f-orderId$/);
    assert.ok(await isInView(page));
    assert.match(await text(page, "[id='f-orderId']"), /2 schemas/);
    await follow(page, "payload.orderId");
    assert.match(page.url(), /#p\.payload\.orderId$/);
    assert.ok(await isInView(page));
  }],
  "what is this member of the event, and may it be absent": ["pages", async (page) => {
    await follow(page, "Event types");
    await follow(page, "order.placed");
    assert.match(await text(page, ".view pre"), /sku: A-1/);
    await follow(page, "lines");
    assert.match(page.url(), /#f\.lines$/);
    assert.ok(await isInView(page));
    assert.match(await text(page, "[id='f.lines']"), /required[^]*What was ordered/);
    await follow(page, "lines");
    assert.match(page.url(), /#e\.\d+$/);
    assert.ok(await isInView(page));
  }],
  "I received this JSON: what is initiator.kind, may it be absent, who set it": ["main", async (page) => {
    await follow(page, "Event types");
    await follow(page, "storage.transaction.started");
    await follow(page, '"initiator"');
    assert.match(page.url(), /#f\.initiator$/);
    assert.ok(await isInView(page));
    assert.match(await text(page, "[id='f.initiator']"), /Who asked for the transaction/);
    assert.match(await text(page, "[id='f.kind']"), /required/);
  }],
  "I must send license.expiration.warning.90d: a valid event in my clipboard": ["main", async (page) => {
    await follow(page, "Event types");
    await follow(page, "license.expiration.warning.90d");
    const shown = JSON.parse(await text(page, ".view pre code"));
    assert.equal(shown.event_type, "license.expiration.warning.90d");
    assert.match(await text(page, ".view"), /valid/);
    // Without a script the text is there to be marked.
    if (!(await page.$(".copy"))) return;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await press(page, "Copy");
    await page.waitForSelector(".copy[data-copied]");
    assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), shown);
  }],
  "who breaks if I drop this field": ["main", async (page) => {
    await follow(page, "MemoryOS Storage");
    await follow(page, "Base event");
    await follow(page, "Used by");
    assert.ok(await isInView(page));
    assert.match(await text(page, "section[aria-labelledby=uses]"), /\d+ schemas/);
  }],
  "why was this event rejected": ["theme", async (page) => {
    await follow(page, "Event types");
    await follow(page, "order.placed");
    await follow(page, "Order placed");
    await follow(page, "Counterexamples");
    assert.ok(await isInView(page));
    await press(page, "");
    assert.match(await text(page, ".failures"), /\/order_id "" has 0 characters, at least 1 needed/);
    await follow(page, "minLength");
    assert.match(page.url(), /#p\.order_id$/);
    assert.ok(await isInView(page));
  }],
  "why did the build fail": ["faulty", async (page) => {
    await follow(page, "Problems");
    const place = await text(page, ".problem a");
    await follow(page, place);
    assert.ok(await isInView(page));
    assert.match(await text(page, ".view .failures"), /is more than the maximum/);
  }],
  "what changed since 1.0.0, and when must I move": ["versions", async (page) => {
    await follow(page, "Event types");
    await follow(page, "order.placed");
    await follow(page, "what changed between them");
    assert.match(await text(page, "dl.about"), /order\.placed may be gone from 2027-06-01 on/);
    assert.match(await text(page, "table.changes tbody tr:last-child"), /1\.0\.0[^]*broken by 2\.0\.0/);
    await follow(page, "1.1.0 → 2.0.0");
    assert.match(page.url(), /#v-2\.0\.0$/);
    assert.ok(await isInView(page));
    assert.match(await text(page, "[id='v-2.0.0']"), /Move before the old type ends[^]*proved[^]*total[^]*is missing/);
  }],
  "what changed since 1.0.0, in one click": ["versions", async (page) => {
    await follow(page, "Event types");
    await follow(page, "order.placed");
    assert.match(await text(page, "dl.about"), /since 2\.0\.0: [^;]*total[^]*all others since 1\.0\.0/);
    await follow(page, "since 1.0.0: breaks");
    assert.match(page.url(), /#since-1\.0\.0$/);
    assert.ok(await isInView(page));
    assert.match(await text(page, "[id='since-1.0.0']"), /currency: required now[^]*renamed to total/);
  }],
  "who listens to this channel": ["search", async (page) => {
    await follow(page, "Map");
    await follow(page, "shop.orders.v1");
    assert.match(page.url(), /channels\/orders\//);
    assert.match(await text(page, "section[aria-labelledby=operations]"), /sendOrders/);
  }],
};

for (const [where, root] of Object.entries(ROOTS)) {
  for (const javaScriptEnabled of [true, false]) {
    describe(`from the ${where}, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
      for (const [question, [site, journey]] of Object.entries(JOURNEYS)) {
        test(question, async () => {
          const faults = [];
          const window = await browser.newContext({ javaScriptEnabled, reducedMotion: "reduce", viewport: WIDE });
          const page = await open(window, `${root(site)}index.html`, root(site), faults);
          await journey(page);
          assert.deepEqual(faults, []);
          await window.close();
        });
      }
    });
  }
}
