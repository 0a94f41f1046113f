"""Judges any app made for the sentence beside this file."""

import re
from collections.abc import Sequence
from typing import Any

from judge import Judge

WHAT = ["descri", "article|product|service|position", r"^(?!.*(customer|client)).*(item|line|what)"]
HOW_MANY = ["quant", r"\bqty", "pieces|how many|units"]
PRICE = ["unit price", "price", "cost"]
ADD = [r"add.*(line|item|row|position)", r"\badd", r"\+", "save", "new line"]
DO = r"^(?!.*(add|remove|delete|clear|new|download|print|reset|\+)).*(calculat|compute|total|creat|generat|show|make)"


def every(judge: Judge, hints: Sequence[str]) -> list[dict[str, Any]]:
    fields = judge.fields()
    return next((same for hint in hints if (same := [f for f in fields if re.search(hint, f["words"])])), [])


def last(judge: Judge, hints: Sequence[str], value: str | float) -> None:
    """In the lowest field of its sort: that of a new line, where each line has fields of its own."""
    fields = every(judge, hints)
    assert fields, f"no field for {hints} among {[f['words'] for f in judge.fields()]}"
    place = judge.at(fields[-1])
    place.fill(f"{value:g}" if isinstance(value, float) else value)
    place.press("Tab")
    judge.settle()


def write(judge: Judge, *lines: tuple[str, float, float]) -> None:
    if not every(judge, WHAT):
        judge.press(ADD)
    fields_of_its_own = len(every(judge, WHAT)) > 1
    for at, (what, quantity, price) in enumerate(lines):
        last(judge, WHAT, what)
        last(judge, HOW_MANY, quantity)
        last(judge, PRICE, price)
        before = len(every(judge, WHAT))
        if at + 1 == len(lines) and fields_of_its_own:
            break
        judge.press(ADD)
        fields_of_its_own = fields_of_its_own or len(every(judge, WHAT)) > before


def comes_to(judge: Judge, net: float, vat: float, total: float) -> None:
    if all(any(abs(n - value) < 0.011 for n in judge.numbers()) for value in (net, vat, total)):
        return
    judge.press([DO], needed=False)
    for value in (net, vat, total):
        judge.sees_number(value)


def test_net_vat_and_total(judge: Judge) -> None:
    judge.fill(["customer", "client", "bill to|recipient", "name"], "Anneke Vos")
    judge.fill([r"\bvat\b", "tax"], 20)
    write(judge, ("Oak shelf", 3.0, 84.5), ("Hinge", 7.0, 12.4))
    comes_to(judge, 340.3, 68.06, 408.36)
    judge.sees("Anneke Vos")
    judge.sees("Oak shelf")
    judge.sees("Hinge")


def test_it_follows_the_vat(judge: Judge) -> None:
    judge.fill([r"\bvat\b", "tax"], 7)
    write(judge, ("Chair", 4.0, 61.25), ("Table", 2.0, 310.0), ("Glue", 5.0, 9.8))
    comes_to(judge, 914, 63.98, 977.98)
    judge.fill([r"\bvat\b", "tax"], 19)
    comes_to(judge, 914, 173.66, 1087.66)
