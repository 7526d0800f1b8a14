// Makes the pictures of README.md from the main project, and of each kind of page, to be looked at; scripts/screenshots runs it.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { NARROW, WIDE, launch } from "./reader.mjs";
import { PROJECTS, REPOSITORY, build, largest, serve } from "./site.mjs";

const SCHEMA = "memoryos-storage/transaction/transaction_started/index.html";
// Name, page, place in the page that is at the top of the picture, height.
const PICTURES = [
  ["event-page", "types/license.created/index.html", "main", 940],
  ["counterexample", SCHEMA, "e-schemas/memoryos-storage/examples/transaction/transaction_started/two-phases-for-one-store.invalid.json", 720],
];

const folder = join(REPOSITORY, ".readme");
const looks = join(REPOSITORY, "target/screenshots");
await mkdir(folder, { recursive: true });
await mkdir(looks, { recursive: true });
// Another project can be named, to see what its names do to the pages.
const site = await build(process.argv[2] ?? PROJECTS.main);
const server = await serve(site);
const browser = await launch();
try {
  for (const [name, file, place, height] of process.argv[2] ? [] : PICTURES) {
    const page = await browser.newPage({ viewport: { width: 1280, height }, reducedMotion: "reduce" });
    await page.goto(pathToFileURL(join(site.path, file)).href);
    await page.evaluate((id) => {
      const found = document.getElementById(id);
      for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      if (id !== "main") (found.closest("details") ?? found).scrollIntoView();
    }, place);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    console.log(`${path}: ${(await stat(path)).size} bytes`);
  }
  for (const [size, viewport] of [["desktop", WIDE], ["phone", NARROW]]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
      for (const { url, kind } of await largest(site)) {
        await page.goto(server.url + url);
        await page.screenshot({ path: join(looks, `${kind}-${size}-${colorScheme}.png`) });
      }
    }
  }
  console.log(`${looks}: each kind of page`);
} finally {
  await browser.close();
  server.close();
  await site.remove();
}
