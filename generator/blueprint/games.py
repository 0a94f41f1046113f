"""The parts of a blueprint that play: secrets to guess, choices against the computer, turns on a grid, pairs, chance.
Refuses rules of a single game: what differs from game to game is data."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field as Shape, model_validator

from generator.blueprint.pieces import Named, Strings, Text, Whole, within


def _whole(low: int, high: int, otherwise: int) -> BeforeValidator:
    return BeforeValidator(within(low, high, otherwise))


class Guess(Named):
    """A secret that is guessed with hints: a whole number between two, or one of the words, letter by letter."""

    kind: Literal["guess"] = "guess"
    minimum: Annotated[Whole, _whole(-1_000_000, 1_000_000, 1)] = 1
    maximum: Annotated[Whole, _whole(-1_000_000, 1_000_000, 100)] = 100
    words: Strings = Shape(default_factory=list)
    tries: Annotated[Whole, _whole(0, 1000, 0)] = 0
    """0: as many as one likes. Of letters only wrong ones count."""

    @model_validator(mode="after")
    def _mend(self) -> "Guess":
        self.minimum, self.maximum = sorted((self.minimum, self.maximum))
        return self


class Versus(Named):
    """Rounds of one choice against the computer's, with a score."""

    kind: Literal["versus"] = "versus"
    options: Strings = Shape(default_factory=list)
    beats: list[tuple[str, str]] = Shape(default_factory=list)
    """Which option wins over which."""
    first_to: Annotated[Whole, _whole(0, 1000, 0)] = 0
    """So many wins end it; 0: nothing does."""


class Board(Named):
    """Turns on a grid; so many in a line win."""

    kind: Literal["board"] = "board"
    rows: Annotated[Whole, _whole(2, 10, 3)] = 3
    columns: Annotated[Whole, _whole(2, 10, 3)] = 3
    line: Annotated[Whole, _whole(2, 10, 3)] = 3
    drop: bool = False
    """A mark falls down its column."""
    computer: bool = False
    """The computer plays the second."""
    tally: bool = False
    """Who has won how often is counted and shown."""
    players: Strings = Shape(default=["X", "O"])


class Matching(Named):
    """Cards face down of which pairs are to be found."""

    kind: Literal["matching"] = "matching"
    faces: Strings = Shape(default=["🐶", "🐱", "🐭", "🦊", "🐻", "🐸", "🐵", "🐔"])


class Chance(Named):
    """Some of the outcomes come by chance at the press of a button, and are counted."""

    kind: Literal["chance"] = "chance"
    outcomes: Strings = Shape(default=["Heads", "Tails"])
    many: Annotated[Whole, _whole(1, 100, 1)] = 1
    """So many at once."""
    adjustable: bool = False
    """People can say how many at once."""
    counted: bool = False
    """How often each outcome came is told."""
    button: Text = "Draw"
