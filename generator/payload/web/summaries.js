// Figures and charts about all records; those that lack the value count for nothing.
const STATS = {
  sum: (values) => py.sum(values),
  average: (values) => py.sum(values) / values.length,
  minimum: (values) => Math.min(...values),
  maximum: (values) => Math.max(...values),
  latest: (values) => values.at(-1),
  change: (values) => values.at(-1) - values[0],
  loss: (values) => values[0] - values.at(-1),
  even: (values) => py.sum(values),
  transfers: (values) => py.sum(values),
};
// Figures that say how people get even who share what all of them paid.
const SHARED = ["even", "transfers"];

const numbersOf = (rows, name) => rows.map((row) => row[name]).filter((value) => typeof value === "number" && Number.isFinite(value));

const isValue = (value, wanted) => {
  if (Array.isArray(value)) return value.some((one) => isValue(one, wanted));
  if (typeof value === "boolean" || value === null || value === undefined) {
    return Boolean(value) === ["yes", "true", "done", "1"].includes(wanted.toLowerCase());
  }
  return String(value).toLowerCase() === wanted.toLowerCase();
};

// The record's own date, or the day when it was added.
const dayOfRow = (row, names) => {
  const own = Object.entries(names).find(([name, column]) => column.type === "date" && row[name] instanceof Day);
  return own ? row[own[0]] : dayOf(row.created) ?? py.day(1970, 1, 1);
};

const within = (row, period, names) => {
  if (period === "all") return true;
  const [day, today] = [dayOfRow(row, names), py.today()];
  const starts = {
    today,
    week: py.subtract(today, py.weekdayOf(today)),
    month: py.day(today.year, today.month, 1),
    year: py.day(today.year, 1, 1),
  };
  return starts[period] <= day && day <= today;
};

const streakOf = (days) => {
  const there = new Set(days.map(Number));
  let at = Number(py.today());
  if (!there.has(at)) at -= 1;
  let count = 0;
  while (there.has(at)) [count, at] = [count + 1, at - 1];
  return count;
};

const nextDate = (value, stat) => {
  if (!(value instanceof Day) || stat !== "next_yearly") return value instanceof Day ? value : null;
  const today = py.today();
  const leap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  for (let year = today.year; year < today.year + 9; year += 1) {
    const last = value.month === 2 && value.day === 29 && !leap(year);
    const at = py.day(year, value.month, last ? 28 : value.day);
    if (at >= today) return at;
  }
  return null;
};

const isComing = (summary) => ["next", "next_yearly"].includes(summary.stat);

const coming = (summary, rows, names) => {
  const today = py.today();
  const dates = rows
    .filter((row) => !row.done)
    .map((row) => [nextDate(row[summary.of], summary.stat), row])
    .filter(([at]) => at && (summary.period !== "future" || at >= today));
  if (!dates.length) return DASH;
  const [at, row] = dates.reduce((best, one) => (one[0] < best[0] ? one : best));
  const head = Object.entries(names).find(([name, column]) => ["text", "choice"].includes(column.type) && row[name]);
  const days = at - today;
  const count = (number) => `${number} day${number === 1 ? "" : "s"}`;
  const when = days === 0 ? "today" : days > 0 ? `in ${count(days)}` : `${count(-days)} ago`;
  return head ? `${row[head[0]]}: ${at}, ${when}` : `${at}, ${when}`;
};

// The figure about these rows; null when there is nothing to tell.
const figureOf = (summary, rows, names) => {
  const { stat = "count", of = "", where = "", equals = "", minus = "", weight = "", period = "all" } = summary;
  let chosen = rows.filter((row) => within(row, period, names));
  if (where && !["share_done", "balance"].includes(stat)) chosen = chosen.filter((row) => isValue(row[where], equals));
  if (stat === "share_done") {
    const done = chosen.filter((row) => isValue(row[where || of || "done"], equals || "yes"));
    return chosen.length ? (100 * done.length) / chosen.length : 0;
  }
  if (stat === "streak") return streakOf(chosen.map((row) => dayOfRow(row, names)));
  if (stat === "count") return (of ? chosen.filter((row) => ![null, undefined, ""].includes(row[of])) : chosen).length;
  if (stat === "distinct") return new Set(chosen.filter((row) => row[of]).map((row) => String(row[of]).toLowerCase())).size;
  if (stat === "balance") {
    const side = (value) => py.sum(numbersOf(chosen.filter((row) => isValue(row[where], value)), of));
    return side(equals) - side(minus);
  }
  if (stat === "weighted_average" || stat === "ratio") {
    const both = chosen.filter((row) => numbersOf([row], of).length && numbersOf([row], weight).length);
    const total = py.sum(numbersOf(both, weight));
    const above = stat === "ratio" ? numbersOf(both, of) : both.map((row) => row[of] * row[weight]);
    return total ? py.sum(above) / total : null;
  }
  if (["latest", "change", "loss"].includes(stat)) chosen = py.sorted(chosen, { key: (row) => dayOfRow(row, names) });
  const values = numbersOf(chosen, of);
  return values.length ? STATS[stat](values) : ["sum", ...SHARED].includes(stat) ? 0 : null;
};

const figureText = (value, summary, names) => {
  const stat = summary.stat ?? "count";
  if (stat === "share_done") return shown(value, "percent", { decimals: 0 });
  if (["count", "distinct", "streak"].includes(stat)) {
    const text = shown(value, "integer");
    return stat !== "streak" ? text : `${text} day${value === 1 ? "" : "s"}`;
  }
  const of = names[summary.of] ?? {};
  if (stat === "even" && value !== null) {
    const told = shown(Math.abs(value), of.type ?? "text", of);
    return Math.abs(value) < 0.005 ? "even" : `${value > 0 ? "gets back" : "has to pay"} ${told}`;
  }
  return shown(value, of.type === "integer" && stat.includes("average") ? "number" : (of.type ?? "text"), of);
};

const weekOf = (day) => {
  const thursday = py.add(day, 3 - py.weekdayOf(day));
  const first = py.day(thursday.year, 1, 1);
  return `${thursday.year}, week ${String(1 + Math.floor((thursday - first) / 7)).padStart(2, "0")}`;
};

const spanOf = (day, each) => {
  if (each === "week") return weekOf(day);
  return String(day).slice(0, { month: 7, year: 4 }[each] ?? 10);
};

const groupedFigures = (summary, rows, names) => {
  const groups = new Map();
  const put = (group, row) => groups.set(group, [...(groups.get(group) ?? []), row]);
  for (const row of rows) {
    if (summary.each) put(spanOf(dayOfRow(row, names), summary.each), row);
    else for (const one of [row[summary.groupBy]].flat()) put(shown(one, names[summary.groupBy].type), row);
  }
  let figures = [...groups].filter(([group]) => group !== DASH).map(([group, some]) => [group, figureOf(summary, some, names)]);
  if (SHARED.includes(summary.stat)) {
    const even = py.sum(figures.map(([, value]) => value ?? 0)) / figures.length;
    figures = figures.map(([group, value]) => [group, (value ?? 0) - even]);
  }
  return py.sorted(figures, { key: ([group, value]) => (summary.each ? group : (value ?? 0)), reverse: true });
};

// Who pays whom how much until all are even, from what each is ahead; whoever owes most pays first.
const transfers = (ahead) => {
  const left = new Map(ahead.map(([who, value]) => [who, py.round(value, 2)]));
  const found = [];
  while (found.length < left.size) {
    const sorted = py.sorted([...left], { key: ([, value]) => value });
    const [[owing, debt], [owed, claim]] = [sorted[0], sorted.find(([, value]) => value === sorted.at(-1)[1])];
    const value = py.round(Math.min(-debt, claim), 2);
    if (value < 0.01) break;
    left.set(owing, py.round(debt + value, 2)).set(owed, py.round(claim - value, 2));
    found.push([owing, owed, value]);
  }
  return found;
};

const figureLines = (summary, groups, names) => {
  if (summary.stat === "transfers") {
    const found = transfers(groups).map(([from, to, value]) => [from, to, figureText(value, summary, names)]);
    return (found.length ? found : [[DASH, DASH, DASH]]).map(([from, to, value]) => new Map([["From", from], ["To", to], ["Amount", value]]));
  }
  const head = summary.each ? py.capitalize(summary.each) : names[summary.groupBy].label;
  return groups.map(([group, value]) => new Map([[head, group], [summary.label, figureText(value, summary, names)]]));
};

const progressTo = (summary, value, target, names) => {
  const left = target - value;
  const [amount, of, rest] = [value, target, Math.abs(left)].map((one) => figureText(one, summary, names));
  const words = left > 0 ? `${rest} left` : left === 0 ? "reached" : `${rest} over`;
  const told = `${summary.label}: ${amount} of ${of} (${Math.round((100 * value) / target)} %), ${words}`;
  const share = Math.min(1, Math.max(0, value / target));
  return make("div", {}, make("progress", { value: share, max: 1, "aria-label": summary.label }), make("small", {}, told));
};

const summed = (summaries, rows, names, targets) => {
  const single = summaries.filter((one) => !(one.groupBy || one.each));
  const targetOf = (one) => Number(targets[one.label] ?? one.target ?? 0);
  const cards = single.flatMap((one) => {
    const value = isComing(one) ? null : figureOf(one, rows, names);
    const card = figure(one.label, isComing(one) ? coming(one, rows, names) : figureText(value, one, names));
    const left = targetOf(one) && one.stat === "sum";
    return left ? [card, figure("Left", figureText(targetOf(one) - (value ?? 0), one, names))] : [card];
  });
  const bars = single.filter(targetOf).map((one) => progressTo(one, figureOf(one, rows, names) ?? 0, targetOf(one), names));
  const tables = summaries
    .filter((one) => one.groupBy || one.each)
    .map((one) => {
      const groups = groupedFigures(one, rows, names);
      const lines = groups.length ? figureLines(one, groups, names) : [];
      return headed(one.label, lines.length ? table(lines, one.label) : make("p", { className: "soft" }, "Nothing here yet."));
    });
  return [...(cards.length ? [make("div", { className: "figures" }, ...cards)] : []), ...bars, ...tables];
};

const charted = (one, rows, names) => {
  const groups = new Map();
  for (const row of rows) {
    const [at, value] = [row[one.x], one.y ? row[one.y] : 1];
    if (at === null || at === undefined || at === "" || typeof value !== "number") continue;
    for (const point of [at].flat()) groups.set(String(point), [...(groups.get(String(point)) ?? []), value]);
  }
  const kind = names[one.y]?.type ?? "";
  const usual = one.type !== "line" || !one.y || ["money", "integer"].includes(kind) ? "sum" : "average";
  const head = names[one.x]?.label ?? one.x;
  const side = names[one.y]?.label ?? "Count";
  const points = py.sorted([...groups], { key: ([at]) => at });
  return points.map(([at, values]) => new Map([[head, at], [side, STATS[one.stat || usual](values)]]));
};
