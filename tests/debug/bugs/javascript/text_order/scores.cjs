"use strict";

// A table of the best scores.

function best(scores, count) {
  return [...scores].sort().reverse().slice(0, count);
}

function middle(scores) {
  if (scores.length === 0) return null;
  const ordered = best(scores, scores.length);
  return ordered[Math.floor(ordered.length / 2)];
}

function medals(scores) {
  const names = ["gold", "silver", "bronze"];
  return best(scores, names.length).map((score, place) => `${names[place]}: ${score}`);
}

module.exports = { best, medals, middle };
