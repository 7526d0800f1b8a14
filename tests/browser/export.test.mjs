// The file of `schemabook export` as a reader opens it: from a disk, without a request, deep links and the search of the page work.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { execFileSync } from "node:child_process";

import { WIDE, axe, launch } from "./reader.mjs";
import { PROGRAM, REPOSITORY } from "./site.mjs";

let browser;
let folder;
let address;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "schemabook-export-"));
  const out = join(folder, "events.html");
  execFileSync(PROGRAM, ["export", "memoryos-storage", "--out", out, "--quiet"], { cwd: REPOSITORY });
  address = pathToFileURL(out).href;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function open(anchor = "", options = {}) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(message.text()));
  page.on("request", (request) => request.url().startsWith(address) || request.url().startsWith("data:") || faults.push(request.url()));
  await page.goto(address + anchor);
  return { page, faults };
}

/** Whether the beginning of what the address names is on the screen. */
const isSeen = (page) => page.locator(":target").evaluate((target) => {
  const { top } = target.getBoundingClientRect();
  return top >= -1 && top < innerHeight;
});

for (const javaScriptEnabled of [true, false]) {
  test(`a deep link leads to its field, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const { page, faults } = await open("", { javaScriptEnabled });
    const types = page.locator("nav[aria-label=Contents] details", { hasText: "Event types" });
    await types.locator("summary").click();
    await types.locator("a", { hasText: "storage.backup.failed" }).click();
    assert.match(page.url(), /#types\/storage\.backup\.failed\/$/);
    assert.ok(await isSeen(page));
    await page.locator("article:target .event a[href*='.']").first().click();
    assert.match(page.url(), /#\d+\./);
    assert.ok(await isSeen(page));
    assert.deepEqual(faults, []);
    await page.close();
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core finds nothing, ${colorScheme}`, async () => {
    const { page, faults } = await open("", { colorScheme });
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await page.close();
  });
}

test("it prints", async () => {
  const { page } = await open();
  const pdf = await page.pdf();
  assert.ok(pdf.length > 100_000, `${pdf.length} bytes are few`);
  await page.close();
});
