import assert from "node:assert/strict";
import test from "node:test";
import { Till } from "./till.mjs";

const sold = (...prices) => {
  const till = new Till();
  for (const price of prices) till.sell(price);
  return till;
};

test("an empty till", () => {
  assert.equal(sold().total(), 0);
});

test("some of one", () => {
  const till = new Till();
  till.sell(2.5, 4);
  assert.equal(till.total(), 10);
});

test("change", () => {
  assert.equal(sold(3.3, 1.1).change(5), 0.6);
});

test("too little", () => {
  assert.throws(() => sold(3).change(2), /asked for/);
});

test("dimes add up", () => {
  assert.equal(sold(0.1, 0.2).total(), 0.3);
});
