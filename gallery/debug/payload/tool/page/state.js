// What the page knows: the evidence, what was edited in it, and where one is. Talks to the app for what has to be run.

export const state = {
  evidence: null, runs: false, view: "", path: "", line: 0, call: 0, step: 0, edits: new Map(), moved: false,
};

// The text of a file as it stands with the edits.
export function source(path) {
  return state.edits.get(path) ?? state.evidence.sources[path] ?? "";
}

export function edit(path, number, text) {
  const lines = source(path).split("\n");
  lines[number - 1] = text;
  const whole = lines.join("\n");
  if (whole === state.evidence.sources[path]) state.edits.delete(path);
  else state.edits.set(path, whole);
}

export function isEdited(path, number) {
  const before = state.evidence.sources[path]?.split("\n")[number - 1];
  return state.edits.has(path) && source(path).split("\n")[number - 1] !== before;
}

async function ask(path, body) {
  const edits = Object.fromEntries(state.edits);
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...body, edits }),
  });
  if (!response.ok) {
    const { detail } = await response.json().catch(() => ({}));
    throw new Error(`It could not be run: ${typeof detail === "string" ? detail : `the sandbox answered ${response.status}.`}`);
  }
  return response.json();
}

// Whether what fails is a test, and no page or program.
export const hasTests = () => Boolean(state.evidence.test) && state.evidence.command[0] !== "open";

// What the button is called that runs what fails.
export function runName() {
  return hasTests() ? "Run the failing test" : state.evidence.test ? "Open the page again" : "Run it again";
}

export const runTest = () => ask("run", {});
export const runOthers = () => ask("others", {});
export const callFunction = (path, name, given) => ask("call", { path, function: name, arguments: given });

// Whether more is known than is shown here.
export async function isOld() {
  const response = await fetch("news");
  return (await response.json()).at !== state.evidence.at;
}

// What is known now; where one is stays, once one has gone anywhere.
export async function load() {
  const response = await fetch("evidence");
  Object.assign(state, await response.json());
  if (state.moved) return;
  const first = state.evidence.suspects[0] ?? state.evidence.frames.findLast((frame) => frame.own);
  state.path = first?.path ?? Object.keys(state.evidence.sources)[0] ?? "";
  state.line = first?.line ?? 0;
  const calls = state.evidence.trace?.calls ?? [];
  const likeliest = (call) => Number(call.path === first?.path && call.function === first.function);
  state.call = [...calls].sort((a, b) => likeliest(b) - likeliest(a) || b.suspicious - a.suspicious)[0]?.id ?? 0;
}
