// Follows every link of every page of the whole site, on disk: no dead link, no missing anchor, no id twice, no page to which no
// way leads from home.

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

/** What is wrong with the site's links. A portable site names index.html, for a browser that opens it from a disk. */
async function faults(site, portable) {
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
  const ways = new Map();
  for (const [file, page] of read) {
    ways.set(file, new Set());
    for (const { name, to } of page.links) {
      // Where nothing says where the site lies, the page for what is not there takes it to lie at the root of its host.
      const isRooted = portable && file === "404.html" && to.startsWith("/");
      const target = new URL(isRooted ? to.slice(1) : to, BASE + file);
      if (!target.href.startsWith(BASE)) {
        const web = ["http:", "https:", "mailto:"].includes(target.protocol) && /^[a-z]+:/i.test(to);
        if (name !== "a" || !web) faults.push(`${file}: <${name}> leads out of the site: ${to}`);
        continue;
      }
      const path = decodeURIComponent(target.href.slice(BASE.length).replace(/[?#].*/, ""));
      const isFolder = path === "" || path.endsWith("/");
      const found = isFolder ? `${path}index.html` : path;
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (isFolder && portable && !isRooted) faults.push(`${file}: a link to a folder: ${to}`);
      ways.get(file).add(found);
      if (!present.has(found)) faults.push(`${file}: dead link ${to}`);
      else if (anchor && !read.get(found)?.ids.has(anchor)) faults.push(`${file}: no such anchor ${to}`);
    }
  }
  const reached = new Set(["index.html"]);
  for (const file of reached) (ways.get(file) ?? []).forEach((to) => reached.add(to));
  // Nobody links to the page that says that there is none.
  const lost = [...read.keys()].filter((file) => !reached.has(file) && file !== "404.html");
  faults.push(...lost.map((file) => `${file}: no way leads there from home`));
  return { faults, pages: read.size, links: [...read.values()].reduce((sum, page) => sum + page.links.length, 0) };
}

for (const [name, project] of Object.entries(PROJECTS)) {
  for (const [kind, options] of [["portable", []], ["published", ["--base-url", BASE]]]) {
    test(`the links of the ${kind} site, ${name} project`, async (context) => {
      const site = await build(project, ...options);
      context.after(site.remove);
      const found = await faults(site, kind === "portable");
      context.diagnostic(`${found.links} links on ${found.pages} pages`);
      assert.ok(found.links > 0, "a site has links");
      const shown = found.faults.slice(0, 50).join("\n");
      assert.ok(found.faults.length === 0, `${found.faults.length} faults, among them\n${shown}`);
    });
  }
}
