// A list that people add to, and what they see of it. Keeps every record until somebody presses Delete.
const plural = (item) => {
  const words = py.capitalize(item.slice(0, 1)) + item.slice(1);
  if (/[^aeiou]y$/.test(words)) return `${words.slice(0, -1)}ies`;
  return words.endsWith("s") ? words : words + (/(x|ch|sh)$/.test(words) ? "es" : "s");
};

const marked = (row, { field, test = "equal", value = "" }) => {
  let have = row[field];
  let wanted = value in row ? row[value] : value;
  if (isMissing(have) || isMissing(wanted)) return false;
  if (have instanceof Day) {
    wanted = wanted === "today" ? py.today() : wanted instanceof Day ? wanted : dayOf(wanted);
    if (!wanted) return false;
  } else if (typeof have === "boolean") wanted = ["yes", "true", "1", "done"].includes(String(wanted).toLowerCase());
  else if (typeof have === "number") {
    wanted = numberIn(String(wanted));
    if (wanted === null) return false;
  } else [have, wanted] = [String(have).toLowerCase(), String(wanted).toLowerCase()];
  const order = py.compare(have, wanted);
  return { less: order < 0, at_most: order <= 0, equal: order === 0, not_equal: order !== 0, at_least: order >= 0, more: order > 0 }[test];
};

const records = ({
  item = "item", fields = [], settings = [], computed = [], features = ["delete"], doneLabel = "Done", openLabel = "", add = "", filters = [], sort = "", descending = false,
  summaries = [], charts = [], highlights = [], actions = [], rows: atFirst = [], title = "", about = "",
}) => ({
  title,
  about,
  draw(place, key) {
    const can = (feature) => features.includes(feature);
    const labels = Object.fromEntries([...settings, ...fields].map((field) => [field.name, field.label]));
    const names = Object.fromEntries([
      ...fields.map(({ name, label, type = "text", unit }) => [name, { label, type, unit }]),
      ...computed.map(({ name, label, format = "text", decimals, unit }) => [name, { label, type: format, decimals, unit }]),
      ...(can("done") ? [["done", { label: doneLabel, type: "yes_no" }]] : []),
    ]);
    const usual = Object.fromEntries(fields.filter((one) => ![undefined, "today"].includes(one.default)).map((one) => [one.name, one.default]));
    const raw = (values) => ({
      id: crypto.randomUUID?.() ?? String(py.below(2 ** 32)),
      created: String(py.today()),
      done: false,
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toKept(value)])),
    });
    const stored = () => {
      const found = kept.load(key);
      return found.rows ? found : kept.save(key, { rows: atFirst.map((row) => raw({ ...usual, ...row })), targets: {} });
    };
    const set = () => {
      const now = stored().settings ?? {};
      return Object.fromEntries(settings.map(({ name, type = "text", default: usual }) => [name, fromKept(now[name] ?? usual ?? null, type)]));
    };
    const sums = () => {
      const numbers = fields.filter((one) => NUMERIC.includes(one.type));
      const all = (name) => py.sum(stored().rows.map((row) => row[name]).filter((value) => typeof value === "number"));
      const named = (name) => `all${name.slice(0, 1).toUpperCase()}${name.slice(1).replace(/_$/, "")}`;
      return Object.fromEntries(numbers.map(({ name }) => [named(name), all(name)]));
    };
    const full = (row, once) => {
      const entered = Object.fromEntries(fields.map(({ name, type = "text" }) => [name, fromKept(row[name], type)]));
      const { values } = workOut(computed, { ...once, ...entered, done: Boolean(row.done) }, labels);
      return { ...row, ...entered, ...Object.fromEntries(computed.map(({ name }) => [name, values[name] ?? null])) };
    };
    const rowsNow = () => {
      const once = { ...set(), ...sums() };
      return stored().rows.map((row) => full(row, once));
    };
    const change = (work) => {
      const now = stored();
      kept.save(key, { ...now, rows: work(now.rows) });
      look();
    };
    const put = (id, values) => {
      const fresh = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toKept(value)]));
      change((rows) => rows.map((row) => (row.id === id ? { ...row, ...fresh } : row)));
    };
    const text = (value, column) => shown(value, column.type, column);
    const view = { word: "", filters: {}, all: false, editing: null, said: "" };

    const lacking = (values) => {
      const texts = fields.filter((one) => ["text", "long_text", undefined].includes(one.type));
      const first = (texts[0] ?? fields.find((one) => NUMERIC.includes(one.type)))?.name;
      const needed = fields.find((one) => (one.required ?? one.name === first) && isMissing(values[one.name]));
      if (needed) return needed.label;
      const typed = fields.filter((one) => !["date", "choice", "yes_no", "time"].includes(one.type));
      return typed.length && typed.every((one) => isMissing(values[one.name])) ? typed[0].label : "";
    };

    const above = make("div", { style: "display: contents" });
    const entering = (row) => {
      const [grid, read] = entries(fields, row ? { start: row } : { fresh: true });
      const fault = make("p", { className: "bad", role: "alert" });
      const close = () => {
        view.editing = null;
        enter();
        look();
      };
      const submit = (event) => {
        event.preventDefault();
        const values = read();
        const label = lacking(values);
        fault.textContent = label ? `Fill in ${label} first.` : "";
        if (label) return;
        if (row) {
          put(row.id, values);
          close();
        } else {
          change((rows) => [...rows, raw(values)]);
          enter();
        }
      };
      const buttons = row
        ? [make("button", { className: "main" }, "Save"), button("Cancel", close)]
        : [make("button", { className: "main" }, add || `Add ${item}`)];
      const head = row ? [make("strong", {}, `Edit ${item}`)] : [];
      return make("form", { onsubmit: submit, noValidate: true }, ...head, grid, make("div", { className: "row" }, ...buttons), fault);
    };
    const enter = () => above.replaceChildren(entering(rowsNow().find((row) => row.id === view.editing)));

    const choicesOf = (name, rows) => {
      if (name === "done") return [doneLabel, openLabel || `Not ${doneLabel.toLowerCase()}`];
      const field = fields.find((one) => one.name === name);
      if (names[name].type === "text") return py.sorted(new Set(rows.map((row) => row[name]).filter((one) => !isMissing(one)).map(String)), { key: py.lower });
      return field?.options ?? ["Yes", "No"];
    };
    const texts = (value, column) => (column.type === "yes_no" ? [value ? "Yes" : "No"] : Array.isArray(value) ? value.map(String) : [text(value, column)]);
    const narrowing = make("div", { className: "fields" });
    const narrow = () => {
      const rows = rowsNow();
      const cells = [];
      if (can("search")) {
        const input = make("input", { id: `${key}search`, type: "search", value: view.word });
        input.addEventListener("input", () => {
          view.word = input.value;
          list();
        });
        cells.push(make("div", { className: "field" }, make("label", { htmlFor: input.id }, "Search"), input));
      }
      for (const name of filters) {
        const options = ["All", ...choicesOf(name, rows)];
        const chosen = options.includes(view.filters[name]) ? view.filters[name] : "All";
        const select = make("select", { id: `${key}by${name}` }, ...options.map((one) => make("option", { selected: one === chosen }, one)));
        select.addEventListener("change", () => {
          view.filters[name] = select.value;
          list();
        });
        cells.push(make("div", { className: "field" }, make("label", { htmlFor: select.id }, `Filter by ${names[name].label}`), select));
      }
      narrowing.replaceChildren(...cells);
    };
    const found = (rows) => {
      const word = view.word.trim().toLowerCase();
      const says = (row) => !word || Object.entries(names).some(([name, column]) => text(row[name], column).toLowerCase().includes(word));
      const said = (name, row) => (name === "done" ? [choicesOf(name)[row.done ? 0 : 1]] : texts(row[name], names[name]));
      const fits = (row) => filters.every((name) => (view.filters[name] ?? "All") === "All" || said(name, row).includes(view.filters[name]));
      return rows.filter((row) => says(row) && fits(row));
    };
    const ordered = (rows) => {
      if (!sort) return [...rows].reverse();
      const there = rows.filter((row) => !isMissing(row[sort]));
      const options = fields.find((one) => one.name === sort)?.options ?? [];
      const yearly = summaries.some((one) => one.stat === "next_yearly" && one.of === sort);
      const rank = ({ [sort]: value }) => {
        if (yearly) return [0, Number(nextDate(value, "next_yearly"))];
        if (options.includes(value)) return [0, options.indexOf(value)];
        if (value instanceof Day || typeof value === "number") return [1, Number(value)];
        return [2, String(value).toLowerCase()];
      };
      return [...py.sorted(there, { key: rank, reverse: descending && !yearly }), ...rows.filter((row) => isMissing(row[sort]))];
    };

    const act = (row, { field, change: how = "set", value = "" }) => () => {
      const now = row[field];
      let fresh = value;
      if (how === "toggle") fresh = !now;
      else if (how === "add") fresh = py.round((typeof now === "number" ? now : 0) + (value ? (numberIn(value) ?? 1) : 1), 10);
      else if (["today", "now"].includes(value.toLowerCase())) fresh = py.today();
      else if (numberIn(value) !== null && (typeof now === "number" || now === null)) fresh = numberIn(value);
      put(row.id, { [field]: fresh });
    };
    const tick = (label, checked, onchange, hidden) => {
      const box = make("input", { type: "checkbox", checked, onchange });
      return make("label", { className: "row" }, box, make("span", hidden ? { className: "soft" } : {}, label));
    };
    const notes = (row) => [...new Set(highlights.filter((mark) => marked(row, mark)).map((mark) => mark.note || "Attention"))];
    const words = (row) => {
      const filled = fields.filter((one) => !isMissing(row[one.name]));
      const head = (filled.find((one) => (one.type ?? "text") === "text") ?? filled[0] ?? fields[0]).name;
      const marks = row.done ? [] : notes(row);
      const rest = Object.keys(names).filter((name) => ![head, "done"].includes(name) && !isMissing(row[name]) && row[name].length !== 0);
      const long = rest.filter((name) => names[name].type === "long_text");
      const line = rest.filter((name) => !long.includes(name)).map((name) => `${names[name].label}: ${text(row[name], names[name])}`);
      if (can("daily")) {
        const days = streakOf((row.days ?? []).map(dayOf));
        line.push(`Streak: ${days} day${days === 1 ? "" : "s"}`);
      }
      return make(
        "div", { className: "grow" },
        make("strong", { className: row.done ? "done" : "" }, text(row[head], names[head])),
        ...marks.map((mark) => make("span", { className: "mark" }, ` ${mark}`)),
        ...(line.length ? [make("br"), make("small", {}, line.join(" · "))] : []),
        ...long.map((name) => make("pre", {}, row[name])),
      );
    };
    const rowItem = (row) => {
      const parts = [];
      if (can("done")) parts.push(tick(doneLabel, Boolean(row.done), () => put(row.id, { done: !row.done }), true));
      if (can("daily")) {
        const [days, today] = [row.days ?? [], String(py.today())];
        const turned = days.includes(today) ? days.filter((day) => day !== today) : [...days, today];
        parts.push(tick("Done today", days.includes(today), () => put(row.id, { days: turned })));
      }
      parts.push(words(row), ...actions.map((action) => button(action.label, act(row, action))));
      const edit = () => {
        view.editing = row.id;
        enter();
        above.querySelector("input, select, textarea")?.focus();
      };
      if (can("edit")) parts.push(button("Edit", edit));
      if (can("delete")) parts.push(button("Delete", () => change((rows) => rows.filter((one) => one.id !== row.id))));
      return make("li", { className: "card row" }, ...parts);
    };

    const under = make("div", { style: "display: contents" });
    const list = () => {
      const rows = rowsNow();
      const seen = ordered(found(rows));
      if (!seen.length) return under.replaceChildren(make("p", { className: "soft" }, rows.length ? "Nothing found." : "Nothing here yet."));
      if (!actions.length && !["done", "daily", "delete", "edit"].some(can)) {
        const note = (row) => (highlights.length ? [["Note", notes(row).join(", ")]] : []);
        const lines = seen.map((row) => new Map([...Object.entries(names).map(([name, column]) => [column.label, text(row[name], column)]), ...note(row)]));
        return under.replaceChildren(table(lines, item));
      }
      const most = view.all ? seen.length : 100;
      const more = () => {
        view.all = true;
        list();
      };
      const rest = seen.length > most ? [button(`Show all ${seen.length}`, more)] : [];
      return under.replaceChildren(make("ul", { className: "list", "aria-label": item }, ...seen.slice(0, most).map(rowItem)), ...rest);
    };

    const figures = make("div", { style: "display: contents" });
    const asText = (value) => (value instanceof Day || typeof value === "boolean" ? shown(value) : Array.isArray(value) ? value.join("; ") : (value ?? ""));
    const files = () => {
      const columns = [...fields, ...computed];
      const file = `${plural(item).toLowerCase().replace(/[^\p{L}\p{N}]/gu, "_")}.csv`;
      return download("Download CSV", file, () => csv([columns.map((one) => one.label), ...rowsNow().map((row) => columns.map((one) => asText(row[one.name])))]), "text/csv");
    };
    const look = () => {
      const rows = rowsNow();
      const drawn = rows.length ? charts.map((one) => headed(one.label, chart(charted(one, rows, names), `${one.type ?? "bar"}_chart`, one.label))) : [];
      figures.replaceChildren(...summed(summaries, rows, names, stored().targets ?? {}), ...drawn);
      narrow();
      list();
    };
    const [setting, settled] = entries(settings, { start: set(), changed: () => {
      kept.save(key, { ...stored(), settings: Object.fromEntries(Object.entries(settled()).map(([name, value]) => [name, toKept(value)])) });
      look();
    } });
    place.append(...(settings.length ? [setting] : []), above, ...aims(summaries, key, () => look()), figures, ...(can("download") ? [make("div", {}, files())] : []));
    place.append(...(can("search") || filters.length ? [narrowing] : []), make("h2", {}, plural(item)), under);
    enter();
    look();
  },
});
