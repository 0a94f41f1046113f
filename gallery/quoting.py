"""Quotes a run from what earlier ones on the shelf took, and puts the quote in words. Refuses to start anything."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from gallery.console import make_console, say
from gallery.contract import TellJson
from gallery.receipt import Receipt, receipt_of
from gallery.settings import Choice, Settings
from gallery.shelf import Shelf
from gallery.sweeping import open_shelf
from generator.contract import Model, Spec
from generator.events import Quoted
from generator.ledger import price
from generator.quotes import Past, quote

MOST_RUNS, MOST_LOOKED = 20, 200
"""The latest ones tell best how quick the machine and the endpoint are now."""


def quoted(shelf: Shelf, spec: Spec, model: Model, choice: Choice) -> Quoted:
    """For a run of the spec on the model that writes."""
    cost = partial(price, model.name, choice.base_url) if choice.base_url else lambda into, out: Decimal(0)
    past = (past_of(receipt) for receipt in receipts(shelf) if _alike(receipt, spec, model))
    return quote(list(islice(past, MOST_RUNS)), spec.candidates, spec.budget, cost, small=model.small)


def say_quote(settings: Settings, spec: Spec, tell_json: TellJson | None) -> int:
    """The quote alone; nothing is asked of a model but, where none is named, its name."""
    with open_shelf(settings) as shelf, settings.models("quote") as models:
        told = quoted(shelf, spec, models["writer"], settings.choices["writer"])
    if tell_json:
        tell_json({"quote": as_data(told), "model": models["writer"].name})
    else:
        say(make_console(), f"It would take {in_words(told)}.")
    return 0


def receipts(shelf: Shelf) -> Iterator[Receipt]:
    """Of the newest apps on the shelf, the newest first."""
    versions = (shelf.version(entry.id) for entry in shelf.entries(limit=MOST_LOOKED) if entry.versions)
    return (receipt_of(version) for version in versions if version)


def past_of(receipt: Receipt) -> Past:
    return Past(receipt.seconds, receipt.tokens_in, receipt.tokens_out, receipt.candidates)


def in_words(told: Quoted) -> str:
    """In one line, what it rests on included."""
    spent = [f"{_span(told.seconds)} s", f"{_tokens(told.tokens)} tokens"]
    if told.dollars is None:
        spent.append("price unknown")
    elif told.dollars[1]:
        spent.append("–".join(_dollars(end) for end in told.dollars))
    runs = "as one earlier run" if told.runs == 1 else f"as {told.runs} earlier runs"
    return f"about {', '.join(spent)} ({runs if told.runs else 'a guess: nothing like it was made here before'})"


def as_data(told: Quoted) -> dict[str, Any]:
    """For `--json`."""
    return {
        "seconds": [round(end, 1) for end in told.seconds],
        "tokens": list(told.tokens),
        "dollars": list(told.dollars) if told.dollars else None,
        "runs": told.runs,
    }


def _alike(receipt: Receipt, spec: Spec, model: Model) -> bool:
    return receipt.model == model.name and (spec.kind is None or receipt.kind == spec.kind) and receipt.calls > 0


def _span(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.0f}–{ends[1]:.0f}"


def _tokens(ends: tuple[int, int]) -> str:
    return f"{_span((ends[0] / 1000, ends[1] / 1000))}k" if ends[0] >= 1000 else f"{ends[0]:,}–{ends[1]:,}"


def _dollars(amount: float) -> str:
    return f"${amount:.2f}" if amount >= 0.01 else f"${amount:.4f}"
