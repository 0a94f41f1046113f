"""Finds the named operations that may be meant by an output and fits their parameters to the fields at hand.
Refuses an operation whose parameters the form can't fill."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.blueprint.catalogue import Operation, Parameter, catalogue
from generator.blueprint.pieces import NUMERIC, Scalar
from generator.blueprint.samples import place_of
from generator.blueprint.schema import Field, Output
from generator.blueprint.sentence import content, counts, units, words

_NUMBERS = (*NUMERIC, "slider")
_TEXTS = ("text", "long_text")
_LOOSE = frozenset(("total", "amount", "number", "result", "valu", "final", "new"))
"""Stems that stand before any result."""
_TABLE = re.compile(r"\bcsv\b|\btables?\b|spreadsheet|\bexcel\b|\bxlsx\b|\bsheet\b|\bcolumns?\b", re.I)
_FIRST = re.compile(
    r"\btop[ -](\w+)\b|\b(?:the|my|its) (\w+) (?:(?:most|least) (?:often )?\w+|\w{3,}est)\b",
    re.I,
)
_NEW = re.compile(r"\b(?:new|wanted|desired|target|final)\b", re.I)
_OLD = re.compile(r"\b(?:old|original|initial|previous)\b", re.I)
TOLD_IN = "told_in"
"""The parameter that says in which units a stretch of time is told: the sentence fills it, never a field."""
SPELLING = {
    "kilomet": "km", "kilometr": "km", "kilogram": "kg", "litr": "liter", "metr": "meter", "centimetr": "cm",
    "centimet": "cm", "temperatur": "temp", "uppercas": "upper", "lowercas": "lower", "peopl": "person", "vat":
    "tax", "gst": "tax", "mean": "average", "averag": "average", "largest": "maximum", "biggest": "maximum",
    "highest": "maximum", "smallest": "minimum", "lowest": "minimum", "petrol": "fuel", "gas": "fuel", "gasolin":
    "fuel", "diesel": "fuel", "percentag": "percent", "born": "birth", "principal": "initial", "start": "initial",
    "begin": "initial", "opening": "initial", "annual": "year", "annually": "year", "mortgag": "loan", "delet":
    "remov", "backward": "revers", "guest": "person", "friend": "person", "diner": "person", "kid": "person",
    "children": "person", "serving": "person", "portion": "person", "encrypt": "encod", "decrypt":
    "decod", "currenci": "exchang", "lit": "liter", "met": "meter",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fitting:
    """An operation with what its parameters are filled from, and how near it is to what was asked."""

    operation: Operation
    arguments: dict[str, Scalar]
    score: float
    unused: tuple[str, ...] = ()
    """Names of fields that it leaves aside."""
    by_order: bool = False
    """Whether some fields have nothing but their order to say which parameter they fill."""


def candidates(
    output: Output, about: str, text: str, fields: Sequence[Field | Output], *, most: int = 6
) -> list[Fitting]:
    """The operations that fit, nearest first."""
    asked: dict[str, float] = dict.fromkeys(terms(text), 0.5)
    for word in terms(about):
        asked[word] = asked.get(word, 0) + 1
    for word in terms(f"{output.label} {output.unit}"):
        asked[word] = asked.get(word, 0) + 1.5
    found = []
    for operation in catalogue().values():
        score = 0.8 * _near(asked, operation.id) + 0.25 * _called(output.label, text, operation.id)
        if (
            score < 0.12
            or not _shows(operation.gives, output.format)
            or _in_other_units(operation, output, about, text)
        ):
            continue
        arguments = fit(operation, fields, text)
        if arguments is None:
            continue
        used = {str(value) for value in arguments.values()}
        unused = tuple(f.name for f in fields if isinstance(f, Field) and f.name not in used)
        by_order = _by_order(operation, arguments, fields)
        score += 0.03 * (operation.gives == output.format) - 0.04 * len(unused) - 0.1 * by_order
        score -= 0.1 * (output.format in NUMERIC and operation.gives not in NUMERIC)
        score -= 0.3 * _unsaid(asked, operation)
        found.append(Fitting(operation, arguments, score, unused, by_order))
    return sorted(found, key=lambda fitting: -fitting.score)[:most]


def _in_other_units(operation: Operation, output: Output, about: str, text: str) -> bool:
    """Whether an operation tells in one unit, or in too few, a stretch of time that the sentence wants told in several:
    a third of a day in hours and minutes is no number of hours."""
    wanted = {unit.rstrip("s") for unit in units(text.casefold())}
    if len(wanted) < 2 or not wanted & {word.rstrip("s") for word in words(f"{output.label} {output.unit} {about}")}:
        return False
    told = {unit.rstrip("s") for unit in units(operation.about.casefold())}
    names = {parameter.name for parameter in operation.parameters}
    return "to_unit" in names or bool(told and not wanted <= told and TOLD_IN not in names)


def nearest(text: str) -> float:
    """How near a text comes to any operation by its words, 0..1."""
    asked = dict.fromkeys(terms(text), 1.0)
    return max(_near(asked, id_) for id_ in catalogue())


def ranked(text: str, *, most: int = 8) -> list[tuple[Operation, float]]:
    """The operations that a text comes nearest to by its words alone, with how near, 0..1."""
    asked = dict.fromkeys(terms(text), 1.0)
    found = [(one, 0.8 * _near(asked, id_) - 0.3 * _unsaid(asked, one)) for id_, one in catalogue().items()]
    return sorted(found, key=lambda one: -one[1])[:most]


def answered(text: str, operation: Operation) -> set[str]:
    """The stems of a text that an operation answers to."""
    return set(terms(text)) & _documents()[operation.id].keys() - _LOOSE


def stands_first(id_: str, fits: Sequence[Fitting], output: Output, about: str) -> bool:
    """Whether an operation is the nearest of these, near enough and by more than its order, and does all that is
    wanted."""
    first = fits[0] if fits else None
    if first is None or first.operation.id != id_ or first.score < 0.45 or first.by_order:
        return False
    return not one_of_two(fits, output, about)


def one_of_two(fits: Sequence[Fitting], output: Output, about: str) -> bool:
    """Whether the nearest operation does only a part of what is wanted: another near one answers to words it lacks."""
    asked = set(terms(f"{output.label} {about}"))
    covered = [asked & set(_documents()[fit.operation.id]) for fit in fits if fit.score >= 0.35]
    return len(covered) > 1 and any(other - covered[0] for other in covered[1:])


def open_options(
    output: Output, about: str, text: str, fields: Sequence[Field | Output]
) -> list[tuple[str, list[str]]]:
    """Parameters of the nearest operation that no field fills and of which the sentence names several options."""
    near = candidates(output, about, text, fields, most=1)
    if not near or near[0].score < 0.3:
        return []
    found = []
    for parameter in near[0].operation.parameters:
        if not parameter.options or near[0].arguments.get(parameter.name) in {f.name for f in fields}:
            continue
        said = set(terms(text))
        named = [o for o in parameter.options if (own := set(terms(o)) - {"case"}) and own <= said]
        if len(named) >= 2 and not parameter.name.startswith(("from_", "to_")):
            found.append((parameter.name, named))
    return found


def fit(operation: Operation, fields: Sequence[Field | Output], text: str) -> dict[str, Scalar] | None:
    """What each parameter is filled from, or None when one that is required finds nothing."""
    pairs = sorted(
        (
            (_likeness(parameter, field), -i - j, parameter, field)
            for i, parameter in enumerate(operation.parameters)
            for j, field in enumerate(fields)
            if _takes(parameter, field)
        ),
        key=lambda pair: (-pair[0], -pair[1]),
    )
    arguments: dict[str, Scalar] = {}
    taken: set[str] = set()
    for likeness, _, parameter, field in pairs:
        if likeness > 0 and parameter.name not in arguments and field.name not in taken:
            arguments[parameter.name] = field.name
            taken.add(field.name)
    for parameter in operation.parameters:
        if parameter.name in arguments:
            continue
        free = [f for f in fields if f.name not in taken and isinstance(f, Field) and _takes(parameter, f)]
        rivals = [
            p
            for p in operation.parameters
            if p.name not in arguments and p is not parameter and free and _takes(p, free[0])
        ]
        named = _named(parameter, text, arguments)
        if not parameter.required and not free and (said := _said(parameter, text)) is not None:
            arguments[parameter.name] = said
        elif named is not None:
            arguments[parameter.name] = f'"{named}"'
        elif parameter.required and len(free) == 1 and not rivals and _is_rate(parameter, free[0]):
            arguments[parameter.name] = free[0].name
            taken.add(free[0].name)
    left = [p for p in operation.parameters if p.required and p.name not in arguments]
    free = [f for f in fields if f.name not in taken and isinstance(f, Field)]
    if left and len(free) > len(left) and {field.type for field in free} == {"text"}:
        # What a text is replaced by may be left out, but isn't where there is a field for it.
        left = [p for p in operation.parameters if p.type == "text" and p.name not in arguments][: len(free)]
    if len(left) != len(free) or not all(_takes(p, f) and _is_rate(p, f) for p, f in zip(left, free, strict=True)):
        return None if left else arguments
    return arguments | {p.name: f.name for p, f in zip(left, free, strict=True)}


def _said(parameter: Parameter, text: str) -> float | None:
    """The number that the sentence itself has for a parameter: how many of the first ones, so many words per minute."""
    if parameter.name == "how_many":
        return how_many(text)
    of, per, span = parameter.name.partition("_per_")
    found = re.search(rf"(\d+) {of} (?:a|an|per|each|every) {span}\b", text, re.I) if per else None
    return float(found[1]) if found else None


def how_many(text: str) -> int | None:
    """How many of the first ones the sentence wants: `the five most common words`, `top 3`."""
    found = _FIRST.search(text)
    number = next(iter(counts(found[1] or found[2])), None) if found else None
    return round(number.value) if number and 1 <= number.value <= 100 else None


def names_several(phrase: str) -> bool:
    """Whether a phrase is itself one for several of the first ones: `Top 10 words`, but not a sum of them."""
    return (how_many(" ".join(["the", *phrase.split()[: 3 + phrase.lower().startswith("the ")]])) or 0) > 1


def _is_rate(parameter: Parameter, field: Field | Output) -> bool:
    """Whether a field may stand for a percentage without a word for it; other parameters aren't so particular."""
    percent = parameter.type == "percent"
    return not percent or getattr(field, "type", "") == "percent" or "percent" in terms(field.label)


def _by_order(operation: Operation, arguments: Mapping[str, Scalar], fields: Sequence[Field | Output]) -> bool:
    """Whether nothing but order or type speaks for how two parameters or more are filled."""
    named = {field.name: field for field in fields}
    filled = [(p, named[str(arguments[p.name])]) for p in operation.parameters if arguments.get(p.name) in named]
    return sum(1 for parameter, field in filled if _likeness(parameter, field) == 0) > 1


def terms(text: str) -> list[str]:
    """The stems of a text with spelling variants made one."""
    return [SPELLING.get(word, word) for word in content(text.replace("_", " "))]


def _named(parameter: Parameter, text: str, arguments: dict[str, Scalar]) -> str | None:
    """What the sentence names: the first option of a closed parameter that is free, or the units time is told in."""
    if parameter.name == TOLD_IN:
        return " ".join(units(text.casefold())) or None
    if not parameter.options:
        return None
    said = terms(text)
    places = []
    for option in parameter.options:
        at = [said.index(word) for word in terms(option) if word in said]
        if at and f'"{option}"' not in arguments.values():
            places.append((min(at), option))
    return min(places)[1] if places else None


def _takes(parameter: Parameter, field: Field | Output) -> bool:
    kind = field.type if isinstance(field, Field) else field.format
    if parameter.name == TOLD_IN:
        return False
    if parameter.type in ("number", "integer", "money", "percent"):
        return kind in _NUMBERS
    if parameter.type in _TEXTS:
        prose = parameter.type == "long_text" and not _TABLE.search(getattr(field, "label", ""))
        return (
            kind in (*_TEXTS, "list")
            or (kind == "file" and prose)
            or (kind in ("choice", "column") and parameter.type == "text")
            or kind == "time"
        )
    if parameter.type == "choice":
        options = field.options if isinstance(field, Field) else []
        plain = {o.casefold() for o in parameter.options}
        same = bool(options) and all(o.casefold() in plain for o in options)
        return kind == "choice" and (same or bool(set(terms(parameter.name)) & set(terms(getattr(field, "label", "")))))
    return kind == parameter.type


def _likeness(parameter: Parameter, field: Field | Output) -> float:
    if parameter.name in ("find", "replace") and (place := place_of(field.label)):
        return float(place == parameter.name)  # “Word to replace” is what is to be found.
    ours, theirs = terms(parameter.name), terms(f"{field.label} {field.unit}")
    both = set(ours) & set(theirs)
    if parameter.type == "percent" and isinstance(field, Field) and field.type == "percent":
        return 1 + len(both)
    if parameter.type in ("long_text", "file", "date", "choice") and parameter.type == getattr(field, "type", ""):
        return 0.5 + len(both)
    sides = _side(parameter.name), _side(field.label)
    meant = 0.5 * sides[0] * sides[1] - 0.3 * (sides == (0, 1))
    return max(0.0, len(both) / max(1, len(set(ours) | set(theirs))) + meant)


def _side(name: str) -> int:
    """Whether a name speaks of what is to be, 1, of what was, -1, or of neither."""
    return bool(_NEW.search(name.replace("_", " "))) - bool(_OLD.search(name.replace("_", " ")))


def _shows(gives: str, wanted: str) -> bool:
    """Whether what an operation gives can stand where a format is wanted."""
    groups = (("number", "integer", "money", "percent"), ("text", "long_text", "list", "table", "date"))
    if gives == wanted or wanted == "text":
        return gives not in ("line_chart", "bar_chart", "pie_chart", "picture") or wanted == gives
    if wanted in ("download", "picture") or gives == "download":
        return wanted == gives or (wanted == "download" and gives in groups[1])
    if wanted.endswith("_chart"):
        return gives in (wanted, "table") or gives.endswith("_chart")
    return any(gives in g and wanted in g for g in groups) or (wanted in groups[0] and gives == "text")


@cache
def _documents() -> dict[str, dict[str, float]]:
    counted = {
        id_: Counter(terms(f"{o.about} {o.id} {' '.join(p.name for p in o.parameters)}"))
        for id_, o in catalogue().items()
    }
    seen = Counter(word for words in counted.values() for word in words)
    weights = {word: math.log(1 + len(counted) / n) for word, n in seen.items()}
    return {id_: {word: weights[word] for word in words} for id_, words in counted.items()}


@cache
def _heads() -> dict[str, frozenset[str]]:
    """What each operation is about at its core: other words for it, after a colon or comma, may be there or not."""
    return {id_: frozenset(terms(re.split(r"[:,;(]", o.about)[0])) for id_, o in catalogue().items()}


def _called(label: str, text: str, id_: str) -> float:
    """How well an operation's own name says what the output is called, 0..1; words of the sentence may stand in it."""
    wanted, name, said = set(terms(label)), set(terms(id_)), set(terms(text))
    wanted -= _LOOSE - name
    name -= _LOOSE - wanted
    beyond = sum(0.5 if word in said else 1 for word in name - wanted)
    return len(wanted & name) / (len(wanted) + beyond) if wanted else 0.0


def _unsaid(asked: Mapping[str, float], operation: Operation) -> float:
    """The share of an operation's own name that nobody spoke of, 0..1: what is left isn't `left in the year`. A name of
    which no word was said, as Caesar's, speaks neither for it nor against."""
    name = set(terms(operation.id))
    unsaid = name - set(asked) - _LOOSE
    return len(unsaid) / len(name) if unsaid != name else 0.0


def _near(asked: Mapping[str, float], id_: str) -> float:
    """Cosine of the stems that were asked for and those of an operation; its other words count where they meet."""
    document, head = _documents()[id_], _heads()[id_]
    weights, rare = _weights(), _rarest()
    ours = {word: n * weights.get(word, rare * 0.5) for word, n in asked.items()}
    theirs = {word: weight for word, weight in document.items() if word in head or word in ours}
    length = math.sqrt(sum(v * v for v in ours.values())) * math.sqrt(sum(v * v for v in theirs.values()))
    return sum(ours[word] * theirs[word] for word in ours if word in theirs) / length if length else 0.0


@cache
def _rarest() -> float:
    return max(_weights().values())


@cache
def _weights() -> dict[str, float]:
    return {word: weight for document in _documents().values() for word, weight in document.items()}
