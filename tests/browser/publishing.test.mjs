// A site that is published below a path: every kind of page has all that it asks for, and the page for what is not there works at any depth.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { WIDE, launch, open } from "./reader.mjs";
import { PROJECTS, build, largest, serve } from "./site.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

for (const [name, at, options] of [
  ["below a path", "/teams/events/", ["--base-url", "https://contracts.example.com/teams/events"]],
  ["at the root of a host, without base_url", "/", []],
]) {
  test(name, async (context) => {
    const site = await build(PROJECTS.search, ...options);
    context.after(site.remove);
    const server = await serve(site, at);
    context.after(server.close);
    const window = await browser.newContext({ viewport: WIDE });
    context.after(() => window.close());
    for (const { url } of await largest(site)) {
      const faults = [];
      const page = await open(window, server.url + url, server.url, faults);
      page.on("response", (response) => response.ok() || faults.push(`${response.status()}: ${response.url()}`));
      await page.reload();
      assert.deepEqual(faults, [], url);
      await page.close();
    }
    for (const missing of ["gone.html", "types/shop.order.plcaed/", "a/b/c/d/refund.html"]) {
      const page = await window.newPage();
      const answer = await page.goto(server.url + missing);
      assert.equal(answer.status(), 404);
      assert.equal(await page.textContent("h1"), "This page is not here");
      assert.notEqual(await page.$eval("header.top", (header) => getComputedStyle(header).borderBottomWidth), "0px", "it has its style");
      await page.keyboard.press("/");
      await page.waitForSelector("dialog[open] input:focus");
      const last = missing.split("/").filter(Boolean).at(-1).replace(".html", "");
      assert.equal(await page.inputValue("dialog input"), last, "search begins with the last part of the address");
      await page.keyboard.press("Escape");
      await page.click("main a:has-text('event types')");
      assert.equal(await page.textContent("h1"), "Event types");
      await page.close();
    }
  });
}
