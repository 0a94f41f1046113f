// Loaded beside a program for Node: tells how it failed, which lines each test ran (V8's own counts), and the values that
// passed through functions that were prepared for that. Refuses to change what the program does. MAYFLY_NODE says what
// is wanted: `out` (a folder), `root`, `cover`, `trace`, `limit`.

import fs from "node:fs";
import inspector from "node:inspector";
import path from "node:path";
import { isMainThread, Worker } from "node:worker_threads";
import { failureOf, own, shown, WISH } from "./mayfly_report.mjs";

const MOST_CALLS = 1500, MOST_OF_ONE = 120, MOST_STEPS = 12000, MOST_OF_CALL = 400, MOST_REPLAY = 2000;
const UNTIL = performance.now() + 20_000;
const RUNS_OTHERS = process.execArgv.includes("--test") && !process.execArgv.includes("--test-isolation=none");
const TESTS = !RUNS_OTHERS && (Boolean(process.env.NODE_TEST_CONTEXT) || process.execArgv.includes("--test"));

// --- which lines ran ---------------------------------------------------------------------------------------------------

const sources = new Map();

// Line -> where its first letter that is code stands.
function linesOf(file) {
  if (!sources.has(file)) {
    const found = [];
    let at = 0;
    for (const [number, text] of fs.readFileSync(path.join(WISH.root, file), "utf8").split("\n").entries()) {
      const begin = text.search(/\S/);
      if (begin >= 0 && !/^\s*(\/\/|\/\*|\*|[\])};,]+\s*$)/.test(text)) found.push([number + 1, at + begin]);
      at += text.length + 1;
    }
    sources.set(file, { found, size: at });
  }
  return sources.get(file);
}

class Cover {
  constructor() {
    this.session = new inspector.Session();
    this.session.connect();
    this.session.post("Profiler.enable");
    this.session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    this.told = {};
  }

  // What ran since this was asked last counts for that test; "" is what ran while the file was loaded.
  take(test) {
    this.session.post("Profiler.takePreciseCoverage", (error, counted) => {
      for (const script of error ? [] : counted.result) {
        const file = script.url.startsWith("file:") ? own(script.url) : "";
        const ran = file && script.functions.some((one) => one.ranges[0].count) ? this.ran(file, script.functions) : [];
        if (ran.length) {
          const known = ((this.told[test] ??= {})[file] ??= []);
          known.push(...ran.filter((line) => !known.includes(line)));
        }
      }
    });
  }

  ran(file, functions) {
    const { found, size } = linesOf(file);
    const counts = new Uint8Array(size + 1);
    for (const { ranges } of functions)
      for (const { startOffset, endOffset, count } of ranges) counts.fill(count ? 1 : 0, startOffset, endOffset);
    return found.filter(([, at]) => counts[at]).map(([line]) => line);
  }
}

// --- the values that pass through --------------------------------------------------------------------------------------

function valueOf(name, value) {
  const kind = value === null ? "null" : typeof value === "object" ? value.constructor?.name ?? "object" : typeof value;
  const size = typeof value === "number" ? value : typeof value === "boolean" ? Number(value)
    : typeof value === "string" || Array.isArray(value) ? value.length
    : value instanceof Map || value instanceof Set ? value.size : null;
  return { name: name.slice(0, 80), shown: shown(value), kind: String(kind).slice(0, 80), number: Number.isFinite(size) ? size : null };
}

// What the prepared functions call: `enter` as they begin, `at` before each statement, `end`, `gave`, `raised`, `leave`.
class Tracer {
  constructor() {
    this.calls = [];
    this.times = new Map();
    this.now = null;
    this.on = !TESTS;
    this.steps = this.dropped = 0;
  }

  enter([file, line, name, apart], given) {
    const key = `${file}:${line}:${name}`;
    const times = (this.times.get(key) ?? 0) + 1;
    if (!this.on) return null;
    this.times.set(key, times);
    if (times > MOST_OF_ONE || this.calls.length >= MOST_CALLS || performance.now() > UNTIL) {
      this.dropped += 1;
      return null;
    }
    const held = this.held(given);
    const call = { id: this.calls.length + 1, parent: this.now?.told.id ?? 0, path: file, line, function: name,
      caller_line: this.now?.line ?? 0, arguments: held.map(([one, value]) => valueOf(one, value)), steps: [],
      replay: apart && held.length === Object.keys(given).length ? replayOf(held) : "" };
    this.calls.push(call);
    const open = { told: call, before: new Map(call.arguments.map((one) => [one.name, one.shown])), up: this.now, line };
    this.now = open;
    return open;
  }

  held(thunks) {
    const found = [];
    for (const [name, thunk] of Object.entries(thunks)) {
      try {
        found.push([name, thunk()]);
      } catch {
        // it has no value yet
      }
    }
    return found;
  }

  at(open, line, thunks) {
    if (!open) return;
    this.now = open;
    open.line = line;
    const { steps } = open.told;
    delete open.told.raised;
    if (this.steps >= MOST_STEPS || steps.length >= MOST_OF_CALL) return;
    this.steps += 1;
    steps.push({ line, changed: this.changed(open, thunks), at: this.steps });
  }

  end(open, thunks) {
    const changed = open ? this.changed(open, thunks) : [];
    if (changed.length && this.steps < MOST_STEPS) {
      this.steps += 1;
      open.told.steps.push({ line: open.line, changed, at: this.steps });
    }
  }

  changed(open, thunks) {
    const changed = [];
    for (const [name, value] of this.held(thunks)) {
      if (typeof value === "function") continue;
      const text = shown(value);
      if (open.before.get(name) === text) continue;
      open.before.set(name, text);
      changed.push(valueOf(name, value));
    }
    return changed;
  }

  gave(open, value) {
    if (open) open.told.result = valueOf("result", value);
    return value;
  }

  raised(open, error) {
    if (open) {
      open.told.raised = `${error?.name ?? "thrown"}: ${error?.message ?? shown(error)}`.slice(0, 300);
      delete open.told.result;
    }
    return error;
  }

  leave(open) {
    if (open) this.now = open.up;
  }
}

// Arguments by name as JSON, "" when they can't be that.
function replayOf(held) {
  const plain = (value, depth) => value === null || typeof value === "string" || typeof value === "boolean"
    || (typeof value === "number" && Number.isFinite(value))
    || (depth > 0 && Array.isArray(value) && value.every((one) => plain(one, depth - 1)))
    || (depth > 0 && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype
      && Object.values(value).every((one) => plain(one, depth - 1)));
  try {
    const text = held.every(([, value]) => plain(value, 5)) ? JSON.stringify(Object.fromEntries(held)) : "";
    return text.length <= MOST_REPLAY ? text : "";
  } catch {
    return "";
  }
}

// --- what does not end -------------------------------------------------------------------------------------------------

// A thread beside it, which stops it when its time is over, and tells where it was.
const WATCH = `
const fs = require("node:fs"), { Session } = require("node:inspector"), { workerData } = require("node:worker_threads");
setTimeout(() => {
  const session = new Session();
  session.connectToMainThread();
  const urls = {};
  session.on("Debugger.scriptParsed", ({ params }) => { urls[params.scriptId] = params.url; });
  session.on("Debugger.paused", ({ params }) => {
    const stack = params.callFrames.map((one) => "    at " + (one.functionName || "<anonymous>") + " (" + urls[one.location.scriptId]
      + ":" + (one.location.lineNumber + 1) + ":" + (one.location.columnNumber + 1) + ")").join("\\n");
    fs.writeFileSync(workerData.file, JSON.stringify({ stack }));
    process.kill(process.pid, "SIGKILL");
  });
  session.post("Debugger.enable", () => session.post("Debugger.pause"));
}, workerData.limit * 1000).unref?.();
setInterval(() => {}, 1000);
`;

// --- in the process that runs the program ------------------------------------------------------------------------------

function place(name) {
  return path.join(WISH.out, `${name}-${process.pid}.json`);
}

if (WISH.out && isMainThread && !RUNS_OTHERS) {
  const tracer = WISH.trace ? (globalThis.__mayfly = new Tracer()) : null;
  const cover = WISH.cover ? new Cover() : null;
  let failure = null;
  if (WISH.limit) new Worker(WATCH, { eval: true, workerData: { file: place("late"), limit: WISH.limit } }).unref();
  if (TESTS) {
    const { afterEach, beforeEach } = await import("node:test");
    beforeEach((context) => {
      if (WISH.limit) fs.writeFileSync(place("now"), JSON.stringify({ name: context.fullName, file: own(context.filePath ?? "") }));
      cover?.take("");
      if (tracer) tracer.on = true;
    });
    afterEach((context) => {
      cover?.take(`${own(context.filePath ?? "")}::${context.fullName}`);
      if (tracer) tracer.on = false;
    });
  }
  process.on("uncaughtExceptionMonitor", (error) => { failure ??= failureOf(error); });
  process.on("exit", () => {
    cover?.take("");
    const trace = tracer ? { tool: "prepared source", calls: tracer.calls, dropped: tracer.dropped } : null;
    const told = { file: own(process.argv[1] ?? ""), failure, trace, lines: cover?.told ?? {} };
    fs.writeFileSync(place("ran"), JSON.stringify(told));
  });
}
