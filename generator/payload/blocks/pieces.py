"""What is entered and what is worked out, and how a rule gets its values. Refuses to show anything."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from .operation import AnswerError


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a person enters, under a label."""

    name: str
    label: str
    type: str = "text"
    default: Any = None
    options: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    unit: str = ""
    slider: bool = False
    required: bool | None = None
    choices: "Rule | None" = None
    """What can be chosen, where that follows from fields before: the columns of a file."""

    @property
    def numeric(self) -> bool:
        return self.type in ("number", "integer", "money", "percent")


class MissingError(Exception):
    """A rule needs a value that isn't there yet; the text is the label of what is missing."""


class Values:
    """The values by name, as attributes: `v.price`. One that isn't there raises MissingError with its label."""

    def __init__(self, values: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        self._values = values
        self._labels = labels

    def __getattr__(self, name: str) -> Any:
        value = self._values.get(name)
        if value is None or value == []:
            raise MissingError(self._labels.get(name, name))
        return value


Rule = Callable[[Values], Any]


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that is worked out by a rule and shown under a label."""

    name: str
    label: str
    rule: Rule
    format: str = "text"
    decimals: int | None = None
    unit: str = ""


@dataclass(slots=True)
class Worked:
    """What rules gave: a value for each output that has one, and sentences about those that have none."""

    values: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def work_out(outputs: tuple[Output, ...], entered: Mapping[str, Any], labels: Mapping[str, str]) -> Worked:
    """Every output in turn; later ones may use earlier ones. A rule that fails leaves a sentence, never an error."""
    worked = Worked()
    known = dict(entered)
    labels = {**labels, **{output.name: output.label for output in outputs}}
    for output in outputs:
        try:
            value = output.rule(Values(known, labels))
        except MissingError as error:
            if str(error) in {labels[name] for name in entered if name in labels}:
                worked.missing.append(str(error))
            continue
        except AnswerError as error:
            worked.problems.append(str(error))
        except ZeroDivisionError:
            worked.problems.append("There is no answer: it would mean dividing by zero.")
        except Exception:
            worked.problems.append(f"{output.label} can't be worked out from these values.")
        else:
            if isinstance(value, float) and not math.isfinite(value):
                worked.problems.append(f"{output.label} can't be worked out from these values.")
            else:
                known[output.name] = worked.values[output.name] = value
    worked.missing = list(dict.fromkeys(worked.missing))
    worked.problems = list(dict.fromkeys(worked.problems))
    return worked


def to_json(value: Any) -> Any:
    """A field's value as it is kept in a file."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date | datetime) else value


def from_json(value: Any, kind: str) -> Any:
    """A field's value as rules take it, from the file; None when it isn't of that kind."""
    if value in (None, ""):
        return None if kind not in ("text", "long_text") else value
    try:
        if kind == "date":
            return date.fromisoformat(str(value)[:10])
        if kind == "integer":
            return round(float(value))
        if kind in ("number", "money", "percent"):
            return float(value)
    except ValueError:
        return None
    if kind == "yes_no":
        return value is True or str(value).casefold() in ("yes", "true", "1")
    return value
