// The page: what fails on top, and below it a tab for each view that there is evidence for.

import { calls } from "./calls.js";
import { data } from "./data.js";
import { explore } from "./explore.js";
import { head } from "./head.js";
import { history } from "./history.js";
import { log } from "./log.js";
import { h } from "./parts.js";
import { isOld, load, state } from "./state.js";
import { stays } from "./stays.js";
import { suspects } from "./suspects.js";
import { traceback } from "./traceback.js";
import { values } from "./values.js";

const VIEWS = [
  { id: "suspects", name: "Suspects", show: suspects, there: (e) => Object.keys(e.sources).length > 0 },
  { id: "log", name: "Log", show: log, there: (e) => e.log },
  { id: "data", name: "Data", show: data, there: (e) => e.data },
  { id: "values", name: "Values", show: values, there: (e) => e.trace?.calls.some((call) => call.steps.length) },
  { id: "calls", name: "Calls", show: calls, there: (e) => e.trace?.calls.length },
  { id: "explore", name: "Try inputs", show: explore, there: (e) => e.trace?.calls.some((call) => call.replay) },
  { id: "traceback", name: "Traceback", show: traceback, there: (e) => e.frames.length },
  { id: "history", name: "History", show: history, there: (e) => e.history },
  { id: "stays", name: "What stays", show: stays, there: () => true },
];

export function go(id) {
  state.view = id;
  show();
  const tabs = document.getElementById("tabs");
  if (tabs.getBoundingClientRect().top < 0) tabs.scrollIntoView();
}

function show() {
  const there = VIEWS.filter((view) => view.there(state.evidence));
  const now = there.find((view) => view.id === state.view) ?? there[0];
  const tabs = there.map((view) => h("button", {
    role: "tab", id: `tab-${view.id}`, "aria-selected": String(view === now), "aria-controls": "view",
    onclick: () => go(view.id),
  }, view.name));
  document.getElementById("tabs").replaceChildren(...tabs);
  const view = document.getElementById("view");
  view.setAttribute("role", "tabpanel");
  view.setAttribute("aria-labelledby", `tab-${now.id}`);
  view.replaceChildren(now.show(go));
}

const LOOK_EVERY = 1500;
const BROKEN_OFF = 600; // seconds without a word

// More may be found while this is looked at. It is shown as it comes, but never under the hands of who types or reads what came of a run.
async function follow() {
  let waits = false;
  let said = "";
  say();
  while (waits || (state.evidence.still && !isSilent())) {
    await new Promise((done) => setTimeout(done, LOOK_EVERY));
    if (state.evidence.still && await isOld()) {
      await load();
      waits = true;
    }
    if (waits && !isInUse()) look();
    say();
  }

  function look() {
    waits = false;
    show();
  }

  function say() {
    const { still } = state.evidence;
    const told = !still ? "" : isSilent() ? `It was broken off while ${still}.` : `There is more to come: ${still} …`;
    if (said === told + waits) return; // it is read aloud
    said = told + waits;
    document.getElementById("still").replaceChildren(...[
      told && !isSilent() ? h("i", { "aria-hidden": "true" }) : null,
      told ? h("span", {}, told) : null,
      waits ? h("button", { onclick: () => { look(); say(); } }, "Show what is new") : null,
    ].filter(Boolean));
  }
}

function isSilent() {
  return Date.now() / 1000 - state.evidence.at > BROKEN_OFF;
}

function isInUse() {
  const view = document.getElementById("view");
  return view.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
    || view.querySelector(".verdict") !== null || state.edits.size > 0;
}

try {
  await load();
  document.getElementById("head").replaceChildren(head());
  show();
  follow().catch(() => document.getElementById("still").replaceChildren("The tool was closed."));
} catch (error) {
  document.getElementById("view").replaceChildren(h("p", { class: "bad", role: "alert" },
    `The evidence can't be shown: ${error.message}`));
}
