// A file as it stands: warm where suspicion is, with the values that passed beside the lines; a click edits a line.

import { coloured, h, short } from "./parts.js";
import { edit, isEdited, source, state } from "./state.js";

const LONG = 400;
const AROUND = 150;

const TIMES = 3;

// The values that lines of a file came to, in one call or in all that were traced: line -> name -> each that was new.
function seen(path, call) {
  const notes = new Map();
  const add = (number, name, shown) => {
    if (!notes.has(number)) notes.set(number, new Map());
    const known = notes.get(number).get(name) ?? [];
    if (known.at(-1) !== shown) notes.get(number).set(name, [...known, shown]);
  };
  for (const one of state.evidence.trace?.calls ?? []) {
    if (one.path !== path || (call && one.id !== call.id)) continue;
    for (const step of one.steps)
      for (const value of step.changed) add(step.line, value.name, value.shown);
    const last = one.steps.at(-1)?.line;
    if (last && one.raised) add(last, "raised", one.raised);
    else if (last && one.result) add(last, "→", one.result.shown);
  }
  return notes;
}

function several(all, most) {
  const shown = all.slice(-TIMES).map((one) => short(one, Math.floor(most / Math.min(TIMES, all.length))));
  return (all.length > TIMES ? "… " : "") + shown.join(", ");
}

function note(values, broke) {
  if (!values?.size) return null;
  const told = [...values].filter(([name]) => name !== "raised").slice(0, 4)
    .map(([name, all]) => [h("b", {}, name === "→" ? "→ " : `${name} = `), several(all, 60), "   "]);
  if (values.has("raised")) told.push(h("span", { class: "raised" }, `✗ ${several(values.get("raised"), 80)}`));
  return h("span", { class: broke ? "note raised" : "note" }, told);
}

// `changed` is called after each edit. `call`: only the values of that call; `step`: a line to mark as the one that runs.
export function code(path, { line = 0, call = null, now = 0, editable = true, changed = () => {} } = {}) {
  const lines = source(path).split("\n");
  const heat = new Map(state.evidence.suspects.filter((one) => one.path === path).map((one) => [one.line, one.score]));
  const notes = seen(path, call);
  const aim = now || line;
  const from = lines.length > LONG ? Math.max(0, aim - AROUND) : 0;
  const shown = lines.slice(from, lines.length > LONG ? from + 2 * AROUND : undefined);
  const list = h("ol", {}, shown.map((text, at) => row(from + at + 1, text)));
  const box = h("div", { class: "code", tabindex: 0, role: "region", "aria-label": path }, list);
  requestAnimationFrame(() => {
    const here = list.querySelector(".here");
    if (here) box.scrollTop = here.offsetTop - box.clientHeight / 3;
  });
  return box;

  function row(number, text) {
    const warm = heat.get(number);
    const style = warm ? `border-left-color: rgba(var(--heat), ${(0.25 + 0.75 * warm).toFixed(2)})` : undefined;
    const values = notes.get(number);
    const place = h("li", {
      class: [number === aim && "here", isEdited(path, number) && "edited", values?.has("raised") && "broke"]
        .filter(Boolean).join(" ") || undefined,
    }, h("span", { class: "no", style }, String(number)), line_(number, text), note(values));
    return place;
  }

  function line_(number, text) {
    if (!editable) return h("span", { class: "src" }, coloured(text), text ? "" : " ");
    return h("button", {
      class: "src", title: "Edit this line", "aria-label": `Edit line ${number}: ${text.trim() || "empty"}`,
      onclick: (event) => open(event.currentTarget, number, text),
    }, coloured(text), text ? "" : " ");
  }

  function open(button, number, text) {
    const field = h("input", { value: text, "aria-label": `Line ${number}`, spellcheck: "false", class: "src" });
    let done = false;
    const close = (keep) => {
      if (done) return;
      done = true;
      if (keep && field.value !== text) edit(path, number, field.value);
      field.closest("li").replaceWith(row(number, source(path).split("\n")[number - 1]));
      changed();
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") close(true);
      if (event.key === "Escape") close(false);
    });
    field.addEventListener("blur", () => close(true));
    button.replaceWith(field);
    field.focus();
  }
}
