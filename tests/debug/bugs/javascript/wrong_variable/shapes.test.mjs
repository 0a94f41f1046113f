import assert from "node:assert/strict";
import test from "node:test";
import { area, around, box, meet } from "./shapes.mjs";

test("boxes that touch do not meet", () => {
  assert.equal(meet(box(0, 0, 2, 2), box(2, 0, 2, 2)), false);
  assert.equal(meet(box(0, 0, 2, 2), box(1, 1, 2, 2)), true);
});

test("squares are held by a box around them", () => {
  assert.deepEqual(around([box(0, 0, 2, 2), box(3, 1, 1, 1)]), box(0, 0, 4, 2));
});

test("the area of a box", () => {
  assert.equal(area(box(5, 5, 2, 3)), 6);
});

test("a tall box is held as well", () => {
  assert.equal(area(around([box(0, 0, 1, 5)])), 5);
});
