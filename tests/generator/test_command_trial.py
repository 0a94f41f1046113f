"""What a trial says of commands that are right and wrong, each run in a real sandbox."""

import pytest

from generator.contract import Check, Kind, Mark, Plan, Verdict
from generator.faults import try_faults
from generator.interface import Argument, CommandLine
from generator.report import report
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import app, by_id, check, plan

LINE = CommandLine(
    arguments=[
        Argument(name="FILE", form="file"),
        Argument(name="--top", form="whole number"),
        Argument(name="--out", form="text"),
    ],
    reads="lines like milk;3",
)
PLAN = plan(Kind.SCRIPT).model_copy(update={"command": LINE})
LIST = "milk;3\nbread;1.5\nmilk;2\n"


def run(*arguments: str, **more: object) -> dict[str, object]:
    return {"do": "run", "arguments": list(arguments), **more}


RIGHT = [
    check("from standard input", run(stdin=LIST, prints="milk\t5.00\nbread\t1.50")),
    check("from a file", run("--top", "1", "my list.txt", files={"my list.txt": LIST}, output=["milk", "5"])),
    check("to a file", run("--out", "sums.txt", stdin=LIST, prints="", leaves={"sums.txt": "bread\t1.50"})),
    check("refused", run(stdin=LIST, output=["5"]), run("--top", "0", stdin=LIST, status=2, says=["--TOP"])),
    check(
        "no number", run(stdin=LIST, output=["milk"]), run(stdin="milk;x", status=1, says=["line 1"], absent=["milk\t"])
    ),
    check(
        "the same again", run(stdin=LIST, note="sums", output=["milk"]), run(stdin="bread;1.5\nmilk;5", prints="{sums}")
    ),
    check("nothing left from before", run("sums.txt", status="nonzero"), run(stdin="a;1", output=["a\t1.00"])),
]
WRONG = {
    "prints": (
        check("prints", run(stdin="a;1", prints="a 1.00")),
        "“main.py” printed “a 1.00”; it must print “a 1.00”.",  # a tab, which evidence shows as a space
    ),
    "status": (check("status", run("--top", "0")), "“main.py --top 0” ended with status 2; it must end with status 0."),
    "no error": (
        check("no error", run(stdin="a;1", status="nonzero")),
        "“main.py” ended with status 0; it must end with another status than 0.",
    ),
    "output": (check("output", run(stdin="a;1", output=["b"])), "“b” must be in it."),
    "absent": (check("absent", run(stdin="a;1", absent=["1.0"])), "“1.0” must not be in it."),
    "no file": (check("no file", run(stdin="a;1", leaves={"b.txt": ""})), "“main.py” left no file b.txt."),
    "other file": (
        check("other file", run("--out", "b.txt", stdin="a;1", leaves={"b.txt": "2"})),
        "b.txt holds “a 1.00”; “2” must be in it.",
    ),
}


@pytest.fixture(scope="module")
def right(engine: Engine) -> Verdict:
    return verdict(
        engine, "tally", [*RIGHT, *(made.model_copy(update={"id": f"not {i}"}) for i, (made, _) in WRONG.items())]
    )


def verdict(engine: Engine, name: str, checks: list[Check], planned: Plan = PLAN) -> Verdict:
    with Trials(engine, planned, lambda event: None) as trials:
        return trials.run(1, app(name), checks)


@pytest.mark.parametrize("name", [made.id for made in RIGHT])
def test_a_right_command_passes(right: Verdict, name: str) -> None:
    said = by_id(right.checks)[name]
    assert said.mark is Mark.PASSED, f"{said.evidence}\n{said.detail}"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_so_is_told(right: Verdict, name: str) -> None:
    said = by_id(right.checks)[f"not {name}"]
    assert said.mark is Mark.FAILED, f"{said.evidence}\n{said.detail}"
    assert WRONG[name][1] in said.evidence


def test_what_stands_in_place_of_what_was_expected_is_told(right: Verdict) -> None:
    said = by_id(right.checks)
    assert [(said[f"not {name}"].step, said[f"not {name}"].shown) for name in ("prints", "status", "output")] == [
        (1, "a\t1.00".replace("\t", " ")),
        (1, "2"),
        (1, ""),
    ]


def test_a_right_command_holds_the_invariants(right: Verdict) -> None:
    assert [(o.id, o.evidence) for o in right.invariants if o.mark is not Mark.PASSED] == []
    assert [o.id for o in right.invariants] == ["starts", "help", "wrong", "silent", "odd", "missing"]
    assert right.pictures == {}


def test_a_wrong_command_fails_with_what_was_seen(engine: Engine) -> None:
    wrong = verdict(engine, "tally_wrong", RIGHT)
    said = by_id([*wrong.checks, *wrong.invariants])
    assert wrong.score == 0
    assert "“main.py” broke off with a traceback: ValueError" in said["from standard input"].evidence
    assert {name for name in ("help", "wrong", "odd", "missing") if said[name].mark is Mark.FAILED} == {
        "help",
        "wrong",
        "odd",
        "missing",
    }
    assert "does not" in said["help"].evidence or "ended with status 0" in said["help"].evidence
    words = report(wrong)
    assert 'File "/app/main.py"' in words
    assert "Failed at step 1: run main.py with standard input and see" in words


def test_each_check_begins_where_nothing_was_left_at_home_or_in_its_folder(engine: Engine) -> None:
    twice = [
        check(name, run(stdin="a;1\n", prints="a 1"), run(stdin="b;2", prints="a 1\nb 2")) for name in ("one", "two")
    ]
    wrong = verdict(engine, "tally_wrong", twice)
    assert [(o.mark, o.evidence) for o in wrong.checks if o.mark is not Mark.PASSED] == []


def test_a_command_that_never_ends_is_ended(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.command_trial.SECONDS", 1.0)
    endless = app("tally")
    files = {"main.py": endless.files["main.py"].replace(b"    parser = ", b"    while True: pass\n    parser = ")}
    with Trials(engine, PLAN, lambda event: None) as trials:
        said = by_id(trials.run(1, type(endless)(files, "a person"), RIGHT[:1]).checks)["from standard input"]
    assert (said.mark, said.evidence[:22]) == (Mark.FAILED, "“main.py” was ended: I")


def test_a_command_that_python_cannot_read_does_not_start(engine: Engine) -> None:
    with Trials(engine, PLAN, lambda event: None) as trials:
        said = trials.run(1, type(app("tally"))({"main.py": b"def main(:\n    pass\n"}, "a person"), RIGHT[:1])
        none = trials.run(2, type(app("tally"))({"notes.txt": b""}, "a person"), RIGHT[:1])
    assert not said.started
    assert "main.py, line 1" in said.reason or 'File "main.py", line 1' in said.reason
    assert none.reason == "There is no main.py."


def test_an_empty_command_fails_every_check_of_a_right_one(engine: Engine) -> None:
    with Trials(engine, PLAN, lambda event: None) as trials:
        said = trials.empty(RIGHT)
    assert {outcome.mark for outcome in said.checks} == {Mark.FAILED}


def test_faults_in_a_command_are_noticed(engine: Engine) -> None:
    with Trials(engine, PLAN, lambda event: None) as trials:
        found = trials.run(1, app("tally"), RIGHT)
        faults = list(try_faults(trials, app("tally"), found, RIGHT, lambda: 60.0, 5.0))
    assert sum(fault.end == "noticed" for fault in faults) >= 2
