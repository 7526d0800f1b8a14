// What a search costs a reader: the size of the index, what is fetched for a query, and the time from the last key to the first result.
//
//     (cd tests/browser && npm ci --ignore-scripts)    # once
//     cargo build --release
//     node benches/search.mjs [EVENTS…]                # 100 2500 10000 if none are given
//
// Each query is typed at once into a page that was just opened, from the disk and from a server: nothing is cached. Time is that of the page's own clock,
// from the event of the last key to the results being in the page.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { CHROMIUM, FLAGS, REPOSITORY, serve } from "../tests/browser/site.mjs";

const { chromium } = createRequire(join(REPOSITORY, "tests/browser/"))("playwright-core");
const PROGRAM = process.env.CARGO_BIN ?? join(REPOSITORY, "target/release/schemabook");
const QUERIES = ["e", "event", "event_7", "event 99", "field_3", "data.field", "domain_1.event_5", "pending", "evnet_9"];
const REPEATED = 5;

const run = (program, ...args) => execFileSync(program, args, { cwd: REPOSITORY, stdio: ["ignore", "ignore", "inherit"] });
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** One query on a page that was just opened: milliseconds, bytes of all files fetched for it, number of results. */
async function measure(browser, root, site, query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  let bytes = 0;
  page.on("request", (request) => {
    const path = request.url().slice(root.length);
    if (/^(search\/|static\/search)/.test(path)) bytes += statSync(join(site, path)).size;
  });
  await page.goto(`${root}index.html`, { waitUntil: "load" });
  await page.keyboard.press("/");
  await page.waitForSelector("dialog[open] input:focus");
  const found = await page.evaluate((query) => new Promise((resolve) => {
    const list = document.querySelector("[role=listbox]");
    const input = document.querySelector("dialog input");
    new MutationObserver(() => {
      const results = list.querySelectorAll("[role=option]").length;
      if (list.dataset.for === query) resolve({ time: performance.now() - start, results });
    }).observe(list, { childList: true, attributes: true });
    input.value = query;
    const start = performance.now();
    input.dispatchEvent(new InputEvent("input"));
  }), query);
  await context.close();
  return { ...found, bytes };
}

const folder = mkdtempSync(join(tmpdir(), "schemabook-search-"));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  for (const events of process.argv.slice(2).map(Number).concat(process.argv.length > 2 ? [] : [100, 2500, 10000])) {
    const [project, site] = [join(folder, `${events}`), join(folder, `site-${events}`)];
    // Not in the profile of benchmarks, which takes minutes to compile: it only writes files.
    run("cargo", "test", "--quiet", "--locked", "--bench", "generate", "--", String(events), project);
    run(PROGRAM, "build", "--no-cache", project, "--out", site, "--quiet");
    const sizes = readdirSync(join(site, "search")).map((name) => ({ name, size: statSync(join(site, "search", name)).size }));
    const largest = (pattern) => Math.max(0, ...sizes.filter(({ name }) => pattern.test(name)).map(({ size }) => size));
    const total = sizes.reduce((sum, { size }) => sum + size, 0);
    const first = statSync(join(site, "static/search.js")).size + statSync(join(site, "static/search.css")).size + largest(/^index/);
    console.log(`\n${events} schemas: ${sizes.length} files, ${kB(total)}; first load ${kB(first)} (index.js ${kB(largest(/^index/))}); largest shard ${kB(largest(/^\d/))}, largest digest ${kB(largest(/^d/))}`);
    const server = await serve({ path: site });
    for (const [name, root] of [["disk", `${pathToFileURL(site).href}/`], ["server", server.url]]) {
      for (const query of QUERIES) {
        const runs = [];
        for (let count = 0; count < REPEATED; count += 1) runs.push(await measure(browser, root, site, query));
        const times = runs.map(({ time }) => time);
        console.log(`  ${name.padEnd(6)} ${query.padEnd(18)} first result ${median(times).toFixed(0).padStart(4)} ms (at most ${Math.max(...times).toFixed(0)}), fetched ${kB(runs[0].bytes)}, ${runs[0].results} shown`);
      }
    }
    server.close();
    rmSync(project, { recursive: true });
    rmSync(site, { recursive: true });
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
