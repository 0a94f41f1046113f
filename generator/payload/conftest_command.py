"""Gives each test the app as a command in a folder of its own: a copy of its files, and what the test puts there.

Needs `pip install pytest` and, where the app has one, its requirements.txt. Nothing else: the command is run by the
Python that runs the tests.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from command import ENTRY, Command, Ended
from values import within

ROOT = Path(__file__).parent.parent
NOT_THE_APP = shutil.ignore_patterns("tests", "pictures", "data", "__pycache__", ".*")
SECONDS = 30


@pytest.fixture
def app(tmp_path: Path) -> Command:
    """The command, with a home of its own."""
    folder, home = tmp_path / "app", tmp_path / "home"
    shutil.copytree(ROOT, folder, ignore=NOT_THE_APP)
    home.mkdir()

    def execute(arguments: Sequence[str], stdin: str, files: Mapping[str, str]) -> Ended:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        env = {**os.environ, "HOME": str(home), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
        argv = [sys.executable, ENTRY, *arguments]
        try:
            ran = subprocess.run(  # noqa: S603
                argv, input=stdin.encode(), capture_output=True, cwd=folder, env=env, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return Ended(None, "", "", f"it did not end within {SECONDS} s.")
        output, errors = (said.decode("utf-8", "replace") for said in (ran.stdout, ran.stderr))
        return Ended(ran.returncode, output, errors)

    def content(name: str) -> str | None:
        file = folder / name
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else None

    return Command(execute, content, within)
