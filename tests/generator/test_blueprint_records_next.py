"""Dates that come next, what is due again, what is ticked every day, prices for another span of time."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from generator.blueprint.records_proofs import hold_records
from generator.blueprint.records_wishes import entered, with_next
from generator.blueprint.records_worked import sketch_worked
from generator.blueprint.rules import Scope, rule_of
from generator.blueprint.schema import Field, Records, Summary
from generator.contract import SeeText
from generator.payload.blocks.summaries import Column, Summary as Block, coming, next_date
from tests.generator.seeing import figures, named, press, written

Open = Callable[..., AppTest]
TODAY = datetime.date(2025, 6, 10)
NEVER: Any = None
"""Where no model and no sandbox may be asked."""


@pytest.mark.parametrize(
    ("born", "comes"),
    [("1990-06-10", "2025-06-10"), ("1990-06-09", "2026-06-09"), ("2000-02-29", "2026-02-28")],
)
def test_a_birthday_comes_again(born: str, comes: str) -> None:
    at = next_date(datetime.date.fromisoformat(born), "next_yearly", TODAY)
    assert at is not None
    assert at.isoformat() == comes


def test_the_next_is_named_with_its_day() -> None:
    names = {"name": Column("Name"), "day": Column("Day", "date")}
    rows = [
        {"name": n, "day": datetime.date.fromisoformat(d)} for n, d in (("Ann", "2025-06-30"), ("Bo", "2025-06-01"))
    ]
    asked = Block("Next", "next", of="day", period="future")
    assert coming(asked, rows, names, TODAY) == "Ann: 2025-06-30, in 20 days"
    assert coming(Block("Next", "next", of="day"), rows, names, TODAY) == "Bo: 2025-06-01, 9 days ago"
    assert coming(asked, [], names, TODAY) == "–"


def test_a_list_of_birthdays_is_in_their_order_and_tells_the_next(block_app: Open) -> None:
    fields = [Field(label="Name"), Field(label="Birthday", type="date")]
    text = "remember my friends and show whose birthday comes next"
    assert entered(fields, text) == fields
    records = with_next(Records(item="friend", fields=fields), text)
    assert [(s.stat, s.of) for s in records.summaries] == [("next_yearly", "birthday")]
    day = datetime.date.today() + datetime.timedelta(days=3)
    born = [
        ("Ann", day + datetime.timedelta(days=40)),
        ("Bo", day.replace(year=2000 if (day.month, day.day) == (2, 29) else 1999)),
    ]
    rows = [{"name": name, "birthday": at.replace(year=1996).isoformat()} for name, at in born]
    test = block_app({**records.model_dump(), "rows": rows})
    assert figures(test)["Next"] == f"Bo: {day.isoformat()}, in 3 days"
    assert written(test).index("**Bo**") < written(test).index("**Ann**")
    held = {thing.id: thing for thing in hold_records(records, "Friends").things}
    assert any(isinstance(step, SeeText) and "in 4 days" in step.text for step in held["figure Next"].proofs[0].steps)


def test_no_next_without_the_word() -> None:
    records = Records(fields=[Field(label="Name"), Field(label="Birthday", type="date")])
    assert with_next(records, "a list of birthdays") == records


def worked(records: Records, name: str, values: dict[str, Any]) -> Any:
    (output,) = records.computed
    rule = rule_of(output, Scope.of(records.fields), set())
    assert rule is not None
    scope: dict[str, Any] = {"v": type("V", (), values)}
    exec("\n".join(rule.functions), scope)
    assert output.label == name
    return eval(rule.expression, scope)


def test_what_is_due_again_follows_from_the_last_time() -> None:
    fields = [
        Field(label="Plant"),
        Field(label="Last watered", type="date"),
        Field(label="Every", type="integer", unit="days"),
    ]
    records = Records(item="plant", fields=fields)
    (decision,) = sketch_worked("my plants, last watered, how often, which is next", records, NEVER, NEVER)
    assert decision.ground == "agreed"
    last = datetime.date(2024, 2, 28)
    assert worked(records, "Next time", {"last_watered": last, "every": 2}) == datetime.date(2024, 3, 1)
    assert [s.stat for s in with_next(records, "which is next").summaries] == ["next"]


def test_a_monthly_price_is_told_for_a_year() -> None:
    fields = [Field(label="Name"), Field(label="Monthly price", type="money")]
    wrong = Summary(label="Price", stat="sum", of="monthly_price", period="year")
    records = Records(item="subscription", fields=fields, summaries=[wrong])
    sketch_worked("my subscriptions with monthly price and what they cost me per year", records, NEVER, NEVER)
    assert worked(records, "Price per year", {"monthly_price": 9.5}) == 114
    assert [(s.label, s.of) for s in records.summaries] == [("Total per year", "price_per_year")]


def test_a_daily_tick_counts_the_days_in_a_row(block_app: Open) -> None:
    habits = {"kind": "records", "item": "habit", "fields": [{"label": "Habit"}], "features": ["daily", "delete"]}
    test = block_app(habits)
    named(test.text_input, "Habit").set_value("Read")
    press(test, "Add habit")
    assert "Streak: 0 days" in written(test)
    named(test.checkbox, "Done today").check()
    assert "Streak: 1 day" in written(test.run())
    assert "Streak: 1 day" in written(block_app())


def test_so_many_at_a_price_each_are_added_up_as_what_they_cost() -> None:
    fields = [Field(label="Item"), Field(label="Quantity", type="integer"), Field(label="Price", type="money")]
    wrong = Summary(label="Total", stat="sum", of="price")
    records = Records(fields=fields, summaries=[wrong])
    (decision,) = sketch_worked("shop stock: item, quantity, price, total value", records, NEVER, NEVER)
    assert worked(records, "Value", {"quantity": 3, "price": 2.5}) == 7.5
    assert [(s.label, s.of) for s in records.summaries] == [("Total value", "value")]
    values, result = decision.examples[1]
    assert result == values["quantity"] * values["price"]


def test_hours_from_one_time_to_another_go_past_midnight() -> None:
    times = [Field(label="Bedtime", type="time"), Field(label="Wake up time", type="time")]
    records = Records(item="night", fields=[*times, Field(label="Hours slept", type="number")])
    (decision,) = sketch_worked("sleep log: bedtime, wake up time, hours slept, average", records, NEVER, NEVER)
    assert [f.label for f in records.fields] == ["Bedtime", "Wake up time"]
    assert [(s.stat, s.of) for s in records.summaries] == [("average", "hours_slept")]
    assert [result for _, result in decision.examples] == [8.25, 8.25, 7.75]
    slept = {"bedtime": datetime.datetime(2024, 1, 1, 22, 15), "wake_up_time": datetime.datetime(2024, 1, 1, 6)}
    scope: dict[str, Any] = {}
    exec(records.computed[0].source, scope)
    assert scope["work_out"](**slept) == 7.75


def test_totals_per_month_are_a_table_of_months(block_app: Open) -> None:
    fields = [Field(label="Day", type="date"), Field(label="Cost", type="money")]
    figure = Summary(label="Total per month", stat="sum", of="cost", each="month")
    rows = [{"day": day, "cost": cost} for day, cost in (("2024-01-05", 2), ("2024-02-01", 4), ("2024-01-30", 3))]
    test = block_app({**Records(fields=fields, summaries=[figure]).model_dump(), "rows": rows})
    assert test.table[0].value.to_dict("records") == [
        {"Month": "2024-02", "Total per month": "4.00"},
        {"Month": "2024-01", "Total per month": "5.00"},
    ]
