// Light or dark: the preference of the system counts until a reader chooses otherwise, by keyboard, and the choice goes with the reader from page to page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { WIDE, open, visiting } from "./reader.mjs";
import { PROJECTS } from "./site.mjs";

const visit = visiting(PROJECTS.search);

/** Whether the page is drawn dark: what lies behind it is darker than its text. */
const isDark = (page) => page.evaluate(() => {
  const { color, backgroundColor } = getComputedStyle(document.body);
  const light = (value) => value.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  const behind = backgroundColor.endsWith(", 0)") ? getComputedStyle(document.documentElement).backgroundColor : backgroundColor;
  return light(behind) < light(color);
});

for (const preferred of ["light", "dark"]) {
  test(`who prefers ${preferred} can choose the other`, async (context) => {
    const window = await visit.browser.newContext({ viewport: WIDE, colorScheme: preferred });
    context.after(() => window.close());
    const faults = [];
    const page = await open(window, visit.server.url, visit.server.url, faults);
    const other = preferred === "light";
    assert.equal(await isDark(page), !other);
    await page.locator("button.theme").focus();
    await page.keyboard.press("Enter");
    assert.equal(await isDark(page), other);
    await page.goto(`${visit.server.url}types/`);
    assert.equal(await isDark(page), other);
    await page.locator("button.theme").click();
    assert.equal(await isDark(page), !other);
    await page.reload();
    assert.equal(await isDark(page), !other);
    assert.deepEqual(faults, []);
  });
}
