"""What an app made of building blocks is, as data. Refuses nothing that can be mended: a blueprint always results.

A blueprint has parts, shown one below the other. Names are Python identifiers and are how rules, summaries and charts
refer to a field; labels are what people see, word for word. Leave out what was not asked for: defaults make sense.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field as Shape, Tag, model_validator

from generator.blueprint.desk import Clocks, Gaps, Grid, Minutes, Preset, Till
from generator.blueprint.games import Board, Chance, Guess, Matching, Versus
from generator.blueprint.mend import nearest, number, pick, unique
from generator.blueprint.pieces import Field, Named, Number, Output, Piece, Strings, Text, Whole, distinct, within
from generator.blueprint.records import Action, Chart, Highlight, Records, Summary
from generator.blueprint.words import PARTS

__all__ = [
    "Action", "Blueprint", "Board", "Card", "Chance", "Chart", "Clocks", "Counter", "Drill", "Field", "Form", "Gaps",
    "Grid", "Guess", "Highlight", "Matching", "Note", "Output", "Part", "Preset", "Quiz", "Records", "Summary", "Tally",
    "Timer", "Versus",
]  # fmt: skip


def _numbers(value: Any) -> list[float]:
    items = value if isinstance(value, list) else [value]
    return [found for item in items if (found := number(item)) is not None]


class Form(Named):
    """Inputs and what follows from them: calculators, converters, text tools, generators, file tools."""

    kind: Literal["form"] = "form"
    inputs: list[Field] = Shape(default_factory=list)
    outputs: list[Output] = Shape(default_factory=list)
    button: Text = ""
    """Label of the button that works it out. Empty: outputs follow the inputs at once. Random ones always get one."""
    apart: bool = False
    """Each output has a button of its own, and the one whose button was pressed last is shown alone."""
    history: bool = False
    """Keep the results so far and show them in a table."""

    @model_validator(mode="after")
    def _mend(self) -> "Form":
        distinct(self.inputs, self.outputs)
        for field in self.inputs:
            if field.type == "column" and not any(other.type == "file" for other in self.inputs):
                field.type = "text"
        return self


class Card(Piece):
    """One question. With options it is multiple choice; the answer is added to them when it is missing there."""

    question: Text = ""
    answer: Text = ""
    options: Strings = Shape(default_factory=list)
    explanation: Text = ""

    @model_validator(mode="after")
    def _mend(self) -> "Card":
        if self.options:
            if (same := nearest(self.answer, self.options, least=0.9)) is not None:
                self.answer = same
            else:
                self.options = [*self.options, self.answer]
        return self


class Drill(Piece):
    """Generated sums: `operations` of + - * /, numbers from minimum to maximum, so many questions a round."""

    operations: Strings = Shape(default=["+"])
    minimum: Annotated[Whole, BeforeValidator(within(-10_000, 10_000, 1))] = 1
    maximum: Annotated[Whole, BeforeValidator(within(-10_000, 10_000, 10))] = 10
    questions: Annotated[Whole, BeforeValidator(within(1, 100, 10))] = 10
    fixed: Annotated[Whole | None, BeforeValidator(within(-10_000, 10_000, None))] = None
    """One of the two numbers, when it is always the same: 7 for the table of seven."""

    @model_validator(mode="after")
    def _mend(self) -> "Drill":
        signs = {"×": "*", "x": "*", "÷": "/", "−": "-", "–": "-", "plus": "+", "minus": "-", "times": "*"}
        words = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
        found = [signs.get(o.casefold(), words.get(o.casefold()[:3], o)) for o in self.operations]
        self.operations = [o for o in dict.fromkeys(found) if o in "+-*/"] or ["+"]
        self.minimum, self.maximum = sorted((self.minimum, self.maximum))
        return self


class Quiz(Named):
    """Questions one at a time, with a score; flash cards; or a drill of generated sums."""

    kind: Literal["quiz"] = "quiz"
    mode: Literal["choice", "type", "flip"] = "choice"
    """How it is answered: by choosing, by typing, or by turning the card and saying whether one knew it."""
    cards: list[Card] = Shape(default_factory=list)
    drill: Drill | None = None
    shuffle: bool = True
    retry_wrong: bool = True
    """After the last one: those that were wrong, again."""
    own_cards: bool = False
    """People add and delete cards themselves; these are kept."""
    question_label: Text = "Question"
    answer_label: Text = "Answer"
    """Of what is typed for an own card: `Word` and `Translation`."""

    @model_validator(mode="after")
    def _mend(self) -> "Quiz":
        self.cards = [card for card in self.cards if card.question and card.answer]
        if not self.cards and self.drill is None:
            self.own_cards = True
        if self.drill is not None and self.mode == "choice":
            self.mode = "type"
        return self


class Timer(Named):
    """Counts down from a time, up from nothing, or through rounds of work and rest."""

    kind: Literal["timer"] = "timer"
    mode: Literal["countdown", "stopwatch", "intervals"] = "countdown"
    minutes: Minutes = 25
    """Length of the countdown or of one piece of work; 0.5 is thirty seconds."""
    rest_minutes: Minutes = 5
    rounds: Annotated[Whole, BeforeValidator(within(1, 100, 4))] = 4
    adjustable: bool = True
    """People can change the length."""
    parts: list[Literal["Hours", "Minutes", "Seconds"]] = Shape(default_factory=list)
    """A field for each, the largest first, in which people set the length of a countdown; none: a single field."""
    presets: list[Preset] = Shape(default_factory=list)
    laps: bool = False
    work_label: Text = "Work"
    rest_label: Text = "Break"


class Tally(Piece):
    """One number that buttons change."""

    label: Text = ""
    start: Annotated[float, BeforeValidator(lambda value: number(value) or 0)] = 0
    target: Number = None
    target_label: Text = ""
    """Of the field where people set the target themselves; empty: it stays as it is."""


class Counter(Named):
    """Numbers that go up and down by buttons and are kept: tallies, score boards, glasses of water."""

    kind: Literal["counter"] = "counter"
    counts: list[Tally] = Shape(default_factory=list)
    steps: Annotated[list[float], BeforeValidator(_numbers)] = Shape(default=[1])
    """How much the buttons add; a button that takes away comes with each when `down`."""
    down: bool = True
    minimum: Number = None
    reset: bool = True
    unit: Text = ""
    add_label: Text = ""
    """What the first button says; empty: `Add 1`."""
    take_label: Text = ""
    """Empty: `Subtract 1`."""

    @model_validator(mode="after")
    def _mend(self) -> "Counter":
        self.counts = self.counts or [Tally(label=self.title or "Count")]
        for tally, label in zip(self.counts, unique((c.label or "Count" for c in self.counts), join=" "), strict=True):
            tally.label = label
        self.steps = [step for step in dict.fromkeys(abs(s) for s in self.steps) if step] or [1]
        return self


class Note(Named):
    """A piece of fixed text (Markdown) on the page."""

    kind: Literal["note"] = "note"
    text: Text = ""


KINDS = (
    "form", "records", "quiz", "timer", "counter", "note", "guess", "versus", "board", "matching", "chance", "clocks",
    "grid", "gaps", "till",
)  # fmt: skip


def _kind(part: Any) -> str:
    """Which part is meant, by its word or else by what it has."""
    if isinstance(part, Piece):
        return str(getattr(part, "kind", "form"))
    given = part if isinstance(part, dict) else {}
    if said := pick(given.get("kind"), KINDS, PARTS, ""):
        return said
    signs = {"cards": "quiz", "drill": "quiz", "counts": "counter", "fields": "records", "rounds": "timer"}
    return next((kind for key, kind in signs.items() if key in given), "note" if "text" in given else "form")


def _said(part: Any) -> Any:
    return {**part, "kind": _kind(part)} if isinstance(part, dict) else part


Part = Annotated[
    Annotated[Form, Tag("form")]
    | Annotated[Records, Tag("records")]
    | Annotated[Quiz, Tag("quiz")]
    | Annotated[Timer, Tag("timer")]
    | Annotated[Counter, Tag("counter")]
    | Annotated[Note, Tag("note")]
    | Annotated[Guess, Tag("guess")]
    | Annotated[Versus, Tag("versus")]
    | Annotated[Board, Tag("board")]
    | Annotated[Matching, Tag("matching")]
    | Annotated[Chance, Tag("chance")]
    | Annotated[Clocks, Tag("clocks")]
    | Annotated[Grid, Tag("grid")]
    | Annotated[Gaps, Tag("gaps")]
    | Annotated[Till, Tag("till")],
    Discriminator(_kind),
    BeforeValidator(_said),
]


class Blueprint(Piece):
    """An app as data."""

    title: Text = "App"
    intro: Text = ""
    parts: list[Part] = Shape(default_factory=list)
