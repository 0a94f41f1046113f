"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { best, medals, middle } = require("./scores.cjs");

test("as many as are asked for", () => {
  assert.deepEqual(best([3, 9, 5], 2), [9, 5]);
});

test("no scores have no middle", () => {
  assert.equal(middle([]), null);
});

test("medals", () => {
  assert.deepEqual(medals([1, 2]), ["gold: 2", "silver: 1"]);
});

test("ten is more than nine", () => {
  assert.deepEqual(best([9, 10], 1), [10]);
});
