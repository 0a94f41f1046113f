"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { Board } = require("./board.cjs");

test("a new board is free", () => {
  assert.equal(new Board(3, 3).free(), 9);
});

test("nobody takes what is taken", () => {
  const board = new Board(1, 1);
  board.place(0, 0, "x");
  assert.throws(() => board.place(0, 0, "o"), /taken/);
});

test("a mark stands in one place", () => {
  const board = new Board(2, 2);
  board.place(0, 1, "x");
  assert.equal(board.show(), " |x\n | ");
});
