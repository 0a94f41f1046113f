// What texts and patterns do in rules.
const py = {
  text(value) {
    if (value === null || value === undefined) return "None";
    if (value === true) return "True";
    if (value === false) return "False";
    if (Array.isArray(value)) return `[${value.map(py.text).join(", ")}]`;
    return String(value);
  },

  format(value, spec) {
    const [, plus, zero, width, comma, dot, kind] = /^(\+?)(0?)(\d*)(,?)(?:\.(\d+))?([dfg%]?)$/.exec(spec);
    if (typeof value === "string") return value.padEnd(Number(width || 0));
    let number = kind === "%" ? value * 100 : value;
    let places = dot === undefined ? (kind === "f" || kind === "%" ? 6 : null) : Number(dot);
    const size = Math.abs(number);
    let text;
    if (kind === "g" || (!kind && dot !== undefined)) text = py.significant(size, places ?? 6);
    else text = places === null ? String(size) : py.fixed(size, places);
    if (comma) text = text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
    const sign = number < 0 ? "-" : plus;
    const filled = zero ? text.padStart(Number(width || 0) - sign.length, "0") : text;
    return `${sign}${filled}${kind === "%" ? "%" : ""}`.padStart(zero ? 0 : Number(width || 0));
  },

  fixed(size, places) {
    return py.round(size, places).toFixed(places);
  },

  significant(size, digits) {
    if (size === 0) return "0";
    const power = Math.floor(Math.log10(size));
    if (power < -4 || power >= digits) {
      const [head, tail] = size.toExponential(Math.max(0, digits - 1)).split("e");
      const short = head.includes(".") ? head.replace(/\.?0+$/, "") : head;
      return `${short}e${tail[0]}${tail.slice(1).padStart(2, "0")}`;
    }
    return String(Number(size.toPrecision(digits)));
  },

  order(one, two) {
    const [a, b] = [Array.from(one), Array.from(two)];
    for (let n = 0; n < Math.min(a.length, b.length); n += 1) {
      if (a[n] !== b[n]) return a[n].codePointAt(0) - b[n].codePointAt(0);
    }
    return a.length - b.length;
  },

  indexOf(held, wanted) {
    const at = typeof held === "string" ? held.indexOf(wanted) : held.findIndex((item) => py.equal(item, wanted));
    if (at < 0) throw new RangeError("not there");
    return at;
  },

  indexIn(text, wanted) {
    return text.indexOf(wanted);
  },

  countOf(held, wanted) {
    if (typeof held !== "string") return held.filter((item) => py.equal(item, wanted)).length;
    return wanted === "" ? Array.from(held).length + 1 : held.split(wanted).length - 1;
  },

  lower(text) {
    return text.toLowerCase();
  },

  caseless(text) {
    return text.toLowerCase().replaceAll("ß", "ss");
  },

  upper(text) {
    return text.toUpperCase();
  },

  capitalize(text) {
    const [head = "", ...rest] = Array.from(text);
    return head.toUpperCase() + rest.join("").toLowerCase();
  },

  titled(text) {
    return text.replace(/\p{L}+/gu, py.capitalize);
  },

  swapCase(text) {
    return Array.from(text, (sign) => (sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase())).join("");
  },

  ends(text, signs, { left, right }) {
    const inside = (sign) => (signs === undefined || signs === null ? /\s/u.test(sign) : signs.includes(sign));
    const all = Array.from(text);
    let [from, to] = [0, all.length];
    while (left && from < to && inside(all[from])) from += 1;
    while (right && to > from && inside(all[to - 1])) to -= 1;
    return all.slice(from, to).join("");
  },

  strip(text, signs) {
    return py.ends(text, signs, { left: true, right: true });
  },

  lstrip(text, signs) {
    return py.ends(text, signs, { left: true });
  },

  rstrip(text, signs) {
    return py.ends(text, signs, { right: true });
  },

  split(text, at, most = -1) {
    if (at === undefined || at === null) return text.split(/\s+/u).filter(Boolean);
    const parts = text.split(at);
    return most < 0 ? parts : [...parts.slice(0, most), ...(parts.length > most ? [parts.slice(most).join(at)] : [])];
  },

  splitLines(text) {
    const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
    if (lines.at(-1) === "") lines.pop();
    return lines;
  },

  partition(text, at) {
    const where = text.indexOf(at);
    return where < 0 ? [text, "", ""] : [text.slice(0, where), at, text.slice(where + at.length)];
  },

  rpartition(text, at) {
    const where = text.lastIndexOf(at);
    return where < 0 ? ["", "", text] : [text.slice(0, where), at, text.slice(where + at.length)];
  },

  replaced(text, old, fresh) {
    return text.split(old).join(fresh);
  },

  startsWith(text, head) {
    return py.each(Array.isArray(head) ? head : [head]).some((one) => text.startsWith(one));
  },

  endsWith(text, tail) {
    return py.each(Array.isArray(tail) ? tail : [tail]).some((one) => text.endsWith(one));
  },

  removePrefix(text, head) {
    return text.startsWith(head) ? text.slice(head.length) : text;
  },

  removeSuffix(text, tail) {
    return tail && text.endsWith(tail) ? text.slice(0, -tail.length) : text;
  },

  ljust(text, width, sign = " ") {
    return text.padEnd(width, sign);
  },

  rjust(text, width, sign = " ") {
    return text.padStart(width, sign);
  },

  zfill(text, width) {
    return /^[+-]/.test(text) ? text[0] + text.slice(1).padStart(width - 1, "0") : text.padStart(width, "0");
  },

  isDigit(text) {
    return /^\p{Nd}+$/u.test(text);
  },

  isAlpha(text) {
    return /^\p{L}+$/u.test(text);
  },

  isAlnum(text) {
    return /^[\p{L}\p{N}]+$/u.test(text);
  },

  isSpace(text) {
    return /^\s+$/u.test(text);
  },

  isLower(text) {
    return text === text.toLowerCase() && text !== text.toUpperCase();
  },

  isUpper(text) {
    return text === text.toUpperCase() && text !== text.toLowerCase();
  },

  codeOf(sign) {
    return sign.codePointAt(0);
  },

  findAll(pattern, text) {
    return [...text.matchAll(pattern)].map((found) => {
      if (found.length === 1) return found[0];
      return found.length === 2 ? (found[1] ?? "") : found.slice(1).map((part) => part ?? "");
    });
  },

  search(pattern, text) {
    return [...text.matchAll(pattern)].map((found) => found.map((part) => part ?? null))[0] ?? null;
  },

  splitAt(pattern, text) {
    return text.split(new RegExp(pattern.source, pattern.flags.replace("g", "")));
  },

  substitute(pattern, change, text) {
    if (typeof change !== "function") return text.replace(pattern, change.replace(/\$/g, "$$$$").replace(/\\(\d)/g, "$$$1"));
    return text.replace(pattern, (...given) => {
      const groups = given.slice(0, given.findIndex((part, n) => n && typeof part === "number"));
      return change(groups.map((part) => part ?? null));
    });
  },
};
