"""The word that stands at some entries of a list by a number of the sentence (“too high” at those above 140), and
averages of several columns. Refuses a limit of which isn't plain what number of an entry it is for."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.blueprint.form_proofs import enter
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.records_proofs import entry, head_of, set_first
from generator.blueprint.schema import Chart, Field, Highlight, Records, Summary
from generator.blueprint.sentence import content
from generator.blueprint.things import Inventory, Proof
from generator.contract import Press, SeeRow, Step

_TESTS = {
    "more": r"above|over|exceed(?:s|ing)?|beyond|(?:more|higher|greater|larger|bigger|older|heavier|longer|warmer"
    r"|hotter|dearer|later) than|über|(?:mehr|höher|größer|länger|schwerer|wärmer) als|au-dessus d[eu]|plus de"
    r"|supérieure?s? à",
    "less": r"below|under|(?:less|fewer|lower|smaller|younger|lighter|shorter|colder|cheaper) than|unter"
    r"|(?:weniger|niedriger|kleiner|kürzer|leichter|kälter) als|au-dessous de|en dessous de|moins de|inférieure?s? à",
    "at_least": r"at least|from|mindestens|ab|au moins",
    "at_most": r"at most|up to|no more than|höchstens|bis zu|au plus",
}  # fmt: skip
_NUMBER = r"(?:[$€£] ?)?(\d+(?:[.,]\d+)?)(?:\s?/\s?(\d+(?:[.,]\d+)?))?"
_LIMIT = re.compile(
    r"\b(?:" + "|".join(rf"(?P<{name}>{words})" for name, words in _TESTS.items()) + rf")\b\s*(?:the |a )?{_NUMBER}",
    re.I,
)
_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{2,30}?)\s*[\"“”»]")
_CALLED = re.compile(
    r"\b(?:mark|flag|label|tag|highlight|markier|kennzeichn|marqu|signal)\w*\b[^.;]{3,60}?\b(?:as|als|comme) "
    r"((?:too |zu |trop )?[^\W\d_]{3,})",
    re.I,
)
_AS = re.compile(r"\b(?:as|als|comme|mit|with|avec)\s+(?:(?:the|a|das|le) (?:word|note|mark|wort|mot)\s+)?$", re.I)
_SOME = re.compile(
    r"\b(?:those|ones|each|every|all|any|entr(?:y|ies)|rows?|readings?|lists?|listed|log|mark\w*|flag\w*|highlight\w*"
    r"|next to|beside|denen|allen|alle|jede[nrms]?|liste|neben|ceux|celles|chaque|liste)\b",
    re.I,
)
_AVERAGE = re.compile(r"\b(?:averages?|means?)\b|\bdurchschnitt|\bmittelwert|\bmoyenne", re.I)
_BOTH = re.compile(
    rf"(?:{_AVERAGE.pattern})[^.;,]{{0,30}}\b(?:both|each|all|two|beide[rn]?|aller|deux)\b"
    rf"|\b(?:both|two|beide|deux)\b[^.;,]{{0,12}}(?:{_AVERAGE.pattern})",
    re.I,
)  # fmt: skip


def marks_of(text: str) -> list[tuple[str, list[tuple[str, float, str]]]]:
    """Each word with its limits: the test, the number, and the words around it by which a column may be named. Empty
    where the sentence marks nothing, or speaks of a single value and of no entries."""
    signs = [*_QUOTED.finditer(text), *(() if _QUOTED.search(text) else _CALLED.finditer(text))]
    found = []
    if not _SOME.search(text):
        return []
    for number, sign in enumerate(signs):
        start = signs[number - 1].end(1) if number else 0
        end = signs[number + 1].start(1) if number + 1 < len(signs) else len(text)
        before = re.split(r"[.;:](?=\s)", text[start : sign.start(1)])[-1]
        after = re.split(r"[.;:](?=\s|$)", text[sign.end() : end])[0]
        led = _limits(before) if _AS.search(before.rstrip(' "“„«') + " ") else []
        limits = led or _limits(after) or (_limits(before) if not number else [])
        if limits:
            found.append((sign[1], limits))
    return found


def _limits(text: str) -> list[tuple[str, float, str]]:
    limits: list[tuple[str, float, str]] = []
    end = 0
    for found in _LIMIT.finditer(text):
        test = next(name for name in _TESTS if found[name])
        following = re.match(r"[^,.;]{0,25}?(?=[,.;]|\b(?:and|or|und|oder|ou|et)\b|$)", text[found.end() :])
        around = f"{text[max(end, found.start() - 30) : found.start()]} {following[0] if following else ''}"
        limits += [(test, float(n.replace(",", ".")), around) for n in found.groups()[-2:] if n]
        end = found.end()
    return limits


def with_marks(records: Records, text: str) -> Records:
    """The list with the words that the sentence wants at some entries, averages of each column, and a chart of each."""
    numbers = [f for f in records.fields if f.type in NUMERIC]
    marks: list[Highlight] = []
    for note, limits in marks_of(text):
        placed = _placed(limits, numbers)
        marks += [
            Highlight.model_validate({"field": f.name, "test": test, "value": f"{limit:g}", "note": note})
            for f, (test, limit, _) in zip(placed, limits, strict=False)
        ]
    changed = records.model_copy(update={"highlights": marks}) if marks else records
    told = {stem for mark in marks for stem in content(mark.note)}
    if told:  # What is said by the mark is neither entered nor, unless somebody asks how many, counted.
        kept = [f for f in changed.fields if f in numbers or not set(content(f.label)) <= told | _STATES]
        counted = re.search(r"\bhow (?:many|often)\b|\bnumber of\b|\bcount\b", text, re.I)
        figures = [s for s in changed.summaries if counted or s.stat != "count" or not set(content(s.label)) & told]
        changed = changed.model_copy(update={"fields": kept, "summaries": figures})
    if len(numbers) > 1 and _BOTH.search(text):
        averages = [
            Summary(label=f"Average {f.label[:1].lower()}{f.label[1:]}", stat="average", of=f.name) for f in numbers
        ]
        figures = [s for s in changed.summaries if s.stat != "average" or s.group_by]
        charts = [
            Chart.model_validate({**chart.model_dump(), "y": f.name, "label": ""})
            for chart in changed.charts
            for f in (numbers if chart.type == "line" else numbers[:1])
        ]
        changed = changed.model_copy(update={"summaries": [*averages, *figures], "charts": charts})
    return Records.model_validate(changed.model_dump()) if changed is not records else records


_STATES = frozenset(content("status state flag mark note warning level category remark"))


def _placed(limits: Sequence[tuple[str, float, str]], numbers: Sequence[Field]) -> list[Field]:
    """The column of each limit: the one that is named beside it, the only one there is, or as many in their order."""
    own = {f.name: set(content(f"{f.label} {f.unit}")) for f in numbers}
    shared = {stem for stems in own.values() for stem in stems if sum(stem in other for other in own.values()) > 1}
    named = [[f for f in numbers if (own[f.name] - shared) & set(content(around))] for *_, around in limits]
    if all(len(found) == 1 for found in named):
        return [found[0] for found in named]
    if len(numbers) == 1:
        return [numbers[0]] * len(limits)
    return list(numbers) if len(limits) == len(numbers) and not any(named) else []


def hold_marks(kept: Inventory, records: Records) -> None:
    """That each mark stands at an entry beyond its limit, and not at one that is just within all limits."""
    words: dict[str, list[Highlight]] = {}
    for mark in records.highlights:
        words.setdefault(mark.note, []).append(mark)
    for note, marks in words.items():
        proofs = [proof for mark in marks if (proof := _proof(records, mark)) is not None]
        said = f"{note} mark flag label highlight word list all {records.item} those ones entry above over more higher"
        said += " below under less fewer lower than least most next beside show see "
        said += " ".join(mark.value for mark in marks)
        kept.thing(f"mark {note}", said, *(proofs if len(proofs) == len(marks) else []))


def _proof(records: Records, mark: Highlight) -> Proof | None:
    head = head_of(records)
    field = next(f for f in records.fields if f.name == mark.field)
    within = {f.name: _within(f, records.highlights) for f in records.fields if f.type in NUMERIC}
    if any(value is None for value in within.values()):
        return None
    beyond = float(mark.value) + {"more": 1.0, "less": -1.0}.get(mark.test, 0.0)
    plain, marked = ({**entry(records, turn), **within} for turn in (0, 1))
    marked[field.name] = beyond
    if beyond < (field.minimum if field.minimum is not None else beyond) or plain[head.name] == marked[head.name]:
        return None
    names = [
        f"{one[head.name]:g}" if isinstance(one[head.name], float) else str(one[head.name]) for one in (plain, marked)
    ]
    steps: list[Step] = [*set_first(records), *_added(records, plain)]
    steps.append(SeeRow(cells=[names[0], mark.note], absent=True))
    steps += [*_added(records, marked), SeeRow(cells=[names[1], mark.note])]
    told = f"“{mark.note}” stands at one with {field.label} {beyond:g}, not at one with {within[field.name]:g}."
    return Proof(told, tuple(steps))


def _added(records: Records, values: Mapping[str, Any]) -> list[Step]:
    return [*(enter(f, values[f.name]) for f in records.fields if f.type != "color"), Press(name=records.add)]


def _within(field: Field, marks: Sequence[Highlight]) -> float | None:
    """A number as near to the limits of a column as can be without a mark; any where it has none; None for no such."""
    own = [mark for mark in marks if mark.field == field.name]
    tries = [float(mark.value) + by for mark in own for by in (0.0, -1.0, 1.0)] or [7.0]
    low = field.minimum if field.minimum is not None else min(tries)
    return next((n for n in tries if n >= low and not any(_stands(n, mark) for mark in own)), None)


def _stands(value: float, mark: Highlight) -> bool:
    limit = float(mark.value)
    return {
        "more": value > limit, "less": value < limit, "at_least": value >= limit, "at_most": value <= limit,
    }[mark.test]  # fmt: skip
