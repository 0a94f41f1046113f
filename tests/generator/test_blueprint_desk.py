"""Clocks that are handed on, grids of cells and texts with gaps: which is meant, by what rules, and that they work."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from generator.blueprint.desk import Clocks, Gaps, Grid, Preset
from generator.blueprint.desk_proofs import hold_desk
from generator.blueprint.desk_sketch import sketch_desk
from generator.blueprint.method import BlueprintMethod
from generator.contract import Spec, Workshop
from tests.bench.oracles import sentence
from tests.generator.seeing import figures, named, press, written

Open = Callable[..., AppTest]
CLOCKS: dict[str, tuple[str, dict[str, float]]] = {
    sentence("chess_clock"): ("pass", {"Player 1": 5, "Player 2": 5}),
    "Schachuhr mit 10 Minuten pro Spieler": ("pass", {"Player 1": 10, "Player 2": 10}),
    "a chess clock for White and Black": ("pass", {"White": 5, "Black": 5}),
    "debate timer for two speakers with 5 minutes each: a button ends my turn and the other's clock starts": (
        "pass",
        {"Speaker 1": 5, "Speaker 2": 5},
    ),
    "game clock for four players with 15 minutes each, tap when you are done and the next player's clock starts": (
        "pass",
        {f"Player {n}": 15 for n in range(1, 5)},
    ),
    "a stopwatch for each of two speakers, pressing one starts it and stops the other": (
        "pick",
        {"Speaker 1": 5, "Speaker 2": 5},
    ),
    "time tracker with buttons for work, break and meeting, clicking one starts its clock and stops the others": (
        "pick",
        {"Work": 5, "Break": 5, "Meeting": 5},
    ),
    "three kitchen timers side by side for pasta, eggs and rice": ("free", {"Pasta": 5, "Eggs": 5, "Rice": 5}),
}
GRIDS = {
    sentence("bed_plan"): Grid(rows=4, columns=6, kinds=["Carrots", "Beans", "Lettuce"], click="empty"),
    "seating plan with 5 rows of 8 seats: click a seat to mark it as taken, click again to free it, and show how many "
    "seats are free": Grid(rows=5, columns=8, kinds=["Taken"], click="empty", empty_label="Free"),
    "drawing board, 10 x 10 cells: pick red, green or blue and click a cell to paint it": Grid(
        rows=10, columns=10, kinds=["Red", "Green", "Blue"]
    ),
    "shift plan: 7 by 3 grid, clicking a cell cycles through early, late and night, and it is saved": Grid(
        rows=7, columns=3, kinds=["Early", "Late", "Night"], click="cycle", keep=True
    ),
    "Sitzplan mit 4 Reihen zu 6 Plätzen, ein Klick auf einen Platz markiert ihn als belegt, wie viele Plätze "
    "frei sind": Grid(rows=4, columns=6, kinds=["Belegt"], empty_label="Frei"),
    "a shelf of 5 columns and 4 rows of boxes: each box can be empty, half or full, clicking changes it through "
    "these": Grid(rows=4, columns=5, kinds=["Half", "Full"], click="cycle", empty_label="Empty"),
    "egg tray with 3 rows of 10 eggs: tap one to mark it sold and it shows how many are left": Grid(
        rows=3, columns=10, kinds=["Sold"], empty_label="Left"
    ),
    "pixel art on a 16x16 grid, pick a colour from red, blue and black and click the cells": Grid(
        rows=16, columns=16, kinds=["Red", "Blue", "Black"]
    ),
    "crop planner with a 3 by 5 grid where every square can be tomato, pepper or basil": Grid(
        rows=3, columns=5, kinds=["Tomato", "Pepper", "Basil"]
    ),
}
GAPPED = {
    sentence("gap_text"): Gaps(every=5),
    "cloze test: I paste a text, every 7th word is hidden, I type the missing words and see my score": Gaps(every=7),
    "Ein Lückentext: ich füge einen Text ein, jedes vierte Wort wird zur Lücke, und ich sehe, wie viele richtig "
    "sind": Gaps(every=4),
    "paste a poem, words longer than six letters become blanks, I fill them in": Gaps(every=0, longer_than=6),
    "texte à trous : je colle un texte, un mot sur cinq disparaît et je le remplis": Gaps(every=5),
    "a gap fill exercise from my own text where I choose every how many words is removed, check the answers": Gaps(
        every=5, adjustable=True
    ),
    "it takes my text and removes every other word, and checks what I type": Gaps(every=2),
    "Vokabeltest aus einem Text: jedes sechste Wort fehlt und ich muss es ergänzen": Gaps(every=6),
}


@pytest.mark.parametrize("text", CLOCKS)
def test_clocks_are_known_with_their_names_and_lengths(text: str) -> None:
    rule, lengths = CLOCKS[text]
    made = sketch_desk(text)
    assert made is not None
    clocks = [Preset(label=label, minutes=minutes) for label, minutes in lengths.items()]
    assert made[1] == Clocks(clocks=clocks, rule=rule, up=rule == "pick")  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "part"), [*GRIDS.items(), *GAPPED.items()])
def test_a_grid_or_a_text_with_gaps_is_known_with_its_rules(text: str, part: object) -> None:
    made = sketch_desk(text)
    assert made is not None
    assert made[1] == part


@pytest.mark.parametrize(
    "text",
    [
        "a pomodoro timer with 25 minutes of work and 5 minutes break, then the next round starts",
        "tea timer with buttons: soft 5, medium 7, hard 10 minutes",
        "4x4 memory, click a card to flip it",
        "bingo card of 5 x 5 squares, click a square to mark it",
        "3x3 tic-tac-toe for two players",
        "times table of 10 by 10: click a cell to see the product",
        "seats in 5 rows of 8: click a seat to mark it taken, and show how many are free in each row",
        "paint for a wall of 4 by 3 metres: choose red, blue or green and press a button",
        "size of a box: 4 x 3 cm, choose oak or elm and click the box",
        "seats: 3 x 4 of them, pick front or back and press a button for the price",
        "quiz about planets with blanks to fill in",
        "remove every second word from a text that I paste",
        "chess openings with name and moves, as a list",
    ],
)
def test_what_is_something_else_is_left_alone(text: str) -> None:
    assert sketch_desk(text) is None


@pytest.mark.parametrize("text", [sentence("chess_clock"), *list(GRIDS)[1:3], *list(GAPPED)[1:3]])
def test_all_of_it_is_claimed_and_checked_without_a_model(text: str) -> None:
    method = BlueprintMethod()
    shop = Workshop({}, engine=None, scratch=lambda: None, tell=lambda _: None)  # type: ignore[arg-type, return-value]
    plan = method.plan(spec := Spec(text), shop)
    checked = {check.claim for check in method.checks(spec, plan, shop)}
    assert [claim.text for claim in plan.claims if claim.id not in checked] in ([], ["drawing board"])


def test_how_many_of_each_kind_is_shown_for_every_kind() -> None:
    part = Grid(rows=2, columns=3, kinds=["Oak", "Elm", "Ash"])
    count = next(thing for thing in hold_desk(part, "Plan", "").things if thing.id == "count")
    seen = [getattr(step, "name", "") for step in count.proofs[0].steps if step.do == "see_value"]
    assert set(seen) == {"Oak", "Elm", "Ash"}


def clocks(**more: Any) -> dict[str, Any]:
    given = [{"label": "Ann", "minutes": 2}, {"label": "Bo", "minutes": 3}, {"label": "Cy", "minutes": 4}]
    return {"kind": "clocks", "clocks": given, **more}


def running(test: AppTest) -> list[bool]:
    return [clock.since is not None for clock in test.session_state["part1_clocks"]]


def test_a_turn_is_handed_to_the_next_clock(block_app: Open) -> None:
    test = block_app(clocks())
    assert figures(test) == {"Ann": "02:00", "Bo": "03:00", "Cy": "04:00"}
    turns = []
    for name in ("Ann", "Bo", "Cy"):
        turns.append(running(press(test, f"{name} is done")).index(True))
        assert running(test).count(True) == 1
    assert turns == [1, 2, 0]
    assert named(test.button, "Bo is done").disabled
    press(test, "Pause")
    assert not any(running(test))
    assert running(press(test, "Resume")) == [True, False, False]
    assert not any(running(press(test, "Reset")))


def test_one_clock_runs_at_a_time_or_all_as_they_like(block_app: Open) -> None:
    test = press(press(block_app(clocks(rule="pick", up=True)), "Start Ann"), "Start Cy")
    assert running(test) == [False, False, True]
    assert running(press(test, "Stop Cy")) == [False, False, False]
    test = press(press(block_app(clocks(rule="free")), "Start Ann"), "Start Cy")
    assert running(test) == [True, False, True]


def test_it_says_whose_time_has_run_out_and_the_others_stand(block_app: Open) -> None:
    test = block_app(clocks())
    press(test, "Ann is done")
    test.session_state["part1_clocks"][1].before = 180.0
    test.run()
    assert "Time is up for Bo." in written(test)
    assert not any(running(test))
    assert named(test.button, "Cy is done").disabled


def grid(test: AppTest, *cells: str) -> Mapping[str, str]:
    for cell in cells:
        press(test, next(one.label for one in test.button if one.label.split()[0] == cell))
    return figures(test)


def test_a_click_sets_what_is_chosen_and_another_empties_or_replaces(block_app: Open) -> None:
    part = {"kind": "grid", "rows": 2, "columns": 3, "kinds": ["Oak", "Elm"], "empty_label": "Free"}
    for click, after in (("empty", ("1", "0", "5")), ("replace", ("1", "1", "4"))):
        test = block_app({**part, "click": click})
        assert [one.label for one in test.button] == ["A1", "A2", "A3", "B1", "B2", "B3", "Empty all"]
        assert grid(test, "A1", "B3") == {"Oak": "2", "Elm": "0", "Free": "4"}
        test.radio[0].set_value("Elm").run()
        assert tuple(grid(test, "A1").values()) == after
        assert grid(press(test, "Empty all"))["Free"] == "6"


def test_clicks_go_through_the_kinds_and_what_is_kept_stays(block_app: Open) -> None:
    part = {"kind": "grid", "rows": 1, "columns": 9, "kinds": ["Half", "Hard"], "click": "cycle", "keep": True}
    test = block_app(part)
    assert not test.radio
    assert grid(test, "A2", "A2", "A9") == {"Half": "1", "Hard": "1"}
    assert [one.label for one in test.button][:2] == ["A1", "A2 Har"]
    assert figures(again := block_app()) == {"Half": "1", "Hard": "1"}
    assert grid(again, "A2") == {"Half": "1", "Hard": "0"}


def made(test: AppTest, text: str) -> AppTest:
    test.text_area[0].set_value(text)
    return press(test, "Make gaps")


def test_every_so_manieth_word_is_a_gap_and_what_is_right_is_counted(block_app: Open) -> None:
    test = made(block_app({"kind": "gaps", "every": 3}), "One *two* three, four.\nFive SIX! Seven eight «nine» ten")
    assert [one.label for one in test.text_input] == ["Gap 1", "Gap 2", "Gap 3"]
    said = written(test)
    assert not any(word in said for word in ("three", "SIX", "nine"))
    assert all(word in said for word in ("One *two*", "four.", "! Seven", "» ten"))
    for field, given in zip(test.text_input, (" Three ", "sixth", "nine."), strict=True):
        field.set_value(given)
    assert "You got 2 of 3 right." in written(press(test, "Check"))
    assert "Not right: Gap 2." in written(test)
    test.toggle[0].set_value(True).run()
    assert "2. SIX" in written(test)
    press(test, "New text")
    assert not list(test.text_input)
    assert named(test.button, "Make gaps")


def test_long_words_are_gaps_and_nothing_is_made_of_nothing(block_app: Open) -> None:
    test = block_app({"kind": "gaps", "every": 0, "longer_than": 4, "first_letter": True})
    assert "Put in a text first." in written(press(test, "Make gaps"))
    assert "There are no such words in the text." in written(made(test, "a bee sees"))
    assert "a **(1)** s____ bee" in written(made(test, "a small bee"))
