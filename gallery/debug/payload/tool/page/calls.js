// The call tree of the failing test, open along the suspicious branch.

import { code } from "./code.js";
import { count, h, short } from "./parts.js";
import { state } from "./state.js";

const MOST = 60;

export function calls(go) {
  const { calls: all, dropped } = state.evidence.trace;
  const below = new Map();
  const known = new Set(all.map((call) => call.id));
  for (const call of all) {
    const parent = known.has(call.parent) ? call.parent : 0;
    below.set(parent, [...(below.get(parent) ?? []), call]);
  }
  const worst = Math.max(...all.map((call) => call.suspicious));
  const wanted = new Set();
  for (const call of all.filter((one) => one.raised || (worst > 0 && one.suspicious === worst)).slice(0, 40))
    for (let at = call; at && !wanted.has(at.id); at = all.find((one) => one.id === at.parent)) wanted.add(at.id);
  const detail = h("div", { class: "stack" });
  const tree = h("ul", { class: "tree" }, branch(0));
  describe();
  return h("div", { class: "beside" },
    h("section", { class: "panel" }, h("h2", {}, `${count(all.length, "call")} in the failing test`),
      dropped ? h("p", { class: "dim" }, `${count(dropped, "more")} left out.`) : null, tree),
    detail);

  function branch(parent) {
    const children = below.get(parent) ?? [];
    const rest = children.slice(MOST);
    return [...children.slice(0, MOST).map(node),
      rest.length ? h("li", { class: "dim" }, `… and ${count(rest.length, "more call")}`) : null];
  }

  function node(call) {
    const children = below.get(call.id) ?? [];
    const inner = h("ul", {});
    let open = wanted.has(call.id) || all.length < 30;
    const turn = children.length ? h("button", { class: "turn", onclick: () => { open = !open; fill(); } }) : h("span", { class: "turn" });
    const fill = () => {
      if (!children.length) return;
      turn.textContent = open ? "▾" : "▸";
      turn.setAttribute("aria-label", `${open ? "Close" : "Open"} ${call.function}`);
      turn.setAttribute("aria-expanded", String(open));
      inner.replaceChildren(...(open ? branch(call.id).filter(Boolean) : []));
    };
    fill();
    const hot = worst > 0 && call.suspicious === worst;
    const given = call.arguments.map((one) => `${one.name}=${short(one.shown, 24)}`).join(", ");
    const line = h("div", { class: hot ? "call hot" : "call", "data-id": call.id, "aria-current": String(call.id === state.call) },
      turn, h("i", { class: "heat", style: `background: rgba(var(--heat), ${(0.08 + 0.92 * call.suspicious).toFixed(2)})`,
        title: `Suspicion ${call.suspicious.toFixed(2)}` }),
      h("button", { class: "plain name", onclick: () => { state.call = call.id; describe(); } }, call.function),
      h("span", { class: "io dim" }, `(${short(given, 70)})`),
      call.raised ? h("span", { class: "io bad" }, `✗ ${short(call.raised, 60)}`)
        : h("span", { class: "io" }, call.result ? `→ ${short(call.result.shown, 50)}` : ""));
    return h("li", {}, line, inner);
  }

  function describe() {
    const call = all.find((one) => one.id === state.call) ?? all[0];
    tree.querySelectorAll(".call").forEach((line) => line.setAttribute("aria-current", String(line.dataset.id === String(call.id))));
    const facts = [...call.arguments.map((one) => [one.name, one.shown]),
      call.raised ? ["raised", call.raised] : ["gave back", call.result?.shown ?? "nothing"]];
    detail.replaceChildren(h("section", { class: "panel stack" },
      h("div", { class: "row" }, h("h2", { class: "grow mono" }, `${call.function} · ${call.path}:${call.line}`),
        call.steps.length ? h("button", { onclick: () => { state.step = 0; go("values"); } }, "Its values, step by step") : null,
        call.replay ? h("button", { onclick: () => go("explore") }, "Call it again") : null),
      h("dl", { class: "facts" }, facts.map(([name, shown]) => [h("dt", {}, name), h("dd", {}, short(shown, 600))])),
      state.evidence.sources[call.path] ? code(call.path, { line: call.line, call, editable: false }) : null));
  }
}
