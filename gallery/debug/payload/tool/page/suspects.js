// The likeliest lines with why, the code around them, and a place to try an edit by running the failing test again.

import { code } from "./code.js";
import { count, diff, h } from "./parts.js";
import { hasTests, isEdited, runName, runOthers, runTest, source, state } from "./state.js";

export function suspects() {
  const { suspects: ranked, tests, trace, patch, still } = state.evidence;
  const place = h("div", { class: "stack" });
  const list = h("ol", {}, ranked.slice(0, 20).map((one, at) => h("li", {}, entry(one, at))));
  const said = tests.ran
    ? `By which lines ran in failing and in passing tests (${count(tests.ran, "test")}${tests.whole ? "" : ", not all"}).`
    : !trace ? "By the stack of what was raised."
    : still ? "By what the failing run went through. What the other tests run is being counted."
      : `By what the failing run went through: ${hasTests() ? "no other tests could be run" : "there are no tests"}.`;
  const found = patch ? h("section", { class: "panel found" },
    h("div", { class: "row" }, h("h2", { class: "grow" }, "A change with which it passes"),
      state.runs ? h("button", { onclick: () => take(patch) }, "Try the patch") : null),
    diff(patch.diff.split("\n").filter((line) => /^[-+](?![-+]{2} )/.test(line)).join("\n")),
    h("p", { class: "dim small" }, !hasTests() ? `With it ${state.evidence.test ? "the page raises nothing" : "it ends well"}. Whether it does what was meant no test says.` : `With it the failing test passes${patch.broken.length
      ? `, but ${count(patch.broken.length, "other")} no longer` : patch.others ? `, and the ${patch.others} others still do` : ""}. ${worth(patch)}`)) : null;
  showCode();
  return h("div", { class: "beside" },
    h("div", { class: "stack" }, found,
      h("section", { class: "panel" }, h("h2", {}, "Likeliest lines"),
        ranked.length ? [h("p", { class: "dim" }, said), list] : h("p", {}, "No line stands out."))),
    place);

  function entry(one, at) {
    const warmth = `background: rgba(var(--heat), ${(0.12 + 0.5 * one.score).toFixed(2)})`;
    return h("button", {
      class: "suspect", "aria-current": String(one.path === state.path && one.line === state.line),
      onclick: () => { choose(one.path, one.line); list.querySelectorAll(".suspect").forEach((button, number) =>
        button.setAttribute("aria-current", String(number === at))); },
    }, h("span", { class: "rank", style: warmth }, String(at + 1)),
    h("span", { class: "line" }, one.text.trim() || "…"),
    h("span", { class: "why" }, `${one.path}:${one.line}${one.function ? ` · ${one.function}` : ""}`),
    h("span", { class: "meter" }, h("i", { style: `width: ${Math.round(100 * one.score)}%` })),
    one.why.slice(0, 3).map((text) => h("span", { class: "why" }, text)));
  }

  function choose(path, line) {
    state.path = path;
    state.line = line;
    state.moved = true;
    showCode();
  }

  function take(wanted) {
    const text = source(wanted.path);
    const lines = text.split("\n");
    const [before, after] = [wanted.before.replace(/\n$/, "").split("\n"), wanted.after.replace(/\n$/, "").split("\n")];
    const at = [wanted.line - 1, ...lines.keys()].find((from) =>
      before.every((line, number) => lines[from + number]?.trim() === line.trim()));
    if (at === undefined) return;
    const indent = lines[at].match(/^\s*/)[0];
    const fresh = after.map((line) => line && line === line.trimStart() ? indent + line : line);
    lines.splice(at, before.length, ...(wanted.after === "" ? [] : fresh));
    state.edits.set(wanted.path, lines.join("\n"));
    choose(wanted.path, at + 1);
    place.querySelector("button.first")?.click();
  }

  function showCode() {
    const files = Object.keys(state.evidence.sources);
    const chooser = files.length > 1
      ? h("select", { "aria-label": "File", onchange: (event) => choose(event.target.value, 0) },
        files.map((path) => h("option", { value: path, selected: path === state.path }, path)))
      : h("span", { class: "mono" }, state.path);
    const outcome = h("div", { "aria-live": "polite", class: "stack" });
    const run = h("button", { class: "first", onclick: () => attempt(outcome, run) }, runName());
    const back = h("button", { onclick: () => { state.edits.clear(); showCode(); } }, "Undo edits");
    const told = h("span", { class: "dim" });
    const changed = () => {
      back.hidden = state.edits.size === 0;
      const edited = [...state.edits.keys()].map((path) => {
        const lines = source(path).split("\n").keys();
        return [...lines].filter((at) => isEdited(path, at + 1)).length;
      }).reduce((one, other) => one + other, 0);
      told.textContent = edited ? `${count(edited, "edited line")}, in this sandbox only` : "Click a line to edit it.";
    };
    changed();
    const runnable = state.runs;
    place.replaceChildren(h("section", { class: "panel stack" },
      h("div", { class: "row" }, h("div", { class: "grow" }, chooser), runnable ? [told, back, run] : null),
      outcome, code(state.path, { line: state.line, changed, editable: runnable })));
  }
}

// How much it says that the tests pass with a patch.
function worth({ covering, special }) {
  const run = covering ? `${count(covering, "test")} that ${covering === 1 ? "passes runs" : "pass run"} the changed line.`
    : "No test that passes runs the changed line.";
  return `${run} ${special || !covering ? "It may fit the failing test alone." : "Whether it is what was meant no test says."}`;
}

async function attempt(outcome, button) {
  button.disabled = true;
  outcome.replaceChildren(h("p", { class: "verdict busy" }, "Running it in the sandbox…"));
  try {
    const ran = await runTest();
    outcome.replaceChildren(verdict(ran));
    if (ran.passes && state.edits.size && hasTests()) {
      const rest = h("p", { class: "verdict busy" }, "Running the other tests…");
      outcome.append(rest);
      rest.replaceWith(others(await runOthers()));
    }
  } catch (error) {
    outcome.replaceChildren(h("p", { class: "verdict bad", role: "alert" }, error.message));
  } finally {
    button.disabled = false;
  }
}

function verdict(ran) {
  const signature = [ran.kind, ran.message].filter(Boolean).join(": ");
  const said = ran.passes ? "Passes now"
    : ran.same ? `Fails as before: ${signature}` : `Fails in another way: ${signature || "it did not come to an end"}`;
  return h("div", { class: `verdict ${ran.passes ? "good" : "bad"}` },
    h("strong", {}, ran.passes && !state.edits.size ? "Passes this time" : said),
    h("span", { class: "dim" }, `${ran.seconds.toFixed(1)} s`),
    ran.output ? h("details", {}, h("summary", {}, "What it printed"), h("pre", { class: "output" }, ran.output)) : null);
}

function others(ran) {
  if (ran.broken.length === 0)
    return h("p", { class: "verdict good" }, ran.ran ? `The other tests stand as they did (${ran.ran} ran).` : ran.reason);
  return h("div", { class: "verdict bad" }, h("strong", {}, `${count(ran.broken.length, "other test")} no longer passes`),
    h("ul", { class: "mono" }, ran.broken.slice(0, 20).map((name) => h("li", {}, name))));
}
