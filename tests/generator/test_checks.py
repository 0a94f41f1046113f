"""How checks become a file of tests, and steps become words."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, strategies as st

from generator.checks import COMMAND_DRIVER, DRIVER, PAYLOAD, call, kept_tests, names, source, walked, words
from generator.contract import Check, Claim, Fill, Kind, Plan, Press, SeeRow, SeeText, SeeValue, Step
from generator.tester import LIMITS
from sandbox import Engine, Image, Runtime
from tests.generator.trying import app

EXAMPLES: list[dict[str, object]] = [
    {"do": "fill", "name": "Bill", "value": "100"},
    {"do": "choose", "name": "Unit", "value": "km"},
    {"do": "toggle", "name": "Done", "near": "Milk"},
    {"do": "toggle", "name": "Done", "on": False},
    {"do": "press", "name": "Delete", "near": "Milk"},
    {"do": "press", "name": "Delete", "nth": 2},
    {"do": "upload", "name": "File", "filename": "a.csv", "content": "a,b\n1,2"},
    {"do": "upload", "name": "File", "filename": "sales/a.csv"},
    {"do": "reload"},
    {"do": "wait", "seconds": 1.5},
    {"do": "note", "name": "Total", "key": "before"},
    {"do": "see_value", "name": "Total", "equals": "30.00"},
    {"do": "see_text", "text": "Hello", "absent": True},
    {"do": "see_row", "cells": ["Milk", "3"]},
    {"do": "see_count", "name": "Items", "equals": 2},
    {"do": "see_cell", "name": "Items", "row": "Milk", "column": "Price", "equals": "1.20"},
    {"do": "see_order", "name": "Items", "values": ["Bread", "Milk"]},
    {"do": "see_error"},
    {"do": "see_error", "absent": True},
    {"do": "see_control", "name": "Add"},
    {"do": "see_download", "name": "Export", "contains": "Milk", "cells": ["Milk", "3"]},
    {
        "do": "request",
        "method": "POST",
        "path": "/items/{id}",
        "query": {"a": "b"},
        "headers": {"X": "y"},
        "body": {"n": [1, None, True, 2.5]},
        "form": {"a": "b"},
        "files": {"f": {"filename": "a", "content": "b"}},
        "status": 201,
        "fields": {"": 3},
        "lacks": {"a": None},
        "counts": {"a.b": 2},
        "text": "t",
        "note": {"k": "p"},
    },
    {"do": "request", "method": "GET", "path": "/"},
    {
        "do": "run",
        "arguments": ["--rate", "2"],
        "stdin": "a",
        "files": {"a/b.txt": "c"},
        "status": "nonzero",
        "prints": "",
        "output": ["1"],
        "says": ["b"],
        "absent": ["c"],
        "leaves": {"d": "e"},
        "note": "k",
    },
    {"do": "run"},
    {"do": "relation", "name": "Total", "key": "before", "holds": "double"},
]


def check(*steps: dict[str, object], title: str = "A title", id: str = "k1") -> Check:  # noqa: A002 - the contract's name
    return Check.model_validate({"id": id, "claim": "c1", "title": title, "steps": list(steps)})


def test_there_is_an_example_of_every_step() -> None:
    assert {e["do"] for e in EXAMPLES} == {s.model_fields["do"].default for s in get_args(get_args(Step)[0])}


@pytest.mark.parametrize("step", check(*EXAMPLES).steps, ids=lambda step: step.do)
def test_every_step_is_a_call_that_the_driver_takes(step: Step) -> None:
    """The call is bound to the signature that the driver really has."""
    if step.do == "request":
        nodes = ast.parse((PAYLOAD / "exchange.py").read_text()).body
    else:
        driver = ast.parse((PAYLOAD / ("command.py" if step.do == "run" else "steps.py")).read_text())
        nodes = next(c for c in driver.body if isinstance(c, ast.ClassDef) and c.name in ("App", "Command")).body
    methods = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    made = ast.parse(call(step), mode="eval").body
    assert isinstance(made, ast.Call)
    assert isinstance(made.func, ast.Name)
    takes = [arg.arg for arg in methods[made.func.id].args.args[3 if step.do == "request" else 1 :]]
    bound = dict(zip(takes, made.args, strict=False)) | {str(k.arg): k.value for k in made.keywords}
    assert len(bound) == len(made.args) + len(made.keywords)
    said = {key: ast.literal_eval(value) for key, value in bound.items()}
    assert said == step.model_dump(exclude={"do"}, exclude_defaults=True)
    assert set(takes) >= set(said)


def test_the_file_reads_plainly() -> None:
    steps = [Fill(name="Bill", value="100"), SeeValue(name="Each pays", equals="30.00"), Press(name="Clear")]
    made = Check(
        id="k1", claim="c1", title="Split it", steps=[*steps, SeeText(text="30", absent=True), SeeRow(cells=["a"])]
    )
    text = source([made], [Claim(id="c1", text="Each friend's share is shown")], "Bill")
    assert text.split("\n\n\n")[1] == (
        "def test_01_split_it(app):\n"
        '    """Each friend\'s share is shown"""\n'
        '    app.fill("Bill", "100")\n'
        '    app.see_value("Each pays", "30.00")\n'
        '    app.press("Clear")\n'
        '    app.see_text("30", absent=True)\n'
        '    app.see_row(["a"])\n'
    )


def test_every_step_has_words() -> None:
    said = [words(step) for step in check(*EXAMPLES).steps]
    assert said[0] == "fill “Bill” with 100"
    assert said[4] == "press “Delete” at “Milk”"
    assert said[-1] == "see “Total” twice before"
    assert len(set(said)) == len(EXAMPLES)


@given(st.text(), st.text(), st.text(), st.text())
def test_no_text_of_a_model_becomes_code(title: str, claim: str, name: str, value: str) -> None:
    made = check({"do": "fill", "name": name, "value": value}, {"do": "see_row", "cells": [value, name]}, title=title)
    tree = ast.parse(source([made], [Claim(id="c1", text=claim)], title).encode("utf-8", "surrogatepass").decode())
    doc, function = tree.body
    assert isinstance(doc, ast.Expr)
    assert isinstance(function, ast.FunctionDef)
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    assert [ast.unparse(c.func) for c in calls] == ["app.fill", "app.see_row"]
    assert [ast.literal_eval(a) for a in calls[0].args] == [name, value]
    assert all(isinstance(node, ast.Expr) for node in function.body)


def test_names_of_tests_differ_and_are_names() -> None:
    made = names([check(title="Ünïcode; import os"), check(title="a" * 300), check(title="a" * 300), check(title="")])
    assert len(set(made)) == 4
    assert all(name.isidentifier() and name.isascii() and len(name) < 64 for name in made)


def test_a_kept_app_carries_all_that_its_tests_need() -> None:
    plan = Plan(title="Bill", kind=Kind.WEB, claims=[Claim(id="c1", text="It splits")])
    made = check({"do": "see_text", "text": "Hello"})
    capsule = json.dumps({"plan": plan.model_dump(mode="json"), "checks": [made.model_dump(mode="json")]})
    files = kept_tests(capsule)
    assert set(files) == {f"tests/{name}" for name in ("test_app.py", "conftest.py", "server.py", *DRIVER)}
    assert kept_tests(json.dumps({"plan": None, "checks": []})) == {}


def test_the_tests_of_a_kept_app_run_beside_it(engine: Engine) -> None:
    plan = Plan(title="Bill", kind=Kind.WEB, claims=[Claim(id="c1", text="It splits")])
    bill = {"do": "fill", "name": "Bill", "value": "100"}
    right = check(bill, {"do": "see_value", "name": "Each pays", "equals": "30.00"}, title="right")
    wrong = check(bill, {"do": "see_value", "name": "Each pays", "equals": "31.00"}, title="wrong")
    made = [one.model_dump(mode="json") for one in (right, wrong)]
    files = kept_tests(json.dumps({"plan": plan.model_dump(mode="json"), "checks": made}))
    with engine.open(Image.TESTER, limits=LIMITS) as box:
        box.put({**app("bill").files, **files})
        ran = box.run(
            ["python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
            seconds=120,
            env={"NO_BROWSER_SANDBOX": "1"},
        )
    said = ran.output.decode()
    assert "1 failed, 1 passed" in said, said
    assert "“Each pays” shows “$30.00”; it must show “31.00”." in said


def kept(kind: Kind, *checks: Check) -> dict[str, bytes]:
    plan = Plan(title="An app", kind=kind, claims=[Claim(id="c1", text="It does it")])
    made = [one.model_dump(mode="json") for one in checks]
    return kept_tests(json.dumps({"plan": plan.model_dump(mode="json"), "checks": made}))


def test_many_steps_are_told_by_the_first_and_the_last() -> None:
    seats = [step for n in range(9) for step in (Fill(name="Guest", value=f"guest {n}"), Press(name="Seat"))]
    see = SeeValue(name="Taken", equals="8 of 8")
    assert walked([*seats[:2], see]) == "Fill “Guest” with guest 0, press “Seat”, see 8 of 8 at “Taken”."
    said = walked([*seats, see])
    assert said.startswith("Fill “Guest” with guest 0, and so on for 5 steps, fill “Guest” with guest 3, press “Seat”")
    assert said.endswith("fill “Guest” with guest 8, press “Seat”, see 8 of 8 at “Taken”.")
    assert len(walked([Fill(name="Guest", value="x\n" * 9_000)] * 100)) < 400


def test_the_tests_of_a_kept_api_ask_it_and_use_its_page(engine: Engine) -> None:
    add = {"do": "request", "method": "POST", "path": "/tickets", "body": {"minutes": 90}, "status": 201}
    fee = {"do": "see_value", "name": "Fee", "equals": "4.80"}
    page = [{"do": "fill", "name": "Minutes", "value": "90"}, {"do": "press", "name": "Park"}, fee]
    right = check(*page, {**add, "fields": {"fee": 4.8}}, title="right")
    files = kept(Kind.API, right, check({**add, "fields": {"fee": 3.6}}, title="wrong"))
    assert b'START = ["uvicorn", "app:app", ' in files["tests/server.py"]
    with engine.open(Image.APP, runtime=Runtime.FASTAPI) as box, engine.open(Image.TESTER, limits=LIMITS) as tester:
        box.put(app("tickets").files)
        assert box.start(Runtime.FASTAPI).ok
        tester.put(files)
        argv = ["python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
        said = tester.run(argv, seconds=120, env={"APP_URL": tester.reach(box)}).output.decode()
    assert "1 failed, 1 passed" in said, said
    assert "POST /tickets: “fee” is 4.8; it must be 3.6." in said


def test_the_tests_of_a_kept_command_run_it(tmp_path: Path) -> None:
    given = {"do": "run", "stdin": "a;1\n", "arguments": ["--out", "sums/a.txt"], "files": {"sums/b.txt": ""}}
    right = check({**given, "prints": "", "leaves": {"sums/a.txt": "a\t1.00"}, "note": "n"}, title="right")
    files = kept(Kind.SCRIPT, right, check({"do": "run", "stdin": "a;1", "prints": "a 1"}, title="wrong"))
    assert set(files) == {f"tests/{name}" for name in ("test_app.py", "conftest.py", *COMMAND_DRIVER)}
    for name, content in {**app("tally").files, **files}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    said = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True).stdout
    assert "1 failed, 1 passed" in said, said
    assert "“main.py” printed “a\t1.00”; it must print “a 1”." in said
    assert not (tmp_path / "sums").exists()
