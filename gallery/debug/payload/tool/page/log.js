// A log over time: how much it says, where trouble begins, and its lines through a filter.

import { count, draw, h, short } from "./parts.js";
import { state } from "./state.js";

const MOST = 1500;
const TROUBLE = /^(err|crit|fatal|alert|emerg|panic|severe|warn)/i;

export function log() {
  const report = state.evidence.log;
  const chosen = { words: "", levels: new Set(), stretch: -1, template: -1, rows: null };
  const levels = [...new Set(report.shown.map((line) => line.level).filter(Boolean))];
  const lines = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Lines" });
  const told = h("p", { class: "dim", "aria-live": "polite" });
  const chartPlace = h("div", {});
  const chips = h("div", { class: "row" });
  const templates = h("tbody", {});
  show();
  return h("div", { class: "stack" },
    report.findings.length ? h("section", { class: "panel" }, h("h2", {}, "What is odd"), report.findings.slice(0, 12).map((finding) =>
      h("div", { class: "finding" }, h("span", { class: "grow" }, finding.text),
        finding.rows.length ? h("button", { onclick: () => { chosen.rows = new Set(finding.rows); show(); lines.scrollIntoView({ block: "center" }); } }, "Show") : null))) : null,
    report.rates.length > 1 ? h("section", { class: "panel" }, h("h2", {}, "Over time"), chartPlace) : null,
    h("section", { class: "panel stack" },
      h("div", { class: "row" }, h("input", { type: "search", placeholder: "Filter the lines", "aria-label": "Filter the lines",
        class: "grow", oninput: (event) => { chosen.words = event.target.value.toLowerCase(); show(); } }), chips,
      h("button", { onclick: () => { Object.assign(chosen, { stretch: -1, template: -1, rows: null }); chosen.levels.clear(); show(); } }, "All lines")),
      told, lines),
    report.templates.length > 1 ? h("section", { class: "panel" }, h("h2", {}, "Sorts of lines"), h("div", { class: "scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Times", "First", "Level", "Line"].map((name) => h("th", {}, name)))), templates))) : null);

  function show() {
    chips.replaceChildren(...levels.map((level) => h("button", { class: "chip", "aria-pressed": String(chosen.levels.has(level)),
      onclick: () => { if (!chosen.levels.delete(level)) chosen.levels.add(level); show(); } }, level)));
    if (report.rates.length > 1) chartPlace.replaceChildren(rates(report, chosen.stretch, (at) => { chosen.stretch = chosen.stretch === at ? -1 : at; show(); }));
    templates.replaceChildren(...report.templates.slice(0, 60).map((one, at) => h("tr", {}, h("td", {}, String(one.count)), h("td", {}, String(one.first)),
      h("td", {}, one.level), h("td", {}, h("button", { class: "plain mono", "aria-pressed": String(chosen.template === at),
        onclick: () => { chosen.template = chosen.template === at ? -1 : at; show(); } }, short(one.text, 160))))));
    const from = chosen.stretch >= 0 ? report.rates[chosen.stretch][0] : 0;
    const fits = report.shown.filter((line) => (!chosen.words || line.text.toLowerCase().includes(chosen.words))
      && (!chosen.levels.size || chosen.levels.has(line.level)) && (chosen.template < 0 || line.template === chosen.template)
      && (!chosen.rows || chosen.rows.has(line.number))
      && (chosen.stretch < 0 || (line.at !== null && line.at >= from && line.at < from + report.stretch)));
    told.textContent = `${count(fits.length, "line")} of ${count(report.lines, "line")}`
      + (report.shown.length < report.lines ? `; ${count(report.shown.length, "is", "are")} here: the odd ones and those around them` : "");
    lines.replaceChildren(...fits.slice(0, MOST).map((line) => h("div", { class: TROUBLE.test(line.level) ? "logline trouble" : "logline" },
      h("span", { class: "no" }, String(line.number)), h("span", { class: "said" }, line.text))),
    fits.length > MOST ? h("p", { class: "dim" }, `… and ${count(fits.length - MOST, "more line")}`) : "");
  }
}

function rates({ rates: all, stretch }, chosen, choose) {
  const high = 110, wide = Math.max(6, Math.min(40, Math.floor(1180 / all.length)));
  const most = Math.max(1, ...all.map(([, lines]) => lines));
  const time = (at) => new Date(at * 1000).toLocaleTimeString([], { timeZone: "UTC", hour12: false, hour: "2-digit", minute: "2-digit", ...(stretch < 60 && { second: "2-digit" }) });
  const every = Math.max(1, Math.ceil(78 / wide));
  const bars = all.map(([at, lines, trouble], number) => {
    const x = number * wide, y = (value) => high - (high - 6) * value / most;
    return draw("g", { onclick: () => choose(number), style: "cursor: pointer" },
      draw("title", {}, `${time(at)}: ${lines} lines, ${trouble} of trouble`),
      draw("rect", { class: number === chosen ? "chosen" : undefined, fill: "transparent", x, y: 0, width: wide, height: high }),
      draw("rect", { class: "plain", x: x + 1, y: y(lines), width: wide - 2, height: high - y(lines) }),
      trouble ? draw("rect", { class: "trouble", x: x + 1, y: y(trouble), width: wide - 2, height: high - y(trouble) }) : null,
      number % every === 0 ? draw("text", { class: "faint", x: x + 1, y: high + 16 }, time(at)) : null);
  });
  return h("div", { class: "lanes", tabindex: 0, role: "region", "aria-label": "Lines over time; those of trouble are red" },
    draw("svg", { width: all.length * wide + 50, height: high + 24, role: "img", "aria-label": "Lines over time" }, bars));
}
