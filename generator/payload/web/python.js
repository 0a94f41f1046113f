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

  truth(value) {
    if (value === null || value === undefined || value === false || value === 0 || value === "") return false;
    if (Array.isArray(value)) return value.length > 0;
    if (value instanceof Map || value instanceof Set) return value.size > 0;
    return true;
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

  sum(numbers, start = 0) {
    return py.each(numbers).reduce((a, b) => py.add(a, b), start);
  },
};
