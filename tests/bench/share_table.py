"""Draws the tables of `tests.bench.share` from its rows. Refuses to run or to judge anything."""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

BUDGETS = ("1", "2", "4", "8")
Row = Mapping[str, Any]


def table(rows: Sequence[Row]) -> str:
    """One table for each kind, one of all, and one of every sentence; a sentence that has no row in a column is left
    out of that column, and each says of how many it speaks."""
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    parts = [shares(rows, kinds), honesty(rows), each(rows)]
    commits = ", ".join(dict.fromkeys(row["commit"] for row in rows))
    return "\n\n".join([*parts, f"Commits: {commits}."]) if rows else "There are no results yet."


def shares(rows: Sequence[Row], kinds: Sequence[str]) -> str:
    columns = ["plain prompt", *(f"Mayfly, {k} tried" for k in BUDGETS)]
    lines = ["| truly does what was asked | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for kind in [*kinds, "all"] if len(kinds) > 1 else kinds:
        mine = [row for row in rows if kind in (row["kind"], "all")]
        lines.append(f"| {kind} | " + " | ".join(share(cells(mine, column)) for column in ("plain", *BUDGETS)) + " |")
    for what in ("seconds", "tokens"):
        means = [average(cells(rows, column), what) for column in ("plain", *BUDGETS)]
        lines.append(f"| {what}, on average | " + " | ".join(means) + " |")
    return "\n".join(lines)


def cells(rows: Sequence[Row], column: str) -> list[Row]:
    """What a column holds of each sentence. A run that ended without an app counts as one that isn't right."""
    if column == "plain":
        return [row for row in rows if row["column"] == "plain"]
    mine = [row for row in rows if row["column"] == "mayfly"]
    none = {"right": False, "verified": False}
    return [row["at"].get(column) or {**none, "seconds": row["seconds"], "tokens": row["tokens"]} for row in mine]


def share(found: Sequence[Row]) -> str:
    return f"{sum(bool(cell['right']) for cell in found)} of {len(found)}" if found else "–"


def average(found: Sequence[Row], what: str) -> str:
    """Of those that the model was asked for at all."""
    asked = [cell[what] for cell in found if cell["tokens"]]
    return f"{mean(asked):.0f}" if asked else "–"


def honesty(rows: Sequence[Row]) -> str:
    lines = ["| receipt | " + " | ".join(f"{k} tried" for k in BUDGETS) + " |", "|---" * (len(BUDGETS) + 1) + "|"]
    by_budget = [cells(rows, k) for k in BUDGETS]
    said = [[cell for cell in found if cell["verified"]] for found in by_budget]
    right = [[cell for cell in found if cell["right"]] for found in by_budget]
    both = [[cell for cell in found if cell["right"] and cell["verified"]] for found in by_budget]
    pairs = (("of those said to be verified, so many are right", said), ("of those right, so many were said so", right))
    for title, whole in pairs:
        lines.append(f"| {title} | " + " | ".join(f"{len(b)} of {len(w)}" for b, w in zip(both, whole, strict=True)))
        lines[-1] += " |"
    faults = [row["faults"] for row in rows if row.get("faults")]
    noticed, survived = (sum(fault[end] for fault in faults) for end in ("noticed", "survived"))
    return "\n".join(lines) + f"\n\nDeliberate faults noticed by the checks: {noticed} of {noticed + survived}."


def each(rows: Sequence[Row]) -> str:
    lines = [
        "| sentence | kind | plain prompt | Mayfly at " + ", ".join(BUDGETS) + " | receipt says all passed | seconds |"
    ]
    lines.append("|---" * 6 + "|")
    for name in dict.fromkeys(row["name"] for row in rows):
        plain = next((row for row in rows if (row["name"], row["column"]) == (name, "plain")), None)
        mine = next((row for row in rows if (row["name"], row["column"]) == (name, "mayfly")), None)
        found = [cells([mine], k)[0] for k in BUDGETS] if mine else []
        marks = "".join("✓" if cell["right"] else "–" for cell in found)
        kind = (plain or mine or {})["kind"]
        told = yes(found[-1]["verified"]) if found else ""
        seconds = f"{mine['seconds']:.0f}" if mine else ""
        lines.append(f"| {name} | {kind} | {yes(plain['right']) if plain else ''} | {marks} | {told} | {seconds} |")
    return "\n".join(lines)


def yes(holds: bool) -> str:
    return "yes" if holds else "no"
