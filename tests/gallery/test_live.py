"""The live view shows a run as it goes, and whatever a model or an app says stays plain text."""

import io
import threading

import pytest
from rich.console import Console

from gallery.live import LiveView, PlainView
from generator.events import Checked, Event, Fault, Planned, Remark, Said, Scored, Stage, Tried, Written

HOSTILE = "[bold red]Cakes[/bold red] \x1b[2J\x1b]0;owned\x07 [link=http://evil]x[/link]"
PLAN = {
    "title": HOSTILE,
    "kind": "web",
    "claims": [
        {"id": "c1", "text": f"{HOSTILE} one"},
        {"id": "c2", "text": "Two holds"},
        {"id": "c3", "text": "Three"},
    ],
}
CHECKS = (
    {"id": "k1", "claim": "c1"},
    {"id": "k2", "claim": "c2"},
    {"id": "k2b", "claim": "c2"},
    {"id": "k3", "claim": "c3"},
)
EVENTS: list[Event] = [
    Stage("plan"),
    Said("planner", '{"title": '),
    Planned(PLAN),
    Stage("code"),
    Said("writer", f"<h1>{HOSTILE}</h1>\n\x1b[3"),
    Said("writer", "1mstill escaped\n"),
    Checked(CHECKS, {"No check": "it passed on an empty app"}),
    Written(1, {"index.html": 120}),
    Stage("trial", "candidate 1"),
    Tried(1, "starts", "It starts", "passed"),
    Tried(1, "k1", f"{HOSTILE} one", "failed", f"It showed {HOSTILE}."),
    Tried(1, "k2", "Two holds", "passed"),
    Remark("busy \x1b[31m(429)"),
    Stage("faults"),
    Fault("app.py", 3, "edge", f"if a < {HOSTILE}:", "if a <= b:", "survived"),
    Fault("app.py", 9, "arithmetic", "a + b", "a - b", "noticed", "k1"),
]


def drawn(events: list[Event], width: int = 80, height: int = 24) -> str:
    console = Console(
        file=io.StringIO(), width=width, height=height, force_terminal=True, color_system=None, markup=False
    )
    view = LiveView(console, f"count {HOSTILE}")
    view.uses("a-model")
    for event in events:
        view.tell(event)
    with console.capture() as capture:
        console.print(view.picture())
    return capture.get()


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("until", range(1, len(EVENTS) + 1))
def test_it_fits_the_terminal_and_holds_no_control_codes(width: int, until: int) -> None:
    shown = drawn(EVENTS[:until], width)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert all(len(row) <= width for row in shown.splitlines())
    assert len(shown.splitlines()) < 24


def test_markup_from_outside_is_shown_as_it_is() -> None:
    assert "[bold red]Cakes[/bold red]" in drawn(EVENTS[:3])
    assert "<h1>[bold red]Cakes[/bold red]" in drawn(EVENTS[:6])
    assert "still escaped" in drawn(EVENTS[:6])
    assert "[31m" not in drawn(EVENTS[:6])


def test_claims_turn_as_their_checks_come_in() -> None:
    rows = {row.strip() for row in drawn(EVENTS, 120).splitlines()}
    assert any(row.startswith("✗ [bold red]Cakes") for row in rows)
    assert "· Two holds" in rows, "its second check has yet to come"
    shown = drawn([*EVENTS, Tried(1, "k2b", "Two too", "passed"), Tried(1, "k3", "Three", "not checked")])
    assert "✓ Two holds" in shown
    assert "– Three" in shown


def test_faults_are_counted_as_they_come() -> None:
    assert "1 of 2 noticed" in drawn(EVENTS, 120)


def test_a_new_candidate_starts_with_all_claims_open() -> None:
    assert "✗" not in drawn([*EVENTS, Written(2, {"index.html": 130})])


def test_a_long_plan_leaves_room_for_what_goes_on() -> None:
    plan = {"title": "Long", "kind": "web", "claims": [{"id": f"c{n}", "text": f"Claim {n}"} for n in range(80)]}
    shown = drawn([Planned(plan), Stage("trial", "candidate 1")], height=20)
    assert len(shown.splitlines()) < 20
    assert "more" in shown
    assert "Trying the app" in shown


def test_without_colours_the_signs_still_differ() -> None:
    shown = drawn([*EVENTS, Tried(1, "k2b", "Two too", "passed")])
    assert "✓" in shown
    assert "✗" in shown


def test_without_a_terminal_each_event_is_one_plain_line() -> None:
    file = io.StringIO()
    with PlainView(Console(file=file, width=80, markup=False)) as view:
        for event in [*EVENTS, Scored(1, 0.5, True, "two failed")]:
            view.tell(event)
    rows = file.getvalue().splitlines()
    assert "\x1b" not in file.getvalue()
    assert len(rows) == len([event for event in EVENTS if not isinstance(event, Said)]) + 1
    assert any("Plan: [bold red]Cakes" in row and "3 claims" in row for row in rows)
    assert any("failed: [bold red]Cakes" in row for row in rows)
    assert any("scored 50%" in row for row in rows)
    assert any("noticed: app.py:9: a + b → a - b" in row for row in rows)


def test_what_is_being_loaded_is_shown_until_something_is_said() -> None:
    console = Console(file=io.StringIO(), width=80, height=24, force_terminal=True, color_system=None, markup=False)
    view = LiveView(console, "x")
    shown = []
    view.tell(Stage("plan"))
    view.doing("Fetching the model: 12 %")
    for event in (Remark("slow"), Said("planner", "{")):
        view.tell(event)
        with console.capture() as capture:
            console.print(view.picture())
        shown.append("12 %" in capture.get())
    assert shown == [True, False]


def test_many_threads_may_tell_while_it_is_drawn() -> None:
    console = Console(file=io.StringIO(), width=80, height=24, force_terminal=True, markup=False)
    with LiveView(console, "x") as view:
        threads = [threading.Thread(target=lambda: [view.tell(event) for event in EVENTS * 20]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(20):
            view.picture()
        for thread in threads:
            thread.join()
    assert "[?25h" in console.file.getvalue(), "the cursor is back"  # type: ignore[attr-defined]
