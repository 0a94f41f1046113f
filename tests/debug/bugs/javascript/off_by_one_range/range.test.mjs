import assert from "node:assert/strict";
import test from "node:test";
import { month, rows } from "./range.mjs";

test("rows are as wide as they are told", () => {
  assert.deepEqual(rows([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
});

test("a row has room for one at least", () => {
  assert.throws(() => rows([1], 0), RangeError);
});

test("a month begins on its day", () => {
  assert.deepEqual(month(28, 2)[0], [null, null, 1, 2, 3, 4, 5]);
});

test("the last day is there", () => {
  assert.equal(month(31, 0).flat().at(-1), 31);
});
