"""The small programs of `bugs/`: what is known of the one bug in each, and what mends it."""

import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

BUGS = Path(__file__).parent / "bugs"
KNOWN = ("bug.toml", "mend.patch")


@dataclass(frozen=True)
class Bug:
    name: str
    about: str
    file: str
    line: int
    """The first that the mend replaces."""
    test: str
    """The one that fails, as pytest names it in the program's own folder."""

    def program(self) -> dict[str, bytes]:
        """What a person with this bug has: nothing that gives it away."""
        folder = BUGS / self.name
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name not in KNOWN}

    def mend(self, folder: Path) -> None:
        patch = BUGS / self.name / "mend.patch"
        subprocess.run(["git", "apply", f"{patch}"], cwd=folder, check=True)


def bugs() -> list[Bug]:
    found = sorted(BUGS.glob("*/bug.toml"))
    return [Bug(path.parent.name, **tomllib.loads(path.read_text())) for path in found]
