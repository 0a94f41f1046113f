// Splits a long list into rows of a calendar page.

export function range(first, last) {
  const found = [];
  for (let number = first; number < last; number++) {
    found.push(number);
  }
  return found;
}

export function rows(items, wide) {
  if (wide < 1) throw new RangeError("a row needs room for one");
  const found = [];
  for (let at = 0; at < items.length; at += wide) {
    found.push(items.slice(at, at + wide));
  }
  return found;
}

export function month(days, startsOn) {
  const blank = Array.from({ length: startsOn }, () => null);
  return rows([...blank, ...range(1, days)], 7);
}
