"""Makes a function a named operation: described, its arguments turned into what it takes. Refuses what can't be turned.

Libraries are imported inside the operations, so that an app needs only those it uses.
"""

import functools
import inspect
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Money = Annotated[float, "money"]
Percent = Annotated[float, "percent"]
Long = Annotated[str, "long_text"]
Lines = Annotated[list[str], "long_text"]
Numbers = Annotated[list[float], "text"]
Table = Annotated[object, "file"]
"""Rows: an uploaded CSV or Excel file, CSV text, or a list of mappings."""


class AnswerError(Exception):
    """There is no answer for these values; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody gave."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Download:
    """A file for somebody to take."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What an operation takes: `type` is the type of field that people fill it in with."""

    name: str
    type: str
    default: Any = None
    required: bool = True
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """A described function. `gives` is the format its result is shown in; `random`: each call may give another one."""

    id: str
    about: str
    parameters: tuple[Parameter, ...]
    gives: str
    random: bool
    module: str


def operation(about: str, gives: str = "number", *, random: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Describe a function whose parameters are annotated; callers may then pass texts for numbers, dates and lists."""

    def describe(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        hints = typing.get_type_hints(function, include_extras=True)

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            for name, value in bound.arguments.items():
                bound.arguments[name] = _turn(value, hints[name], name.replace("_", " "))
            return function(*bound.args, **bound.kwargs)

        parameters = tuple(_parameter(p, hints[p.name]) for p in signature.parameters.values())
        call.operation = Operation(  # type: ignore[attr-defined]
            function.__name__, about, parameters, gives, random, function.__module__.split(".")[-1]
        )
        return call

    return describe


def text_of(upload: Upload) -> str:
    """The text in a file, whatever of the usual encodings it has."""
    for encoding in ("utf-8-sig", "utf-16" if upload.data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            return upload.data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return upload.data.decode("latin-1")


def moment_of(clock: str) -> datetime:
    """A time of day such as 09:30 as a moment of today."""
    return datetime.combine(date.today(), time.fromisoformat(clock))


def number_in(text: str) -> float | None:
    """The number that a text holds, with or without thousands marks, a sign, a currency, a unit or a per cent sign."""
    plain = re.sub(r"(?<=\d)[,_ '](?=\d{3}(?!\d))", "", text.strip()).replace("−", "-")
    found = re.fullmatch(
        r"[^\w.+-]{0,3}([+-]?)[^\w.+-]{0,3}(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?(?:\s*[^\d\s:./,-].{0,12})?", plain, re.I
    )
    return float(f"{found[1]}{found[2].replace(',', '.')}{found[3] or ''}") if found else None


def over(above: float, below: float, what: str) -> float:
    """One number over another; AnswerError, `what` being what must be more than zero."""
    if below <= 0:
        raise AnswerError(f"{what} must be more than zero.")
    return above / below


def _parameter(parameter: inspect.Parameter, hint: Any) -> Parameter:
    kind, options = _field(hint)
    required = parameter.default is inspect.Parameter.empty
    return Parameter(parameter.name, kind, None if required else parameter.default, required, options)


def _field(hint: Any) -> tuple[str, tuple[str, ...]]:
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return typing.get_args(hint)[1], ()
    if origin is Literal:
        return "choice", typing.get_args(hint)
    names = {float: "number", int: "integer", str: "text", bool: "yes_no", date: "date", Upload: "file"}
    return names.get(hint, "file" if hint == list[Upload] else "text"), ()


def _turn(value: Any, hint: Any, name: str) -> Any:
    """A value as the type that the parameter asks for."""
    if typing.get_origin(hint) is Annotated:
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) is Literal:
        return _option(value, typing.get_args(hint), name)
    if value is None:
        raise AnswerError(f"Fill in {name} first.")
    turn = {
        float: _number, int: _whole, str: _text, bool: _truth, date: _date, list[float]: _numbers, list[str]: _lines,
        Upload: _upload, list[Upload]: _uploads,
    }.get(hint)  # fmt: skip
    return turn(value, name) if turn else value


def _option(value: Any, options: tuple[str, ...], name: str) -> str:
    by_word = {str(option).casefold(): option for option in options}
    if (word := str(value).strip().casefold()) not in by_word:
        raise AnswerError(f"{name.capitalize()} must be one of: {', '.join(options)}.")
    return by_word[word]


def _number(value: Any, name: str) -> float:
    found = number_in(value) if isinstance(value, str) else value
    if isinstance(found, bool | int | float):
        return float(found)
    raise AnswerError(f"{name.capitalize()} must be a number.")


def _whole(value: Any, name: str) -> int:
    found = _number(value, name)
    if found != round(found):
        raise AnswerError(f"{name.capitalize()} must be a whole number.")
    return round(found)


def _text(value: Any, name: str) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(_text(item, name) for item in value)
    return text_of(value) if isinstance(value, Upload) else str(value)


def _truth(value: Any, name: str) -> bool:
    return value.casefold() in ("yes", "true", "on", "1") if isinstance(value, str) else bool(value)


def _date(value: Any, name: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    from dateutil.parser import parse

    try:
        return parse(str(value)).date()
    except (ValueError, OverflowError) as error:
        raise AnswerError(f"{name.capitalize()} must be a date.") from error


def _numbers(value: Any, name: str) -> list[float]:
    if isinstance(value, int | float):
        return [float(value)]
    pieces = (
        re.split(r"[\s,;|]+", _text(value, name).strip())
        if isinstance(value, str | Upload) or (value and isinstance(value[0], Upload))
        else list(value)
    )
    found = [number_in(str(piece)) for piece in pieces if str(piece).strip()]
    if not found or None in found:
        raise AnswerError(f"{name.capitalize()} must be numbers, with spaces or commas between them.")
    return [number for number in found if number is not None]


def _lines(value: Any, name: str) -> list[str]:
    if isinstance(value, list | tuple) and not any(isinstance(piece, Upload) for piece in value):
        pieces = [str(piece) for piece in value]
    else:
        text = _text(value, name)
        pieces = text.splitlines() if "\n" in text.strip() else text.split(",")
    return [piece.strip() for piece in pieces if piece.strip()]


def _upload(value: Any, name: str) -> Upload:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, str):
        return Upload("text.txt", value.encode())
    if not isinstance(value, Upload):
        raise AnswerError(f"Choose a file for {name} first.")
    return value


def _uploads(value: Any, name: str) -> list[Upload]:
    return [_upload(item, name) for item in (value if isinstance(value, list) else [value])]
