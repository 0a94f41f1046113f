"""What people enter, from the model's list and the sentence itself. Refuses fields that are results in disguise."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.blueprint.asking import TEXT, listing, one_of, record
from generator.blueprint.schema import Field
from generator.blueprint.sentence import content, lists, overlap, words

TYPES = ("number", "money", "percent", "text", "long_text", "choice", "yes_no", "date", "time", "file")

FIELD = record(optional=("options",), label=TEXT, type=one_of(*TYPES), options=listing(TEXT, most=10), example=TEXT)

_UNIT = re.compile(r"\s*[(\[]([^()\[\]]{1,12})[)\]]\s*$")
_PERCENT = re.compile(
    r"percent|per cent|\b(?:interest|tax|vat|discount|growth|inflation|return) rate\b|%|prozent|pourcent", re.I
)
_WHOLE = re.compile(
    r"\b(?:number of|how many|count|people|persons|guests|pages?|sets?|reps|quantity|items|pieces|coats|age|rating|"
    r"stars|score|players|passengers|children|adults|rooms|episodes?|copies|length of password|dice|sides)\b", re.I
)  # fmt: skip
_MONEY = re.compile(
    r"\b(?:price|cost|amount paid|bill|salary|wage|income|budget|rent|fee|payment|spent|loan|principal|deposit|savings|"
    r"revenue|expenses?|fare|hourly rate)\b", re.I
)  # fmt: skip
_LONG = re.compile(
    r"\b(?:notes?|comments?|description|paragraph|essay|lines|csv|json|list of|recipe|"
    r"ingredients|thoughts|entry)\b",
    re.I,
)
_SIGNED = re.compile(r"temperature|celsius|fahrenheit|balance|change|profit|longitude|latitude|coordinate|grad\b", re.I)
_RANGE = re.compile(r"\b(?:from |between )?(-?\d+)\s*(?:to|-|–|and|bis)\s*(-?\d+)\b", re.I)
_LISTED = re.compile(
    r"\b(?:for|of|with|sliders?|fields?|numbers?|values?|each|enter|type|choose|set|pick)\b|[:;.!?]", re.I
)
_SHOWN = re.compile(r"(?:view|display|preview|results?|output|shown)", re.I)
_SEES = re.compile(r"\b(?:see|sees|read|shows?|displays?) (?:me )?(?:its|the|a|an) ([\w-]+)", re.I)
_EMPTY = ("none", "n/a", "null", "nothing", "no input", "")


def as_field(said: Mapping[str, Any], text: str) -> Field | None:
    """A field of the blueprint from what the model said about it; None for a placeholder."""
    label = " ".join(str(said.get("label", "")).split())[:60].strip(" :.")
    if label.casefold() in _EMPTY:
        return None
    kind = str(said.get("type", "text"))
    unit = ""
    if found := _UNIT.search(label):
        inner, bare = found.group(1), label[: found.start()].strip()
        if bare and not inner.casefold().startswith(("e.g", "yes", "optional", "y/n")) and "," not in inner:
            label, unit = bare, inner
        elif bare:
            label = bare
    options = [str(o).strip() for o in said.get("options") or [] if str(o).strip()]
    kind, options = _settle(label, unit, kind, options, text)
    field: dict[str, Any] = {
        "label": label[:1].upper() + label[1:],
        "type": kind,
        "unit": "" if kind == "percent" else unit,
    }
    if options and kind in ("choice", "multi_choice"):
        field["options"] = options
    if kind in ("number", "integer", "money", "percent"):
        field.update(_bounds(label + " " + unit, kind, text))
        if kind == "number" and "step" in field:
            field |= {"type": "integer", "slider": bool(re.search(r"\bsliders?\b", text, re.I))}
    example = said.get("example")
    if kind in ("number", "integer", "money", "percent", "choice", "yes_no") and example:
        field["default"] = str(example)
    return Field.model_validate(field)


def _settle(label: str, unit: str, kind: str, options: list[str], text: str) -> tuple[str, list[str]]:
    """Type and options, where label and sentence say more surely than the model what they are."""
    if kind == "column":
        return kind, []
    named = f"{label} {unit}"
    if kind in ("number", "money", "percent", "integer"):
        if _PERCENT.search(named) or unit == "%":
            return "percent", []
        if kind == "percent":
            kind = "number"
        if _WHOLE.search(named):
            return "integer", []
        return ("money" if _MONEY.search(named) and not unit else kind), []
    if kind in ("text", "choice") and (given := options_in(label, text)):
        return "choice", given
    if kind == "choice":
        grounded = [o for o in options if overlap(content(o), content(text)) >= 0.5]
        options = options if len(options) >= 2 else grounded
        return ("choice", options) if len(options) >= 2 else ("text", [])
    if kind == "text" and _LONG.search(label):
        return "long_text", []
    if kind in ("text", "long_text") and re.search(r"\b(?:date|birthday|deadline|due|datum)\b", label, re.I):
        return "date", []
    return kind, []


_LEAD = r"(?:e\.g\.|such as|like|either|as|is|are|being|one of|of)"


def options_in(label: str, text: str) -> list[str]:
    """Options that the sentence itself gives for a label: `category (food, rent)`, `mood as good, okay or bad`. What
    merely stands beside the label in one list with it, or after other words, is no option of it."""
    stems = set(content(label))
    for items in lists(text):
        if any(len(words(item)) > 3 for item in items):
            continue
        at, end = text.find(items[0]), text.find(items[-1])
        head, _, rest = items[0].partition(" ")
        if rest and stems & set(content(head)):  # priority high, medium or low
            at, items = at + len(head) + 1, [rest, *items[1:]]
        led = re.search(rf"(\w[\w'-]*)\s*([(:]?)\s*({_LEAD}\s)?\s*$", text[max(0, at - 40) : at], re.I)
        first = re.sub(rf"^{_LEAD}\s+", "", items[0], flags=re.I)
        if led is None or not stems & set(content(led[1])) or stems & set(content(" ".join(items))):
            continue
        if led[2] or led[3] or first != items[0] or re.search(r"\b(?:or|oder|ou|o)\b", text[at:end]):
            return [first, *items[1:]]
    return []


def _bounds(named: str, kind: str, text: str) -> dict[str, Any]:
    bounds: dict[str, Any] = {}
    stems = content(named)
    for found in _RANGE.finditer(text):
        before = re.sub(r",?\s*\beach\s*$", "", text[: found.start()])
        near = _LISTED.split(before)[-1]
        listed = content(near) if re.search(r",| and ", near) else []  # red, green and blue from 0 to 255
        if set(stems) & {*content(before[-25:])[-2:], *listed}:
            low, high = float(found.group(1)), float(found.group(2))
            return {"minimum": low, "maximum": high, "step": 1} if low < high else {}
    if not _SIGNED.search(named):
        bounds["minimum"] = (
            1 if kind == "integer" and re.search(r"people|person|guests|players|size", named, re.I) else 0
        )
    return bounds


def without_results(fields: Sequence[Field], results: Sequence[str]) -> list[Field]:
    """The fields without those that are what the app works out."""
    told = [set(content(result)) for result in results]
    return [f for f in fields if not content(f.label) or set(content(f.label)) not in told]


def is_shown(field: Field, text: str) -> bool:
    """Whether a field is none: it is where something is seen, or what the sentence wants to see or read and nothing
    else."""
    seen = {stem for found in _SEES.finditer(text) for stem in content(found[1])}
    own, rest = set(content(field.label)), set(content(_SEES.sub(" ", text)))
    return field.type in ("text", "long_text", "yes_no") and bool(
        _SHOWN.fullmatch(field.label) or (own and own <= seen - rest)
    )
