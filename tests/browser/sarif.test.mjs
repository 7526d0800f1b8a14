// A SARIF report against the schema of SARIF 2.1.0, by a validator that is not ours.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";

import Ajv from "ajv";

import { PROGRAM, REPOSITORY } from "./site.mjs";

// The schema is written in draft-04.
const SCHEMA = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
const DRAFT_04 = "node_modules/ajv/lib/refs/json-schema-draft-04.json";

const read = async (file) => JSON.parse(await readFile(join(import.meta.dirname, file), "utf8"));

async function report(project) {
  const args = ["check", project, "--format", "sarif"];
  const done = await promisify(execFile)(PROGRAM, args, { cwd: REPOSITORY, maxBuffer: 64 << 20 }).catch((error) => error);
  return JSON.parse(done.stdout);
}

test("SARIF reports are valid by the schema of the standard", async () => {
  const ajv = new Ajv({ schemaId: "auto", allErrors: true, meta: false, logger: false });
  ajv.addMetaSchema(await read(DRAFT_04));
  const validate = ajv.compile(await read(SCHEMA));
  for (const project of [".", "tests/reports/sample"]) {
    const sarif = await report(project);
    assert.ok(validate(sarif), `${project}: ${JSON.stringify(validate.errors, null, 2)}`);
  }
  const sample = await report("tests/reports/sample");
  assert.ok(sample.runs[0].results.length > 10, "the sample has results");
  sample.runs[0].results[0].level = "fatal";
  assert.ok(!validate(sample), "the schema refuses what is wrong");
});
