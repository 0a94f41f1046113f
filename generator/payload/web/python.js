// What numbers, texts, lists and days do in rules, to the last digit the same as in the Python that they were proven in.
class AnswerError extends Error {}

class Day {
  constructor(ordinal) {
    this.ordinal = ordinal;
    const moment = new Date((ordinal - 719163) * 86400000);
    [this.year, this.month, this.day] = [moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate()];
  }

  valueOf() {
    return this.ordinal;
  }

  toString() {
    const two = (number) => String(number).padStart(2, "0");
    return `${String(this.year).padStart(4, "0")}-${two(this.month)}-${two(this.day)}`;
  }
}

const py = {
  day(year, month, day) {
    const moment = new Date(Date.UTC(2000, month - 1, day));
    moment.setUTCFullYear(year, month - 1, day);
    if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) throw new AnswerError("There is no such day.");
    return new Day(Math.round(moment.getTime() / 86400000) + 719163);
  },

  today() {
    const now = new Date();
    return py.day(now.getFullYear(), now.getMonth() + 1, now.getDate());
  },

  weekdayOf(day) {
    return (day.ordinal + 6) % 7;
  },

  isoWeekday(day) {
    return py.weekdayOf(day) + 1;
  },

  ordinalOf(day) {
    return day.ordinal;
  },

  divide(above, below) {
    if (below === 0) throw new AnswerError("There is no answer: it would mean dividing by zero.");
    return above / below;
  },

  floorDivide(above, below) {
    return Math.floor(py.divide(above, below));
  },

  modulo(above, below) {
    if (below === 0) throw new AnswerError("There is no answer: it would mean dividing by zero.");
    return above - below * Math.floor(above / below);
  },

  divmod(above, below) {
    return [py.floorDivide(above, below), py.modulo(above, below)];
  },

  power(base, exponent) {
    return py.sure(base ** exponent);
  },

  root(number) {
    return py.sure(Math.sqrt(number));
  },

  logarithm(number, base) {
    return py.sure(base === undefined ? Math.log(number) : Math.log(number) / Math.log(base));
  },

  wholeRoot(number) {
    return Math.floor(py.root(number));
  },

  sure(number) {
    if (!Number.isFinite(number)) throw new RangeError("no number");
    return number;
  },

  degrees(angle) {
    return (angle * 180) / Math.PI;
  },

  radians(angle) {
    return (angle * Math.PI) / 180;
  },

  gcd(...numbers) {
    const two = (a, b) => (b ? two(b, a % b) : Math.abs(a));
    return numbers.reduce(two, 0);
  },

  lcm(...numbers) {
    return numbers.reduce((a, b) => (a && b ? Math.abs(a * b) / py.gcd(a, b) : 0), 1);
  },

  factorialOf(number) {
    if (number < 0 || number > 1000) throw new RangeError("no factorial");
    const found = py.range(1, number + 1).reduce((product, one) => product * BigInt(one), 1n);
    return found > Number.MAX_SAFE_INTEGER ? found : Number(found);
  },

  choices(all, some) {
    let ways = some <= all ? 1 : 0;
    for (let n = 1; n <= some; n += 1) ways = (ways * (all - some + n)) / n;
    return Math.round(ways);
  },

  product(numbers) {
    return py.each(numbers).reduce((a, b) => a * b, 1);
  },

  isClose(one, two) {
    return Math.abs(one - two) <= 1e-9 * Math.max(Math.abs(one), Math.abs(two));
  },

  bitLength(number) {
    return number ? Math.abs(number).toString(2).length : 0;
  },

  add(one, two) {
    if (Array.isArray(one)) return [...one, ...two];
    if (one instanceof Day) return new Day(one.ordinal + Number(two));
    if (two instanceof Day) return new Day(Number(one) + two.ordinal);
    return one + two;
  },

  subtract(one, two) {
    if (one instanceof Set) return new Set([...one].filter((item) => !two.has(item)));
    return one instanceof Day && !(two instanceof Day) ? new Day(one.ordinal - two) : one - two;
  },

  multiply(one, two) {
    if (typeof one === "number" && typeof two === "number") return one * two;
    const [count, held] = typeof one === "number" ? [one, two] : [two, one];
    const times = Math.max(0, count);
    return typeof held === "string" ? held.repeat(times) : Array(times).fill(held).flat();
  },

  round(number, places = 0) {
    const size = Math.abs(number);
    if (!Number.isFinite(size) || size >= 1e21 || places < 0) {
      const scale = 10 ** -places;
      return places < 0 ? py.round(number / scale) * scale : number;
    }
    let rounded = Number(size.toFixed(Math.min(places, 60)));
    const isTie = /^50*$/.test(size.toFixed(Math.min(places, 60) + 40).split(".")[1].slice(places));
    if (isTie) rounded = (2 * Math.round((size * 10 ** places) / 2)) / 10 ** places;
    return number < 0 ? -rounded : rounded;
  },

  int(value) {
    if (typeof value !== "string") return Math.trunc(Number(value));
    if (!/^\s*[+-]?\d+\s*$/.test(value)) throw new TypeError("no whole number");
    return Number(value);
  },

  float(value) {
    if (typeof value !== "string") return Number(value);
    if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) throw new TypeError("no number");
    return Number(value);
  },

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

  truth(value) {
    if (value === null || value === undefined || value === false || value === 0 || value === "") return false;
    if (Array.isArray(value)) return value.length > 0;
    if (value instanceof Map || value instanceof Set) return value.size > 0;
    return true;
  },

  both(one, two) {
    return py.truth(one) ? two() : one;
  },

  either(one, two) {
    return py.truth(one) ? one : two();
  },

  equal(one, two) {
    return one === two || py.compare(one, two) === 0;
  },

  compare(one, two) {
    if (Array.isArray(one) && Array.isArray(two)) {
      for (let n = 0; n < Math.min(one.length, two.length); n += 1) {
        const order = py.compare(one[n], two[n]);
        if (order) return order;
      }
      return one.length - two.length;
    }
    if (one instanceof Set && two instanceof Set) return [...one].every((item) => two.has(item)) ? one.size - two.size : 1;
    if (one === null || two === null) return one === two ? 0 : 1;
    const [a, b] = [one.valueOf(), two.valueOf()];
    if (typeof a === "string" && typeof b === "string") return py.order(a, b);
    return a === b ? 0 : a < b ? -1 : 1;
  },

  order(one, two) {
    const [a, b] = [Array.from(one), Array.from(two)];
    for (let n = 0; n < Math.min(a.length, b.length); n += 1) {
      if (a[n] !== b[n]) return a[n].codePointAt(0) - b[n].codePointAt(0);
    }
    return a.length - b.length;
  },

  contains(held, wanted) {
    if (typeof held === "string") return held.includes(wanted);
    if (held instanceof Map || held instanceof Set) return held.has(wanted);
    return py.each(held).some((item) => py.equal(item, wanted));
  },

  each(held) {
    if (Array.isArray(held)) return held;
    if (held instanceof Map) return [...held.keys()];
    return typeof held === "string" ? Array.from(held) : [...held];
  },

  len(held) {
    return held instanceof Map || held instanceof Set ? held.size : py.each(held).length;
  },

  item(held, at) {
    if (held instanceof Map) {
      if (!held.has(at)) throw new RangeError("no such key");
      return held.get(at);
    }
    const items = py.each(held);
    const found = items[at < 0 ? items.length + at : at];
    if (found === undefined) throw new RangeError("no such place");
    return found;
  },

  put(held, at, value) {
    if (held instanceof Map) held.set(at, value);
    else held[at < 0 ? held.length + at : at] = value;
  },

  slice(held, low, high, step = 1) {
    const items = py.each(held);
    const size = items.length;
    const bound = (at, otherwise) => (at === null ? otherwise : Math.min(Math.max(at < 0 ? size + at : at, -1), size));
    const [from, to] = step > 0 ? [Math.max(0, bound(low, 0)), bound(high, size)] : [bound(low, size - 1), bound(high, -1)];
    const found = [];
    for (let n = Math.min(from, size - (step < 0)); step > 0 ? n < to : n > to; n += step) found.push(items[n]);
    return typeof held === "string" ? found.join("") : found;
  },

  range(from, to, step = 1) {
    const [start, end] = to === undefined ? [0, from] : [from, to];
    const numbers = [];
    for (let n = start; step > 0 ? n < end : n > end; n += step) numbers.push(n);
    return numbers;
  },

  enumerate(held, start = 0) {
    const first = typeof start === "object" ? start.start : start;
    return py.each(held).map((item, n) => [first + n, item]);
  },

  zip(...lists) {
    const all = lists.filter((list) => !("strict" in Object(list))).map(py.each);
    return py.range(Math.min(...all.map((list) => list.length))).map((n) => all.map((list) => list[n]));
  },

  sum(numbers, start = 0) {
    return py.each(numbers).reduce((a, b) => py.add(a, b), start);
  },

  all(held) {
    return py.each(held).every(py.truth);
  },

  any(held) {
    return py.each(held).some(py.truth);
  },

  kept(test, held) {
    return py.each(held).filter(test ?? py.truth);
  },

  mapped(change, held) {
    return py.each(held).map((item) => change(item));
  },

  first(held, otherwise) {
    const items = py.each(held);
    if (!items.length && otherwise === undefined) throw new RangeError("nothing there");
    return items.length ? items[0] : otherwise;
  },

  options(given) {
    const last = given.at(-1);
    return last !== null && typeof last === "object" && Object.getPrototypeOf(last) === Object.prototype ? given.pop() : {};
  },

  least(given, sign) {
    const { key = (item) => item, default: otherwise } = py.options(given);
    const items = given.length === 1 ? py.each(given[0]) : given;
    if (!items.length) {
      if (otherwise === undefined) throw new RangeError("nothing there");
      return otherwise;
    }
    return items.reduce((best, item) => (sign * py.compare(key(item), key(best)) < 0 ? item : best));
  },

  min(...given) {
    return py.least(given, 1);
  },

  max(...given) {
    return py.least(given, -1);
  },

  sorted(held, { key = (item) => item, reverse = false } = {}) {
    const sign = py.truth(reverse) ? -1 : 1;
    return [...py.each(held)].sort((a, b) => sign * py.compare(key(a), key(b)));
  },

  sortInPlace(list, how) {
    list.splice(0, list.length, ...py.sorted(list, how));
  },

  reversed(held) {
    return [...py.each(held)].reverse();
  },

  setOf(held = []) {
    return new Set(py.each(held));
  },

  dict(pairs = []) {
    return new Map(pairs);
  },

  append(list, item) {
    list.push(item);
  },

  extend(list, items) {
    list.push(...py.each(items));
  },

  insert(list, at, item) {
    list.splice(at, 0, item);
  },

  addTo(set, item) {
    set.add(item);
  },

  updateWith(held, more) {
    for (const item of more) held instanceof Map ? held.set(...item) : held.add(item);
  },

  popFrom(list, at = -1) {
    return list.splice(at, 1)[0];
  },

  lookUp(map, key, otherwise = null) {
    return map.has(key) ? map.get(key) : otherwise;
  },

  entries(map) {
    return [...map.entries()];
  },

  keys(map) {
    return [...map.keys()];
  },

  valuesOf(map) {
    return [...map.values()];
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

  below(count) {
    const most = 2 ** 32 - (2 ** 32 % count);
    const drawn = new Uint32Array(1);
    do crypto.getRandomValues(drawn);
    while (drawn[0] >= most);
    return drawn[0] % count;
  },

  between(low, high) {
    return low + py.below(high - low + 1);
  },

  chance() {
    return py.below(2 ** 32) / 2 ** 32;
  },

  uniformly(low, high) {
    return low + (high - low) * py.chance();
  },

  rangeChoice(...given) {
    return py.choose(py.range(...given));
  },

  choose(held) {
    const items = py.each(held);
    if (!items.length) throw new RangeError("nothing to choose from");
    return items[py.below(items.length)];
  },

  chooseEach(held, { k = 1 } = {}) {
    return py.range(k).map(() => py.choose(held));
  },

  sampled(held, how) {
    const count = typeof how === "object" ? how.k : how;
    const items = [...py.each(held)];
    if (count > items.length) throw new RangeError("too few to choose from");
    py.shuffleInPlace(items);
    return items.slice(0, count);
  },

  shuffleInPlace(list) {
    for (let n = list.length - 1; n > 0; n -= 1) {
      const other = py.below(n + 1);
      [list[n], list[other]] = [list[other], list[n]];
    }
  },
};
