// A slider over the commits: which pass, which fail, and what the first that fails changed.

import { diff, h } from "./parts.js";
import { state } from "./state.js";

const SAID = { true: ["bad", "fails"], false: ["good", "passes"], null: ["dim", "not tried"] };

export function history() {
  const { commits, first_bad: bad, last_good: good, diff: changes, told } = state.evidence.history;
  const line = [...commits].reverse();
  const start = Math.max(0, line.findIndex((commit) => commit.id === (bad || line.at(-1)?.id)));
  const about = h("div", { "aria-live": "polite" });
  const dots = h("div", { class: "commits", role: "group", "aria-label": "Commits, the oldest first" });
  const slider = h("input", { type: "range", min: 0, max: Math.max(0, line.length - 1), value: start, "aria-label": "Commit",
    oninput: (event) => show(Number(event.target.value)) });
  if (line.length) show(start);
  return h("div", { class: "stack" },
    h("section", { class: "panel stack" }, h("h2", {}, told || "The commits of this repository"), line.length ? [dots, slider, about] : null),
    changes ? h("section", { class: "panel" }, h("h2", {}, good ? `What changed from ${good.slice(0, 8)}, which passes` : "What changed"), diff(changes)) : null);

  function show(at) {
    slider.value = String(at);
    dots.replaceChildren(...line.map((commit, number) => {
      const [tone, said] = SAID[String(commit.fails)];
      return h("button", { class: tone, "aria-pressed": String(number === at), title: commit.title,
        "aria-label": `${commit.id.slice(0, 8)} ${said}`, onclick: () => show(number) },
      h("i", { class: commit.fails === null ? "dot none" : "dot" }));
    }));
    const commit = line[at];
    const [tone, said] = SAID[String(commit.fails)];
    const mark = commit.id === bad ? " · the first that fails" : commit.id === good ? " · the last that passes" : "";
    about.replaceChildren(h("p", {}, h("span", { class: `mono ${tone}` }, `${commit.id.slice(0, 8)} ${said}${mark}`)),
      h("p", {}, commit.title), h("p", { class: "dim" }, new Date(commit.when * 1000).toLocaleString()));
  }
}
