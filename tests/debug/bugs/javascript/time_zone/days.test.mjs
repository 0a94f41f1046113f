import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { daysBetween, isWeekend, workdays } from "./days.mjs";

before(() => {
  process.env.TZ = "America/New_York";
});

after(() => {
  delete process.env.TZ;
});

test("a week has seven days", () => {
  assert.equal(daysBetween(new Date("2026-03-01T12:00:00Z"), new Date("2026-03-08T12:00:00Z")), 7);
});

test("saturday is weekend", () => {
  assert.equal(isWeekend(new Date("2026-03-07T12:00:00Z")), true);
});

test("workdays leave out the weekend", () => {
  assert.deepEqual(workdays(new Date("2026-03-06T12:00:00Z"), 2), ["2026-03-06", "2026-03-09"]);
});

test("the hour after midnight is the same day", () => {
  assert.equal(daysBetween(new Date("2026-03-01T12:00:00Z"), new Date("2026-03-02T01:00:00Z")), 1);
});
