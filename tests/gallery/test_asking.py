"""What is asked of whoever sits at the terminal, and what holds where nobody does."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gallery import asking
from gallery.asking import Asking
from gallery.console import make_console
from gallery.contract import GalleryError
from gallery.interrupts import Stop
from gallery.live import PlainView
from generator.contract import Claim, Kind, Plan, Question
from generator.decisions import AgreePackage, Answer, ApproveChange, Clarify, ConfirmPlan, Decision, agreeing
from sandbox.contract import Doubt

DOUBT = Doubt("reqeusts", "requests", "reqeusts is little known, and its name is close to requests.")
PLAN = Plan(title="Cakes", kind=Kind.WEB, claims=[Claim(id="c1", text="It counts cakes.")])
QUESTIONS = [
    Question(text="In which currency?", default="euros"),
    Question(text="Is the tip\x1b[2J before tax?", default="yes"),
]


class Paused(PlainView):
    pauses = 0

    @contextmanager
    def pause(self) -> Iterator[None]:
        self.pauses += 1
        yield


class Terminal:
    """A terminal, or none, where somebody types these lines and then nothing more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *lines: str, somebody: bool = True) -> None:
        self.view = Paused(make_console())
        self._lines = list(lines)
        monkeypatch.setattr(asking, "interactive", lambda _: somebody)
        monkeypatch.setattr("builtins.input", self._input)

    def answers(self, decision: Decision, *packages: str) -> Answer:
        return agreeing(packages, Asking(make_console(), Stop(), self.view))(decision)

    def _input(self) -> str:
        if not self._lines:
            raise EOFError
        return self._lines.pop(0)


@pytest.mark.parametrize(
    ("allowed", "somebody", "typed", "agreed", "pauses"),
    [
        ("reqeusts", False, "", True, 0),
        ("other", False, "", False, 0),
        ("reqeusts", True, "", True, 0),
        ("", True, "", False, 1),
        ("", True, "n", False, 1),
        ("", True, "y", True, 1),
    ],
)
def test_a_little_known_package_is_installed_only_by_a_flag_or_a_yes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    allowed: str,
    somebody: bool,
    typed: str,
    agreed: bool,
    pauses: int,
) -> None:
    terminal = Terminal(monkeypatch, typed, somebody=somebody)
    assert terminal.answers(AgreePackage(DOUBT), allowed) == Answer(agreed)
    assert terminal.view.pauses == pauses
    assert ("close to requests" in capsys.readouterr().out) == bool(pauses)


def test_questions_take_what_is_typed_and_the_default_for_enter_and_the_end_of_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Terminal(monkeypatch, " pounds ").answers(Clarify(QUESTIONS)).texts == ["pounds", "yes"]
    assert Terminal(monkeypatch, "", "").answers(Clarify(QUESTIONS)).texts == ["euros", "yes"]
    shown = capsys.readouterr().out
    assert "In which currency? [euros]" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(("typed", "yes"), [("", True), ("y", True), ("n", False)])
def test_a_plan_is_confirmed_or_turned_down(monkeypatch: pytest.MonkeyPatch, typed: str, yes: bool) -> None:
    assert Terminal(monkeypatch, typed).answers(ConfirmPlan(PLAN)) == Answer(yes, PLAN)


def test_a_plan_is_not_built_when_the_input_ends_before_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Terminal(monkeypatch).answers(ConfirmPlan(PLAN)).yes


def test_a_change_is_shown_as_a_diff_and_the_rest_of_a_long_one_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change = ApproveChange(2, {"app.py": b"tip = 10\n"}, {"app.py": b"tip = 15\n"}, "repaired")
    assert Terminal(monkeypatch, "").answers(change) == Answer(True)
    assert capsys.readouterr().out.splitlines()[:6] == [
        "Candidate 2, repaired:",
        "--- app.py",
        "+++ app.py",
        "@@ -1 +1 @@",
        "-tip = 10",
        "+tip = 15",
    ]
    long = ApproveChange(1, {}, {"app.py": b"\n".join(b"line %d" % n for n in range(100))})
    assert Terminal(monkeypatch, "s", "n").answers(long) == Answer(False)
    shown = capsys.readouterr().out
    assert "[s]how 43 more lines" in shown
    assert shown.index("more lines") < shown.index("+line 99")


@pytest.mark.parametrize("decision", [Clarify(QUESTIONS), ConfirmPlan(PLAN), ApproveChange(1, {}, {})])
def test_nobody_is_asked_where_nobody_sits(monkeypatch: pytest.MonkeyPatch, decision: Decision) -> None:
    with pytest.raises(GalleryError, match="no terminal") as error:
        Terminal(monkeypatch, somebody=False).answers(decision)
    assert error.value.hint
