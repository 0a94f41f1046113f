// A field for each thing that is entered, under its label; units stand beside.
let fields_made = 0;

const WIDE = ["long_text", "multi_choice"];

const control = (field, id, value) => {
  const { type, options = [], minimum, maximum, step } = field;
  if (NUMERIC.includes(type)) {
    const input = make("input", {
      id, type: field.slider ? "range" : "number", inputMode: type === "integer" ? "numeric" : "decimal",
      min: minimum, max: maximum, step: type === "integer" ? (step ?? 1) : field.slider ? (step ?? (maximum - minimum) / 100) : "any",
    });
    if (value !== null && value !== undefined) input.value = value;
    else if (field.slider) input.value = minimum;
    return [input, () => (input.value === "" ? null : Number(input.value))];
  }
  if (type === "long_text") {
    const area = make("textarea", { id });
    area.value = value ?? "";
    return [area, () => area.value];
  }
  if (type === "choice" || type === "multi_choice") {
    const many = type === "multi_choice";
    const chosen = many ? (value ?? []) : [value ?? options[0]];
    const list = make("select", { id, multiple: many }, ...options.map((one) => make("option", { selected: chosen.includes(one) }, one)));
    return [list, () => (many ? Array.from(list.selectedOptions, (one) => one.value) : list.value)];
  }
  if (type === "yes_no") {
    const box = make("input", { id, type: "checkbox", checked: Boolean(value) });
    return [box, () => box.checked];
  }
  const kinds = { date: "date", time: "time", color: "color" };
  const input = make("input", { id, type: kinds[type] ?? "text", autocomplete: "off" });
  input.value = value === "today" ? String(py.today()) : String(value ?? (type === "color" ? "#3366cc" : ""));
  return [input, () => (type === "date" ? dayOf(input.value) : type === "time" ? input.value || null : input.value)];
};

// The fields in a grid, and a function that reads them. `fresh`: days start at today.
const entries = (fields, { start = {}, fresh = false, changed } = {}) => {
  const reads = {};
  const short = fields.filter((field) => !WIDE.includes(field.type)).length;
  const cells = fields.map((field) => {
    fields_made += 1;
    const id = `field${fields_made}`;
    const usual = start[field.name] ?? field.default ?? (fresh && field.type === "date" ? "today" : null);
    const [input, read] = control(field, id, usual);
    if (changed) input.addEventListener("input", changed);
    reads[field.name] = read;
    const unit = field.unit || (field.type === "percent" ? "%" : "");
    const mark = unit && !field.label.includes(unit) ? make("span", { className: "unit", "aria-hidden": "true" }, unit) : null;
    const label = make("label", { htmlFor: id }, field.label);
    const tick = field.type === "yes_no";
    const wide = WIDE.includes(field.type) || short <= 1 ? " wide" : "";
    const head = tick ? label : make("span", { className: "row" }, label, mark);
    return make("div", { className: `field${tick ? " tick" : ""}${wide}` }, ...(tick ? [input, head] : [head, input]));
  });
  const grid = make("div", { className: "fields" }, ...cells);
  return [grid, () => Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, read()]))];
};

// A field for each target that people set, kept beside what else is kept under the key; none where nobody sets one.
const aims = (some, key, changed) => {
  const aimed = some.filter((one) => one.targetLabel);
  const set = kept.load(key).targets;
  const [grid, read] = entries(
    aimed.map((one, n) => ({ name: `aim${n}`, label: one.targetLabel, type: "number", minimum: 0, default: set?.[one.label] ?? one.target ?? 0 })),
    { changed: () => {
      const wishes = read();
      kept.save(key, { ...kept.load(key), targets: Object.fromEntries(aimed.map((one, n) => [one.label, wishes[`aim${n}`] ?? 0])) });
      changed();
    } },
  );
  return aimed.length ? [grid] : [];
};

const joined = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]);
