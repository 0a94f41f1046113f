import subprocess
import sys
from pathlib import Path

import pytest

from gallery.debug.prepare import prepare
from sandbox.contract import Engine
from tests.bench.debug import beside_gap
from tests.debug.known_bugs import JAVASCRIPT, bugs


def failing(folder: Path) -> set[str]:
    """The tests that fail in the programs of a folder, all run by one process."""
    command = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir", ".", "-p", "no:cacheprovider"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert ran.returncode in (0, 1), ran.stdout
    lines = (line.removeprefix("FAILED ") for line in ran.stdout.splitlines() if line.startswith("FAILED "))
    return {line.partition(" - ")[0] for line in lines}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    for bug in bugs():
        for path, content in bug.program().items():
            (tmp_path / bug.name).mkdir(exist_ok=True)
            (tmp_path / bug.name / path).write_bytes(content)
    return tmp_path


def test_each_program_fails_one_test_as_it_stands_and_none_when_mended(programs: Path) -> None:
    known = bugs()
    assert len(known) == 25
    assert failing(programs) == {f"{bug.name}/{bug.test}" for bug in known}
    for bug in known:
        bug.mend(programs / bug.name)
    assert failing(programs) == set()


def test_each_program_in_javascript_fails_one_test_as_it_stands_and_none_when_mended(
    tmp_path: Path, engine: Engine
) -> None:
    known = bugs(JAVASCRIPT)
    assert len(known) == 8
    for bug in known:
        (tmp_path / bug.name).mkdir()
        for path, content in bug.program().items():
            (tmp_path / bug.name / path).write_bytes(content)
    case, *_ = prepare(tmp_path, ("node", "--test"), engine, lambda _: None)
    for bug in known:
        bug.mend(tmp_path / bug.name)
    mended = {path: (tmp_path / path).read_text() for path in case.files}
    with case.open(engine) as bench:
        assert {test.id for test in bench.run().failed} == {f"{bug.name}/{bug.test}" for bug in known}
        told = bench.run(edits=mended).told
    assert told
    assert {test.outcome for test in told.tests} == {"passed"}


@pytest.mark.parametrize("bug", [*bugs(), *bugs(JAVASCRIPT)], ids=lambda bug: f"{bug.name}, {bug.file}")
def test_the_line_that_is_told_is_one_that_the_mend_takes_out(bug) -> None:
    source = bug.program()[bug.file].decode().splitlines()
    removed = [
        line[1:]
        for line in (bug.folder / "mend.patch").read_text().splitlines()
        if line.startswith("-") and not line.startswith("---")
    ]
    assert removed[0] == source[bug.line - 1]


def test_of_a_statement_that_was_taken_out_those_beside_the_gap_count() -> None:
    source = b"def f(a):\n    a += 1\n    pass\n    return a\n\n\nfor x in y:\n    pass\n"
    assert beside_gap(source, 3) == {2, 4}
    assert beside_gap(source, 8) == {7}
    assert beside_gap(source, 2) == set()
