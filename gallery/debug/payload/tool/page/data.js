// A file of data: what its columns hold, what is far out of place in them, and the rows that are broken.

import { count, h, short } from "./parts.js";
import { state } from "./state.js";

export function data() {
  const report = state.evidence.data;
  const odd = new Map(report.columns.map((column, at) => [at, new Set(column.odd)]));
  const named = new Set([...report.findings.flatMap((finding) => finding.rows), ...report.columns.flatMap((column) => column.odd)]);
  let only = null;
  const rows = h("tbody", {});
  const told = h("p", { class: "dim", "aria-live": "polite" });
  const place = h("section", { class: "panel" });
  show();
  place.append(h("div", { class: "row" }, h("h2", { class: "grow" }, "Rows"), h("button", { onclick: () => { only = null; show(); } }, "First rows and odd ones"),
    h("button", { onclick: () => { only = named; show(); } }, "Odd ones only")), told,
  h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Rows" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", {}, "Row"), report.columns.map((column) => h("th", {}, column.name)))), rows)));
  return h("div", { class: "stack" },
    h("section", { class: "panel" }, h("h2", {}, report.findings.length ? "What is odd" : "Nothing odd was found"),
      report.findings.map((finding) => h("div", { class: "finding" }, h("span", { class: "grow" }, finding.text),
        finding.rows.length ? h("button", { onclick: () => { only = new Set(finding.rows); show(); place.scrollIntoView({ block: "nearest" }); } }, "Show") : null))),
    h("section", { class: "panel" }, h("h2", {}, `${count(report.rows, "row")} of ${count(report.columns.length, "column")} (${report.format})`),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Columns" }, h("table", {},
        h("thead", {}, h("tr", {}, ["Column", "Kind", "Filled", "Different", "Least", "Most", "Total", "Odd"].map((name) => h("th", {}, name)))),
        h("tbody", {}, report.columns.map((column) => h("tr", {}, h("td", {}, column.name), h("td", { title: kinds(column) }, column.kind),
          h("td", {}, share(column.filled, report.rows)), h("td", {}, String(column.different)), h("td", {}, short(column.least, 40)),
          h("td", {}, short(column.most, 40)), h("td", {}, column.total),
          h("td", { class: column.odd.length ? "odd" : "" }, column.odd.length ? String(column.odd.length) : "")))))), ),
    place);

  function show() {
    const fits = report.head.filter(([number]) => !only || only.has(Number(number)));
    told.textContent = `${count(fits.length, "row")} here.`;
    rows.replaceChildren(...fits.map(([number, ...cells]) => h("tr", {}, h("td", { class: named.has(Number(number)) ? "odd" : "" }, number),
      cells.map((cell, at) => h("td", { class: odd.get(at)?.has(Number(number)) ? "odd" : "" }, short(cell, 120))))));
  }
}

function kinds(column) {
  return Object.entries(column.kinds).map(([kind, number]) => `${kind}: ${number}`).join(", ");
}

function share(some, all) {
  return all ? `${Math.round(100 * some / all)} %` : "";
}
