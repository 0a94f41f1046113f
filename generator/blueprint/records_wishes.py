"""Wishes about a whole list that the sentence voices and models miss: averages that weigh, targets that people type.
Refuses any that the sentence doesn't name."""

import re

from generator.blueprint.mend import identifier
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Records, Summary
from generator.blueprint.sentence import content, overlap

_TICKED = re.compile(
    r"\b(?:tick|check|cross|mark)(?:s|ed)?\b[^.;]*\b(?:see|shows?|tells?|know|how much)\b[^.;]*"
    r"\b(?:costs?|total|sum|price|spent|amount|much)\b[^.;]*\bso far\b"
    r"|\b(?:total|sum|cost|price|amount|how much)\b[^.;,]{0,30}\b(?:ticked|checked|crossed|marked)\b",
    re.I,
)
_WEIGHTED = re.compile(r"\bweight(?:ed|ing|s)\b|\bgpa\b|\bgrade point average|\bgewichtet|\bpondér", re.I)
_WEIGHT = re.compile(
    r"\bweights?\b|\bweighting\b|\bcredits?\b|\bects\b|\bpoints\b|\bnumber of\b|\bquantity\b|\bshares\b|\bunits\b"
    r"|\bhours\b|\bamount\b|\blit(?:re|er)s\b|\bcount\b|\bsize\b",
    re.I,
)
_TARGET = re.compile(
    r"\b(?:enter|type|set|give|put|choose|say|have)s?\b(?: in)? (?:my|our|a|an|the|one)?\s*((?:[\w-]+ ){0,2}?"
    r"(?:goal|target|budget|limit|income|salary|allowance))\b(?!\s*(?:of|:|is)?\s*\d)"
    r"|\b(?:of|from) (?:my|our|a|the) ((?:[\w-]+ ){0,2}?(?:goal|target|budget|limit|income|salary|allowance)) "
    r"(?:that )?(?:I|we) (?:enter|type|set|give|put|choose|say)\b",
    re.I,
)
_REST = frozenset(content("left remaining remainder rest missing lacking needed difference"))
_AIM = frozenset(content("goal target budget limit income salary allowance"))


_NEXT = re.compile(r"\bnext\b|\bsoonest\b|\bupcoming\b|\bcom(?:es?|ing) (?:up|first)\b|\bdue first\b", re.I)
_YEARLY = re.compile(r"\bbirthda|\banniversar|\bgeburtstag|\bcumplea", re.I)
_SEEN = re.compile(
    r"\b(?:see|shows?|showing|tells?|get|gives? me|know|calculates?|work(?:s|ed)? out)\b(?! (?:me )?the list)", re.I
)


def entered(fields: list[Field], text: str) -> list[Field]:
    """The fields without those that the sentence speaks of only where it says what people want to see: results."""
    wish = _SEEN.search(text)
    if wish is None or not content(text[: wish.start()]):
        return fields
    before, after = content(text[: wish.start()]), content(text[wish.end() :])
    results = [
        f
        for f in fields
        if f.type in (*NUMERIC, "date", "time")
        and not _YEARLY.search(f.label)
        and overlap(content(f.label), after) == 1
        and overlap(content(f.label), before) < 1
    ]
    return [f for f in fields if f not in results] if len(results) < len(fields) else fields


def with_wishes(records: Records, text: str) -> Records:
    """The list with a weighted average, an average per something counted, or a target that people set, where the
    sentence asks for one."""
    wished = _target(_ratio(_weighted(_ticked(records, text), text), text), text)
    return Records.model_validate(wished.model_dump())


def _ticked(records: Records, text: str) -> Records:
    """The list with what the ticked ones come to, where the sentence speaks of it after the ticking."""
    wish = _TICKED.search(text)
    of = next((f for f in records.fields if f.type == "money"), None) or next(
        (f for f in records.fields if f.type in NUMERIC), None
    )
    told = [s for s in records.summaries if s.where == "done" and s.stat == "sum"]
    if wish is None or of is None or told or "done" not in records.features:
        return records
    label = f"{of.label} so far".capitalize()
    figure = Summary(label=label, stat="sum", of=of.name, where="done", equals="yes")
    kept = [s for s in records.summaries if (s.stat, s.of, s.group_by) != ("sum", of.name, "")]
    return records.model_copy(update={"summaries": [figure, *kept]})


def _weighted(records: Records, text: str) -> Records:
    numbers = [f for f in records.fields if f.type in NUMERIC]
    if not _WEIGHTED.search(text) or len(numbers) < 2:
        return records
    by = re.search(r"\bweight(?:ed|ing)\b[^.;]*?\b(?:by|with|using|per)\b([^.;]*)", text, re.I)
    near = {f.name: overlap(content(f.label), content(by.group(1))) for f in numbers} if by else {}
    named = sorted((f for f in numbers if near.get(f.name, 0) >= 0.5), key=lambda f: -near[f.name])
    weight = (named or [f for f in numbers if _WEIGHT.search(f"{f.label} {f.unit}")] or numbers[-1:])[0]
    rest = [f for f in numbers if f is not weight]
    about = re.search(r"\b(?:average|mean|gpa)\b([^.;,]*)", text, re.I)
    of = max(rest, key=lambda f: overlap(content(f.label), content(about.group(1)) if about else []))
    plain = ("average", "sum")  # what a model makes of a weighted average, and would be wrong
    kept = [s for s in records.summaries if not (s.of == of.name and s.stat in plain and not s.group_by)]
    label = f"Weighted average {of.label[:1].lower()}{of.label[1:]}"
    figure = Summary(label=label, stat="weighted_average", of=of.name, weight=weight.name)
    return records.model_copy(update={"summaries": [figure, *kept]})


def _ratio(records: Records, text: str) -> Records:
    """`Average price per litre` of entries with a price and litres: all that was paid over all litres."""
    numbers = [f for f in records.fields if f.type in NUMERIC]
    for found in re.finditer(r"\baverage ([\w ]{2,30}?) (?:per|a|for each) ([\w-]+)", text, re.I):
        of, by = (next((f for f in numbers if set(content(f.label)) & set(content(found[n]))), None) for n in (1, 2))
        if of is None or by is None or of is by:
            continue
        stat = "weighted_average" if set(content(found[2])) & set(content(of.label)) else "ratio"
        figure = Summary.model_validate({"label": found[0], "stat": stat, "of": of.name, "weight": by.name})
        figure.label = found[0].capitalize()
        kept = [s for s in records.summaries if not (s.of == of.name and s.stat == "average")]
        return records.model_copy(update={"summaries": [figure, *kept]})
    return records


_SINCE = re.compile(
    r"\b(lost|gained|loss|gain|changed?|difference|grown|progress)\b[^.;]{0,30}\b(?:since|so far|from the|first|start"
    r"|overall|in total|over time)\b|\bsince (?:the |my )?(?:first|start|beginning)\b",
    re.I,
)


def yearly(records: Records) -> Field | None:
    """The date that comes again every year, if there is one."""
    return next((f for f in records.fields if f.type == "date" and _YEARLY.search(f.label)), None)


def with_next(records: Records, text: str) -> Records:
    """The list in the order in which dates come, with the one that is next, where the sentence asks for it."""
    again = yearly(records)
    worked = next((c for c in records.computed if c.format == "date"), None)
    date = again or worked or next((f for f in records.fields if f.type == "date"), None)
    if date is None or not _NEXT.search(text):
        return records
    # What was worked out may be overdue, and is next then; a plain date that is past isn't.
    figure = Summary(label="Next", stat="next_yearly" if again else "next", of=date.name)
    figure.period = "all" if again or worked else "future"
    kept = [s for s in records.summaries if s.stat != "latest" and s.of != date.name]
    changed = records.model_copy(update={"summaries": [figure, *kept], "sort": records.sort or date.name})
    return Records.model_validate(changed.model_dump())


_SUPER = {
    "maximum": r"heaviest|longest|highest|biggest|largest|fastest|most expensive|best|maximum|farthest|personal record",
    "minimum": r"lightest|shortest|lowest|smallest|slowest|cheapest|minimum",
}


def with_changes(figures: list[Summary], records: Records, text: str) -> list[Summary]:
    """The figures with how much a measurement changed since the first, and with the heaviest, longest or cheapest,
    where the sentence asks for these and the model put none or another."""
    numbers = [f for f in records.fields if f.type in NUMERIC]
    if not numbers:
        return figures
    if wish := _SINCE.search(text):
        of = max(numbers, key=lambda f: overlap(content(f.label), content(text)))
        lost = re.match(r"lost|loss", wish.group(1) or "", re.I)
        label, stat = ("Lost since the first", "loss") if lost else ("Change since the first", "change")
        figure = Summary.model_validate({"label": label, "of": of.name, "stat": stat})
        figures = [
            figure,
            *(s for s in figures if s.of != of.name or s.stat in ("latest", "average", "minimum", "maximum")),
        ]
    for stat, sign in _SUPER.items():
        each = re.search(rf"\b({sign})\b(?: [\w-]+){{0,3}}? (?:per|for each|of each|by|in each) ([\w-]+)", text, re.I)
        found = each or re.search(rf"\b({sign})\b(?![\w -]*\b(?:first|top)\b)", text, re.I)
        if not found or any(s.stat == stat for s in figures) or re.search(r"\b(?:sort|order)", text, re.I):
            continue
        near, kind = content(text[found.end(1) : found.end(1) + 30]), _KINDS.get(found.group(1).casefold(), "^$")

        def fits(one: Field, near: list[str] = near, kind: str = kind) -> tuple[float, bool]:
            return overlap(content(one.label), near), bool(re.search(kind, f"{one.label} {one.unit} {one.type}", re.I))

        of, by = max(numbers, key=fits), content(each.group(2)) if each else []
        group = next((f.name for f in records.fields if set(by) & set(content(f.label))), "")
        label = f"{found.group(1)} {of.label}".capitalize()
        figures = [*figures, Summary.model_validate({"label": label, "stat": stat, "of": of.name, "group_by": group})]
    return figures


_LENGTH = "distance|duration|time|length|km|mile|min|hour"
_KINDS = {
    "heaviest": "weight|kg|lb", "lightest": "weight|kg|lb", "longest": _LENGTH, "shortest": _LENGTH,
    "farthest": "distance|km|mile", "cheapest": "price|cost|money", "most expensive": "price|cost|money",
    "fastest": "speed|pace", "slowest": "speed|pace",
}  # fmt: skip
"""Which sort of number a word of comparison speaks of."""


def _target(records: Records, text: str) -> Records:
    """A sum beside what people set once; what they set is no field of each entry."""
    wish = _TARGET.search(text)
    if wish is None or any(s.target or s.stat == "balance" for s in records.summaries):
        return records
    label = (wish[1] or wish[2]).strip().capitalize()
    drop = _AIM | _REST  # what people set once, and what then follows
    fields = [
        f
        for f in records.fields
        if not (set(content(f.label)) <= drop if f.type not in NUMERIC else set(content(f.label)) & drop)
    ]
    numbers = [f for f in fields if f.type in NUMERIC]
    of = next((f for f in numbers if f.type == "money"), numbers[-1] if numbers else None)
    if of is None:
        of = Field(label="Amount", type="money", minimum=0)
        fields = [*fields, of]
    names = {f.name for f in fields}
    kept = [
        s
        for s in records.summaries
        if (not s.of or s.of in names) and s.stat != "balance" and not set(content(s.label)) & (_AIM | _REST)
    ]
    total = next((s for s in kept if s.stat == "sum" and s.of == of.name and not s.group_by), None)
    if total is None:
        total = Summary(label=f"Total {of.label[:1].lower()}{of.label[1:]}", stat="sum", of=of.name)
        kept = [total, *kept]
    total.target_label = label if identifier(label) not in names else f"{label} to reach"
    item = records.item
    if set(content(item)) <= _AIM | frozenset(content("savings money")):  # what is added isn't what is aimed at
        item = fields[0].label.casefold()
    return records.model_copy(update={"fields": fields, "summaries": kept, "item": item, "add": f"Add {item}"})
