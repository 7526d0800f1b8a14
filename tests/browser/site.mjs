// Builds sites with the program under test, and serves a folder over HTTP.

import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { promisify } from "node:util";

export const REPOSITORY = resolve(import.meta.dirname, "../..");
export const PROGRAM = resolve(process.env.CARGO_BIN ?? join(REPOSITORY, "target/debug/schemabook"));

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
// Nothing of the browser's own asks the network; the sandbox is off, for in a container it can't be had.
export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// Projects by what they show: the main project is clean, the faulty one has a page with a failed example and a finding, the theme is not
// ours, messages in other languages have long badges and short names.
export const PROJECTS = { main: ".", faulty: "tests/rules/invalid-example/bad", search: "tests/browser/search", theme: "tests/theme", pages: "tests/sites/event-pages", languages: "tests/sites/schemas-of-other-languages", versions: "tests/sites/versions-side-by-side" };

/** The project that has two looks. */
const LOOKS = "tests/looks";

/** Builds a project of the repository into a new temporary folder and returns that folder; `remove` it in the end. */
export async function build(project, ...options) {
  const folder = await mkdtemp(join(tmpdir(), "schemabook-browser-"));
  const site = join(folder, "site");
  const args = ["build", resolve(REPOSITORY, project), "--out", site, "--no-cache", "--keep-going", "--quiet", ...options];
  try {
    await promisify(execFile)(PROGRAM, args, { maxBuffer: 64 << 20 });
  } catch (error) {
    // Exit 1 says that there are findings; `--keep-going` has written the site all the same.
    if (error.code !== 1) throw new Error(`${PROGRAM} ${args.join(" ")}: ${error.stderr || error.message}`);
  }
  return { path: site, remove: () => rm(folder, { recursive: true }) };
}

/** Builds the named parts of a project in one of the looks of tests/looks, as their users do: its templates and static files lie beside site.toml. */
export async function dressed(look, project = LOOKS, parts = ["."]) {
  const folder = await mkdtemp(join(tmpdir(), "schemabook-dressed-"));
  const copy = (from, to) => cp(resolve(REPOSITORY, from), join(folder, to), { recursive: true });
  for (const part of [...parts, "site.toml"]) await copy(join(project, part), part);
  for (const name of ["templates", "static"]) await copy(join(LOOKS, look, name), name);
  const config = join(folder, "site.toml");
  await writeFile(config, (await readFile(config, "utf8")).replaceAll('"dense/', '"'));
  const site = await build(folder);
  await rm(folder, { recursive: true });
  return site;
}

/** Builds a project of so many events, with faults among their examples, as the benchmarks have it. */
export async function generate(events) {
  const folder = await mkdtemp(join(tmpdir(), "schemabook-generated-"));
  const args = ["test", "--quiet", "--locked", "--bench", "generate", "--", String(events), folder];
  await promisify(execFile)("cargo", args, { cwd: REPOSITORY, maxBuffer: 64 << 20 });
  const site = await build(folder);
  await rm(folder, { recursive: true });
  return site;
}

/** The largest page of each kind: it has the most that can go wrong. */
export async function largest(site) {
  const found = new Map();
  for (const page of await pages(site)) {
    const { size } = await stat(join(site.path, page.file));
    if (!(found.get(page.kind)?.size >= size)) found.set(page.kind, { ...page, size });
  }
  return [...found.values()];
}

/** The site's pages as its own `catalog.json` lists them: `{ url, title, kind }`, and `file`, the path below the site. */
export async function pages(site) {
  const catalog = JSON.parse(await readFile(join(site.path, "catalog.json"), "utf8"));
  return catalog.pages.map((page) => ({ ...page, file: page.url.endsWith(".html") ? page.url : `${page.url}index.html` }));
}

/** The paths of all files of the site, relative to it, with `/` between segments. */
export async function files(site) {
  const entries = await readdir(site.path, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return names.map((name) => name.slice(site.path.length + 1).replaceAll(sep, "/"));
}

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };

/** Serves the site below `at` on a free port of this machine, with its page for what is not there; the answer has `url`, which ends in `/`, and `close`. */
export async function serve(site, at = "/") {
  const missing = await readFile(join(site.path, "404.html"));
  const server = createServer(async (request, response) => {
    const whole = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (whole === "/favicon.ico") return response.writeHead(204).end();
    if (!whole.startsWith(at)) return response.writeHead(404).end();
    const path = whole.slice(at.length);
    const file = resolve(site.path, `./${path}`, path === "" || path.endsWith("/") ? "index.html" : ".");
    if (!file.startsWith(site.path + sep)) return response.writeHead(403).end();
    const content = await readFile(file).catch(() => null);
    if (content === null) return response.writeHead(404, { "content-type": TYPES[".html"] }).end(missing);
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}${at}`, close: () => server.close() };
}
