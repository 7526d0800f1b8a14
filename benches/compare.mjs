// Measures schemabook beside the sourcemeta CLI, an earlier schemabook and the limit program over the same files in one run: medians of five
// runs, which alternate, so that what else the machine does falls on all alike. benches/README.md says how to run it.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TYPES = 25;
const EVENTS = Number(process.env.EVENTS ?? 500_000);
const EXAMPLES = 2000;
const RUNS = Number(process.env.RUNS ?? 5);
const SIZES = (process.env.SIZES ?? "250,2500").split(",").map(Number);

const here = import.meta.dirname;
const ours = join(here, "../target/release/schemabook");
const peer = join(here, "peer/node_modules/.bin/jsonschema");
const dir = mkdtempSync(join(tmpdir(), "schemabook-compare-"));
process.on("exit", () => rmSync(dir, { recursive: true, force: true }));

const schema = (number) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["event_type", "id", "time", "actor", "payload"],
  additionalProperties: false,
  properties: {
    event_type: { const: `orders.kind_${number}` },
    id: { type: "string", format: "uuid" },
    time: { type: "string", format: "date-time" },
    actor: {
      oneOf: [
        { type: "object", required: ["kind", "user"], properties: { kind: { const: "user" }, user: { type: "string" } } },
        { type: "object", required: ["kind", "job"], properties: { kind: { const: "job" }, job: { type: "integer" } } },
      ],
    },
    payload: {
      type: "object",
      required: ["customer", "lines", "total"],
      additionalProperties: false,
      properties: {
        customer: { $ref: "#/$defs/customer" },
        state: { enum: ["open", "paid", "sent", "closed"] },
        lines: { type: "array", minItems: 1, maxItems: 20, items: { $ref: "#/$defs/line" } },
        total: { type: "integer", minimum: 0 },
        notes: { type: "string", maxLength: 400 },
      },
    },
  },
  $defs: {
    customer: {
      type: "object",
      required: ["number", "name"],
      properties: {
        number: { type: "string", pattern: "^C-[0-9]{6}$" },
        name: { type: "string", minLength: 1, maxLength: 80 },
        email: { type: "string", format: "email" },
        city: { type: "string" },
      },
    },
    line: {
      type: "object",
      required: ["article", "quantity", "price"],
      additionalProperties: false,
      properties: {
        article: { type: "string", pattern: "^[A-Z]+-[0-9]+$" },
        quantity: { type: "integer", minimum: 1, maximum: 999 },
        price: { type: "number", minimum: 0 },
        labels: { type: "array", items: { type: "string" }, uniqueItems: true },
      },
    },
  },
});

const event = (type, number) => ({
  event_type: `orders.kind_${type}`,
  id: `0190a3c5-7e5b-7c1a-9d2e-${number.toString(16).padStart(12, "0")}`,
  time: "2026-01-31T09:30:00.125Z",
  actor: number % 2 ? { kind: "user", user: `user-${number % 977}` } : { kind: "job", job: number % 977 },
  payload: {
    customer: { number: "C-004711", name: "Ágnes Example", email: "agnes@example.com", city: "Gyor" },
    state: ["open", "paid", "sent", "closed"][number % 4],
    lines: Array.from({ length: 5 }, (_, line) => ({
      article: `ART-${(number * 7 + line) % 9999}`, quantity: 1 + ((number + line) % 9), price: 12.5 + line, labels: ["new", "fragile"],
    })),
    total: 4990 + (number % 1000),
    notes: "Leave it with the neighbour on the second floor, and ring twice so that somebody hears it. ".repeat(2),
  },
});

for (const path of ["schemas", "examples/kind_0"]) mkdirSync(join(dir, path), { recursive: true });
for (let type = 0; type < TYPES; type++) writeFileSync(join(dir, `schemas/kind_${type}.json`), JSON.stringify(schema(type)));
for (let number = 0; number < EXAMPLES; number++) {
  writeFileSync(join(dir, `examples/kind_0/${number}.json`), JSON.stringify(event(0, number), null, 2));
}
const lines = (type) => {
  let text = "";
  for (let number = 0; number < EVENTS; number++) text += JSON.stringify(event(type ?? number % TYPES, number)) + "\n";
  return text;
};
writeFileSync(join(dir, "mixed.jsonl"), lines());
const one = lines(0);
writeFileSync(join(dir, "one.jsonl"), one);
console.log(`${EVENTS} events of ${Math.round(Buffer.byteLength(one) / EVENTS)} bytes, ${EXAMPLES} examples, ${TYPES} schemas`);
console.log(`schemabook ${execFileSync(ours, ["--version"]).toString().trim().split(" ")[1]}`);
if (existsSync(peer)) console.log(`sourcemeta ${execFileSync(peer, ["version"]).toString().trim()}`);

// CPU and memory of a child are told by GNU time; without it there is the time on the clock alone.
const gnuTime = existsSync("/usr/bin/time") && spawnSync("/usr/bin/time", ["--version"]).status === 0;
// No run may be taken from a cache; earlier builds have no option that says so.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !["HOME", "XDG_CACHE_HOME"].includes(name)));
const run = ({ what, program, args, prepare = () => {}, allowed = [0] }) => {
  prepare();
  const [command, all] = gnuTime ? ["/usr/bin/time", ["-f", "%U %S %M", program, ...args]] : [program, args];
  const before = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, all, { cwd: dir, env, stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 30 });
  const clock = Number(process.hrtime.bigint() - before) / 1e9;
  if (!allowed.includes(status)) throw new Error(`${what}: exit ${status}\n${stderr.toString().slice(0, 1000)}`);
  const [user, system, kilobytes] = gnuTime ? stderr.toString().trim().split("\n").at(-1).split(" ").map(Number) : [NaN, NaN, NaN];
  return { clock, cpu: user + system, memory: kilobytes / 1024 };
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

// Every row is run once before any is run again.
const measure = (rows) => {
  const runs = rows.map(() => []);
  for (let number = 0; number < RUNS; number++) rows.forEach((row, index) => runs[index].push(run(row)));
  return runs.map((own) => Object.fromEntries(["clock", "cpu", "memory"].map((key) => [key, median(own.map((one) => one[key]))])));
};
const print = (rows, results) => rows.forEach(({ what, count }, index) => {
  const { clock, cpu, memory } = results[index];
  const rate = count ? `${Math.round(count / clock).toLocaleString("en").padStart(10)} /s` : "";
  console.log(`${what.padEnd(58)} ${clock.toFixed(2).padStart(7)} s, CPU ${cpu.toFixed(2).padStart(7)} s, ${memory.toFixed(0).padStart(5)} MB ${rate}`);
});

const hasPeer = existsSync(peer);
const streams = [
  { what: "schemabook validate, each event by its type", count: EVENTS, program: ours, args: ["validate", "--quiet", "mixed.jsonl"] },
  { what: "schemabook validate --schema, one type", count: EVENTS, program: ours, args: ["validate", "--quiet", "--schema", "schemas/kind_0.json", "one.jsonl"] },
  { what: "schemabook check, example files", count: EXAMPLES, program: ours, args: ["check"] },
  ...(hasPeer ? [
    { what: "sourcemeta validate --fast, one type", count: EVENTS, program: peer, args: ["validate", "--fast", "--format-assertion", "schemas/kind_0.json", "one.jsonl"] },
    { what: "sourcemeta validate --fast, example files", count: EXAMPLES, program: peer, args: ["validate", "--fast", "--format-assertion", "schemas/kind_0.json", "examples/kind_0"] },
  ] : []),
];
print(streams, measure(streams));

// Whole projects. Programs of cargo's are where it says.
const bench = (name) => {
  const made = execFileSync("cargo", ["bench", "--no-run", "--bench", name, "--message-format", "json"], { cwd: join(here, ".."), stdio: ["ignore", "pipe", "ignore"] });
  const messages = made.toString().trim().split("\n").map((line) => JSON.parse(line));
  return messages.find((message) => message.executable && message.target?.name === name).executable;
};
const [generate, limit] = [bench("generate"), bench("limit")];
const earlier = process.env.EARLIER;
const context = [
  { name: "hugo", args: (folder, out) => ["--source", folder, "--destination", out, "--quiet"] },
  { name: "mdbook", args: (folder, out) => ["build", folder, "--dest-dir", out] },
].map((tool) => ({ ...tool, program: process.env[tool.name.toUpperCase()] })).filter((tool) => tool.program);
for (const tool of context) {
  console.log(`${tool.name}: ${execFileSync(tool.program, [tool.name === "hugo" ? "version" : "--version"]).toString().trim()}`);
}

const projects = [];
for (const size of SIZES) {
  const folder = join(dir, `events-${size}`);
  execFileSync(generate, [String(size), folder, "events"]);
  const out = join(dir, `out-${size}`);
  const fresh = { prepare: () => rmSync(out, { recursive: true, force: true }), allowed: [0, 1] };
  projects.push(
    { key: `limit ${size}`, what: `limit program, ${size} events`, program: limit, args: [folder] },
    { key: `check ${size}`, what: `schemabook check, ${size} events`, program: ours, args: ["check", "--quiet", folder], allowed: [0, 1] },
    { key: `build ${size}`, what: `schemabook build, ${size} events`, program: ours, args: ["build", "--quiet", "--keep-going", folder, "--out", out], ...fresh },
  );
  // The site stays, and so does the run that made it.
  const again = ["build", "--quiet", "--keep-going", folder, "--out", join(dir, `again-${size}`), "--cache", join(dir, "cache")];
  spawnSync(ours, again, { cwd: dir, env });
  projects.push({ key: `again ${size}`, what: `schemabook build once more, ${size} events`, program: ours, args: again, allowed: [0, 1] });
  if (earlier) {
    projects.push(
      { key: `earlier check ${size}`, what: `earlier check, ${size} events`, program: earlier, args: ["check", "--quiet", folder], allowed: [0, 1] },
      { key: `earlier build ${size}`, what: `earlier build, ${size} events`, program: earlier, args: ["build", "--quiet", "--keep-going", folder, "--out", out], ...fresh },
    );
  }
  if (context.length > 0) {
    // A site of as many pages that hold the schemas as text: no schema is read, nothing is proved, no page knows another.
    const [site, list] = [join(dir, `text-${size}`), []];
    const content = { hugo: join(site, "content"), mdbook: join(site, "src") };
    Object.values(content).forEach((path) => mkdirSync(path, { recursive: true }));
    for (const domain of readdirSync(join(folder, "schemas"))) for (const file of readdirSync(join(folder, "schemas", domain))) {
      const path = join(folder, "schemas", domain, file);
      if (!statSync(path).isFile()) continue;
      const name = `${domain}-${file.replace(".json", "")}`;
      const text = `# ${name}\n\n\`\`\`json\n${execFileSync("cat", [path])}\`\`\`\n`;
      writeFileSync(join(content.mdbook, `${name}.md`), text);
      writeFileSync(join(content.hugo, `${name}.md`), `---\ntitle: ${name}\n---\n${text}`);
      list.push(`- [${name}](${name}.md)`);
    }
    writeFileSync(join(content.mdbook, "SUMMARY.md"), `# Summary\n\n${list.join("\n")}\n`);
    writeFileSync(join(site, "book.toml"), "[book]\ntitle = \"Schemas\"\n");
    writeFileSync(join(site, "hugo.toml"), "baseURL = \"https://example.org/\"\ntitle = \"Schemas\"\n");
    mkdirSync(join(site, "layouts/_default"), { recursive: true });
    writeFileSync(join(site, "layouts/_default/single.html"), "<title>{{ .Title }}</title>{{ .Content }}");
    writeFileSync(join(site, "layouts/_default/list.html"), "<title>{{ .Title }}</title>{{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}");
    const target = join(dir, `text-out-${size}`);
    const prepare = () => rmSync(target, { recursive: true, force: true });
    for (const tool of context) projects.push({ key: `${tool.name} ${size}`, what: `${tool.name}, ${size} pages of text`, program: tool.program, args: tool.args(site, target), prepare });
  }
}
const results = measure(projects);
print(projects, results);
const cpu = (key) => results[projects.findIndex((project) => project.key === key)]?.cpu;
const ratio = (what, over, under) => over && under && console.log(`${what.padEnd(58)} ${(over / under).toFixed(2).padStart(7)}`);
for (const command of ["build", "check"]) {
  for (const size of SIZES) {
    ratio(`${command} over the limit program, CPU, ${size}`, cpu(`${command} ${size}`), cpu(`limit ${size}`));
    ratio(`${command} over the earlier one, CPU, ${size}`, cpu(`${command} ${size}`), cpu(`earlier ${command} ${size}`));
  }
  ratio(`${command}, growth of CPU ${SIZES.at(0)} to ${SIZES.at(-1)}`, cpu(`${command} ${SIZES.at(-1)}`), cpu(`${command} ${SIZES.at(0)}`));
}
