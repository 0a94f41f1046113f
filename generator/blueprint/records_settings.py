"""What a sentence wants entered once for a whole list, and what each entry comes to by it: a fee for all who pay, a
rate on top, a price for each hour, a day to count back from. Refuses a setting that nothing is worked out from."""

import datetime
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from generator.blueprint.decide import Decision
from generator.blueprint.fields import as_field
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.records_proofs import entry
from generator.blueprint.schema import Field, Output, Records, Summary
from generator.blueprint.sentence import content
from generator.blueprint.trials import Values

_PHRASE = r"((?:[^\W\d_][\w'’-]*[ ,/]+){0,8}?[^\W\d_][\w'’-]*(?: in (?:percent|%|euros?|dollars?|pounds))?)"
_ENTERS = r"(?:type|give|enter|set|choose|say|write|put in|fill in|tell (?:it|you))"
_FIRST = re.compile(
    rf"\b(?:I|we|you)(?: can| want to| first)? {_ENTERS}(?: in)? {_PHRASE}(?:,? and(?: then)?|, then|,) "
    r"(?:(?:I|we|you) )?(?:can )?(?:add|list|enter|log|note|put in|collect)\b",
    re.I,
)
"""`I type the fee, add the members …`"""
_BEFORE = re.compile(
    rf"(?:[:.;]|\bwith|\bfor) {_PHRASE}, then (?:the |my |our )?"
    r"(?:lines?|items?|entries|rows|positions|articles|products)\b",
    re.I,
)
"""`customer, then lines with …`"""
_FOR_ALL = re.compile(
    rf"\b(?:one|a single|the same|a common) {_PHRASE} for (?:all|everybody|everyone|each|every|them|the whole)\b", re.I
)
"""`one VAT rate in percent for all`"""
_ITEM = re.compile(r"\badd (?:the |my |our |some )?([a-z-]{3,}?)s\b|, then (?:the |my |our )?([a-z-]{3,}?)s\b", re.I)
"""What is added to the list, whatever else the sentence speaks of."""
_IT = re.compile(r"how much (?:it|that|this|they|everybody|everyone|each)\b.*", re.I)
_MONEY = r"fee|price|rent|costs?|contribution|dues|charge|fare|share|wage|salary|rate|bill|subscription|rates?"
_COST = re.compile(rf"\b((?:(?!of|the|our|my|a)[\w-]+ )?(?:{_MONEY}))\b", re.I)
_DAY = re.compile(r"\b(?:date|day|deadline|birthday|wedding|exam|departure|start|end)\b", re.I)
_ADDED = re.compile(r"\b(?:vat|tax|mwst|gst|duty|service charge|surcharge|mark-?up|tip)\b", re.I)
_TAKEN = re.compile(r"\b(?:discount|commission|rebate|deduction)\b", re.I)
_IN = re.compile(
    r"\b(?:come|came|paid|been paid|collected|received|gathered)(?: (?:so far|in|together|already))?\b", re.I
)
_OUT = re.compile(r"\b(?:(?:still|yet) )?(?:missing|outstanding|owed|unpaid|to come|lacking|left to pay)\b", re.I)
_WANTED = re.compile(r"\bhow much\b|\bcosts?\b|\bearn|\bpays?\b|\bowes?\b|\btotals?\b|\bsum\b|\bworth\b", re.I)
_SPANS = {"day": 1, "week": 7}
_PER = re.compile(
    r"\bper\b|\ban? (?:hour|day|night|kilo\w*|km|mile|piece|metre|meter|lit(?:re|er))\b|\bhourly\b|\beach\b", re.I
)


def sketch_settings(text: str, records: Records) -> list[Decision]:
    """What each entry comes to by what is set once for all; the list has the settings then, and its figures. Empty
    where the sentence sets nothing or nothing follows from it."""
    settings = _settings(text)
    for make in (_on_top, _counted_back, _fee, _rated):
        for setting in settings:
            drafted = records.model_copy(deep=True)
            drafted.settings = settings
            drafted.fields = [f for f in drafted.fields if not _same(f, settings)]
            if drafted.fields and (decisions := make(text, setting, drafted)):
                drafted.computed = [decision.output for decision in decisions]
                if named := _ITEM.search(text):
                    drafted.item = (named.group(1) or named.group(2)).casefold()
                    drafted.add = f"Add {drafted.item}"
                for name in ("settings", "fields", "computed", "summaries", "sort", "descending", "item", "add"):
                    setattr(records, name, getattr(drafted, name))
                return decisions
    return []


def _settings(text: str) -> list[Field]:
    """The fields that are filled in once, in the order in which the sentence names them."""
    found: list[tuple[int, Field]] = []
    for sign in (_FIRST, _BEFORE, _FOR_ALL):
        for match in sign.finditer(text):
            for phrase in re.split(r", (?:and )?| and ", match.group(1)):
                field = _field(phrase, text)
                if field is not None and not _same(field, [one for _, one in found]):
                    found.append((match.start(1), field))
    return [field for _, field in sorted(found, key=lambda pair: pair[0])]


def _field(phrase: str, text: str) -> Field | None:
    if _IT.fullmatch(phrase):
        named = _COST.search(text.replace(phrase, " "))
        phrase = named.group(1) if named else "price"
    label = re.sub(r"\b(?:the|our|my|your|its|an?|one|his|her|their)\s+", "", phrase, flags=re.I).strip()
    label = re.sub(r"\s+in (?:percent|%)$", "", label)
    if not content(label):
        return None
    percent = bool(_ADDED.search(label) or _TAKEN.search(label) or re.search(r"percent|%", phrase))
    kind = "percent" if percent else "money" if _COST.search(label) else "date" if _DAY.search(label) else "text"
    kind = "number" if kind == "text" and re.match(r"(?:how many|number of)\b", label, re.I) else kind
    made = as_field({"label": label, "type": kind}, text)
    if made is not None and percent:
        made.type = "percent"
    if made is not None and made.type in NUMERIC:
        made.minimum, made.maximum, made.default = 0, None, None
    return made


def _same(field: Field, settings: list[Field]) -> bool:
    """Whether a field is one of those that are set once, by another name. Hours aren't an hourly rate."""
    own = set(content(field.label)) - set(content("rate date name amount"))
    named = own or set(content(field.label))
    counted = field.type in ("number", "integer") and not _COST.search(field.label)
    return any(named <= set(content(one.label)) and not (counted and one.type == "money") for one in settings)


def _on_top(text: str, rate: Field, records: Records) -> list[Decision]:
    """Net, what a rate in percent adds or takes, and what it comes to, of each entry and of all."""
    sign = 1 if _ADDED.search(rate.label) else -1 if _TAKEN.search(rate.label) else 0
    numbers = [f for f in records.fields if f.type in NUMERIC]
    price = next((f for f in numbers if f.type == "money"), None)
    many = next((f for f in numbers if f is not price and f.type != "percent"), None)
    if rate.type != "percent" or not sign or price is None or len(numbers) > 2:
        return []
    names = [f.name for f in ([many, price] if many else [price])]
    base = " * ".join(names)
    word = re.sub(r"\b(?:rate|percent)\b", "", rate.label, flags=re.I).strip() or rate.label
    word = word[:1].upper() + word[1:]
    signed = "+" if sign > 0 else "-"
    whole = _ended(text, "total", "Total") if sign > 0 else _ended(text, "total", "To pay")

    def net(values: Values) -> float:
        return float(values[price.name]) * (float(values[many.name]) if many else 1.0)

    made = [
        ("Amount", base, net, "Net" if re.search(r"\bnet\b", text, re.I) else "Before " + word),
        (f"{word} on it", f"{base} * {rate.name} / 100", lambda v: net(v) * float(v[rate.name]) / 100, word),
        (
            f"With {word}", f"{base} * (100 {signed} {rate.name}) / 100",
            lambda v: net(v) * (100 + sign * float(v[rate.name])) / 100, whole,
        ),
    ]  # fmt: skip
    decisions = [
        sure(_output(label, "money", [*names, rate.name], source), records, partial(_rounded, work))
        for label, source, work, _ in made
    ]
    figures = [
        Summary(label=figure, stat="sum", of=decision.output.name)
        for decision, (*_, figure) in zip(decisions, made, strict=True)
    ]
    records.summaries = [*figures, *(s for s in records.summaries if s.stat not in ("sum", "average", "balance"))]
    return decisions


def _counted_back(text: str, day: Field, records: Records) -> list[Decision]:
    """The day so many days or weeks before or after the one that is set; the earliest first."""
    side = re.search(r"\b(before|after)\b", text, re.I)
    number = next((f for f in records.fields if f.type in NUMERIC), None)
    if day.type != "date" or side is None or number is None or sum(f.type in NUMERIC for f in records.fields) > 1:
        return []
    said = f"{number.label} {number.unit}"
    unit = next((u for u in _SPANS if re.search(rf"\b{u}s?\b", said, re.I)), "") or next(
        (u for u in _SPANS if re.search(rf"\bhow many {u}s\b", text, re.I)), ""
    )
    if not unit:
        return []
    records.fields = [f for f in records.fields if f.type != "date"]
    signed, times = ("-" if side.group(1).casefold() == "before" else "+"), _SPANS[unit]
    named = re.search(r"\b([a-z]{4,}) (?:dates?|days)\b", text[side.end() :], re.I)
    label = f"{named.group(1).capitalize()} date" if named else "Date"
    source = f"{day.name} {signed} timedelta(days={number.name} * {times})"
    output = _output(label, "date", [day.name, number.name], source, "    from datetime import timedelta\n\n")

    def then(values: Values) -> str:
        span = datetime.timedelta(days=float(values[number.name]) * times)
        start = datetime.date.fromisoformat(values[day.name])
        return (start - span if signed == "-" else start + span).isoformat()

    number.type, number.minimum = "integer", 0
    records.sort, records.descending = output.name, bool(re.search(r"\blatest first\b", text, re.I))
    records.summaries = [s for s in records.summaries if s.stat == "count"]
    return [sure(output, records, then)]


def _fee(text: str, fee: Field, records: Records) -> list[Decision]:
    """One fee for each entry: what those that are ticked come to, and those that are not."""
    come, missing = _IN.search(text), _OUT.search(text)
    if fee.type != "money" or "done" not in records.features or not (come or missing):
        return []
    records.fields = [f for f in records.fields if f.type not in NUMERIC] or [Field(label=records.item.capitalize())]
    output = _output("To pay", "money", [fee.name], fee.name)
    told = [(come, "yes", "Come in"), (missing, "no", "Still missing")]
    figures = [
        Summary(label=label, stat="sum", of=output.name, where="done", equals=equals)
        for sign, equals, label in told
        if sign
    ]
    records.summaries = [*figures, *(s for s in records.summaries if s.stat == "count" and s.where)]
    return [sure(output, records, lambda values: float(values[fee.name]))]


def _rated(text: str, rate: Field, records: Records) -> list[Decision]:
    """What so many hours, kilometres or pieces of each entry come to at one price, and all together."""
    numbers = [f for f in records.fields if f.type in NUMERIC and f.type not in ("money", "percent")]
    wanted = _WANTED.search(text)
    if rate.type != "money" or len(numbers) != 1 or not _PER.search(f"{rate.label} {text}") or wanted is None:
        return []
    records.fields = [f for f in records.fields if f.type != "money"]
    many = numbers[0]
    label = "Earned" if re.search(r"\bearn", text, re.I) else "Cost"
    output = _output(label, "money", [many.name, rate.name], f"{many.name} * {rate.name}")
    figure = Summary(label=f"Total {label.casefold()}", stat="sum", of=output.name)
    records.summaries = [figure, *(s for s in records.summaries if s.of == many.name and s.stat == "sum")]
    return [sure(output, records, lambda values: round(float(values[many.name]) * float(values[rate.name]), 2))]


def _rounded(work: Callable[[Values], float], values: Values) -> float:
    return round(work(values), 2)


def _ended(text: str, word: str, usual: str) -> str:
    return word.capitalize() if re.search(rf"\b{word}\b", text, re.I) else usual


def _output(label: str, kind: str, takes: list[str], expression: str, before: str = "") -> Output:
    source = f"def work_out({', '.join(takes)}):\n{before}    return {expression}"
    return Output.model_validate({"label": label, "format": kind, "source": source})


def sure(output: Output, records: Records, result: Callable[[Values], Any]) -> Decision:
    """A decision that follows from the words alone, with two entries and what comes of them."""
    values = [entry(records, turn) for turn in (0, 0, 1)]
    return Decision(output, "agreed", tuple((one, result(one)) for one in values))
