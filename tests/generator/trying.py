"""What the tests of trials share: real apps, checks written short, one warm tester for a kind of app."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.blueprint.trials import block_files
from generator.contract import Candidate, Check, Claim, Kind, Outcome, Plan
from sandbox.contract import Ran

APPS = Path(__file__).parent / "apps"


def app(name: str) -> Candidate:
    """One of the apps beside this file, as a candidate."""
    folder = APPS / name
    return Candidate({str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}, "a person")


def plan(kind: Kind, claims: int = 1) -> Plan:
    return Plan(title="An app", kind=kind, claims=[Claim(id=f"c{n + 1}", text=f"Claim {n + 1}") for n in range(claims)])


def check(id: str, *steps: dict[str, object], claim: str = "c1") -> Check:  # noqa: A002 - the contract's name
    return Check.model_validate({"id": id, "claim": claim, "title": id, "steps": list(steps)})


def by_id(outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in outcomes}


class Bench:
    """Stands for a scratch sandbox at its contract: runs the runner beside the blocks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, data in block_files().items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)

    def put(self, files: Any, *, replace: bool = False) -> None:
        assert files

    def run(self, argv: list[str], *, stdin: bytes = b"", **_: Any) -> Ran:
        assert json.loads(stdin)["own"] == 0, "nothing that a model wrote"
        ran = subprocess.run([sys.executable, *argv[1:]], input=stdin, capture_output=True, cwd=self.folder)
        return Ran(ran.returncode, ran.stdout, ran.stderr, 0.1)
