// Searches as a reader does, by keyboard only, from the disk and from a server: what was typed is found, Enter leads to the very place, and
// nothing is reported on the console, asked of other hosts or found by axe-core.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { WIDE, axe, isInView, open as openIn, visiting } from "./reader.mjs";
import { PROJECTS, files } from "./site.mjs";

const LIST = "[role=listbox]";

const visit = visiting(PROJECTS.search);

/** Opens a page of the site from `root`; the answer's `faults` get what should not happen. */
async function open(root, path = "index.html", options = {}) {
  const faults = [];
  const window = await visit.browser.newContext({ reducedMotion: "reduce", viewport: WIDE, ...options });
  return { page: await openIn(window, root + path, root, faults), faults };
}

/** Types into the search that `key` opens, and waits for the results. */
async function search(page, text, key = "/") {
  await page.keyboard.press(key);
  await page.waitForSelector("dialog[open] input:focus");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
  await page.waitForSelector(`${LIST}[data-for=${JSON.stringify(text)}]`, { state: "attached" });
}

/** Presses Escape and waits until the search is closed. */
async function leave(page) {
  await page.keyboard.press("Escape");
  // The focus leaves the field one frame after the dialog is gone.
  await page.waitForFunction(() => !document.querySelector("dialog").open && document.activeElement.tagName !== "INPUT");
}

/** The groups of results: label, and the lines of each result. */
function results(page) {
  return page.$$eval(`${LIST} [role=group]`, (groups) => Object.fromEntries(groups.map((group) => {
    const label = document.getElementById(group.getAttribute("aria-labelledby")).textContent;
    return [label, [...group.querySelectorAll("[role=option]")].map((option) => option.textContent)];
  })));
}

/** Presses Enter and waits for the page that it leads to; the answer is its path below `root`. */
async function enter(page, root) {
  const target = await page.$eval("[aria-selected=true]", (option) => option.href);
  await page.keyboard.press("Enter");
  await page.waitForURL(target);
  await page.waitForLoadState("load");
  return target.slice(root.length);
}

const ROOTS = { disk: () => `${pathToFileURL(visit.site.path).href}/`, server: () => visit.server.url };

for (const [name, find] of Object.entries(ROOTS)) {
  describe(`from the ${name}`, () => {
    test("find the type I received", async () => {
      const root = find();
      const { page, faults } = await open(root);
      await search(page, "shop.order.pl");
      assert.deepEqual((await results(page))["Event types"], ["shop.order.placed Orders"]);
      assert.equal(await enter(page, root), "types/shop.order.placed/index.html");
      assert.equal(await page.textContent("h1"), "shop.order.placed");
      assert.deepEqual(faults, []);
      await page.close();
    });

    test("which field holds the order id, and where else", async () => {
      const root = find();
      const { page, faults } = await open(root, "types/index.html");
      await search(page, "order id", "Control+k");
      const { Fields: fields } = await results(page);
      assert.equal(fields[0], "orderId string, in 2 schemas");
      assert.ok(fields.includes("payload.orderId Order placed"), fields.join("\n"));
      assert.ok(fields.includes("order_id Refund"), "another spelling is found, too");
      // Where else: the dictionary has all of them, and each leads to the property.
      assert.match(await enter(page, root), /^fields\/.*#f-orderId$/);
      assert.ok(await isInView(page));
      const entry = await page.$eval("[id='f-orderId']", (entry) => entry.innerText);
      assert.match(entry, /2 schemas/);
      assert.match(entry, /also order_id/);
      const uses = await page.$$eval("[id='f-orderId'] td a", (uses) => uses.map((use) => use.textContent));
      assert.deepEqual(uses, ["payload.orderId", "payload.orderId"]);
      // Further down are the properties of schemas.
      await search(page, "order id");
      const chosen = () => page.$eval("[aria-selected=true]", (option) => option.textContent);
      for (let down = 0; down < 9 && !(await chosen()).startsWith("payload"); down += 1) await page.keyboard.press("ArrowDown");
      assert.match(await enter(page, root), /#p\.payload\.orderId$/);
      assert.ok(await isInView(page));
      assert.deepEqual(faults, []);
      await page.close();
    });
  });
}

test("names are found by their beginning, their parts, their paths, and with one letter wrong", async () => {
  const { page, faults } = await open(visit.server.url);
  const all = async (text) => {
    await search(page, text);
    const found = Object.values(await results(page)).flat();
    await leave(page);
    return found;
  };
  const finds = async (text, expected) => {
    const found = await all(text);
    assert.ok(found.some((line) => line.startsWith(expected)), `${text}: ${expected} is not in\n${found.join("\n")}`);
  };
  await finds("pla", "Order placed");
  await finds("unitPr", "payload.lines[].unitPrice");
  await finds("price", "payload.lines[].unitPrice");
  await finds("lines.unit_price", "payload.lines[].unitPrice");
  await finds("placed order", "Order placed");
  for (const typo of ["orderld", "ordreid", "ordeid", "orderrid"]) await finds(typo, "orderId");
  await finds("express", "express");
  await finds("money", "money");
  await finds("sendOrders", "sendOrders");
  await finds("orders.v1", "shop.orders.v1");
  await finds("OrderPlacedMessage", "OrderPlacedMessage");
  await finds("replay", "Replaying orders");
  await finds("what to watch", "What to watch");
  assert.deepEqual(await all("zzz"), []);
  assert.deepEqual(await all("…"), []);
  assert.deepEqual(faults, []);
  await page.close();
});

test("every link of the index leads to a place that is there", async () => {
  const names = (await files(visit.site)).filter((name) => /^search\/\d+\.js$/.test(name));
  const links = new Set();
  for (const name of names) {
    const text = await readFile(join(visit.site.path, name), "utf8");
    JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")"))).forEach((entry) => links.add(entry[3].replace(/^([^#]*\/)(?=#|$)/, "$1index.html")));
  }
  assert.ok(links.size > 20, `${links.size} links are few`);
  for (const link of links) {
    const [file, anchor] = link.split("#");
    const html = await readFile(join(visit.site.path, file), "utf8").catch(() => assert.fail(`${link}: no such page`));
    assert.ok(!anchor || html.includes(` id="${anchor}"`), `${link}: no such anchor`);
  }
});

test("hostile names stay text, and are found", async () => {
  const { page, faults } = await open(visit.server.url);
  await search(page, "img src");
  assert.deepEqual((await results(page)).Fields, ["<img src=x onerror=alert(1)> Refund"]);
  assert.equal(await page.$(`${LIST} img`), null);
  await leave(page);
  await search(page, "ערך");
  assert.deepEqual((await results(page)).Fields, ["ערך Refund"]);
  assert.equal(await page.$eval(`${LIST} .name`, (name) => name.tagName), "BDI");
  assert.deepEqual(faults, []);
  await page.close();
});

test("the dialog opens by its button, gives the focus back, and leaves typing alone", async () => {
  const { page, faults } = await open(visit.server.url);
  await page.focus(".find");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open] input:focus");
  // In the field, the key that opens is a letter like others.
  await page.keyboard.type("a/b");
  assert.equal(await page.inputValue("dialog input"), "a/b");
  await leave(page);
  assert.equal(await page.evaluate(() => document.activeElement.className), "find scripted");
  assert.deepEqual(faults, []);
  await page.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core finds nothing with results open, ${colorScheme}`, async () => {
    const { page } = await open(visit.server.url, "index.html", { colorScheme });
    for (const text of ["order", "zzz"]) {
      await search(page, text);
      assert.deepEqual(await axe(page), [], text);
      await leave(page);
    }
    await page.close();
  });
}
