// What is entered and what is worked out: fields, rules, and values as people read them.
const DASH = "–";
const IN_FRONT = ["$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₫", "₴", "₱", "฿", "A$", "C$", "US$", "R$"];
const SPACELESS = ["%", "°", "°C", "°F", "x", "×"];
const NUMERIC = ["number", "integer", "money", "percent"];

class Missing extends Error {}

const isMissing = (value) =>
  value === null ||
  value === undefined ||
  (typeof value === "string" && !value.trim()) ||
  (typeof value === "number" && !Number.isFinite(value));

const grouped = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

const withUnit = (text, unit, negative) => {
  const sign = negative ? "-" : "";
  if (!unit) return sign + text;
  if (IN_FRONT.includes(unit)) return `${sign}${unit}${text}`;
  return `${sign}${text}${SPACELESS.includes(unit) ? "" : " "}${unit}`;
};

const numberText = (value, kind, { decimals = null, unit = "" } = {}) => {
  const size = Math.abs(value);
  const rounded = (places) => py.round(size + size * 1e-12, places);
  if (kind === "money") {
    const places = decimals ?? 2;
    return withUnit(grouped(rounded(places).toFixed(places)), unit, py.round(value, places) < 0);
  }
  const fixed = decimals ?? (kind === "integer" ? 0 : null);
  const places = fixed ?? (size === 0 || size >= 1 ? 2 : Math.min(10, 3 - Math.floor(Math.log10(size))));
  const near = rounded(places);
  let text = near.toFixed(places);
  if (near >= 10000) text = grouped(text);
  if (text.includes(".")) text = text.replace(/\.?0+$/, "");
  const sign = kind === "percent" ? "%" : unit;
  if (!near && value && fixed === null) return withUnit(py.significant(size, 3), sign, value < 0);
  return withUnit(text, sign, value < 0 && near !== 0);
};

// Any single value as text: numbers to so many decimals, days as ISO, yes and no for truth.
const shown = (value, kind = "text", how = {}) => {
  if (isMissing(value)) return DASH;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return numberText(value, kind, how);
  if (value instanceof Map) return [...value].map(([key, one]) => `${key}: ${shown(one)}`).join(", ") || DASH;
  if (Array.isArray(value) || value instanceof Set) return [...value].map((one) => shown(one)).join(", ") || DASH;
  return String(value);
};

const numberIn = (text) => {
  const plain = text.trim().replace(/(?<=\d)[,_ '](?=\d{3}(?!\d))/g, "").replace("−", "-");
  const sign = "[^\\p{L}\\p{N}_.+-]{0,3}";
  const found = new RegExp(
    `^${sign}([+-]?)${sign}(\\d+[.,]?\\d*|[.,]\\d+)(e[+-]?\\d+)?(?:\\s*[^\\d\\s:./,-].{0,12})?$`, "iu",
  ).exec(plain);
  return found ? Number(`${found[1]}${found[2].replace(",", ".")}${found[3] ?? ""}`) : null;
};

// What operations take, from what fields and other rules give.
const as = {
  lines(value) {
    if (Array.isArray(value)) return value.map((one) => String(one).trim()).filter(Boolean);
    const text = String(value);
    return (text.trim().includes("\n") ? py.splitLines(text) : text.split(",")).map((one) => one.trim()).filter(Boolean);
  },

  numbers(value, name) {
    const pieces = Array.isArray(value) ? value : typeof value === "number" ? [value] : value.trim().split(/[\s,;|]+/);
    const found = pieces.filter((one) => String(one).trim()).map((one) => numberIn(String(one)));
    if (!found.length || found.includes(null)) {
      throw new AnswerError(`${py.capitalize(name)} must be numbers, with spaces or commas between them.`);
    }
    return found;
  },

  number(value, name) {
    const found = typeof value === "string" ? numberIn(value) : value;
    if (typeof found !== "number") throw new AnswerError(`${py.capitalize(name)} must be a number.`);
    return found;
  },

  whole(value, name) {
    const found = as.number(value, name);
    if (found !== Math.round(found)) throw new AnswerError(`${py.capitalize(name)} must be a whole number.`);
    return found;
  },

  option(value, options, name) {
    const found = options.find((one) => one.toLowerCase() === String(value).trim().toLowerCase());
    if (found === undefined) throw new AnswerError(`${py.capitalize(name)} must be one of: ${options.join(", ")}.`);
    return found;
  },

  text(value) {
    return Array.isArray(value) ? value.map(String).join("\n") : String(value);
  },

  day(value, name) {
    const day = value instanceof Day ? value : dayOf(value);
    if (!day) throw new AnswerError(`${py.capitalize(name)} must be a date.`);
    return day;
  },
};

const dayOf = (text) => {
  const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(text ?? "");
  try {
    return found ? py.day(...found.slice(1).map(Number)) : null;
  } catch {
    return null;
  }
};

// A kept value as rules take it; null when it isn't of that kind.
const fromKept = (value, kind) => {
  if (value === null || value === undefined || value === "") return kind === "text" || kind === "long_text" ? value : null;
  if (kind === "date") return dayOf(value);
  if (kind === "integer") return Number.isFinite(Number(value)) ? Math.round(value) : null;
  if (NUMERIC.includes(kind)) return Number.isFinite(Number(value)) ? Number(value) : null;
  return kind === "yes_no" ? value === true || ["yes", "true", "1"].includes(String(value).toLowerCase()) : value;
};

const toKept = (value) => (value instanceof Day ? String(value) : value);

// Every output in turn; later ones may use earlier ones. A rule that fails leaves a sentence, never an error.
const workOut = (outputs, entered, labels) => {
  const known = { ...entered };
  const named = { ...labels, ...Object.fromEntries(outputs.map((one) => [one.name, one.label])) };
  const v = new Proxy(known, {
    get(values, name) {
      const value = values[name];
      if (value === null || value === undefined || (Array.isArray(value) && !value.length)) throw new Missing(name);
      return value;
    },
  });
  const worked = { values: {}, missing: [], problems: [] };
  for (const { name, label, rule } of outputs) {
    try {
      const value = rule(v);
      if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("no number");
      known[name] = worked.values[name] = value;
    } catch (error) {
      if (error instanceof Missing) {
        if (error.message in entered && named[error.message]) worked.missing.push(named[error.message]);
      } else {
        const said = error instanceof AnswerError ? error.message : `${label} can't be worked out from these values.`;
        worked.problems.push(said);
      }
    }
  }
  worked.missing = [...new Set(worked.missing)];
  worked.problems = [...new Set(worked.problems)];
  return worked;
};
