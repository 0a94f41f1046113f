"use strict";

// The board of a small game.

class Board {
  constructor(rows, columns) {
    this.cells = Array(rows).fill(Array(columns).fill(" "));
  }

  place(row, column, mark) {
    if (this.cells[row][column] !== " ") throw new Error("that is taken");
    this.cells[row][column] = mark;
  }

  free() {
    return this.cells.flat().filter((cell) => cell === " ").length;
  }

  show() {
    return this.cells.map((row) => row.join("|")).join("\n");
  }
}

exports.Board = Board;
