"""Writes values as people read them. Never shows NaN, infinity or None: those are a dash."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

DASH = "–"
IN_FRONT = ("$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₫", "₴", "₱", "฿", "A$", "C$", "US$", "R$")
SPACELESS = ("%", "°", "°C", "°F", "x", "×")


def shown(value: Any, kind: str = "text", *, decimals: int | None = None, unit: str = "") -> str:
    """Any single value as text: numbers to so many decimals, dates as ISO, yes and no for truth."""
    if missing(value):
        return DASH
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float) or _is_number(value):
        return number(float(value), kind, decimals=decimals, unit=unit)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown(item)}" for key, item in value.items()) or DASH
    if isinstance(value, Sequence | set) and not isinstance(value, str | bytes):
        return ", ".join(shown(item) for item in value) or DASH
    return str(value)


def number(value: float, kind: str = "number", *, decimals: int | None = None, unit: str = "") -> str:
    """Money with two decimals, others with as many as matter; thousands marks from ten thousand on."""
    if kind == "money":
        places = 2 if decimals is None else decimals
        return _with_unit(f"{_rounded(abs(value), places):,.{places}f}", unit, negative=round(value, places) < 0)
    if kind == "integer" and decimals is None:
        decimals = 0
    places = decimals if decimals is not None else _places(value)
    rounded = _rounded(abs(value), places)
    text = f"{rounded:,.{places}f}" if rounded >= 10_000 else f"{rounded:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if not rounded and value and decimals is None:
        return _with_unit(f"{abs(value):.3g}", "%" if kind == "percent" else unit, negative=value < 0)
    return _with_unit(text, "%" if kind == "percent" else unit, negative=value < 0 and rounded != 0)


def missing(value: Any) -> bool:
    """Whether there is nothing to show: None, an empty text, or a number that isn't one."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    return _is_number(value) and not math.isfinite(float(value))


def plain(text: str) -> str:
    """A text so that Markdown shows it as it is."""
    text = re.sub(r"[\\`*_{}\[\]<>~$|]|:(?=[A-Za-z])|-(?=[->])", lambda sign: "\\" + sign[0], text)
    text = re.sub(r"(?m)^(\s*)([-+#=](?=[\s#=]|$))", r"\1\\\2", text)
    return re.sub(r"(?m)^(\s*\d+)([.)])(?=\s|$)", r"\1\\\2", text)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool | str | bytes):
        return False
    return isinstance(value, int | float) or (hasattr(value, "__float__") and not hasattr(value, "__len__"))


def _rounded(value: float, places: int) -> float:
    """Half is rounded up, as people do on paper: 2.675 to two places is 2.68."""
    return round(value + value * 1e-12, places)


def _places(value: float) -> int:
    size = abs(value)
    if size == 0 or size >= 1:
        return 2
    return min(10, 3 - math.floor(math.log10(size)))


def _with_unit(text: str, unit: str, *, negative: bool) -> str:
    sign = "-" if negative else ""
    if not unit:
        return sign + text
    if unit in IN_FRONT:
        return f"{sign}{unit}{text}"
    return f"{sign}{text}{unit}" if unit in SPACELESS else f"{sign}{text} {unit}"
