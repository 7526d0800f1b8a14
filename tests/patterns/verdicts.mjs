// Writes the verdicts of pairs.json anew: what Node says of each pattern, read with the flag `u`, and its text; null where it is none.
import { readFileSync, writeFileSync } from "node:fs";

const table = new URL("pairs.json", import.meta.url);

function verdict(pattern, text) {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return null;
  }
}

// Python's and Node's JSON differ in what they escape: each character beyond ASCII by its code units, so that nothing unseen stands there.
const ascii = (value) =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const pairs = JSON.parse(readFileSync(table, "utf8"));
const lines = pairs.map(([pattern, text]) => `[${[pattern, text, verdict(pattern, text)].map(ascii).join(", ")}]`);
writeFileSync(table, `[\n${lines.join(",\n")}\n]\n`);
