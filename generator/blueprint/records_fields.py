"""The fields of an entry of a list, out of the model's list and the sentence. Refuses results, marks and features that
are put as fields."""

import re
from collections.abc import Mapping
from typing import Any

from generator.blueprint.fields import as_field, options_in
from generator.blueprint.mend import identifier
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field
from generator.blueprint.sentence import content, overlap

BALANCE = re.compile(r"\bbalance\b|\bsaldo\b|\bsolde\b|\bnet\b|\bkontostand\b", re.I)
COMES = re.compile(r"\bincomes?\b|\bearn|\beinnahme|\brevenu|\bingreso|\bdeposit|\bcredit|\breceived", re.I)
_GOES = re.compile(r"\bexpens|\bspen[dt]|\bausgabe|\bdépense|\bgasto|\bwithdraw|\bdebit|\bcost|\bpayment", re.I)
_AMOUNT = {r"\bausgabe": "Betrag", r"\bdépense": "Montant", r"\bgasto": "Importe"}
_TITLED = frozenset(
    content("book movie film game plant recipe song album series show pet item place podcast wine beer product")
)
"""Things that go by a name of their own, which people leave out when they list what else is to be kept."""
_MONEY = re.compile(
    r"\bexpens|\bspend|\bspent|\bbudget|\bincome|\bmoney|\bcosts?\b|\bpay|\bbills?\b|\bausgabe|\beinnahme", re.I
)


_RESULT = re.compile(
    r"\b(?:totals?|sum|overall|remaining|left(?: over)?|average|mean|highest|lowest|heaviest|lightest|longest|shortest"
    r"|fastest|slowest|best|worst|maximum|minimum|cheapest|streak|change(?: in)?|difference"
    r"|current|percentage|so far|progress|gesamt\w*|summe)\b",
    re.I,
)
_OWN = re.compile(r"\b(?:average|mean|best|worst|highest|lowest|change|maximum|minimum|current|percentage)\b", re.I)
"""Of these, what may well be entered where the sentence lists it: `distance, average speed and weather`."""
_NAMING = frozenset(content("name title item description what task who where"))
MARKS = frozenset(content("stars rating score mark points"))
_OFTEN = re.compile(r"\bhow often\b|\bfrequenc|\bintervals?\b|\bhow many (?:days|weeks|months)\b|\bevery few\b", re.I)


def fields_of(said: Mapping[str, Any], item: str, text: str) -> list[Field]:
    """The fields, in the model's order; a name in front where an entry would have none."""
    fields = [f for one in said.get("fields") or [] if isinstance(one, dict) and (f := as_field(one, text)) is not None]
    asked = content(text)
    fields = [
        f for f in fields if not _is_mark(f) and not (f.type == "long_text" and not overlap(content(f.label), asked))
    ]
    for field in fields:
        if re.fullmatch(r"day|date", field.label, re.I) and field.type in (*NUMERIC, "text"):
            field.type, field.minimum, field.maximum, field.step = "date", None, None, None
        if (
            field.type == "number"
            and not field.unit
            and _MONEY.search(text)
            and re.search(r"amount|betrag|value", field.label, re.I)
        ):
            field.type = "money"
        if found := re.fullmatch(r"(?:out of|of|/) ?(\d+)|\d+ ?(?:-|–|to) ?(\d+)", field.unit.strip()):
            field.unit, field.minimum, field.maximum = "", field.minimum or 0, float(found[1] or found[2])
        if field.type in ("choice", "text", "yes_no") and _recurs(field, text):
            field.type, field.options, field.unit, field.minimum = "integer", [], "days", 1
    for field in fields:
        if field.type in (*NUMERIC, "choice", "yes_no"):
            field.default = None
        if field.type == "file":
            field.type = "text"
        if field.type == "choice" and not _given(field, text):
            field.type, field.options = "text", []
        field.maximum = field.maximum if field.minimum is not None and field.maximum is not None else None
    fields = _unasked(_without_figures(_sides(fields, text), text), item, text)
    bare = not any(f.type in ("text", "long_text", *NUMERIC) for f in fields)
    owned = _is_owned(fields, item, text)
    if bare or owned or _needs_name(fields, content(item)):
        label = "Task" if re.fullmatch(r"to-?\s?dos?", item, re.I) else item[:1].upper() + item[1:]
        fields.insert(0, Field(label=label, type="text", required=False if owned else None))
    return sorted(fields, key=lambda f: not set(content(f.label)) <= _NAMING)


def _recurs(field: Field, text: str) -> bool:
    """Whether it says after how long something is due again, in words of the model's own: days can be counted on."""
    return bool(
        _OFTEN.search(text) and re.search(r"often|frequen|interval|every", field.label, re.I)
    ) and not options_in(field.label, text)


def _without_figures(fields: list[Field], text: str) -> list[Field]:
    """The fields without figures about all entries; one that would be the only number keeps the rest of its name."""
    kept: list[Field] = []
    asked = content(text)
    numbers = [f for f in fields if f.type in NUMERIC]
    for field in fields:
        rest = _RESULT.sub(" ", field.label).strip()
        others = [f for f in numbers if f is not field and not _RESULT.search(f.label)]
        if field.type not in NUMERIC or not _RESULT.search(field.label):
            kept.append(field)
        elif others:
            listed = _OWN.search(field.label) and field.label.casefold() in text.casefold()
            told = any(set(content(rest)) <= set(content(f.label)) for f in others)
            if listed and not told and not _sought(field.label, text):
                kept.append(field)
        elif content(rest) and overlap(content(rest), asked) and not any(f.label == rest for f in kept):
            kept.append(field.model_copy(update={"label": rest[:1].upper() + rest[1:], "name": identifier(rest)}))
        else:
            kept.append(field)
    return kept


def _sought(label: str, text: str) -> bool:
    """Whether the sentence speaks of it as of something to be seen, or as one for each of something."""
    at = text.casefold().find(label.casefold())
    before, after = text[max(0, at - 40) : at], text[at + len(label) : at + len(label) + 12]
    return bool(
        re.search(r"\b(?:see|shows?|tells?|know|calculates?|with the|gives?|and the)\b[^,]*$", before, re.I)
        or re.match(r"\s*(?:per|for each|of each|by)\b", after, re.I)
    )


def _unasked(fields: list[Field], item: str, text: str) -> list[Field]:
    """Without numbers that nobody spoke of beside those that somebody did, and without a second name; what else isn't
    spoken of may stay empty."""
    asked = content(text)
    loose = re.search(r"\bhow (?:long|far|heavy|big|hard|many|much|often|good)\b", text, re.I)
    said = [f for f in fields if set(content(f.label)) & set(asked)]
    numbers = [f for f in said if f.type in NUMERIC]
    if numbers and not loose:
        fields = [f for f in fields if f in said or f.type not in NUMERIC]
    names = [f for f in fields if f.type == "text" and set(content(f.label)) <= {*content(item), *_NAMING}]
    fields = [f for f in fields if f in said or f.type != "date" or len(content(f.label)) < 2]
    marks = [f for f in fields if f.type in NUMERIC and set(content(f.label)) <= MARKS]
    if len(marks) > 1:  # `stars from 1 to 5, sorted by best rating`: one mark, by two names
        wish = re.search(r"\b(?:sort|order)\w* by[^,.;]*", text, re.I)
        ordered = set(content(wish[0] if wish else ""))
        fields = [f for f in fields if f not in marks or not set(content(f.label)) & ordered] if ordered else fields
    if len(names) > 1:
        first = next((f for f in names if f.label.casefold() in text.casefold() and f in said), names[0])
        second = [f for f in names if f is not first and (f not in said or set(content(f.label)) <= set(content(item)))]
        fields = [f for f in fields if f not in second]
    for field in fields:
        if field not in said and said and not set(content(field.label)) & {*content(item), *_NAMING}:
            field.required = False
    return fields


def _given(field: Field, text: str) -> bool:
    """Whether a choice is one: its options stand in the sentence, or are the same for everybody."""
    usual = {
        "priorit",
        "statu",
        "mood",
        "size",
        "gender",
        "meal",
        "unit",
        "frequency",
        "difficulty",
        "importanc",
        "weekday",
    }
    return bool(options_in(field.label, text) or set(content(field.label)) & usual) or all(
        overlap(content(option), content(text)) == 1 for option in field.options
    )


def _needs_name(fields: list[Field], named: list[str]) -> bool:
    """Whether an entry would have no name: `the books I read with author`, where the title itself isn't said."""
    titles = {*_NAMING, *content("subject"), *named}
    if any(set(content(f.label)) & titles for f in fields):
        return False
    if not any(f.type in ("text", "long_text") for f in fields):
        return False
    return any(word in _TITLED for word in named)


def _is_owned(fields: list[Field], item: str, text: str) -> bool:
    """Whether an entry is one of somebody's own things with nothing but figures to tell it by: `my courses with grade
    and credits`. It may have a name, and needs none."""
    if not all(f.type in NUMERIC for f in fields):
        return False
    return bool(re.search(rf"\b(?:my|our) (?:[\w-]+ )?{re.escape(item)}\w* with\b", text, re.I))


def _sides(fields: list[Field], text: str) -> list[Field]:
    """Where a balance is asked for: one amount that comes in or goes out, not a field for each, and no result."""
    if not BALANCE.search(text):
        return fields
    fields = [f for f in fields if not (BALANCE.search(f.label) and f.type in NUMERIC)]
    sides = [f for f in fields if f.type in NUMERIC and (COMES.search(f.label) or _GOES.search(f.label))]
    comes = next((f for f in sides if COMES.search(f.label)), None)
    goes = next((f for f in sides if f is not comes), None)
    if comes is None or goes is None:
        return fields
    kinds = Field(label=f"{comes.label} / {goes.label}", type="choice", options=[comes.label, goes.label])
    amount = next((word for sign, word in _AMOUNT.items() if re.search(sign, text, re.I)), "Amount")
    return [*(f for f in fields if f not in (comes, goes)), kinds, Field(label=amount, type="money", minimum=0)]


def _is_mark(field: Field) -> bool:
    """Whether it is a feature in disguise: what was ticked or deleted isn't typed in."""
    signs = set(content("done completed checked ticked finished deleted removed purchased bought marked edited packed"))
    signs |= set(content("paid watched returned total latest newest next"))
    seeking = re.fullmatch(
        r"(?:search|filter|find|sort|order)(?:ed)?(?: (?:box|bar|by|term|text|order))?", field.label.strip(), re.I
    )
    return bool(seeking) or (field.type in ("yes_no", "choice") and bool(set(content(field.label)) & signs))
