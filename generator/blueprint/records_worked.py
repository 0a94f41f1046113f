"""Values that a list works out for every single entry, from the entry's own fields: a next date, a cost per piece.
Refuses figures about all entries, and to hold the app to a value that only one sample stands for."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from generator.blueprint.asking import TEXT, Asking, listing, one_of, record
from generator.blueprint.cases import Wish
from generator.blueprint.decide import Decision, decide
from generator.blueprint.form_proofs import enter
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.records_proofs import head_of, set_first
from generator.blueprint.records_settings import sketch_settings, sure
from generator.blueprint.records_wishes import yearly
from generator.blueprint.schema import Output, Records, Summary
from generator.blueprint.sentence import content, overlap
from generator.blueprint.things import Inventory, Proof
from generator.blueprint.trials import Values
from generator.contract import Press, SeeText, SeeValue, Step, Toggle
from generator.payload.blocks.formats import shown
from sandbox.contract import Sandbox

TASK = """An app keeps a list of entries. Which values does it work out for every single entry, from that entry's own \
fields? Only what the request asks to see, often none. Totals, averages and counts over all entries are not among them.

Fields: car, last service, months between services
Request: I add my cars with last service and months between services and see when the next service is due
{"values":[{"label":"Next service","format":"date","about":"last service plus the months between services"}]}

Fields: date, distance, feeling
Request: log my runs with date, distance and how I felt, total distance per month
{"values":[]}"""

_VOICED = re.compile(
    r"\bnext\b|\bdue\b|\bexpir|\bruns? out\b|\bdays? (?:left|until|since|old)\b|\bhow (?:long|old)\b|\bage\b|\bprofit\b"
    r"|\bmargin\b|\b(?:cost|costs|price|pay|pace|speed|consumption|value|worth|rate)\b[^.;,]{0,30}\b(?:per|each|a)\b"
    r"|\beach (?:one )?(?:is worth|costs?)\b|\bdifference\b|\bend(?:s|ing)? date\b|\bduration\b|\bworked out\b|\bcomput"
    r"|\bcalculat",
    re.I,
)
_OFTEN = re.compile(
    r"(?:once )?(?:per |a |every |each )?(?:dai|week|month|year|quarter|annual|day)(?:ly|s)?"
    r"|(?:bi|semi)-?(?:week|month|annual)ly",
    re.I,
)
_ALL = re.compile(r"\b(?:totals?|sum|overall|averages?|mean|counts?|number|all|highest|lowest|balance)\b", re.I)
_SUM = re.compile(r"\btotals?\b|\bsum\b|\bin all\b|\baltogether\b|\boverall\b", re.I)


def sketch_worked(text: str, records: Records, asking: Asking, box: Callable[[], Sandbox]) -> list[Decision]:
    """What is worked out per entry, put into the list; what nothing works out is left away."""
    if decisions := sketch_settings(text, records):
        return decisions
    decisions = _due(text, records) or _spanned(text, records) or _priced(text, records) or _lasted(text, records)
    if not decisions:
        if yearly(records) or not (wishes := _evened(text, records) or _wished(text, records, asking)):
            return []
        decisions = decide(wishes, records.fields, text, asking, box, every=False)
    decisions = [d for d in decisions if d.ground != "none" and not d.random]
    records.computed = [d.output for d in decisions]
    stems = [set(content(output.label)) for output in records.computed]
    # A figure of that name over all entries would be taken for the value of each.
    records.summaries = [
        s for s in records.summaries if _ALL.search(s.label) or not any(own <= set(content(s.label)) for own in stems)
    ]
    for output in records.computed:
        if output.format in NUMERIC and _SUM.search(text) and not any(s.of == output.name for s in records.summaries):
            label = f"Total {output.label[:1].lower()}{output.label[1:]}"
            records.summaries.append(Summary(label=label, stat="sum", of=output.name))
    return decisions


_YEAR = {"day": 365, "dai": 365, "week": 52, "month": 12, "quarter": 4, "year": 1, "annual": 1}
"""How often a span fits into a year."""


def _spanned(text: str, records: Records) -> list[Decision]:
    """What a price for one span comes to in the other that the sentence asks for: `monthly price`, `cost per year`."""
    asked = re.search(
        r"\b(?:per|each|every|a|in a) (day|week|month|quarter|year)\b|\b(year|month|week)ly (?=cost|total|sum)",
        text,
        re.I,
    )
    if asked is None:
        return []
    to = (asked[1] or asked[2]).casefold()
    for field in (f for f in records.fields if f.type in ("money", "number")):
        named = f"{field.label} {field.unit}"
        own = next((span for span in _YEAR if re.search(rf"\b{span}(?:ly|s)?\b", named, re.I)), to)
        if own == to:
            continue
        times = _YEAR[own] / _YEAR[to]
        bare = re.sub(
            r"\b(?:per )?(?:month|year|week|dai|day|annual|quarter)\w*\b", "", field.label, flags=re.I
        ).strip()
        source = f"def work_out({field.name}):\n    return {field.name} * {_YEAR[own]} / {_YEAR[to]}"
        label = f"{bare or 'cost'} per {to}".capitalize()
        output = Output.model_validate({"label": label, "format": field.type, "source": source})
        total = Summary(label=f"Total per {to}", stat="sum", of=output.name)
        # A figure over what is entered would be taken for that of the span.
        records.summaries = [*(s for s in records.summaries if s.of != field.name), total]
        return [sure(output, records, partial(_times, field.name, times))]
    return []


def _times(name: str, times: float, values: Values) -> float:
    return round(float(values[name]) * times, 2)


_PIECES = frozenset(content("quantity amount count number pieces units copies stock qty"))


def _priced(text: str, records: Records) -> list[Decision]:
    """What so many pieces cost at a price for each, where both are entered and a total is asked for."""
    numbers = [f for f in records.fields if f.type in NUMERIC]
    price = next((f for f in numbers if set(content(f.label)) & set(content("price cost"))), None)
    many = next((f for f in numbers if f is not price and set(content(f.label)) & _PIECES), None)
    asked = re.search(r"\b(?:totals?|sum|value|worth|altogether|cost)\b", text, re.I)
    if price is None or many is None or asked is None or re.search(r"\btotal\b", price.label, re.I):
        return []
    label = "Value" if re.search(r"\bvalue\b|\bworth\b", text, re.I) else "Cost"
    source = f"def work_out({many.name}, {price.name}):\n    return {many.name} * {price.name}"
    output = Output.model_validate(
        {"label": label if label != price.label else "Amount", "format": "money", "source": source}
    )
    total = Summary(label=f"Total {output.label.casefold()}", stat="sum", of=output.name)
    kept = [s for s in records.summaries if not (s.stat == "sum" and s.of == price.name)]
    sums = [s for s in records.summaries if s not in kept]
    if any(s.group_by or s.target or s.each for s in sums):
        return []
    records.summaries = [*(s for s in kept if "total" not in s.label.casefold() or s.of != many.name), total]
    return [sure(output, records, lambda values: round(float(values[many.name]) * float(values[price.name]), 2))]


def _lasted(text: str, records: Records) -> list[Decision]:
    """The hours from one time to another, past midnight too, where both are entered."""
    times = [f for f in records.fields if f.type == "time"]
    if len(times) != 2 or not re.search(r"\bhours\b|\bhow long\b|\bduration\b|\bslept\b|\bworked\b", text, re.I):
        return []
    ends = re.compile(r"\b(?:end|finish|stop|wake|woke|leave|out|to|until|got up|get up)\b|\bend|\bwak", re.I)
    start, end = sorted(times, key=lambda f: bool(ends.search(f.label)))
    span = f"({end.name} - {start.name}).total_seconds()"
    source = f"def work_out({start.name}, {end.name}):\n    return {span} % 86400 / 3600"
    said = re.search(r"\bhours (?:slept|worked)\b", text, re.I)
    output = Output.model_validate(
        {"label": (said[0] if said else "hours").capitalize(), "format": "number", "source": source}
    )
    stats = [("sum", "Total"), ("average", "Average")]
    asked = [(s, word) for s, word in stats if re.search(rf"\b{word}|\b{s}\b", text, re.I)]
    figures = [
        Summary.model_validate({"label": f"{word} {output.label.casefold()}", "stat": s, "of": output.name})
        for s, word in asked
    ]
    own = set(content("hours duration"))
    records.fields = [f for f in records.fields if f.type not in NUMERIC or not set(content(f.label)) & own]
    names = {f.name for f in records.fields}
    records.summaries = [*(s for s in records.summaries if not s.of or s.of in names), *figures]

    def hours(values: Values) -> float:
        began, over = (int(values[f.name][:2]) + int(values[f.name][3:]) / 60 for f in (start, end))
        return round((over - began) % 24, 2)

    return [sure(output, records, hours)]


def _due(text: str, records: Records) -> list[Decision]:
    """The day after so many days from the last time, where both are entered and the sentence asks what is due."""
    last = next((f for f in records.fields if f.type == "date"), None)
    every = next((f for f in records.fields if f.type == "integer" and f.unit == "days"), None)
    if last is None or every is None or not _VOICED.search(text):
        return []
    source = (
        f"def work_out({last.name}, {every.name}):\n    import datetime\n\n"
        f"    return {last.name} + datetime.timedelta(days={every.name})"
    )
    output = Output.model_validate({"label": "Next time", "format": "date", "source": source})

    def day(values: Values) -> str:
        then = datetime.date.fromisoformat(values[last.name]) + datetime.timedelta(days=values[every.name])
        return then.isoformat()

    return [sure(output, records, day)]


def _wished(text: str, records: Records, asking: Asking) -> list[Wish]:
    """What the model takes to be asked for of each entry, where the sentence voices it."""
    if not _VOICED.search(text) or not any(f.type in (*NUMERIC, "date", "time") for f in records.fields):
        return []
    one = record(label=TEXT, format=one_of("number", "money", "percent", "text", "date"), about=TEXT)
    named = ", ".join(f.label for f in records.fields)
    said = asking.fill(TASK, f"Fields: {named}\nRequest: {text}", record(values=listing(one, most=2)), most=160) or {}
    labels = [*(f.label for f in records.fields), *(s.label for s in records.summaries)]
    taken = {tuple(content(label)) for label in labels}
    wishes = []
    for value in said.get("values") or []:
        label = " ".join(str(value["label"]).split())[:60]
        asked = overlap(content(label), content(text)) >= 0.5
        if asked and not _ALL.search(label) and tuple(content(label)) not in taken:
            output = Output.model_validate({"label": label, "format": value["format"]})
            if output.name not in {f.name for f in records.fields}:
                wishes.append(Wish(output, str(value["about"])[:200]))
    return wishes


def _evened(text: str, records: Records) -> list[Wish]:
    """What entries that recur monthly or yearly come to in the one span that the sentence names: nobody can add them
    up before."""
    span = re.search(r"\b(?:per|each|every|a) (day|week|month|year)\b", text, re.I)
    often = next((f for f in records.fields if f.options and all(_OFTEN.fullmatch(o.strip()) for o in f.options)), None)
    of = next((f for f in records.fields if f.type in ("money", "number")), None)
    if span is None or often is None or of is None:
        return []
    label = f"{of.label} per {span.group(1).casefold()}"
    about = f"{of.label} as it is per {span.group(1).casefold()}, from {often.label}: {', '.join(often.options)}"
    records.summaries = [s for s in records.summaries if s.of != of.name]
    return [Wish(Output.model_validate({"label": label, "format": of.type}), about)]


def hold_worked(kept: Inventory, records: Records, decisions: Sequence[Decision]) -> None:
    """What the list can be held to of what it works out per entry."""
    things, kept.things = kept.things, []
    for decision in decisions:
        output = decision.output
        proofs = _proofs(records, decision) if decision.ground == "agreed" else []
        words = f"{output.label} see show get calculate work out how when many much long each every"
        words += " date day" if output.format == "date" else " cost price pay" if output.format == "money" else ""
        kept.thing(f"worked {output.name}", words, *proofs)
        for figure in (s for s in records.summaries if s.of == output.name and s.stat == "sum" and not s.group_by):
            held = f"figure {figure.label}"
            proofs = _summed(records, decision, figure) if decision.ground == "agreed" else []
            ids = {held} | ({"done"} if figure.where == "done" else set())
            things = [replace(t, proofs=(*t.proofs, *proofs)) if t.id in ids else t for t in things]
    kept.things += things


def _summed(records: Records, decision: Decision, figure: Summary) -> list[Proof]:
    """What the values of two entries come to."""
    two = [(v, r) for v, r in decision.examples[1:] if isinstance(r, int | float) and not isinstance(r, bool)][:2]
    if len(two) < 2 or figure.period != "all" or figure.where not in ("", "done"):
        return []
    steps = set_first(records)
    for values, _ in two:
        steps += [enter(f, values[f.name]) for f in records.fields if values.get(f.name) is not None]
        steps.append(Press(name=records.add))
    if figure.where:
        before, after = (two[0][1] + two[1][1], two[1][1]) if figure.equals == "no" else (0.0, two[0][1])
        tick = Toggle(name=records.done_label, near=str(two[0][0][head_of(records).name]))
        seen = [SeeValue(name=figure.label, equals=f"{round(value, 2):g}") for value in (before, after)]
        told = f"{figure.label} goes from {before:g} to {after:g} when one of two is ticked."
        return [Proof(told, (*steps, seen[0], tick, seen[1]), "agreement")]
    total = f"{two[0][1] + two[1][1]:.5f}".rstrip("0").rstrip(".")
    steps.append(SeeValue(name=figure.label, equals=total))
    return [Proof(f"{figure.label} is {total} for two entries.", tuple(steps), "agreement")]


def _proofs(records: Records, decision: Decision) -> list[Proof]:
    output = decision.output
    proofs = []
    for values, result in decision.examples[1:3]:
        if result in ("", 0, 0.0, None) or not isinstance(result, str | int | float) or isinstance(result, bool):
            continue
        entered: list[Step] = set_first(records) + [
            enter(f, values[f.name]) for f in records.fields if values.get(f.name) is not None
        ]
        seen = shown(result, output.format, decimals=output.decimals, unit=output.unit)
        told = ", ".join(f"{f.label} {values[f.name]}" for f in records.fields)
        steps = (*entered, Press(name=records.add), SeeText(text=f"{output.label}: {seen}"))
        proofs.append(Proof(f"{output.label} is {seen} for {told}."[:300], steps, "agreement"))
    return proofs
