// Calls a function of the copy again, in the sandbox, with what is typed: once, or over a range of one number.

import { draw, h, short } from "./parts.js";
import { callFunction, state } from "./state.js";

const tries = new Map();
const MOST_POINTS = 24;

export function explore() {
  const all = state.evidence.trace.calls.filter((call) => call.replay);
  const ranked = [...all].sort((a, b) => b.suspicious - a.suspicious).slice(0, 200);
  const start = all.find((call) => call.id === state.call) ?? ranked[0];
  const place = h("div", { class: "stack" });
  const chooser = h("select", { "aria-label": "Call", onchange: (event) => show(Number(event.target.value)) },
    ranked.includes(start) ? null : h("option", { value: start.id }, short(`${start.function}${start.replay}`, 80)),
    ranked.map((call) => h("option", { value: call.id, selected: call === start }, short(`${call.function}  ${call.replay}`, 80))));
  show(start.id);
  return h("div", { class: "stack" }, h("div", { class: "row" }, h("label", { class: "row" }, "Start from", chooser)), place);

  function show(id) {
    const call = all.find((one) => one.id === id);
    state.call = id;
    const field = h("textarea", { rows: Math.min(10, Math.ceil(call.replay.length / 90) + 1), "aria-label": "Arguments",
      spellcheck: "false", value: call.replay });
    const table = h("tbody", {});
    const run = h("button", { class: "first", onclick: async () => {
      run.disabled = true;
      run.classList.add("busy");
      const given = field.value;
      const told = await answer(call, given);
      run.disabled = false;
      run.classList.remove("busy");
      const known = [{ given, told }, ...(tries.get(id) ?? [])].slice(0, 50);
      tries.set(id, known);
      fill();
    } }, "Call it");
    const fill = () => table.replaceChildren(...(tries.get(id) ?? []).map(({ given, told }) => line(given, told)),
      line(call.replay, { raised: call.raised, result: call.result?.shown ?? "nothing" }, "in the failing test"));
    fill();
    place.replaceChildren(
      h("section", { class: "panel stack" },
        h("h2", { class: "mono" }, `${call.function} · ${call.path}:${call.line}`),
        h("label", {}, h("span", { class: "dim" }, `Arguments, each by its name, as ${state.evidence.language === "python" ? "Python would write them" : "JSON"}`), field),
        h("div", { class: "row" }, run, h("button", { onclick: () => { field.value = call.replay; } }, "As in the test"),
          state.edits.size ? h("span", { class: "dim" }, "With your edits.") : null),
        h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", {}, "Given"), h("th", {}, "Came back"), h("th", {}, ""))), table))),
      range(call, field));
  }
}

function line(given, told, about = "") {
  return h("tr", {}, h("td", {}, short(given, 200)),
    h("td", { class: told.raised ? "bad" : "" }, told.raised ? `✗ ${short(told.raised, 300)}` : short(told.result, 300)),
    h("td", { class: "dim" }, about));
}

async function answer(call, given) {
  try {
    return await callFunction(call.path, call.function, given);
  } catch (error) {
    return { raised: error.message };
  }
}

// The numbers that stand in the arguments, outside of texts, with their places.
function numbersIn(text) {
  const blank = text.replace(/(['"])(?:\\.|(?!\1).)*\1/g, (quoted) => " ".repeat(quoted.length));
  return [...blank.matchAll(/(?<![\w.])-?\d+(?![\w.])/g)].map((match) => ({ at: match.index, text: match[0] }));
}

function range(call, field) {
  const found = numbersIn(call.replay);
  if (!found.length) return h("p", { class: "dim" }, "There is no whole number in these arguments to try a range of.");
  const which = h("select", { "aria-label": "Number" }, found.map((one, at) =>
    h("option", { value: at }, `${one.text}  in  …${short(call.replay.slice(Math.max(0, one.at - 12), one.at + one.text.length + 8), 34)}…`)));
  const near = Number(found[0].text);
  const low = h("input", { type: "number", value: String(Math.min(0, near)), "aria-label": "From", style: "width: 7em" });
  const high = h("input", { type: "number", value: String(Math.max(near + 5, 12)), "aria-label": "To", style: "width: 7em" });
  const shown = h("div", {});
  const run = h("button", { onclick: async () => {
    run.disabled = true;
    const [from, to] = [Number(low.value), Number(high.value)].sort((a, b) => a - b);
    const each = Math.max(1, Math.ceil((to - from + 1) / MOST_POINTS));
    const text = field.value === call.replay ? call.replay : field.value;
    const one = numbersIn(text)[Number(which.value)];
    const points = [];
    for (let number = from; one && number <= to && points.length < MOST_POINTS; number += each) {
      const given = text.slice(0, one.at) + number + text.slice(one.at + one.text.length);
      points.push({ number, told: await answer(call, given) });
      shown.replaceChildren(strip(points));
    }
    run.disabled = false;
  } }, "Try the range");
  return h("section", { class: "panel stack" }, h("h2", {}, "Over a range: where does it begin to go wrong?"),
    h("div", { class: "row" }, h("label", { class: "row" }, "Number", which), h("label", { class: "row" }, "from", low),
      h("label", { class: "row" }, "to", high), run), shown);
}

// A bar for each number that was tried: as high as what came back, where that is a number or has a length.
function strip(points) {
  const size = ({ told }) => {
    if (told.raised) return null;
    const number = Number(told.result);
    return Number.isFinite(number) && told.result.trim() ? number : told.result.length;
  };
  const sizes = points.map(size).filter((one) => one !== null);
  const low = Math.min(0, ...sizes), room = Math.max(1e-9, Math.max(0, ...sizes) - low);
  const wide = 46, high = 110;
  const zero = 14 + high - high * (0 - low) / room;
  const bars = points.map((point, at) => {
    const value = size(point), x = at * wide;
    const y = value === null ? 14 : 14 + high - high * (value - low) / room;
    return draw("g", {}, draw("title", {}, `${point.number}: ${short(point.told.raised || point.told.result, 200)}`),
      draw("rect", { class: value === null ? "trouble" : "plain", x: x + 6, y: Math.min(y, zero), width: wide - 12,
        height: value === null ? high : Math.max(2, Math.abs(zero - y)), rx: 3, opacity: value === null ? .35 : undefined }),
      draw("text", { class: "faint", x: x + wide / 2, y: high + 32, "text-anchor": "middle" }, String(point.number)));
  });
  return h("div", { class: "stack" }, h("div", { class: "lanes", tabindex: 0, role: "region", "aria-label": "What came back over the range" },
    draw("svg", { width: Math.max(200, points.length * wide), height: high + 42, role: "img", "aria-label": "A bar for each number" }, bars)),
  h("div", { class: "scroll" }, h("table", {}, h("tbody", {}, points.map(({ number, told }) => line(String(number), told))))));
}
