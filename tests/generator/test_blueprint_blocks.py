"""Forms, quizzes, timers and counters made of building blocks behave, and never show an error or a NaN."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.generator.seeing import figures, named, press, written

Open = Callable[..., AppTest]


BILL: dict[str, Any] = {
    "kind": "form",
    "inputs": [
        {"label": "Bill", "type": "money", "default": 100, "unit": "$"},
        {"label": "Tip", "type": "percent", "default": 20},
        {"label": "People", "type": "integer", "default": 4},
    ],
    "outputs": [
        {"label": "Total", "operation": "total_with_tip", "unit": "$"},
        {"label": "Each pays", "operation": "split_evenly", "arguments": {"amount": "Total"}, "unit": "$"},
    ],
}


def test_a_live_form_follows_its_inputs(block_app: Open) -> None:
    test = block_app(BILL)
    assert figures(test) == {"Total": "$120.00", "Each pays": "$30.00"}
    named(test.number_input, "Bill").set_value(1234.5)
    assert figures(test.run()) == {"Total": "$1,481.40", "Each pays": "$370.35"}


def test_what_has_no_answer_is_a_dash_and_a_sentence(block_app: Open) -> None:
    test = block_app(BILL)
    named(test.number_input, "People").set_value(0)
    assert figures(test.run()) == {"Total": "$120.00", "Each pays": "–"}
    assert [w.value for w in test.warning] == ["There must be at least one person."]


def test_what_is_still_empty_is_asked_for(block_app: Open) -> None:
    test = block_app({**BILL, "inputs": [{"label": "Bill", "type": "money"}, *BILL["inputs"][1:]]})
    assert figures(test) == {"Total": "–", "Each pays": "–"}
    assert "Fill in Bill to see the result." in written(test)
    assert not test.warning


def test_columns_are_those_of_the_file_and_its_rows_can_be_taken_away(block_app: Open) -> None:
    test = block_app(
        {
            "kind": "form",
            "inputs": [{"label": "Berths", "type": "file"}, {"label": "Sort by", "type": "column", "default": "fee"}],
            "outputs": [{"label": "Sorted", "operation": "sort_table", "format": "download"}],
        }
    )
    assert named(test.selectbox, "Sort by").options == []
    test.file_uploader[0].upload("berths.csv", b"Place,Fee\nNorth,9\nSouth,4\n")
    test.run()
    assert (named(test.selectbox, "Sort by").options, named(test.selectbox, "Sort by").value) == (
        ["Place", "Fee"],
        "Fee",
    )
    assert test.table[0].value.to_dict("list") == {"Place": ["South", "North"], "Fee": ["4", "9"]}
    assert [button.label for button in test.get("download_button")] == ["Download Sorted"]
    named(test.selectbox, "Sort by").set_value("Place")
    assert test.run().table[0].value["Place"].tolist() == ["North", "South"]


@pytest.mark.parametrize("source", ["1 / (a - a)", "float('nan') * a", "a.wrong", "[][5] + a", "10 ** 400 * 1.0 + a"])
def test_a_rule_that_fails_never_shows_an_error_or_a_nan(block_app: Open, source: str) -> None:
    form = {"kind": "form", "inputs": [{"label": "A", "type": "number", "default": 1}]}
    test = block_app({**form, "outputs": [{"label": "Result", "format": "number", "source": source}]})
    assert figures(test) == {"Result": "–"}
    assert len(test.warning) == 1
    assert "Traceback" not in written(test)


def test_a_form_with_a_button_waits_for_it_and_keeps_its_result(block_app: Open) -> None:
    test = block_app({**BILL, "button": "Work it out", "history": True})
    assert figures(test) == {"Total": "–", "Each pays": "–"}
    press(test, "Work it out")
    assert figures(test)["Total"] == "$120.00"
    named(test.number_input, "Bill").set_value(50)
    press(test, "Work it out")
    assert figures(test)["Total"] == "$60.00"
    assert list(test.table[0].value["Total"].str.replace("\\", "")) == ["$60.00", "$120.00"]
    again = block_app()
    assert list(again.table[0].value["Total"].str.replace("\\", "")) == ["$60.00", "$120.00"]
    press(again, "Clear history")
    assert "Nothing here yet." in written(again)


def test_each_result_has_a_button_of_its_own_and_follows_its_inputs(block_app: Open) -> None:
    cases = [
        {"label": f"{one}case", "source": f"def f(text):\n    return text.{one.lower()}()"}
        for one in ("Upper", "Lower")
    ]
    test = block_app({"kind": "form", "inputs": [{"label": "Text"}], "outputs": cases, "apart": True})
    named(test.text_input, "Text").set_value("Ann").run()
    assert figures(test) == {}
    assert figures(press(test, "Uppercase")) == {"Uppercase": "ANN"}
    assert figures(press(test, "Lowercase")) == {"Lowercase": "ann"}
    named(test.text_input, "Text").set_value("Bob").run()
    assert figures(test) == {"Lowercase": "bob"}


def test_each_press_draws_anew(block_app: Open) -> None:
    output = {"label": "Number", "operation": "random_integer", "arguments": {"lowest": 1, "highest": 1_000_000}}
    test = block_app({"kind": "form", "inputs": [], "outputs": [output], "button": "Draw"})
    seen = {figures(press(test, "Draw"))["Number"] for _ in range(4)}
    assert len(seen) > 1
    assert "–" not in seen


def test_outputs_of_every_form_are_shown(block_app: Open) -> None:
    outputs = [
        {"label": "Words", "operation": "word_frequency"},
        {"label": "Numbers", "operation": "extract_numbers"},
        {"label": "Loud", "operation": "uppercase"},
        {"label": "Picture", "operation": "qr_code"},
        {"label": "File", "operation": "text_as_file", "arguments": {"text": "text"}},
        {"label": "Share", "format": "bar_chart", "source": "{'a': len(text), 'b': 2}"},
        {"label": "Line", "format": "line_chart", "source": "[1, 2, len(text)]"},
        {"label": "Is long", "source": "len(text) > 5"},
        {
            "label": "Made",
            "format": "date",
            "operation": "add_to_date",
            "arguments": {"start": "'2024-01-31'", "amount": 1},
        },
    ]
    inputs = [{"label": "Text", "type": "long_text", "default": "one 2 one *x*"}]
    test = block_app({"kind": "form", "inputs": inputs, "outputs": outputs})
    assert test.table[0].value.to_numpy().tolist()[0] == ["one", "2"]
    assert "1. 2" in written(test)
    assert test.code[0].value == "ONE 2 ONE *X*"
    assert figures(test) == {"Is long": "Yes", "Made": "2024-02-01"}


CARDS = [
    {"question": "Capital of France?", "answer": "Paris", "options": ["Rome", "Paris"], "explanation": "On the Seine"},
    {"question": "2 + 2", "answer": "4"},
    {"question": "Colour of the sky", "answer": "Blue"},
]


def test_a_quiz_counts_right_answers_and_offers_the_wrong_ones_again(block_app: Open) -> None:
    test = block_app({"kind": "quiz", "cards": CARDS, "shuffle": False})
    press(test, "Paris")
    assert figures(test) == {"Right answers": "1", "Wrong answers": "0"}
    assert "Correct!" in written(test)
    assert "On the Seine" in written(test)
    press(press(test, "Next"), "Blue")
    assert "The answer is 4" in written(test)
    press(press(press(test, "Next"), "Blue"), "Next")
    assert figures(test) == {"Right answers": "2", "Wrong answers": "1"}
    assert "Your score: 2 of 3 right" in written(test)
    press(test, "Practise the wrong ones")
    assert "2 + 2" in written(test)
    press(press(test, "4"), "Next")
    assert "1 of 1 right" in written(test)
    assert figures(press(test, "Restart")) == {"Right answers": "0", "Wrong answers": "0"}


def test_typed_answers_forgive_case_and_the_way_numbers_are_written(block_app: Open) -> None:
    test = block_app({"kind": "quiz", "mode": "type", "cards": CARDS, "shuffle": False})
    for answer in (" paris ", "4.0", "red"):
        named(test.text_input, "Your answer").set_value(answer)
        press(press(test, "Check"), "Next")
    assert figures(test) == {"Right answers": "2", "Wrong answers": "1"}


def test_drills_ask_sums_that_come_out_even(block_app: Open) -> None:
    test = block_app({"kind": "quiz", "drill": {"operations": ["÷", "-"], "minimum": 2, "maximum": 9, "questions": 6}})
    for _ in range(6):
        sum_ = test.subheader[0].value.replace("\\", "").split(" = ")[0]
        result = eval(sum_.replace("÷", "/").replace("−", "-"))
        assert result == int(result) >= 0
        named(test.text_input, "Your answer").set_value(str(int(result)))
        press(press(test, "Check"), "Next")
    assert figures(test) == {"Right answers": "6", "Wrong answers": "0"}


def test_own_cards_are_added_turned_and_kept(block_app: Open) -> None:
    test = block_app({"kind": "quiz", "mode": "flip", "own_cards": True})
    assert "Nothing here yet." in written(test)
    named(test.text_input, "Question").set_value("Hund")
    named(test.text_input, "Answer").set_value("dog")
    press(test, "Add card")
    test = block_app()
    press(press(test, "Show answer"), "I knew it")
    assert "1 of 1 right" in written(test)
    press(test, "Delete")
    assert "Nothing here yet." in written(test)


def test_a_countdown_runs_pauses_and_ends(block_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    test = block_app({"kind": "timer", "minutes": 2, "presets": [{"label": "Short", "minutes": 1}]})
    now = [1000.0]
    monkeypatch.setattr("blocks.timer.time.time", lambda: now[0])
    assert figures(test) == {"Time left": "02:00"}
    press(press(test, "Short"), "Start")
    now[0] += 20
    assert figures(test.run()) == {"Time left": "00:40"}
    press(test, "Pause")
    now[0] += 500
    assert figures(test.run()) == {"Time left": "00:40"}
    press(test, "Start")
    now[0] += 41
    assert figures(test.run()) == {"Time left": "00:00"}
    assert "Time is up." in written(test)
    assert figures(press(test, "Reset")) == {"Time left": "01:00"}


def test_a_length_of_several_parts_is_their_sum_and_comes_back_at_a_reset(
    block_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = block_app({"kind": "timer", "minutes": 5, "parts": ["Hours", "Minutes", "Seconds"]})
    now = [1000.0]
    monkeypatch.setattr("blocks.timer.time.time", lambda: now[0])
    assert figures(test) == {"Time left": "05:00"}
    for part, number in (("Hours", 1), ("Minutes", 2), ("Seconds", 3)):
        named(test.number_input, part).set_value(number).run()
    assert figures(test) == {"Time left": "1:02:03"}
    press(test, "Start")
    now[0] += 4
    assert figures(test.run()) == {"Time left": "1:01:59"}
    assert figures(press(test, "Reset")) == {"Time left": "1:02:03"}
    for part in ("Hours", "Minutes", "Seconds"):
        named(test.number_input, part).set_value(0).run()
    assert figures(test) == {"Time left": "05:00"}


def test_intervals_go_from_work_to_rest_and_a_stopwatch_takes_laps(
    block_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = block_app(
        {"kind": "timer", "mode": "intervals", "minutes": 25, "rest_minutes": 5, "rounds": 2},
        {"kind": "timer", "mode": "stopwatch", "laps": True, "title": "Watch"},
    )
    now = [1000.0]
    monkeypatch.setattr("blocks.timer.time.time", lambda: now[0])
    assert "**Work** · Round 1 of 2" in written(test)
    press(press(test, "Start"), "Start", 1)
    now[0] += 26 * 60
    press(test, "Lap")
    assert "**Break** · Round 1 of 2" in written(test)
    assert figures(test) == {"Time left": "04:00", "Time": "26:00.0"}
    assert "1. 26:00.0" in written(test)


def test_counters_count_within_their_bounds_and_are_kept(block_app: Open) -> None:
    test = block_app(
        {"kind": "counter", "counts": [{"label": "Home"}, {"label": "Guests"}], "steps": [1, 3], "minimum": 0}
    )
    press(press(press(test, "Add 3"), "Add 1", 1), "Subtract 1", 1)
    press(test, "Subtract 1", 1)
    assert figures(test) == {"Home": "3", "Guests": "0"}
    again = block_app()
    assert figures(again) == {"Home": "3", "Guests": "0"}
    assert figures(press(again, "Reset")) == {"Home": "0", "Guests": "0"}


def test_the_goal_of_a_counter_can_be_set_and_outlives_a_reset(block_app: Open) -> None:
    test = block_app({"kind": "counter", "counts": [{"label": "Pages", "target_label": "Goal"}], "minimum": 0})
    assert not test.get("progress")
    named(press(test, "Add 1").number_input, "Goal").set_value(12).run()
    assert [bar.proto.text for bar in test.get("progress")] == ["11 left of 12"]
    again = press(block_app(), "Reset")
    assert [bar.proto.text for bar in again.get("progress")] == ["12 left of 12"]
