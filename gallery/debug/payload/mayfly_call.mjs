// Calls one function of the program with arguments that a person typed, and tells what came back. Refuses arguments that
// are no JSON. Reads the wish as JSON from standard input.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";

const MOST = 500;
const wish = JSON.parse(fs.readFileSync(0, "utf8"));

async function told() {
  let given;
  try {
    given = JSON.parse(wish.arguments);
    if (given === null || typeof given !== "object" || Array.isArray(given)) throw new TypeError("an object of names with their values is needed");
  } catch (error) {
    return { raised: `These are no arguments: ${error.message.slice(0, MOST)}` };
  }
  try {
    const held = await import(pathToFileURL(path.resolve(import.meta.dirname, "..", wish.path)));
    const made = held[wish.function] ?? held.default?.[wish.function] ?? (held.default?.name === wish.function ? held.default : undefined);
    if (typeof made !== "function") throw new TypeError(`${wish.function} is not exported`);
    const result = await made(...Object.values(given));
    const shown = inspect(result, { depth: 4, maxArrayLength: 50, breakLength: Infinity, compact: true }).slice(0, MOST);
    return { result: shown, kind: result?.constructor?.name ?? typeof result };
  } catch (error) {
    return { raised: `${error?.name ?? "thrown"}: ${String(error?.message ?? error).slice(0, MOST)}` };
  }
}

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true; // what the function prints is no answer
const answer = await told();
write(JSON.stringify(answer), () => process.exit(0));
