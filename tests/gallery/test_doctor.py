"""The doctor: one line per need, what is missing put right when asked, an exit status that scripts can trust."""

from collections.abc import Mapping
from typing import Any

import pytest

from gallery import doctor
from generator.contract import GeneratorError
from sandbox.contract import Finding, Progress, SandboxError


class Needed:
    """A need that is there after it was put right, unless putting it right fails."""

    def __init__(
        self, name: str = "lamp", *, ok: bool = False, error: Exception | None = None, required: bool = True
    ) -> None:
        self.name = name
        self.ok = ok
        self.error = error
        self.required = required
        self.fixes = 0

    def look(self) -> Finding:
        found, mend = ("It burns.", "") if self.ok else ("It is dark.", "Light it.")
        return Finding(self.name, self.ok, found, mend, self.required)

    def fix(self, progress: Progress) -> None:
        self.fixes += 1
        progress("striking a match [/red] \x1b[31m")
        if self.error:
            raise self.error
        self.ok = True


def test_all_there_is_ready_and_nothing_is_fixed(capsys: pytest.CaptureFixture[str]) -> None:
    need = Needed(ok=True)
    assert doctor.run(True, None, [need]) == 0
    assert need.fixes == 0
    assert "It burns." in capsys.readouterr().out


def test_without_fix_what_is_missing_is_told_and_left(capsys: pytest.CaptureFixture[str]) -> None:
    need = Needed()
    assert doctor.run(False, None, [need, Needed("oil", ok=True)]) == 1
    assert need.fixes == 0
    said = capsys.readouterr().out
    assert "It is dark." in said
    assert "Light it." in said
    assert "Not ready: lamp." in said


def test_fix_puts_right_and_says_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run(True, None, [Needed()]) == 0
    said = capsys.readouterr().out
    assert "put right in" in said
    assert "Ready." in said


@pytest.mark.parametrize("error", [SandboxError("No match.", "Buy some."), GeneratorError("No match.", "Buy some.")])
def test_what_cannot_be_put_right_is_told_and_the_rest_goes_on(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    second = Needed("oil")
    assert doctor.run(True, None, [Needed(error=error), second]) == 1
    assert second.ok
    said = capsys.readouterr().out
    assert "No match." in said
    assert "Buy some." in said


def test_what_is_not_required_may_be_missing_and_is_not_fetched() -> None:
    need = Needed(required=False)
    assert doctor.run(True, None, [need]) == 0
    assert need.fixes == 0


def test_the_embedded_model_is_needed_only_where_no_endpoint_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    def names() -> set[str]:
        return {need.name for need in doctor.all_needs()}

    for name in ("MAYFLY_BASE_URL", "MAYFLY_API_KEY", "MAYFLY_CONFIG", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MAYFLY_MODEL", "embedded")
    assert {"engine", "app image", "tester image", "model weights"} <= names()
    monkeypatch.setenv("MAYFLY_MODEL", "large")
    monkeypatch.setenv("MAYFLY_BASE_URL", "http://127.0.0.1:9/v1")
    assert "app image" in names()
    assert "model weights" not in names()


def test_json_is_one_object_alone_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[Mapping[str, Any]] = []
    assert doctor.run(True, told.append, [Needed(error=SandboxError("No \x1b[31mmatch [/x].", "Buy."))]) == 1
    assert capsys.readouterr().out == "", "all else goes to standard error"
    assert [one["ready"] for one in told] == [False]
    assert told[0]["needs"] == [
        {"name": "lamp", "ok": False, "found": "No \x1b[31mmatch [/x].", "mend": "Buy.", "required": True}
    ]


def test_an_interrupt_goes_through() -> None:
    with pytest.raises(KeyboardInterrupt):
        doctor.run(True, None, [Needed(error=KeyboardInterrupt())])  # type: ignore[arg-type]


def test_what_was_found_is_shown_as_it_is_never_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    doctor.run(True, None, [Needed(error=SandboxError("[red]No[/red] \x1b[31mmatch.", "Buy."))])
    said = capsys.readouterr().out
    assert "[red]No[/red] match." in said
    assert "\x1b" not in said


@pytest.mark.parametrize(("broken", "status"), [((), 0), (("user namespaces",), 0), (("network",), 1)])
def test_what_a_sandbox_holds_is_a_table_and_an_exit_status(
    capsys: pytest.CaptureFixture[str], broken: tuple[str, ...], status: int
) -> None:
    names = ("network", "user namespaces")
    tried = [Finding(n, n not in broken, "as tried", "", required=n == "network") for n in names]
    assert doctor.try_sandbox(None, lambda: tried) == status
    assert "as tried" in capsys.readouterr().out
    told: list[Mapping[str, Any]] = []
    assert doctor.try_sandbox(told.append, lambda: tried) == status
    assert [one["held"] for one in told] == [status == 0]
    assert {one["name"]: one["ok"] for one in told[0]["promises"]} == {name: name not in broken for name in names}
