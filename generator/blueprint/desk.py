"""The parts of a blueprint that one works at by hand: clocks that are handed on, a grid of cells that are set, a text
with gaps, a till. Refuses rules of a single app: what differs from app to app is data."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field as Shape, model_validator

from generator.blueprint.mend import unique
from generator.blueprint.pieces import Named, Piece, Strings, Text, Whole, within

Minutes = Annotated[float, BeforeValidator(within(1 / 60, 1440, 5))]
MOST_CELLS = 400


class Preset(Piece):
    """A length by its name."""

    label: Text = ""
    minutes: Minutes = 5


class Clocks(Named):
    """Several clocks, each with a name and a button of its own."""

    kind: Literal["clocks"] = "clocks"
    clocks: list[Preset] = Shape(default_factory=list)
    rule: Literal["pass", "pick", "free"] = "pass"
    """What a button does: `pass` ends one's own turn, so that the next clock runs alone; `pick` makes its own clock run
    alone; `free` starts and stops its own clock, whatever the others do."""
    up: bool = False
    """They count up from nothing, and never end."""

    @model_validator(mode="after")
    def _mend(self) -> "Clocks":
        self.clocks = self.clocks or [Preset(label="Player 1"), Preset(label="Player 2")]
        for clock, label in zip(self.clocks, unique((c.label or "Clock" for c in self.clocks), join=" "), strict=True):
            clock.label = label
        return self


class Grid(Named):
    """Cells in rows, each empty or of one of several kinds, which clicks change; how many there are of each is told."""

    kind: Literal["grid"] = "grid"
    rows: Annotated[Whole, BeforeValidator(within(1, 26, 4))] = 4
    columns: Annotated[Whole, BeforeValidator(within(1, 40, 4))] = 4
    kinds: Strings = Shape(default_factory=list)
    click: Literal["empty", "replace", "cycle"] = "replace"
    """What a click does to a cell that is set: it empties it; it sets the kind that is chosen, or empties it where that
    is there already; or it sets the next kind, and after the last one none, so that nothing need be chosen."""
    empty_label: Text = ""
    """What an empty cell is called, where the number of these is told too."""
    keep: bool = False
    """It is still there when somebody comes back."""

    @model_validator(mode="after")
    def _mend(self) -> "Grid":
        self.kinds = list(dict.fromkeys(self.kinds)) or ["Set"]
        self.columns = min(self.columns, MOST_CELLS // self.rows)
        return self

    def name(self, at: int) -> str:
        """What a cell is called, counted from 0 row by row: A1 is the first one."""
        return f"{chr(ord('A') + at // self.columns)}{at % self.columns + 1}"


class Gaps(Named):
    """A text that somebody puts in; some of its words become gaps to be filled in, and how many are right is told."""

    kind: Literal["gaps"] = "gaps"
    every: Annotated[Whole, BeforeValidator(within(0, 60, 5))] = 5
    """Each of so many words is a gap: the fifth, the tenth and so on. 0: `longer_than` tells which."""
    longer_than: Annotated[Whole, BeforeValidator(within(0, 40, 0))] = 0
    """Each word of more letters is a gap."""
    adjustable: bool = False
    """People can set that number."""
    first_letter: bool = False
    """The first letter of each stays."""

    @model_validator(mode="after")
    def _mend(self) -> "Gaps":
        if not self.every and not self.longer_than:
            self.every = 5
        return self


class Priced(Piece):
    """What a button of a till adds, and how its button tells that."""

    label: Text = ""
    amount: float = 1
    told: Text = ""


class Till(Named):
    """A button for each thing that has a price or gives points; what is pressed adds up, until a button begins anew.
    All that is to be read on it is data: it speaks the language of the sentence."""

    kind: Literal["till"] = "till"
    items: list[Priced] = Shape(default_factory=list)
    unit: Text = ""
    money: bool = True
    total_label: Text = "Total"
    reset_label: Text = "Reset"
    undo_label: Text = ""
    """The button that takes the last one back; "" for none."""
    given_label: Text = ""
    """The field for the money that is given; "" where none is, and nothing is handed back."""
    change_label: Text = "Change"
    missing_label: Text = "Still to pay:"

    @model_validator(mode="after")
    def _mend(self) -> "Till":
        self.items = self.items or [Priced(label="Item")]
        for item, label in zip(self.items, unique((i.label or "Item" for i in self.items), join=" "), strict=True):
            item.label = label
        return self
