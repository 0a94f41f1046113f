// What was worked out, each under its label in the form that suits it.
const MOST_ROWS = 200;
const SHORT = 28;

const cell = (value) => (isMissing(value) ? "" : shown(value));

const table = (rows, label) => {
  const heads = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const line = (row) => make("tr", {}, ...heads.map((head) => make("td", {}, cell(row.get(head)))));
  const head = make("thead", {}, make("tr", {}, ...heads.map((one) => make("th", { scope: "col" }, one))));
  const body = make("tbody", {}, ...rows.slice(0, MOST_ROWS).map(line));
  return make("div", { className: "scroll" }, make("table", { "aria-label": label }, head, body));
};

const asRows = (value) => {
  if (value instanceof Map) return [...value].map(([name, one]) => new Map([["Name", name], ["Value", one]]));
  return value;
};

const isRows = (value) => value instanceof Map || (Array.isArray(value) && value.length && value.every((one) => one instanceof Map));

const isFigure = ({ format = "text" }, value) => {
  if ([...NUMERIC, "date"].includes(format)) return !(value instanceof Map || Array.isArray(value)) && String(value ?? "").length <= 40;
  if (format !== "text") return false;
  return typeof value !== "string" ? !(value instanceof Map || Array.isArray(value)) : value.length <= SHORT && !value.includes("\n");
};

// A button that gives a file; `text` may be what makes it when it is pressed.
const download = (label, name, text, kind) =>
  button(label, () => {
    const link = make("a", { href: URL.createObjectURL(new Blob([typeof text === "function" ? text() : text], { type: kind })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

const csv = (rows) => {
  const quoted = (value) => (/[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
  return rows.map((row) => `${row.map((value) => quoted(String(value ?? ""))).join(",")}\n`).join("");
};

const asFile = (label, value) => {
  const name = label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_|_$/g, "") || "result";
  if (isRows(value)) {
    const rows = asRows(value);
    const heads = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    return [`${name}.csv`, csv([heads, ...rows.map((row) => heads.map((head) => cell(row.get(head))))]), "text/csv"];
  }
  return [`${name}.txt`, Array.isArray(value) ? value.map((one) => shown(one)).join("\n") : String(value), "text/plain"];
};

const headed = (label, ...inside) => make("div", {}, make("strong", {}, label), ...inside);

const wide = (output, value) => {
  const { label, format = "text" } = output;
  const nothing = isMissing(value) || (value.length === 0 || value.size === 0);
  if (nothing) return headed(label, make("p", {}, make("output", { "aria-label": label }, isMissing(value) ? DASH : "Nothing found.")));
  const parts = [];
  if (format.endsWith("_chart")) parts.push(chart(asRows(value), format, label));
  else if (isRows(value)) parts.push(table(asRows(value), label));
  else if (Array.isArray(value)) parts.push(make("ol", { "aria-label": label }, ...value.slice(0, MOST_ROWS).map((one) => make("li", {}, shown(one)))));
  else if (format === "color") parts.push(make("div", { className: "card", style: "height: 4rem", "aria-hidden": "true" }), make("output", { "aria-label": label }, value));
  else parts.push(make("pre", {}, make("output", { "aria-label": label }, shown(value, format, output))));
  if (format === "color" && /^#[0-9a-f]{3,8}$/i.test(value)) parts[0].style.background = value;
  if (format === "download") parts.push(download(`Download ${label}`, ...asFile(label, value)));
  return headed(label, ...parts);
};

// All outputs: figures side by side, then what needs the width. `before` says what to do to get any.
const results = (outputs, worked, before = "") => {
  const { values, problems, missing } = worked;
  const figures = outputs.filter((one) => isFigure(one, values[one.name]));
  const rest = outputs.filter((one) => !figures.includes(one) && (Object.keys(values).length || problems.length));
  const cards = figures.map((one) => figure(one.label, shown(values[one.name], one.format, one)));
  const said = problems.map((sentence) => make("p", { className: "bad", role: "alert" }, sentence));
  if (missing.length) said.push(make("p", { className: "soft" }, `Fill in ${joined(missing)} to see the result.`));
  else if (before && !Object.keys(values).length && !problems.length) said.push(make("p", { className: "soft" }, before));
  return [...(cards.length ? [make("div", { className: "figures" }, ...cards)] : []), ...rest.map((one) => wide(one, values[one.name])), ...said];
};
