// Opens a page of each kind as a reader does, from the disk and from a server, light and dark, wide and narrow: nothing is
// reported on the console (a breach of the content security policy is), nothing is asked of other hosts, nothing is wider
// than the window, axe-core finds nothing, and all of the text is there without JavaScript.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, read, windows } from "./reader.mjs";
import { PROJECTS, build, generate, largest, serve } from "./site.mjs";

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const SITES = { ...Object.fromEntries(Object.entries(PROJECTS).map(([name, project]) => [name, () => build(project)])), generated: () => generate(250) };

for (const [name, made] of Object.entries(SITES)) {
  describe(`the ${name} project`, { concurrency: 2 }, async () => {
    const site = await made();
    const server = await serve(site);
    let readers;
    before(async () => {
      readers = await windows(browser);
    });
    after(async () => {
      await readers.close();
      server.close();
      await site.remove();
    });
    for (const page of await largest(site)) {
      test(`${page.kind} page: ${page.file}`, async () => {
        const found = await read(readers, site, server, page);
        assert.ok(found.length === 0, found.join("\n"));
      });
    }
  });
}
