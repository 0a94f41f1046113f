"""Shows versions of an app, and two of them side by side, on the terminal. Refuses to decide anything."""

import time
from collections.abc import Sequence

from gallery.compare import Comparison
from gallery.console import Console, say, say_whole, sign
from gallery.contract import Version
from gallery.receipt import receipt_of
from gallery.text import line
from generator.contract import Mark

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def show_versions(console: Console, versions: Sequence[tuple[Version, int]]) -> None:
    """Each with the bytes of its files."""
    for version, size in versions:
        receipt = receipt_of(version)
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(version.created))
        proved = f"{receipt.passed}/{len(receipt.claims)}"
        told = f"{version.number:>3}  {when}  {proved:>5}  {size:>9,} bytes  "
        say_whole(console, told + line(version.asked or receipt.spec, 100))


def show_comparison(console: Console, comparison: Comparison, *, diff: bool = True) -> None:
    names = comparison.one.name, comparison.other.name
    width = max(12, *map(len, names))
    say_whole(console, f"{names[0]:<{width}}  {names[1]:<{width}}", "bold")
    for text, *marks in comparison.claims:
        told = "  ".join(f"{_mark(mark, console):<{width}}" for mark in marks)
        say(console, f"{told}  {text}", "" if marks[0] == marks[1] else "yellow")
    for name, one, other in comparison.figures:
        say_whole(console, f"{one:<{width}}  {other:<{width}}  {name}", "dim")
    if diff:
        say_whole(console, "")
        for row in comparison.diff:
            say_whole(console, row, COLOURS.get(row[:1], ""))


def _mark(mark: Mark | None, console: Console) -> str:
    return f"{sign(mark, console).plain} {mark}" if mark else "not asked"
