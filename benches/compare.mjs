// Measures `schemabook validate` and `check` beside the sourcemeta CLI over the same files in one run. benches/README.md says how to run it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TYPES = 25;
const EVENTS = Number(process.env.EVENTS ?? 500_000);
const EXAMPLES = 2000;
const RUNS = 3;

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
console.log(`schemabook ${execFileSync(ours, ["--version"]).toString().trim().split(" ")[1]}, sourcemeta ${execFileSync(peer, ["version"]).toString().trim()}`);

const measure = (what, count, program, args) => {
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const before = process.hrtime.bigint();
    const { status, stderr } = spawnSync(program, args, { cwd: dir, stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 30 });
    times.push(Number(process.hrtime.bigint() - before) / 1e9);
    if (status !== 0) throw new Error(`${what}: exit ${status}\n${stderr.toString().slice(0, 1000)}`);
  }
  const best = Math.min(...times);
  console.log(`${what.padEnd(58)} ${best.toFixed(2).padStart(7)} s ${Math.round(count / best).toLocaleString("en").padStart(10)} /s`);
};
measure("schemabook validate, each event by its type", EVENTS, ours, ["validate", "--quiet", "mixed.jsonl"]);
measure("schemabook validate --schema, one type", EVENTS, ours, ["validate", "--quiet", "--schema", "schemas/kind_0.json", "one.jsonl"]);
measure("sourcemeta validate --fast, one type", EVENTS, peer, ["validate", "--fast", "--format-assertion", "schemas/kind_0.json", "one.jsonl"]);
measure("schemabook check, example files (and their pages)", EXAMPLES, ours, ["check"]);
measure("sourcemeta validate --fast, example files", EXAMPLES, peer, ["validate", "--fast", "--format-assertion", "schemas/kind_0.json", "examples/kind_0"]);
