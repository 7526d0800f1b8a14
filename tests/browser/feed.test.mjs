// The feed of changes is one by the schema of Atom (RFC 4287), and by what the standard says beside it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { validateXML } from "xmllint-wasm";

import { PROJECTS, build } from "./site.mjs";

const schema = await readFile(join(import.meta.dirname, "atom.rng"), "utf8");

/** What is wrong with a feed, in the words of libxml2. */
async function faults(feed) {
  const { valid, errors } = await validateXML({ xml: { fileName: "feed.xml", contents: feed }, schema, extension: "relaxng" });
  return valid ? [] : errors.map((error) => error.message);
}

test("the feed is valid", async (context) => {
  const site = await build(PROJECTS.versions, "--base-url", "https://contracts.example.com/teams");
  context.after(site.remove);
  const feed = await readFile(join(site.path, "changes/feed.xml"), "utf8");
  assert.deepEqual(await faults(feed), []);
  const all = (name, text = feed) => [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((found) => found[1]);
  const entries = feed.split("<entry>").slice(1);
  assert.ok(entries.length > 0, "a version has a date");
  // Each entry has an author by its feed, an id of its own, and an address to read it at; the feed is as new as the newest of them.
  assert.equal(feed.split("<entry>")[0].match(/<author><name>[^<]+<\/name><\/author>/g)?.length, 1);
  const ids = all("id");
  assert.equal(new Set(ids).size, ids.length, "no two have one id");
  for (const entry of entries) assert.match(entry, /<link href="https:\/\/contracts\.example\.com\/teams\/changes\/[^"]+"\/>/);
  const [updated, ...days] = all("updated");
  assert.equal(updated, days.toSorted().at(-1));
});

test("what is no feed is refused", async () => {
  const feed = (inner) => `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">${inner}</feed>`;
  const whole = '<title>a</title><id>https://a.example/</id><updated>2026-01-31T00:00:00Z</updated>';
  assert.deepEqual(await faults(feed(whole)), []);
  for (const wrong of [
    whole.replace(/<id>.*<\/id>/, ""),
    whole.replace("2026-01-31T00:00:00Z", "2026-01-31"),
    `${whole}<entry><title>b</title><id>https://a.example/b</id></entry>`,
    `${whole}<updated>2026-01-31T00:00:00Z</updated>`,
    `${whole}<link rel="self"/>`,
  ]) {
    assert.notDeepEqual(await faults(feed(wrong)), [], wrong);
  }
});
