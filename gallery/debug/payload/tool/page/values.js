// What each name held, line after line: a lane for each, with a slider through the steps of one call.

import { code } from "./code.js";
import { draw, h, short } from "./parts.js";
import { state } from "./state.js";

const LANE = 40;
const LEFT = 120;
const [NARROW, WIDE] = [86, 220];
const MOST = 120;

export function values() {
  const all = state.evidence.trace.calls.filter((call) => call.steps.length);
  const place = h("div", { class: "stack" });
  const chooser = h("select", { "aria-label": "Call", onchange: (event) => { state.call = Number(event.target.value); state.step = 0; show(); } },
    [...all].sort((a, b) => b.suspicious - a.suspicious).slice(0, 200).map((call) => h("option", { value: call.id, selected: call.id === state.call },
      short(`${call.function}(${call.arguments.map((one) => `${one.name}=${short(one.shown, 20)}`).join(", ")})`, 80))));
  show();
  return h("div", { class: "stack" }, h("div", { class: "row" }, h("label", { class: "row" }, "Call", chooser)), place);

  function show() {
    const call = all.find((one) => one.id === state.call) ?? [...all].sort((a, b) => b.suspicious - a.suspicious)[0];
    state.call = call.id;
    chooser.value = String(call.id);
    const steps = call.steps.slice(0, MOST);
    const names = new Map();
    for (const value of call.arguments) names.set(value.name, [{ at: 0, value }]);
    steps.forEach((step, at) => step.changed.forEach((value) => {
      const had = names.get(value.name) ?? [];
      if (had.at(-1)?.value.shown !== value.shown) names.set(value.name, [...had.filter((one) => one.at !== at), { at, value }]);
    }));
    if (!state.step) state.step = steps.length;
    const lanes = h("div", { class: "lanes", tabindex: 0, role: "region", "aria-label": "Values over steps" });
    const slider = h("input", { type: "range", min: 1, max: steps.length, value: state.step, "aria-label": "Step",
      oninput: (event) => { state.step = Number(event.target.value); move(); } });
    const told = h("p", { class: "mono" });
    const text = h("div", {});
    place.replaceChildren(h("section", { class: "panel stack" }, h("div", { class: "row" }, h("div", { class: "grow" }, slider), told), lanes), text);
    requestAnimationFrame(move);

    function move() {
      const at = Math.min(state.step, steps.length) - 1;
      told.textContent = `Step ${at + 1} of ${steps.length}${call.steps.length > MOST ? "+" : ""} · line ${steps[at].line}`;
      const step = Math.min(WIDE, Math.max(NARROW, (lanes.clientWidth - LEFT - 14) / steps.length));
      lanes.replaceChildren(chart(names, steps, at, step));
      lanes.scrollLeft = LEFT + at * step - lanes.clientWidth / 2;
      const held = [...names].map(([name, had]) => [name, had.findLast((one) => one.at <= at)?.value]).filter(([, value]) => value);
      text.replaceChildren(h("div", { class: "beside" },
        h("section", { class: "panel" }, h("h2", {}, "Held at this step"),
          h("dl", { class: "facts" }, held.map(([name, value]) => [h("dt", { class: "mono" }, name),
            h("dd", { title: value.kind }, short(value.shown, 400))]),
          at === steps.length - 1 && [h("dt", {}, call.raised ? "raised" : "gave back"),
            h("dd", { class: call.raised ? "bad" : "" }, call.raised || call.result?.shown || "nothing")])),
        code(call.path, { now: steps[at].line, call, editable: false })));
    }
  }
}

function chart(names, steps, now, wide) {
  const width = LEFT + steps.length * wide + 12, height = names.size * LANE + 26;
  const marks = [...names].map(([name, had], lane) => {
    const top = lane * LANE + 22;
    const boxes = had.map((one, number) => {
      const from = LEFT + one.at * wide, end = LEFT + (had[number + 1]?.at ?? steps.length) * wide;
      const current = one.at <= now && (had[number + 1]?.at ?? Infinity) > now;
      return draw("g", {}, draw("title", {}, `${name} = ${short(one.value.shown, 300)}`),
        draw("rect", { class: current ? "box now" : "box", x: from + 1, y: top + 3, width: end - from - 2, height: LANE - 8, rx: 6 }),
        draw("text", { x: from + 8, y: top + LANE / 2 + 3 }, short(one.value.shown, Math.max(3, Math.floor((end - from - 14) / 7.4)))));
    });
    return draw("g", {}, draw("text", { x: 8, y: top + LANE / 2 + 3, "font-weight": 600 }, short(name, 14)), boxes, curve(had, top, steps.length, wide));
  });
  const ruler = steps.map((step, at) => draw("text", { class: "faint", x: LEFT + at * wide + 8, y: 15 }, `line ${step.line}`));
  const x = LEFT + (now + 0.5) * wide;
  return draw("svg", { width, height, role: "img", "aria-label": "Each name with what it held, from step to step" },
    ruler, marks, draw("line", { class: "cursor", x1: x, x2: x, y1: 18, y2: height - 4, "stroke-dasharray": "3 3" }));
}

// A curve below a number's lane, from where it begins to its end.
function curve(had, top, steps, wide) {
  const numbers = had.filter((one) => typeof one.value.number === "number" && Number.isFinite(one.value.number));
  if (numbers.length < 3) return null;
  const all = numbers.map((one) => one.value.number);
  const low = Math.min(...all), room = Math.max(...all) - low || 1;
  const points = numbers.flatMap((one, at) => {
    const y = top + LANE - 7 - (LANE - 14) * (one.value.number - low) / room;
    return [one.at, numbers[at + 1]?.at ?? steps].map((x) => `${LEFT + x * wide},${y.toFixed(1)}`);
  });
  return draw("polyline", { class: "curve", points: points.join(" "), opacity: .45 });
}
