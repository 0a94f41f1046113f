"""Records made of building blocks are added, seen, changed, summed up, kept over a reload, and never lost."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.generator.seeing import figures, named, press, written

Open = Callable[..., AppTest]


EXPENSES = {
    "kind": "records",
    "item": "expense",
    "fields": [
        {"label": "Description"},
        {"label": "Amount", "type": "money", "unit": "€"},
        {"label": "Category", "type": "choice", "options": ["Food", "Rent", "Travel", "Fun"]},
        {"label": "Date", "type": "date"},
    ],
    "computed": [{"label": "With tax", "format": "money", "unit": "€", "operation": "add_tax",
                  "arguments": {"net": "amount", "tax_percent": 10}}],
    "features": ["delete", "edit", "search", "done"],
    "filters": ["Category"],
    "summaries": [
        {"label": "Total", "stat": "sum", "of": "Amount", "target": 100},
        {"label": "Food", "stat": "sum", "of": "Amount", "where": "Category", "equals": "Food"},
        {"label": "By category", "stat": "sum", "of": "Amount", "group_by": "Category"},
        {"label": "Finished", "stat": "share_done"},
        {"label": "How many", "stat": "count"},
    ],
    "charts": [{"type": "pie", "x": "Category", "y": "Amount"}, {"type": "line", "x": "Date", "y": "Amount"}],
}  # fmt: skip


def add(test: AppTest, what: str, amount: float, category: str = "Food") -> AppTest:
    named(test.text_input, "Description").set_value(what)
    named(test.number_input, "Amount").set_value(amount)
    named(test.selectbox, "Category").set_value(category)
    return press(test, "Add expense")


def test_records_are_added_counted_kept_and_deleted(block_app: Open) -> None:
    test = block_app(EXPENSES)
    assert "Nothing here yet." in written(test)
    add(add(test, "Bread *and* tea", 12.5), "Train", 40, "Travel")
    assert figures(test) == {"Total": "€52.50", "Left": "€47.50", "Food": "€12.50", "Finished": "0%", "How many": "2"}
    assert "**Bread *and* tea**" in written(test)
    assert "Amount: €40.00 · Category: Travel" in written(test)
    assert "With tax: €44.00" in written(test)
    assert test.table[0].value.to_numpy().tolist() == [["Travel", "€40.00"], ["Food", "€12.50"]]
    again = block_app()
    assert figures(again)["Total"] == "€52.50"
    press(again, "Delete")
    assert figures(again)["Total"] == "€12.50"
    assert "Train" not in written(again)


def test_a_record_needs_its_first_text_and_keeps_what_was_typed(block_app: Open) -> None:
    test = block_app(EXPENSES)
    named(test.number_input, "Amount").set_value(5)
    press(test, "Add expense")
    assert "Fill in Description first." in written(test)
    assert named(test.number_input, "Amount").value == 5
    assert figures(test)["How many"] == "0"
    named(test.text_input, "Description").set_value("Tea")
    press(test, "Add expense")
    assert figures(test)["Total"] == "€5.00"
    assert named(test.text_input, "Description").value == ""
    assert named(test.number_input, "Amount").value is None
    assert "Fill in" not in written(test)


def test_records_are_changed_marked_found_and_filtered(block_app: Open) -> None:
    test = add(add(block_app(EXPENSES), "Bread", 10), "Train", 40, "Travel")
    named(test.checkbox, "Done").check()
    assert figures(test.run())["Finished"] == "50%"
    assert "~~**Train**~~" in written(test)
    named(test.text_input, "Search").set_value("brea")
    test.run()
    assert "**Bread**" in written(test)
    assert "**Train**" not in written(test)
    named(test.text_input, "Search").set_value("")
    named(test.selectbox, "Filter by Category").set_value("Travel")
    test.run()
    assert "**Bread**" not in written(test)
    press(test, "Edit")
    assert named(test.number_input, "Amount").value == 40
    named(test.number_input, "Amount").set_value(60)
    press(test, "Save")
    assert figures(test)["Total"] == "€70.00"
    assert "~~**Train**~~" in written(test)


def test_what_is_ticked_is_filtered_by_the_words_for_it(block_app: Open) -> None:
    books = {"item": "book", "fields": [{"label": "Title"}], "features": ["done"], "filters": ["done"]}
    test = block_app({"kind": "records", "done_label": "Read", "open_label": "Unread", **books})
    for title in ("Emma", "Dune"):
        named(test.text_input, "Title").set_value(title)
        press(test, "Add book")
    named(test.checkbox, "Read").check()
    chosen = named(test.run().selectbox, "Filter by Read")
    assert chosen.options == ["All", "Read", "Unread"]
    chosen.set_value("Unread")
    assert "Dune" not in written(test.run())
    assert "Emma" in written(test)
    named(test.selectbox, "Filter by Read").set_value("Read")
    assert "Emma" not in written(test.run())
    assert "Dune" in written(test)


def test_rows_are_marked_sorted_and_changed_by_their_buttons(block_app: Open) -> None:
    yesterday = (date.today() - timedelta(1)).isoformat()
    test = block_app({
        "kind": "records", "item": "plant", "features": [], "sort": "Name",
        "fields": [{"label": "Name"}, {"label": "Leaves", "type": "integer"}, {"label": "Watered", "type": "date"}],
        "highlights": [{"field": "Watered", "test": "before", "value": "today", "note": "Thirsty"}],
        "actions": [
            {"label": "Water", "field": "Watered", "value": "today"},
            {"label": "Grow", "field": "Leaves", "change": "add"},
        ],
        "rows": [
            {"Name": "Rose", "Leaves": 3, "Watered": yesterday},
            {"Name": "Fern", "Watered": date.today().isoformat()},
        ],
    })  # fmt: skip
    assert written(test).index("Fern") < written(test).index("Rose")
    assert written(test).count("Thirsty") == 1
    press(test, "Water", 1)
    assert "Thirsty" not in written(test)
    press(press(test, "Grow", 1), "Grow", 0)
    assert "Leaves: 4" in written(test)
    assert "Leaves: 1" in written(test)


def test_records_go_to_csv_and_come_back(block_app: Open, tmp_path: Path) -> None:
    plain = {**EXPENSES, "features": ["download", "upload"], "summaries": [], "charts": []}
    test = add(block_app(plain), "Bread", 12.5)
    from blocks.pieces import Field
    from blocks.rows import Rows

    kept = json.loads((tmp_path / "data" / "part1.json").read_text())
    assert [row["amount"] for row in kept["rows"]] == [12.5]
    assert list(test.table[-1].value.columns) == ["Description", "Amount", "Category", "Date", "With tax"]
    fields = [Field(n, n.title(), kind) for n, kind in (("description", "text"), ("amount", "money"), ("date", "date"))]
    rows = Rows("other", tuple(fields))
    rows.add_all(rows.from_csv("Description;AMOUNT;Date\nTea;1,200.50;31 May 2024\n;;\n"))
    assert rows.as_csv().decode() == "Description,Amount,Date\nTea,1200.5,2024-05-31\n"


def test_a_broken_file_is_put_aside_not_lost(block_app: Open, tmp_path: Path) -> None:
    add(block_app(EXPENSES), "Bread", 10)
    (tmp_path / "data" / "part1.json").write_text("{broken")
    assert figures(block_app())["How many"] == "0"
    assert (tmp_path / "data" / "part1.broken").read_text() == "{broken"


def test_summaries_count_periods_streaks_and_balances(block_app: Open) -> None:
    today = date.today()
    days = [(today - timedelta(n)).isoformat() for n in (0, 1, 2, 5)]
    kinds = ["Income", "Expense", "Expense", "Income"]
    test = block_app({
        "kind": "records", "item": "entry", "features": [],
        "fields": [{"label": "Day", "type": "date"}, {"label": "Amount", "type": "number"},
                   {"label": "Kind", "type": "choice", "options": ["Income", "Expense"]}],
        "rows": [{"Day": d, "Amount": 10 * (n + 1), "Kind": kinds[n]} for n, d in enumerate(days)],
        "summaries": [
            {"label": "Today", "stat": "sum", "of": "Amount", "period": "today"},
            {"label": "Streak", "stat": "streak"},
            {
                "label": "Balance", "stat": "balance", "of": "Amount",
                "where": "Kind", "equals": "Income", "minus": "Expense",
            },
            {"label": "Latest", "stat": "latest", "of": "Amount"},
            {"label": "Change", "stat": "change", "of": "Amount"},
            {"label": "Average", "stat": "average", "of": "Amount"},
            {"label": "Highest", "stat": "maximum", "of": "Amount"},
            {"label": "Kinds", "stat": "distinct", "of": "Kind"},
        ],
    })  # fmt: skip
    assert figures(test) == {
        "Today": "10", "Streak": "3 days", "Balance": "0", "Latest": "10", "Change": "-30", "Average": "25",
        "Highest": "40", "Kinds": "2",
    }  # fmt: skip


def test_people_set_a_target_and_it_stays(block_app: Open) -> None:
    goal = {"label": "Total", "stat": "sum", "of": "Amount", "target": 100, "target_label": "Budget"}
    test = block_app({**EXPENSES, "summaries": [goal]})
    named(test.number_input, "Budget").set_value(250)
    test.run()
    assert named(block_app().number_input, "Budget").value == 250


def test_options_are_ordered_as_they_were_given(block_app: Open) -> None:
    urgent = {"label": "Priority", "type": "choice", "options": ["high", "medium", "low"]}
    rows = [{"task": name, "priority": name} for name in ("low", "high", "medium")]
    fields = [{"label": "Task"}, urgent]
    test = block_app({"kind": "records", "fields": fields, "rows": rows, "sort": "priority", "features": ["delete"]})
    words = written(test)
    assert words.index("**high**") < words.index("**medium**") < words.index("**low**")


def test_an_entry_with_nothing_in_it_is_not_added(block_app: Open) -> None:
    fields = [{"label": "Shop", "required": False}, {"label": "Cost", "type": "money", "required": False}]
    test = press(block_app({"kind": "records", "item": "buy", "fields": fields}), "Add buy")
    assert "Fill in Shop first." in written(test)
    assert "Nothing here yet." in written(test)


def test_what_was_lost_since_the_first_entry_is_told(block_app: Open) -> None:
    rows = [
        {"day": day, "weight": value} for day, value in (("2024-01-02", 79.5), ("2024-01-01", 82), ("2024-01-03", 78))
    ]
    figure = {"label": "Lost", "stat": "loss", "of": "weight"}
    fields = [{"label": "Day", "type": "date"}, {"label": "Weight", "type": "number"}]
    assert figures(block_app({"kind": "records", "fields": fields, "rows": rows, "summaries": [figure]})) == {
        "Lost": "4"
    }
