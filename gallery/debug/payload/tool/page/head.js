// What fails, how surely, and the two sides that should be one.

import { differing, h } from "./parts.js";
import { state } from "./state.js";

const HOW = {
  steady: ["bad", "Reproduced: fails each time"],
  flaky: ["bad", "Flaky: does not fail each time in the same way"],
  no: ["", "Could not be reproduced here"],
  "not run": ["", "Not run"],
};

export function head() {
  const { reproduced, command, test, log, data, repository, question } = state.evidence;
  const report = log ?? data;
  const signature = reproduced.signature;
  const [tone, said] = HOW[reproduced.how];
  const dots = reproduced.attempts.map((one) => h("i", { class: one.signature ? "dot" : "dot none" }));
  const title = signature
    ? [signature.kind, signature.message.split("\n")[0]].filter(Boolean).join(": ")
    : report?.findings[0]?.text ?? (log ? "A log" : data ? question || data.question || "A file of data" : repository);
  const where = signature?.path ? `${signature.path}:${signature.line}${signature.function ? ` in ${signature.function}` : ""}` : "";
  const shown = reproduced.how === "not run" && report ? null
    : h("span", { class: `badge ${tone}` }, dots.length ? h("span", { class: "dots", "aria-hidden": "true" }, dots) : null, said);
  return h("div", {},
    h("div", { class: "row" }, shown, where ? h("span", { class: "mono dim" }, where) : null),
    h("h1", {}, title),
    h("p", { class: "about mono" }, test || command.join(" ") || ""),
    reproduced.differs.map((text) => h("p", { class: "about" }, text)),
    comparison());
}

function comparison() {
  const compared = state.evidence.comparison;
  if (!compared) return null;
  const [expected, actual] = differing(compared.expected, compared.actual);
  const side = (name, told, pieces) => h("section", { class: `side ${name}`, tabindex: 0, "aria-label": told },
    h("h2", {}, told), h("pre", {}, pieces.map(([text, same]) => same ? text : h("mark", {}, text))));
  return h("div", { class: "sides" },
    side("expected", compared.sign === "==" ? "Expected" : `Expected: actual ${compared.sign}`, expected),
    side("actual", "Actual", actual));
}
