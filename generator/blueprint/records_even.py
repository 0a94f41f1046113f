"""Lists of what people paid for one another: what each is ahead of an equal share, and who then pays whom. Refuses
shares that aren't equal."""

import re
from dataclasses import replace

from generator.blueprint.form_proofs import enter
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.records_proofs import entry, head_of
from generator.blueprint.schema import Field, Records, Summary
from generator.blueprint.sentence import content
from generator.blueprint.things import Inventory, Proof
from generator.contract import Press, SeeRow, Step
from generator.payload.blocks.formats import shown
from generator.payload.blocks.summaries import SHARED

PAID = re.compile(
    r"\bwho (?:has |have )?(?:paid|pays|spent|laid out|put in)(?: (?:for )?(?:how much|what|which))?\b"
    r"|\bwhat (?:each|every)(?: \w+| of us)? (?:has )?(?:paid|spent)\b|\bwhat (?:we|they) (?:each|all) (?:have )?paid\b"
    r"|\bwer (?:wie ?viel|was) (?:be|aus|ge)?(?:zahlt|legt)\b|\bqui a (?:payé|dépensé) (?:combien|quoi)\b",
    re.I,
)
_SHARED = re.compile(
    r"\b(?:equal\w*|even\w*|fair\w*|balances?|settle\w*|owes?|owing|(?:gets?|got) back|still (?:has|have) to pay)\b"
    r"|\bschulde\w*|\bausgleich\w*|\b(?:be|zurück)kommt\b|\bgleichmäßig\w*|\bdoit\b|\brembours\w*|\béqui\w+",
    re.I,
)
_WHOM = re.compile(
    r"\bwho (?:then )?(?:owes|pays|has to pay|must pay|should pay|gives)\b[^.,;]*\b(?:who|whom|to)\b|\bowes? whom\b"
    r"|\bsettle up\b|\bwer (?:an )?wem\b|\bqui (?:doit|rembourse)\b[^.,;]*\bà qui\b",
    re.I,
)
_UNEVEN = re.compile(r"\bin proportion\b|\bproportional\w*|\bby (?:income|weight|area|nights|days)\b|\bpercent|%", re.I)
_WHO = frozenset(content("who name person friend payer member people participant paid by qui nom wer"))
_RESULT = frozenset(content("balance owes owed back share difference settlement debt total"))


def is_shared(text: str) -> bool:
    """Whether a sentence asks for a list of who paid what for all, to get even by it."""
    return bool(PAID.search(text) and _SHARED.search(text)) and not _UNEVEN.search(text)


def with_even(records: Records, text: str) -> Records:
    """The list with who paid, how much, and how all get even, where the sentence asks for that."""
    if not is_shared(text):
        return records
    kept = [f for f in records.fields if not (f.type != "text" and set(content(f.label)) & _RESULT)]
    texts = [f for f in kept if f.type in ("text", "choice")]
    who = next((f for f in texts if set(content(f.label)) & _WHO), None) or Field(label="Name")
    numbers = [f for f in kept if f.type in NUMERIC]
    paid = next((f for f in numbers if f.type == "money"), None) or Field(label="Amount paid", type="money")
    paid.type, paid.minimum = "money", 0
    rest = [f for f in kept if f is not who and f not in numbers and f.type in ("text", "date")]
    for field in rest:
        field.required = False
    figures = [Summary(label="Balance", stat="even", of=paid.name, group_by=who.name)]
    if _WHOM.search(text):
        figures.append(Summary(label="Who pays whom", stat="transfers", of=paid.name, group_by=who.name))
    total = [Summary(label="Total", stat="sum", of=paid.name)]
    changed = {"fields": [who, paid, *rest], "summaries": [*figures, *total], "filters": [], "sort": ""}
    changed |= {"item": "payment", "add": "Add payment"}
    return Records.model_validate(records.model_copy(update=changed).model_dump())


def hold_even(kept: Inventory, records: Records) -> None:
    """What such a list can be held to."""
    proofs = {f"figure {s.label}": tuple(_proofs(records, s)) for s in records.summaries if s.stat in SHARED}
    kept.things = [replace(thing, proofs=proofs.get(thing.id, thing.proofs)) for thing in kept.things]


def _proofs(records: Records, summary: Summary) -> list[Proof]:
    """How two people and then three get even, of whom one has paid twice or nothing."""
    who, paid = (next((f for f in records.fields if f.name == name), None) for name in (summary.group_by, summary.of))
    if who is None or paid is None or who is not head_of(records):
        return []
    proofs = []
    for payments in (
        [("Alder", 8.0), ("Birch", 13.0), ("Alder", 9.5)],
        [("Alder", 6.5), ("Birch", 16.0), ("Cedar", 0.0)],
    ):
        people = list(dict.fromkeys(name for name, _ in payments))
        even = sum(value for _, value in payments) / len(people)
        ahead = {name: sum(v for n, v in payments if n == name) - even for name in people}
        steps: list[Step] = []
        for name, value in payments:
            given = {**entry(records, 0), who.name: name, paid.name: value}
            steps += [*(enter(f, given[f.name]) for f in records.fields), Press(name=records.add)]
        title = f"{summary.label} after {', '.join(f'{name} paid {value:g}' for name, value in payments)}."
        if summary.stat == "even":
            told = {name: f"{_WAY[value > 0]} {shown(abs(value), paid.type)}" for name, value in ahead.items()}
            seen = [SeeRow(cells=[name, said]) for name, said in told.items()]
        else:
            last = max(people, key=lambda name: ahead[name])
            if any(ahead[name] > 0 for name in people if name != last):
                continue
            seen = [SeeRow(cells=[n, last, shown(-v, paid.type)]) for n, v in ahead.items() if v < 0]
        proofs.append(Proof(title, (*steps, *seen)))
    return proofs


_WAY = {True: "gets back", False: "has to pay"}
