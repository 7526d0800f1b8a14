// Writes in a project while its preview is open, as people do: the page shows each change by itself and stays where its reader
// is; a mistake shows a banner, which goes when the mistake is mended.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { CHROMIUM, FLAGS, PROGRAM, REPOSITORY } from "./site.mjs";

const SCHEMA = "schemas/order.json";
const FIELDS = Array.from({ length: 40 }, (_, number) => {
  const within = { properties: { inner: { type: "string", description: "Words within." } } };
  return [`field_${number}`, { type: "object", description: `Words on field ${number}.`, ...(number % 10 === 5 && within) }];
});
const schema = (changes = {}) => JSON.stringify({ title: "Order", type: "object", properties: { ...Object.fromEntries(FIELDS), ...changes } }, null, 2);

let folder;
let preview;
let url;
let browser;
let page;

const write = (file, text) => writeFile(join(folder, file), text);
const banner = () => page.locator("#schemabook-problems section");
const shows = (text) => page.getByText(text).first().waitFor({ state: "attached" });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "schemabook-preview-"));
  await cp(join(REPOSITORY, "templates"), join(folder, "templates"), { recursive: true });
  await cp(join(REPOSITORY, "tests/browser/preview"), folder, { recursive: true });
  await mkdir(join(folder, "schemas"));
  await write(SCHEMA, schema());
  preview = spawn(PROGRAM, ["serve", folder, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(preview.stdout)) {
    url = line.match(/http:\S+/)[0];
    break;
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  page = await browser.newPage({ viewport: { width: 1000, height: 600 } });
});

after(async () => {
  await browser?.close();
  preview?.kill();
  await rm(folder, { recursive: true });
});

/** Opens a page; the answer gets what the console reports. */
async function open(path) {
  const faults = [];
  page.removeAllListeners("console");
  page.on("console", (message) => {
    // A browser asks for an icon by itself, and the site has none.
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) faults.push(message.text());
  });
  await page.goto(url + path);
  return faults;
}

test("an edited schema is shown where its reader is", async () => {
  const faults = await open("catalog/order/");
  await page.evaluate(() => {
    const folds = document.querySelectorAll("details");
    folds[0].open = !folds[0].open;
    folds[2].open = !folds[2].open;
    document.getElementById("p.field_30").scrollIntoView({ behavior: "instant" });
  });
  const place = () => page.evaluate(() => ({
    top: document.getElementById("p.field_30").getBoundingClientRect().top,
    open: [...document.querySelectorAll("details")].map((fold) => fold.open),
  }));
  const earlier = await place();
  assert.equal(new Set(earlier.open).size, 2, "some details are open, some are closed");
  await write(SCHEMA, schema({ field_0: { type: "integer", description: "Words\n\nof\n\nmany\n\nlines, and new ones." } }));
  await shows("and new ones.");
  await page.waitForLoadState("load");
  const later = await place();
  assert.ok(Math.abs(later.top - earlier.top) < 2, `${earlier.top} px from the top before, ${later.top} px after`);
  assert.deepEqual(later.open, earlier.open);
  assert.deepEqual(faults, []);
});

test("an edited example is shown", async () => {
  await open("catalog/order/");
  await write("examples/order/small.json", '{ "note": "a value that is new" }\n');
  await shows("a value that is new");
});

test("an edited Markdown page is shown", async () => {
  await open("guides/catalog/guide/");
  await write("guide.md", "# Guide\n\nWords that are new.\n");
  await shows("Words that are new.");
});

test("an edited template is shown", async () => {
  await open("guides/catalog/guide/");
  const template = await readFile(join(folder, "templates/guide.html"), "utf8");
  await write("templates/guide.html", template.replace("{% block main %}", "{% block main %}<p>A template that is new.</p>"));
  await shows("A template that is new.");
});

test("a page that did not change is not loaded again", async () => {
  await open("types/");
  await page.evaluate(() => (window.mark = true));
  const asked = page.waitForResponse((response) => response.url() === `${url}types/` && response.request().method() === "HEAD");
  await write("guide.md", "# Guide\n\nOther words.\n");
  await asked;
  assert.equal(await page.evaluate(() => window.mark), true);
});

test("a mistake shows a banner on the last good page until it is mended", async () => {
  const faults = await open("catalog/order/");
  const good = await page.locator("main").innerText();
  await write(SCHEMA, '{ "title": "Order", }');
  await banner().waitFor();
  assert.match(await banner().innerText(), /1 error; this is the last good site\s+.*schemas\/order\.json:1:\d+: error\[parse-error\]/);
  assert.equal(await page.locator("main").innerText(), good);
  await open("types/");
  await banner().waitFor();
  await write(SCHEMA, schema());
  await banner().waitFor({ state: "detached" });
  assert.deepEqual(faults, []);
});

test("a hidden page listens no more, and catches up when it is seen again", async () => {
  await open("guides/catalog/guide/");
  const see = (state) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state === "hidden");
  await see("hidden");
  await write("guide.md", "# Guide\n\nWritten unseen.\n");
  await page.waitForFunction(async () => (await (await fetch(location.pathname)).text()).includes("Written unseen."));
  assert.equal(await page.getByText("Written unseen.").count(), 0);
  await see("visible");
  await shows("Written unseen.");
});
