"""Turns on a grid: whoever has so many in a line first wins. Refuses moves onto what is taken."""

from dataclasses import dataclass, field
from random import SystemRandom

import streamlit as st

from .formats import plain

CHANCE = SystemRandom()
STEPS = ((0, 1), (1, 0), (1, 1), (1, -1))


@dataclass(slots=True)
class Game:
    """The marks on the grid, row by row, and whose turn it is."""

    marks: list[str]
    turn: int = 0
    wins: dict[str, int] = field(default_factory=dict)
    winner: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """`line` in a row win; `drop`: a mark falls down its column; `computer`: it plays the second;
    `tally`: wins are counted."""

    rows: int = 3
    columns: int = 3
    line: int = 3
    drop: bool = False
    computer: bool = False
    tally: bool = False
    players: tuple[str, ...] = ("X", "O")
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        game: Game = st.session_state.setdefault(f"{key}_game", self._fresh())
        full = "" not in game.marks
        if game.winner:
            st.success(plain(f"{game.winner} wins!"))
        elif full:
            st.info("It's a draw (tie).")
        else:
            st.markdown(f"**{plain(f'Turn: {self.players[game.turn]}')}**")
        for row in range(self.rows):
            for column, place in enumerate(st.columns(self.columns, gap="small")):
                at = row * self.columns + column
                place.button(
                    plain(game.marks[at] or str(at + 1)), key=f"{key}_{at}", width="stretch",
                    type="primary" if game.marks[at] else "secondary", disabled=bool(game.winner),
                    on_click=self._press, args=(game, at),
                )  # fmt: skip
        if self.tally:
            with st.container(key=f"{key}_figures"):
                for name in (*self.players, "Draws"):
                    label = f"Wins of {name}" if name != "Draws" else name
                    st.metric(plain(label), str(game.wins.get(name, 0)), border=True)
        st.button("New game", key=f"{key}_new", on_click=self._again, args=(key, game))

    def _press(self, game: Game, at: int) -> None:
        if not self.put(game, at) or not self.computer or game.winner or "" not in game.marks:
            return
        self.put(game, self.best(game))

    def put(self, game: Game, at: int) -> bool:
        """A mark of whose turn it is; False when there is no place for it."""
        at = self._landing(game.marks, at)
        if at < 0 or game.winner:
            return False
        name = self.players[game.turn]
        game.marks[at] = name
        if self.wins(game.marks, at):
            game.winner = name
        game.turn = (game.turn + 1) % len(self.players)
        if game.winner or "" not in game.marks:
            ended = game.winner or "Draws"
            game.wins[ended] = game.wins.get(ended, 0) + 1
        return True

    def best(self, game: Game) -> int:
        """Where the computer plays: where it wins, else where it would lose, else near the middle."""
        free = list({self._landing(game.marks, at) for at, mark in enumerate(game.marks) if not mark})
        for name in (self.players[game.turn], *self.players):
            for at in free:
                if self.wins([*game.marks[:at], name, *game.marks[at + 1 :]], at):
                    return at
        middle = ((self.rows - 1) / 2, (self.columns - 1) / 2)
        CHANCE.shuffle(free)
        return min(free, key=lambda at: max(abs(at // self.columns - middle[0]), abs(at % self.columns - middle[1])))

    def wins(self, marks: list[str], at: int) -> bool:
        """Whether the mark there is part of a whole line."""
        row, column = divmod(at, self.columns)
        for down, right in STEPS:
            count = 1
            for sign in (1, -1):
                r, c = row + sign * down, column + sign * right
                while 0 <= r < self.rows and 0 <= c < self.columns and marks[r * self.columns + c] == marks[at]:
                    count, r, c = count + 1, r + sign * down, c + sign * right
            if count >= self.line:
                return True
        return False

    def _landing(self, marks: list[str], at: int) -> int:
        """Where a mark put there comes to lie; -1 where it can't."""
        if not self.drop:
            return at if not marks[at] else -1
        column = range(at % self.columns, self.rows * self.columns, self.columns)
        return max((place for place in column if not marks[place]), default=-1)

    def _fresh(self) -> Game:
        return Game([""] * (self.rows * self.columns))

    def _again(self, key: str, game: Game) -> None:
        st.session_state[f"{key}_game"] = Game([""] * (self.rows * self.columns), wins=game.wins)
