"""The smallest pieces of a blueprint: what is entered and what is worked out. Refuses nothing that can be mended."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field as Shape, model_validator

from generator.blueprint.mend import identifier, nearest, number, pick, readable, strings, unique
from generator.blueprint.words import FIELDS, FORMATS

Scalar = str | float | bool | list[str] | None

FieldType = Literal[
    "number", "integer", "money", "percent", "text", "long_text", "choice", "multi_choice", "yes_no", "date", "time",
    "file", "folder", "color", "column",
]  # fmt: skip
OutputFormat = Literal[
    "number", "integer", "money", "percent", "text", "long_text", "list", "table", "date", "picture", "download",
    "color", "line_chart", "bar_chart", "pie_chart",
]  # fmt: skip
NUMERIC = ("number", "integer", "money", "percent")


def word(kind: Any, aliases: dict[str, str], otherwise: str) -> Any:
    """A closed list of words that forgives synonyms and spelling."""
    return BeforeValidator(lambda value: pick(value, get_args(kind), aliases, otherwise))


def within(low: float, high: float, otherwise: float | None) -> Callable[[object], float | None]:
    """A number between two bounds, whatever was given."""

    def bounded(value: object) -> float | None:
        found = number(value)
        return otherwise if found is None else min(max(found, low), high)

    return bounded


Whole = Annotated[int, BeforeValidator(lambda value: round(value) if isinstance(value, float) else value)]
Number = Annotated[float | None, BeforeValidator(number)]
Strings = Annotated[list[str], BeforeValidator(strings)]
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value).strip())]


class Piece(BaseModel):
    """Shape of everything here: unknown keys are ignored, null is the same as left out."""

    model_config = ConfigDict(extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        return {key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else given


class Field(Piece):
    """One thing that a person enters."""

    label: Text = ""
    name: Text = ""
    type: Annotated[FieldType, word(FieldType, FIELDS, "text")] = "text"
    default: Scalar = None
    """None: starts empty; but a date of a record starts at today. Dates are ISO or `today`."""
    options: Strings = Shape(default_factory=list)
    minimum: Number = None
    maximum: Number = None
    step: Number = None
    unit: Text = ""
    """`kg`, `$`, `km/h`: stands beside the value. Not part of the label."""
    slider: bool = False
    required: bool | None = None
    """None: the first text (or else the first number) of a record is required, the rest may stay empty."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("type") == "slider":
            return {**given, "type": "number", "slider": True}
        return {"label": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _mend(self) -> "Field":
        self.label = self.label or readable(self.name) or "Value"
        self.name = identifier(self.name or self.label)
        if self.type in ("choice", "multi_choice") and not self.options:
            self.type = "text"
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            self.minimum, self.maximum = self.maximum, self.minimum
        if self.step is not None and self.step <= 0:
            self.step = None
        self.slider = self.slider and self.minimum is not None and self.maximum is not None
        self.default = self._fitting(self.default)
        return self

    def _fitting(self, default: Scalar) -> Scalar:
        if self.type in NUMERIC:
            if (value := number(default)) is None:
                return None
            low = self.minimum if self.minimum is not None else value
            high = self.maximum if self.maximum is not None else value
            value = min(max(value, low), high)
            return round(value) if self.type == "integer" else value
        if self.type == "yes_no":
            return default is True or str(default).casefold() in ("true", "yes", "on", "1", "1.0")
        if self.type == "choice":
            return nearest(str(default), self.options) if default not in (None, "") else None
        if self.type == "multi_choice":
            return [found for text in strings(default) if (found := nearest(text, self.options))]
        if isinstance(default, float):
            default = f"{default:.12g}"
        return str(default) if default not in (None, "", []) and self.type != "file" else None


class Output(Piece):
    """One thing that is worked out, from fields and from outputs before it, by a named operation or by own source."""

    label: Text = ""
    name: Text = ""
    format: Annotated[OutputFormat, word(OutputFormat, FORMATS, "text")] = "text"
    """Left out: what the operation gives, or else `text`, which shows whatever comes as well as it can."""
    decimals: Annotated[Whole | None, BeforeValidator(within(0, 10, None))] = None
    unit: Text = ""
    operation: Text = ""
    """Id of an operation in the catalogue."""
    arguments: dict[str, Scalar] = Shape(default_factory=dict)
    """Parameter of the operation -> name of a field or earlier output, or a literal (a text in quotes always is)."""
    source: Text = ""
    """Source of one pure Python function whose parameters are names of fields and earlier outputs."""

    @model_validator(mode="before")
    @classmethod
    def _shapes(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"label": given}
        if isinstance(given, dict) and isinstance(pairs := given.get("arguments"), list):
            named = [p for p in pairs if isinstance(p, dict)]
            values = {str(p.get("parameter") or p.get("name")): p.get("value") for p in named}
            return {**given, "arguments": values}
        return given

    @model_validator(mode="after")
    def _mend(self) -> "Output":
        self.label = self.label or readable(self.name) or "Result"
        self.name = identifier(self.name or self.label)
        return self


class Named(Piece):
    """A part of the page."""

    title: Text = ""
    """Heading of the part; not needed when it is the only one."""
    about: Text = ""


def distinct(fields: list[Field], outputs: list[Output]) -> None:
    """Names and labels that stand once each: a rule must know which one is meant, and so must a person."""
    pieces: list[Field | Output] = [*fields, *outputs]
    for piece, name in zip(pieces, unique(p.name for p in pieces), strict=True):
        piece.name = name
    for piece, label in zip(pieces, unique((p.label for p in pieces), join=" "), strict=True):
        piece.label = label
