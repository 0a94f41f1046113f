// The levels of the traceback, where it broke first, each with its code and what its names held.

import { coloured, h, short } from "./parts.js";
import { state } from "./state.js";

export function traceback() {
  const frames = [...state.evidence.frames].reverse();
  return h("ol", { class: "stack" }, frames.map((frame, at) => h("li", {}, h("details", { class: "panel", open: at === 0 || (frame.own && at < 3) },
    h("summary", {}, h("span", { class: "mono" }, `${frame.function || "module"} · ${frame.path}:${frame.line}`),
      frame.own ? null : " (not of the repository)", at === 0 ? h("span", { class: "bad" }, "  it broke here") : null),
    h("div", { class: frame.values.length ? "beside" : "stack" },
      frame.values.length ? h("dl", { class: "facts" }, frame.values.map((value) =>
        [h("dt", { class: "mono" }, value.name), h("dd", { title: value.kind }, short(value.shown, 400))])) : null,
      lines(frame))))));
}

function lines(frame) {
  const first = frame.first || frame.line;
  return h("div", { class: "code", tabindex: 0, role: "region", "aria-label": `${frame.path}:${frame.line}` },
    h("ol", {}, frame.source.split("\n").map((text, at) => h("li", { class: first + at === frame.line ? "here" : undefined },
      h("span", { class: "no" }, String(first + at)), h("span", { class: "src" }, coloured(text))))));
}
