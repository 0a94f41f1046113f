"""Which of several functions is believed, what a function may be, and arithmetic that is safe to work out."""

import datetime
from typing import Any

import pytest

from generator.blueprint.agreement import Given, fine, group, same
from generator.blueprint.arithmetic import is_worked, work_out
from generator.blueprint.functions import complete, each_line, over_lines, tidy
from generator.blueprint.schema import Field, Output


def said(*values: object) -> list[Given]:
    return [(True, value) for value in values]


def test_the_commonest_behaviour_comes_first() -> None:
    groups = group([said(1.0, 2.0), said(5.0, 6.0), said(1.0, 2.0000001), said(5.0, 7.0)], 2)
    assert groups[0].members == (0, 2)
    assert len(groups) == 3


@pytest.mark.parametrize(
    "broken",
    [
        [(False, "ZeroDivisionError"), (True, 2.0)],
        said("nan", 2.0),
        said(None, None),
        said(3.0, 3.0),
        said("", "x"),
    ],
)
def test_functions_that_fail_or_never_change_are_left_out(broken: list[Given]) -> None:
    assert [g.members for g in group([broken, said(1.0, 2.0)], 2)] == [(1,)]


def test_a_failure_beyond_the_ordinary_inputs_is_forgiven() -> None:
    assert group([[*said(1.0, 2.0), (False, "ValueError")]], 2)[0].members == (0,)


def test_answers_are_compared_as_people_would() -> None:
    assert same(30.0, 30.0000001)
    assert not same(30.0, 30.1)
    assert same(" Normal", "normal")
    assert same(["a", "b"], "a\nb")
    assert not same(True, 1.0)
    assert same({"a": 1}, {"a": 1.0})
    assert not fine((True, "inf"))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("(100 + 100*20/100)/4", 30),
        ("1,250.50 * 2", 2501),
        ("$80 × 15%", 12),
        ("2^10 = 1024", 1024),
        ("-3 + 5", 2),
        ("1/0", None),
        ("__import__('os')", None),
        ("9**9**9**9", None),
        ("x + 1", None),
        ("True + 1", None),
        ("1 if 2 else 3", None),
        ("(" * 400 + "1" + ")" * 400, None),
        ("", None),
    ],
)
def test_only_arithmetic_is_worked_out(line: str, value: float | None) -> None:
    assert work_out(line) == value


def test_a_bare_result_is_no_derivation() -> None:
    assert is_worked("3 * 4 = 12")
    assert not is_worked("12")


def test_a_function_is_found_in_a_chatty_reply_and_gets_its_name() -> None:
    reply = (
        "Sure!\n```python\nimport math\n\ndef f(radius: float) -> float:\n    return math.pi * radius ** 2\n```\nDone."
    )
    source = tidy(reply, "area", ["radius"])
    assert source.startswith("def area(radius):")
    assert source.index("import math") > source.index("def area")


def test_a_bare_expression_is_made_a_function() -> None:
    assert tidy("share = bill / people", "share", ["bill", "people"]).strip().endswith("return bill / people")


def test_what_it_forgot_to_import_is_imported() -> None:
    assert "import datetime" in tidy("def f(day):\n    return (day - datetime.date.today()).days", "f", ["day"])


@pytest.mark.parametrize(
    "text",
    [
        "def f(a):\n    return open(a).read()",
        "def f(a):\n    import os\n    return os.listdir(a)",
        "def f(a):\n    return a.__class__",
        "def f(a):\n    return __import__('os')",
        "def f(a):\n    while True:\n        pass\n    return a",
        "def f(a, b):\n    return a",
        "def f(*a):\n    return a",
        "def f(a):\n    print(a)",
        "def f(a):\n    a + 1",
        "def f(a):\n    return 1\ndef g(a):\n    return 2",
        "no code here",
        "",
    ],
)
def test_what_is_more_or_less_than_a_function_of_the_inputs_is_refused(text: str) -> None:
    assert tidy(text, "f", ["a"]) == ""


@pytest.mark.parametrize(
    "body",
    [
        "from datetime import datetime\n    return day + datetime.timedelta(days=1)",
        "from datetime import timedelta\n    return day + timedelta(days=1)",
        "import datetime\n    return day + datetime.timedelta(days=1)",
        "return day + datetime.timedelta(days=1)",
        "from datetime import datetime, timedelta\n    return datetime.strptime('2802', '%d%m') and day + timedelta(1)",
    ],
)
def test_mixed_up_imports_of_dates_are_put_right(body: str) -> None:
    space: dict[str, Any] = {}
    exec(tidy(f"def f(day):\n    {body}", "later", ["day"]), space)
    assert space["later"](datetime.date(2024, 2, 28)) == datetime.date(2024, 2, 29)


def test_a_stream_ends_after_the_function() -> None:
    body = "def f(a):\n    if a:\n        return 1\n    return 2\n"
    assert not complete("def f(a):\n    if a:\n        return 1\n")
    assert complete(body + "\nThis function")
    assert complete("```python\n" + body + "```\n")


def test_a_function_of_one_line_is_made_one_of_all_lines() -> None:
    lines, sign = Field(label="Names", type="long_text"), Field(label="Sign")
    one = "def for_line(line, sign):\n    return line[0] + sign\n"
    space: dict[str, Any] = {}
    exec(over_lines(one, Output(label="Initials", format="list"), [lines, sign], "names"), space)
    assert space["initials"]("Ann\n\n Bob \n", ".") == ["A.", "B."]
    assert over_lines("", Output(label="Initials"), [lines], "names") == ""
    assert over_lines("def for_line(sign):\n    return sign\n", Output(label="Initials"), [lines], "names") == ""


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("the initials of each name in a list", True),
        ("make a web address of every line", True),
        ("sort a list of names", False),
        ("count the letters of a text", False),
    ],
)
def test_lines_are_worked_on_one_by_one_where_the_sentence_says_so(text: str, apart: bool) -> None:
    lines = Field(label="Names", type="long_text")
    assert (each_line(Output(label="Initials", format="list"), text, [lines]) is lines) is apart
