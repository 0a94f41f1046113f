// The reporter of tests that Node runs, and how errors and values are told. Refuses to change what a test does.
// MAYFLY_NODE says what is wanted; `root` is where the repository lies.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";

export const WISH = JSON.parse(process.env.MAYFLY_NODE ?? "{}");
const MOST_TEXT = 240;

export default async function* report(events) {
  const names = [];
  const said = {};
  for await (const { type, data } of events) {
    if (type === "test:stderr") said[own(data.file)] = `${said[own(data.file)] ?? ""}${data.message}`.slice(-20_000);
    if (type === "test:start") names.splice(data.nesting, names.length, data.name);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const error = data.details?.error;
    if (data.details?.type === "suite" && (type === "test:pass" || error?.failureType === "subtestsFailed")) continue;
    const name = [...names.slice(0, data.nesting), data.name].join(" > ");
    const skipped = data.skip !== undefined || data.todo !== undefined;
    const outcome = skipped ? "skipped" : type === "test:pass" ? "passed" : "failed";
    yield `${JSON.stringify({ name, file: own(data.file ?? ""), outcome, seconds: (data.details?.duration_ms ?? 0) / 1000,
      below: error?.failureType === "subtestsFailed", failure: outcome === "failed" ? failureOf(error, said[own(data.file ?? "")]) : null })}\n`;
  }
}

// The path of a file of the repository, "" for any other.
export function own(file) {
  const place = file.startsWith("file:") ? fileURLToPath(file) : file;
  const inner = path.relative(WISH.root, place);
  const outside = inner.startsWith("..") || path.isAbsolute(inner) || /(^|\/)(node_modules|\.mayfly)\//.test(inner);
  return outside ? "" : inner;
}

// `said`: what was printed of a file that could not even be loaded.
export function failureOf(error, said = "") {
  const cause = error?.code === "ERR_TEST_FAILURE" && typeof error.cause === "object" && error.cause ? error.cause : error;
  const compared = cause && "expected" in cause && "actual" in cause && cause.code === "ERR_ASSERTION";
  const raised = error?.cause === "test failed" ? said.match(/^(\w*Error)(?: \[\w+\])?: (.*)$/m) : null;
  if (raised) return { kind: raised[1], message: raised[2], stack: placed(said, raised[1]), comparison: null };
  const late = error?.failureType === "testTimeoutFailure";
  return {
    kind: late ? "StillRunning" : cause?.name || "Error",
    message: late ? "It was still running when its time was over." : String(cause?.message ?? cause),
    stack: String(cause?.stack ?? ""),
    comparison: compared ? { expected: shown(cause.expected), actual: shown(cause.actual), sign: sign(cause.operator) } : null,
  };
}

// Where a file can't be read stands above its stack, not in it.
function placed(said, kind) {
  const place = kind === "SyntaxError" ? said.match(/^(?:file:\/\/)?(\/\S+:\d+)$/m) : null;
  return place ? `    at ${place[1]}:1\n${said}` : said;
}

// `assert.equal` and its stricter and deeper forms all ask for the same value.
function sign(operator) {
  return /^(deep)?(strict)?equal$/i.test(operator) ? "==" : String(operator);
}

export function shown(value) {
  try {
    const text = inspect(value, { depth: 4, maxArrayLength: 12, maxStringLength: 160, breakLength: Infinity, compact: true });
    return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
  } catch {
    return "<that can't be shown>";
  }
}
