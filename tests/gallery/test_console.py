"""What the terminal shows of open apps, also on a narrow one."""

import io
import math
from dataclasses import replace

import pytest
from rich.console import Console

from gallery.console import show_usage, until_when
from gallery.shelf import Shelf
from sandbox.contract import Usage


def test_an_open_app_is_told_whole_on_a_narrow_terminal(shelf: Shelf) -> None:
    used = Usage(121, 130, 1.25, 0, 6, 2_000_000, 400_000, memory_kills=0)
    entry = shelf.find(shelf.begin("split a dinner bill, with tip, between friends")[0])
    opened = replace(entry, url=f"http://{'name' * 5}.localhost:40000", remaining=90.0, usage=used)
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    show_usage(console, [opened, replace(opened, usage=replace(used, memory_kills=1), remaining=None)])
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert shown.count(f"{entry.id}  {opened.url}\n") == 2
    assert "1 min left, memory 121 MB (at most 130), processor 1.2 s, processes 6" in shown
    assert "in 2.0 MB" in shown
    assert shown.count("ran out of memory") == 1


@pytest.mark.parametrize(
    ("seconds", "told"), [(9, ", for at most 9 s."), (90 * 60, ", for at most 90 min."), (math.inf, ".")]
)
def test_how_long_an_app_answers_is_told(seconds: float, told: str) -> None:
    assert until_when("It answers", seconds) == f"It answers until Ctrl-C{told}"
