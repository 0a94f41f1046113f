"""Going on from what there is, as commands: after a crash, after a budget, for a change, from a capsule."""

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from gallery.shelf import Shelf
from tests.endpoint_server import Played, PlayedEndpoint
from tests.gallery.test_command import FUEL, REPLIES, Mayfly, containers_of, mayfly, wait_until

__all__ = ["mayfly"]

CHANGE = "round the share up to whole units, and add a CSV export of distance and cost"
ASKED = {"replan": "You bring the plan", "alter": "You change a small app"}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with an app on its shelf, every claim of which has passed, and its id."""
    with PlayedEndpoint() as endpoint:
        mayfly = Mayfly(tmp_path_factory.mktemp("made") / "home", endpoint)
        plays_fuel(mayfly)
        told = mayfly.data("new", FUEL, "--kind", "web")
    assert told["outcome"] == "passed"
    return mayfly.home, str(told["id"])


@pytest.fixture
def made(mayfly: Mayfly, made_once: tuple[Path, str]) -> str:
    """That app, on a shelf of the test's own, and the model that made it."""
    home, entry = made_once
    shutil.copytree(home, mayfly.home)
    plays_fuel(mayfly)
    return entry


def plays_fuel(mayfly: Mayfly) -> None:
    plan = json.loads((REPLIES / "fuel.plan.json").read_text())
    del plan["claims"][4]
    mayfly.endpoint.on("You test small apps.*gives a CSV file", said("fuel.new_checks.json", claim="c5"))
    mayfly.plays(planner=Played(json.dumps(plan)), checker="fuel.checks.json", writer="fuel.good.md")


def said(name: str, claim: str = "c6") -> Played:
    return Played((REPLIES / name).read_text().replace('"c6"', f'"{claim}"'))


def planned(mayfly: Mayfly) -> int:
    return sum("You turn a request" in asked.text for asked in mayfly.endpoint.asked)


def test_an_app_is_changed_compared_restored_branched_and_built_again(
    mayfly: Mayfly, made: str, tmp_path: Path
) -> None:
    mayfly.endpoint.on(ASKED["replan"], said("fuel.replan.json"))
    mayfly.endpoint.on(ASKED["alter"], said("fuel.altered.md"))
    changed = mayfly.run("change", made, CHANGE, "--json")
    assert changed.returncode == 0, changed.stderr
    told = json.loads(changed.stdout)
    assert (told["id"], told["outcome"], len(told["claims"])) == (made, "passed", 5)

    first, second = mayfly.data("versions", made)
    assert (first["asked"], second["asked"]) == (FUEL, CHANGE)
    assert (first["passed"], second["passed"]) == (4, 5)
    compared = mayfly.data("versions", made, "--compare", "1", "2")
    assert "+<button" in compared["diff"]
    assert {"text": compared["claims"][0]["text"], "status": ["passed", "passed"]} in compared["claims"]
    assert [None, "passed"] in [claim["status"] for claim in compared["claims"]]
    shown = mayfly.run("versions", made).stdout
    assert CHANGE in shown

    assert mayfly.data("restore", made, "1")["version"] == 3
    with Shelf(mayfly.home) as shelf:
        assert b"Export" not in shelf.files(made)["index.html"]
        assert b"Export" in shelf.versions.files(made, 2)["index.html"]
    fresh = mayfly.data("branch", made, "2")["id"]
    assert {entry["id"] for entry in mayfly.data("list")} == {made, fresh}

    capsule = tmp_path / "fuel.capsule.json"
    assert mayfly.data("export", fresh, "--capsule", str(capsule))["bytes"] == capsule.stat().st_size
    assert mayfly.run("export", fresh, "--capsule", str(capsule)).returncode == 2, "it is there already"
    held = json.loads(capsule.read_text())
    assert held["prompts"]
    assert held["receipt"]["outcome"] == "passed"
    asked = len(mayfly.endpoint.asked)
    imported = mayfly.data("import", str(capsule))
    assert (imported["outcome"], len(imported["claims"])) == ("passed", 5)
    assert len(mayfly.endpoint.asked) == asked, "its own checks judge it, and no model is asked"

    rebuilt = mayfly.run("rebuild", str(capsule), "--rounds", "0", "--json")
    assert rebuilt.returncode == 1, "the first app, written again, has no export"
    comparison = json.loads(rebuilt.stdout)["comparison"]
    assert comparison["sides"] == ["as the capsule says", "built again"]
    assert comparison["score"][0] == 1.0 > comparison["score"][1]
    assert ["passed", "failed"] in [claim["status"] for claim in comparison["claims"]]


def test_a_change_that_breaks_what_held_leaves_the_app_as_it_was(mayfly: Mayfly, made: str) -> None:
    mayfly.endpoint.on(ASKED["replan"], said("fuel.replan.json"))
    mayfly.endpoint.on(ASKED["alter"], said("fuel.altered_harm.md"))
    changed = mayfly.run("change", made, CHANGE, "--rounds", "0", "--json")
    assert changed.returncode == 2
    told = json.loads(changed.stdout)
    assert told["outcome"] == "none"
    assert "It breaks what held before: The cost is distance" in told["reason"]
    assert "stays as it was, in version 1" in changed.stderr
    assert len(mayfly.data("versions", made)) == 1
    mayfly.endpoint.on("You repair", said("fuel.altered.md"))
    went_on = mayfly.run("continue", made, "--json")
    assert went_on.returncode == 0, "the change that came to nothing is taken up again"
    assert len(json.loads(went_on.stdout)["claims"]) == 5


def test_what_has_passed_has_nothing_to_go_on_with_and_what_is_not_there_nothing_to_change(
    mayfly: Mayfly, made: str
) -> None:
    done = mayfly.run("continue", made)
    assert done.returncode == 2
    assert "nothing left to do" in done.stderr
    assert "mayfly change" in done.stderr
    assert mayfly.run("change", made, "  ").returncode == 2
    assert "no app" in mayfly.run("change", "nothing-like-it", "larger").stderr


def test_after_kill_9_while_the_app_is_written_the_plan_and_the_checks_are_known(mayfly: Mayfly) -> None:
    slow = Played((REPLIES / "fuel.good.md").read_text(), wait=300)
    mayfly.endpoint.on("You write small", slow, said("fuel.good.md"))
    mayfly.plays(planner="fuel.plan.json", checker="fuel.checks.json")
    with mayfly.start("new", FUEL, "--kind", "web") as process:
        wait_until(lambda: any(told["event"] == "Checked" for told in events(mayfly)))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    wait_until(lambda: not containers_of(process.pid, running=True))
    (entry,) = mayfly.data("list")
    assert entry["state"] == "interrupted"
    assert f"mayfly continue {entry['id']}" in mayfly.run("list").stderr
    asked = [call.text for call in mayfly.endpoint.asked]
    went_on = mayfly.run("continue", entry["id"], "--json")
    told = json.loads(went_on.stdout)
    assert (told["id"], [claim["status"] for claim in told["claims"][:4]]) == (entry["id"], ["passed"] * 4)
    since = [call.text for call in mayfly.endpoint.asked][len(asked) :]
    assert not [text for text in since if "You turn a request" in text or "You test small" in text]
    assert containers_of(process.pid) == [], "one that was killed before it ran is swept"
    assert mayfly.data("list")[0]["state"] == "ready"


def test_what_ran_out_of_budget_goes_on_from_its_best_build(mayfly: Mayfly) -> None:
    mayfly.plays(planner="fuel.plan.json", checker="fuel.checks.json", writer="fuel.wrong.md")
    first = mayfly.run("new", FUEL, "--kind", "web", "--rounds", "0", "--json")
    entry = json.loads(first.stdout)["id"]
    assert f"mayfly continue {entry}" in first.stderr
    mayfly.plays(repairer="fuel.edit.md")
    went_on = mayfly.data("continue", entry, "--rounds", "1")
    assert [claim["status"] for claim in went_on["claims"][:4]] == ["passed"] * 4
    assert planned(mayfly) == 1
    assert len(mayfly.data("versions", entry)) == 2


def events(mayfly: Mayfly) -> list[dict[str, Any]]:
    if not (mayfly.home / "shelf.db").exists():
        return []
    with Shelf(mayfly.home) as shelf:
        return [event for entry in shelf.entries() for event in shelf.events(entry.id)]
