// Days between dates, as UTC has them.

const DAY = 24 * 60 * 60 * 1000;

export function startOf(date) {
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getDate());
}

export function daysBetween(one, other) {
  return Math.round((startOf(other) - startOf(one)) / DAY);
}

export function isWeekend(date) {
  return [0, 6].includes(date.getUTCDay());
}

export function workdays(from, count) {
  const found = [];
  for (let at = startOf(from); found.length < count; at += DAY) {
    const day = new Date(at);
    if (!isWeekend(day)) found.push(day.toISOString().slice(0, 10));
  }
  return found;
}
