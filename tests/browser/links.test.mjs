// Follows every link of every page of the whole site, on disk: no dead link, no missing anchor, no id twice.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { PROJECTS, build, files } from "./site.mjs";

const BASE = "https://contracts.example.com/events/";

/** The tags of a page with their attributes. Every `<` and `"` of text is escaped by the renderer, so no parser is needed. */
function* tags(html) {
  for (const [, name, rest] of html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    const attributes = {};
    for (const [, key, value] of rest.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)) attributes[key] = unescape(value ?? "");
    yield { name, attributes };
  }
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", "#x2F": "/" };
const unescape = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

/** What is wrong with the site's links; `base` is what an address of the site begins with. */
async function faults(site, base) {
  const present = new Set(await files(site));
  const read = new Map();
  const faults = [];
  for (const file of [...present].filter((name) => name.endsWith(".html"))) {
    const page = { ids: new Set(), links: [] };
    for (const { name, attributes } of tags(await readFile(join(site.path, file), "utf8"))) {
      const { id, href, src } = attributes;
      if (id !== undefined && page.ids.has(id)) faults.push(`${file}: the id \`${id}\` stands twice`);
      if (id !== undefined) page.ids.add(id);
      if (href !== undefined || src !== undefined) page.links.push({ name, to: href ?? src });
    }
    read.set(file, page);
  }
  for (const [file, page] of read) {
    for (const { name, to } of page.links) {
      const target = new URL(to, base + file);
      if (!target.href.startsWith(base)) {
        const web = ["http:", "https:", "mailto:"].includes(target.protocol) && /^[a-z]+:/i.test(to);
        if (name !== "a" || !web) faults.push(`${file}: <${name}> leads out of the site: ${to}`);
        continue;
      }
      const path = decodeURIComponent(target.href.slice(base.length).replace(/[?#].*/, ""));
      const found = path === "" || path.endsWith("/") ? `${path}index.html` : path;
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (!present.has(found)) faults.push(`${file}: dead link ${to}`);
      else if (anchor && !read.get(found)?.ids.has(anchor)) faults.push(`${file}: no such anchor ${to}`);
    }
  }
  return { faults, pages: read.size, links: [...read.values()].reduce((sum, page) => sum + page.links.length, 0) };
}

for (const [name, project] of Object.entries(PROJECTS)) {
  for (const [kind, options] of [["portable", []], ["published", ["--base-url", BASE]]]) {
    test(`the links of the ${kind} site, ${name} project`, async (context) => {
      const site = await build(project, ...options);
      context.after(site.remove);
      const found = await faults(site, BASE);
      context.diagnostic(`${found.links} links on ${found.pages} pages`);
      assert.ok(found.links > 0, "a site has links");
      assert.deepEqual(found.faults, []);
    });
  }
}

test("the portable site names index.html in every link, for a browser that opens it from a disk", async (context) => {
  const site = await build(PROJECTS.main);
  context.after(site.remove);
  const folders = [];
  for (const file of (await files(site)).filter((name) => name.endsWith(".html") && name !== "404.html")) {
    for (const { attributes } of tags(await readFile(join(site.path, file), "utf8"))) {
      const path = (attributes.href ?? "").replace(/[?#].*/, "");
      if (path.endsWith("/") && !/^[a-z]+:/i.test(path)) folders.push(`${file}: ${path}`);
    }
  }
  assert.deepEqual(folders, []);
});
