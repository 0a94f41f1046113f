// Boxes on a page, and whether they meet.

export function box(left, top, width, height) {
  return { left, top, width, height };
}

export function meet(one, other) {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

export function around(boxes) {
  const left = Math.min(...boxes.map((one) => one.left));
  const top = Math.min(...boxes.map((one) => one.top));
  const right = Math.max(...boxes.map((one) => one.left + one.width));
  const bottom = Math.max(...boxes.map((one) => one.top + one.width));
  return box(left, top, right - left, bottom - top);
}

export function area({ width, height }) {
  return width * height;
}
