"""The small programs of `bugs/`: what is known of the one bug in each, and what mends it."""

import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

BUGS = Path(__file__).parent / "bugs"
JAVASCRIPT = BUGS / "javascript"
KNOWN = ("bug.toml", "mend.patch")


@dataclass(frozen=True)
class Bug:
    name: str
    about: str
    file: str
    line: int
    """The first that the mend replaces."""
    test: str
    """The one that fails, as it is told of in the program's own folder."""
    folder: Path

    def program(self) -> dict[str, bytes]:
        """What a person with this bug has: nothing that gives it away."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir()) if path.name not in KNOWN}

    @property
    def command(self) -> tuple[str, ...]:
        return ("pytest", self.test) if self.file.endswith(".py") else ("node", "--test")

    def mend(self, folder: Path) -> None:
        patch = self.folder / "mend.patch"
        subprocess.run(["git", "apply", f"{patch}"], cwd=folder, check=True)


def bugs(folder: Path = BUGS) -> list[Bug]:
    """Those in Python, or in JavaScript."""
    found = sorted(folder.glob("*/bug.toml"))
    return [Bug(path.parent.name, folder=path.parent, **tomllib.loads(path.read_text())) for path in found]
