"""What is asked of whoever sits at the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gallery import session
from gallery.console import make_console
from gallery.interrupts import Stop
from gallery.live import PlainView
from sandbox.contract import Doubt

DOUBT = Doubt("reqeusts", "requests", "reqeusts is little known, and its name is close to requests.")


class Paused(PlainView):
    pauses = 0

    @contextmanager
    def pause(self) -> Iterator[None]:
        self.pauses += 1
        yield


@pytest.mark.parametrize(
    ("allowed", "terminal", "answer", "agreed", "pauses"),
    [
        ({"reqeusts"}, False, "", True, 0),
        ({"other"}, False, "", False, 0),
        ({"reqeusts"}, True, "", True, 0),
        (set(), True, "", False, 1),
        (set(), True, "n", False, 1),
        (set(), True, "y", True, 1),
    ],
)
def test_a_little_known_package_is_installed_only_by_a_flag_or_a_yes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    allowed: set[str],
    terminal: bool,
    answer: str,
    agreed: bool,
    pauses: int,
) -> None:
    monkeypatch.setattr(session, "interactive", lambda _: terminal)
    monkeypatch.setattr("builtins.input", lambda: answer)
    console = make_console()
    view = Paused(console)
    assert session.agreement(allowed, console, Stop(), view)(DOUBT) is agreed
    assert view.pauses == pauses
    assert ("close to requests" in capsys.readouterr().out) == bool(pauses)
