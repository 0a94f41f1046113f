// What lists, sets, mappings and chance do in rules.
const py = {
  both(one, two) {
    return py.truth(one) ? two() : one;
  },

  either(one, two) {
    return py.truth(one) ? one : two();
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
