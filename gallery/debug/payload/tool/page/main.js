// The page: what fails on top, and below it a tab for each view that there is evidence for.

import { calls } from "./calls.js";
import { data } from "./data.js";
import { explore } from "./explore.js";
import { head } from "./head.js";
import { history } from "./history.js";
import { log } from "./log.js";
import { h } from "./parts.js";
import { load, state } from "./state.js";
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

try {
  await load();
  document.getElementById("head").replaceChildren(head());
  show();
} catch (error) {
  document.getElementById("view").replaceChildren(h("p", { class: "bad", role: "alert" },
    `The evidence can't be shown: ${error.message}`));
}
