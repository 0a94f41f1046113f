"""Forms that turn one thing into another, one way or there and back, where the sentence names both sides and nothing
else. Refuses all that asks for more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generator.blueprint.sentence import STOP, stretches, units, words
from generator.payload.blocks.operations_units import SCALES, UNITS

_BACK = re.compile(
    r"\bback\b|\bvice[- ]versa\b|\bboth (?:ways|directions)\b|\beither (?:way|direction)\b|\btwo[- ]way\b"
    r"|\bother (?:way|direction)\b|\breverse\b|\bbetween\b|\bto and from\b"
    r"|\ben(?:code|crypt)\w*\W+(?:(?:and|or)\W+)?de(?:code|crypt)",
    re.I,
)
_CONVERTS = re.compile(r"\bconver\w*|\btranslat\w*|\bturns?\b|\bchanges?\b|\bhow many\b|\bto\b|\binto\b|\bin\b", re.I)
_PLAIN_WORDS = """
convert converts converter converting conversion conversions calculator translate translator turn turns change changes
many much unit units measurement measurements measure amount amounts number numbers value values quantity type types
enter given back vice versa both way ways either direction directions other round around reverse two between us metric
imperial quick quickly different weight weights mass length lengths distance distances height temperature temperatures
volume volumes speed speeds area areas size sizes data energy power pressure switch choose select pick box field
common cooking kitchen degrees degree system digital storage file thing
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
"""Words that ask for nothing more than a conversion."""
_TELLING = frozenset(words("type see told tell tells show shows display written write split broken break down time"))
"""Words that ask for nothing more than a stretch of time told in its units."""
_KINDS = {
    "length": "length lengths distance distances", "mass": "weight weights mass", "volume": "volume volumes",
    "temperature": "temperature temperatures", "speed": "speed speeds", "area": "area areas", "data": "data storage",
    "energy": "energy", "power": "power", "pressure": "pressure",
}  # fmt: skip
_OPERATIONS = {
    "length": "convert_length", "mass": "convert_weight", "temperature": "convert_temperature",
    "volume": "convert_volume", "speed": "convert_speed", "area": "convert_area", "time": "convert_time",
    "data": "convert_data", "energy": "convert_energy", "power": "convert_power", "pressure": "convert_pressure",
}  # fmt: skip
_ALSO = {
    "millimetres": "mm", "centimetres": "cm cms", "metres": "m", "kilometres": "km kms", "inches": "inch",
    "feet": "ft foot", "yards": "yd", "milligrams": "mg", "grams": "g", "kilograms": "kg kgs kilo kilos",
    "tonnes": "tons ton", "ounces": "oz", "pounds": "lb lbs", "stone": "stones", "Celsius": "°c c centigrade",
    "Fahrenheit": "°f f farenheit", "Kelvin": "k", "millilitres": "ml", "litres": "l", "teaspoons": "tsp",
    "tablespoons": "tbsp", "metres per second": "m/s", "kilometres per hour": "km/h kmh kph",
    "miles per hour": "mph", "square metres": "sqm m2 m²", "square feet": "sqft ft2 ft²",
    "square kilometres": "km2 km²", "kilobytes": "kb", "megabytes": "mb", "gigabytes": "gb", "terabytes": "tb",
    "kilojoules": "kj", "kilocalories": "kcal", "kilowatt hours": "kwh", "kilowatts": "kw", "horsepower": "hp",
    "bar": "bars",
}  # fmt: skip
"""Other words for units, beside singular and American spelling."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of two things: its field, and the operation that makes the other side of it."""

    label: str
    type: str
    example: str
    operation: str
    takes: str
    rest: dict[str, str] = field(default_factory=dict)


_TEXTS: tuple[tuple[str, _Side, _Side], ...] = (
    (
        r"\broman\b",
        _Side("Number", "integer", "14", "to_roman", "number"),
        _Side("Roman numeral", "text", "XIV", "from_roman", "numeral"),
    ),
    (
        r"\bmorse\b",
        _Side("Text", "long_text", "Hello", "to_morse", "text"),
        _Side("Morse code", "long_text", "... --- ...", "from_morse", "morse"),
    ),
    (
        r"\bbase ?-?64\b",
        _Side("Text", "long_text", "Hello", "to_base64", "text"),
        _Side("Base64", "long_text", "SGVsbG8=", "from_base64", "code"),
    ),
    (
        r"\btext\b.*\bbinary\b|\bbinary\b.*\btext\b",
        _Side("Text", "long_text", "Hi", "text_to_binary", "text"),
        _Side("Binary", "long_text", "01001000 01101001", "binary_to_text", "binary"),
    ),
    (
        r"\bur[li]s?\b.*code|code.*\bur[li]s?\b",
        _Side("Text", "long_text", "a b&c", "url_encode", "text"),
        _Side("Encoded text", "long_text", "a%20b%26c", "url_decode", "text"),
    ),
    (
        r"\bjson\b.*\byaml\b|\byaml\b.*\bjson\b",
        _Side("JSON", "long_text", '{"name": "Anna"}', "json_to_yaml", "json_text"),
        _Side("YAML", "long_text", "name: Anna", "yaml_to_json", "yaml_text"),
    ),
)
"""A sign in the sentence and the two sides that it stands for."""
_CIPHER = re.compile(
    r"\bcaesar\b|\bshift cipher\b|^(?=.*\bletters?\b)(?=.*\b(?:mov|shift)\w*\b).*\b(?:alphabet|places|positions)\b",
    re.I,
)
_KEYED = {"shift": "Number of places"}
_CIPHERED = (
    _Side("Text", "long_text", "Hello", "caesar", "text", _KEYED),
    _Side("Secret text", "long_text", "Khoor", "decode_caesar", "text", _KEYED),
)
RETURN = ": back again, vice versa, the other way round, in reverse; either direction, both ways, between the two"
_RATE = re.compile(r"\brate (?:from|between|of) (?:the )?([^\W\d_]+) (?:to|into|and|in) (?:the )?([^\W\d_]+)", re.I)
_TYPED = re.compile(r"\b(?:I|we) (?:type|enter|give|set|put in)\b|\b(?:enter|type|set|given)\b", re.I)
_RATE_WORDS = frozenset(words("rate exchange currency currencies money today's current set put type typed"))
_BASES = {"decimal": "10", "binary": "1010", "octal": "12", "hexadecimal": "A"}


def goes_back(operation: str, others: Sequence[str]) -> bool:
    """Whether an operation undoes what one of the others does."""
    pairs = [(one.operation, other.operation) for _, one, other in _TEXTS]
    pairs.append((_CIPHERED[0].operation, _CIPHERED[1].operation))
    return any({operation, other} == set(pair) for pair in pairs for other in others)


def of_pair(text: str) -> dict[str, Any]:
    """The form, like a model says it, each output with its operation, filled from labels or literals.
    {} where the sentence asks for no such thing."""
    if _BACK.search(text):
        for sign, one, other in _TEXTS:
            if re.search(sign, text, re.I):
                return _there_and_back(one, other)
        if _CIPHER.search(text):
            form = _there_and_back(*_CIPHERED, "secret message, letters moved along the alphabet by a shift")
            places = {"label": _KEYED["shift"], "type": "integer", "example": "3"}
            return {**form, "inputs": [places, *form["inputs"]]}
    return _rated(text) or _bases(text) or _several(text) or _units(text)


def _several(text: str) -> dict[str, Any]:
    """A stretch of time in one unit, told in several: minutes as hours and minutes. Months have no one length."""
    span, parts = _told_in(text)
    before, _, after = text.partition(span or text)
    named = [unit_of(word) for word in words(before)]
    ones = list(dict.fromkeys(found[1] for found in named if found and found[0] == "time"))
    odd = set(words(f"{before} {after}")) - STOP - _PLAIN - _TELLING - set(_meant())
    if len(ones) != 1 or odd or {"months", "years"} & {*ones, *parts} or _BACK.search(text):
        return {}
    sizes = [SCALES[unit][0] / SCALES[ones[0]][0] for unit in parts]
    usual = sum(n * size for n, size in enumerate(sizes, 2))  # No part of it is nothing.
    one = {"label": ones[0].capitalize(), "type": "number", "example": f"{usual:.8g}"}
    arguments = {"value": one["label"], "from_unit": f'"{ones[0]}"', "told_in": f'"{span.casefold()}"'}
    told = {"label": span.capitalize(), "format": "text", "operation": "time_in_units", "arguments": arguments}
    about = f"{ones[0]} as {span}"
    return {"title": f"{one['label']} as {span}", "inputs": [one], "outputs": [{**told, "about": about}]}


def _told_in(text: str) -> tuple[str, list[str]]:
    """The words in which a stretch of time is to be told in several units, and the units, the largest first, as they
    stand there; "" and none where it isn't. Units in another order are meant one by one."""
    spans = stretches(text)
    parts = [f"{unit.casefold().removesuffix('s')}s" for unit in units(text)]
    asked = len(spans) == 1 and re.search(r"\b(?:as|in|into|to) $", text.partition(spans[0])[0], re.I)
    first = asked and parts == sorted(parts, key=lambda unit: -SCALES[unit][0])
    return (spans[0], parts) if first and not re.search(r"\bhow many\b", text, re.I) else ("", [])


def _rated(text: str) -> dict[str, Any]:
    """Both ways between two sorts of money, at a rate that people type in."""
    asked = text.partition(":")[2] or text
    found = _RATE.search(asked)
    if found is None or not _BACK.search(asked) or not _TYPED.search(asked):
        return {}
    one, other = (name.casefold() for name in found.groups())
    if set(words(asked)) - STOP - _PLAIN - _RATE_WORDS - {one, other}:
        return {}
    rate = f"Exchange rate, {other} for 1 {one.removesuffix('s')}"
    sides = (_Side(one.capitalize(), "money", "20", "exchange", "amount", {"rate": rate}),
             _Side(other.capitalize(), "money", "20", "divide", "a", {"b": rate}))  # fmt: skip
    form = _there_and_back(*sides, "currency converted at the exchange rate")
    return {**form, "inputs": [{"label": rate, "type": "number", "example": "1.2"}, *form["inputs"]]}


def unit_of(word: str) -> tuple[str, str] | None:
    """What a word for a unit measures, and the unit as operations call it."""
    return _meant().get(word.casefold())


def _bases(text: str) -> dict[str, Any]:
    plain = re.sub(r"\bhex\b", "hexadecimal", text, flags=re.I)
    named = [word for word in dict.fromkeys(words(plain)) if word in _BASES]
    if len(named) < 2 or set(words(plain)) - STOP - _PLAIN - set(_BASES) - {"base", "bases"}:
        return {}
    if len(named) > 2:
        return _choices("Number base", named, "convert_base", ("number", "from_base", "to_base"), "text", "10")
    one, other = (
        _Side(
            f"{a.capitalize()} number", "text", _BASES[a], "convert_base", "number",
            {"from_base": f'"{a}"', "to_base": f'"{b}"'},
        )
        for a, b in (named, named[::-1])
    )  # fmt: skip
    return _there_and_back(one, other) if _BACK.search(text) else _there(one, other)


def _units(text: str) -> dict[str, Any]:
    found = list(_names().finditer(text)) if _CONVERTS.search(text) else []
    if not found or _told_in(text)[1] or set(words(_names().sub(" ", text))) - STOP - _PLAIN:
        return {} if found else _kind(text)
    meant = [_meant()[match.group().casefold()] for match in found]
    kinds = {kind for kind, _ in meant}
    options = list(dict.fromkeys(option for _, option in meant))
    if len(kinds) != 1 or len(options) < 2 or (len(options) < len(meant) and not _BACK.search(text)):
        return {}
    operation = _OPERATIONS[kinds.pop()]
    if len(options) > 2:
        return _choices("Unit", options, operation)
    labels = {option: match.group() for (_, option), match in zip(meant, found, strict=True)}
    labels = {o: said.capitalize() if len(said) > 4 or said.casefold() == "feet" else o for o, said in labels.items()}
    if re.search(r"\bhow many\b", text, re.I):
        options.reverse()  # How many feet some metres are: metres are typed in.
    one, other = (
        _Side(
            labels[a][:1].upper() + labels[a][1:], "number", "20", operation, "value",
            {"from_unit": f'"{a}"', "to_unit": f'"{b}"'},
        )
        for a, b in (options, options[::-1])
    )  # fmt: skip
    said = " ".join(match.group() for match in found)
    return _there_and_back(one, other, said) if _BACK.search(text) else _there(one, other, said)


def _kind(text: str) -> dict[str, Any]:
    """Any unit of what is measured, where the sentence names that alone: a length converter."""
    said = set(words(text))
    if not re.search(r"\bconver", text, re.I) or said - STOP - _PLAIN:
        return {}
    kinds = [kind for kind, names in _KINDS.items() if said & set(names.split())]
    return _choices(kinds[0].capitalize(), list(UNITS[kinds[0]]), _OPERATIONS[kinds[0]]) if len(kinds) == 1 else {}


def _there(one: _Side, other: _Side, said: str = "") -> dict[str, Any]:
    return {
        "title": f"{one.label} to {_low(other.label)}",
        "inputs": [_field(one)],
        "outputs": [_output(other.label, one, other, f" {said}")],
    }


def _there_and_back(one: _Side, other: _Side, said: str = "") -> dict[str, Any]:
    """A field and a result for each side. `said`: the words that stand for them."""
    return {
        "title": f"{one.label} and {_low(other.label)}",
        "inputs": [_field(one), _field(other)],
        "outputs": [
            _output(f"{a.label} {'in' if a.type in ('number', 'money') else 'as'} {_low(b.label)}", a, b, hint)
            for a, b, hint in ((one, other, f" {said}"), (other, one, RETURN))
        ],
    }


def _choices(
    title: str, options: Sequence[str], operation: str,
    parameters: Sequence[str] = ("value", "from_unit", "to_unit"), type_: str = "number", example: str = "20",
) -> dict[str, Any]:  # fmt: skip
    """A value, what it is in and what it is wanted in."""
    value, start, aim = parameters
    fields: list[dict[str, Any]] = [{"label": "Value", "type": type_, "example": example}]
    for label, usual in (("From", options[0]), ("To", options[1])):
        fields.append({"label": label, "type": "choice", "options": list(options), "example": usual})
    asked = {"operation": operation, "arguments": {value: "Value", start: "From", aim: "To"}}
    output = {"label": "Result", "format": type_, "about": f"converted {title.casefold()}", **asked}
    return {"title": f"{title} converter", "inputs": fields, "outputs": [output]}


def _field(side: _Side) -> dict[str, Any]:
    return {"label": side.label, "type": side.type, "example": side.example}


def _output(label: str, of: _Side, aim: _Side, hint: str = "") -> dict[str, Any]:
    return {
        "label": label, "format": aim.type, "about": f"{of.label} to {aim.label}{hint}", "operation": of.operation,
        "arguments": {of.takes: of.label, **of.rest},
    }  # fmt: skip


def _low(label: str) -> str:
    return label if label.isupper() or label[:4] in ("Cels", "Fahr", "Kelv", "Base", "Roma", "Mors") else label.lower()


@cache
def _meant() -> dict[str, tuple[str, str]]:
    """Each word for a unit -> what is measured, and the unit as operations call it."""
    found: dict[str, tuple[str, str]] = {}
    for kind in _OPERATIONS:
        for option in UNITS[kind]:
            said = {option, *_ALSO.get(option, "").split()}
            said |= {one.replace("metre", "meter").replace("litre", "liter") for one in said}
            said |= {one.replace("square ", short) for one in said for short in ("sq ", "sq. ") if "square" in one}
            said |= {one.removesuffix("s") for one in said if len(one) > 4} | {f"{option}s"}
            for one in said:
                found.setdefault(one.casefold(), (kind, option))
    return found


@cache
def _names() -> re.Pattern[str]:
    longest = sorted(_meant(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.I)
