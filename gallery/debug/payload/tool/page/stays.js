// What there still is when the tool is gone: a small test that fails, the patch, and what was left out or not had.

import { copyButton, diff, h } from "./parts.js";
import { state } from "./state.js";

export function stays() {
  const { minimal, patch, notes, left_out: left, packages, seconds, command, repository, files } = state.evidence;
  const facts = [["Repository", `${repository}, ${files} files`], ["Command", command.join(" ")], ["Packages", packages.join(", ")],
    ["Took", Object.entries(seconds).map(([name, took]) => `${name} ${took.toFixed(1)} s`).join(", ")]].filter(([, told]) => told);
  return h("div", { class: "stack" },
    minimal ? h("section", { class: "panel stack" }, h("div", { class: "row" }, h("h2", { class: "grow" }, `A small test that fails: ${minimal.name}`), copyButton(minimal.source)),
      h("p", { class: "dim" }, `${minimal.confirmed ? "It was seen to fail in the same way." : "It could not be seen to fail in the same way."} ${minimal.told}`),
      h("pre", { class: "code", style: "padding: 10px 14px", tabindex: 0, "aria-label": "The test" }, minimal.source)) : null,
    patch ? h("section", { class: "panel stack" }, h("div", { class: "row" }, h("h2", { class: "grow" }, "The patch"), copyButton(patch.diff)), diff(patch.diff)) : null,
    h("section", { class: "panel" }, h("h2", {}, "How it was looked into"), h("dl", { class: "facts" }, facts.map(([name, told]) => [h("dt", {}, name), h("dd", {}, told)]))),
    notes.length ? h("section", { class: "panel" }, h("h2", {}, "What could not be had"), h("ul", {}, notes.map((text) => h("li", {}, text)))) : null,
    left.length ? h("section", { class: "panel" }, h("h2", {}, "Left out of the copy"), h("ul", {}, left.map((text) => h("li", {}, text)))) : null);
}
