"""Running an app that is a command, from the shelf and on the real engine, as a person would."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gallery.contract import GalleryError
from gallery.run_command import bring, run_command
from gallery.shelf import Shelf
from generator.contract import Kind
from sandbox.contract import Engine
from tests.generator.trying import app

COUNTER = b"""\
import sys
from pathlib import Path

notes = Path("data/count.txt")
notes.parent.mkdir(exist_ok=True)
count = int(notes.read_text()) + 1 if notes.exists() else 1
notes.write_text(str(count))
print(count, *sys.argv[1:], sys.stdin.read())
print("\\x1b[31mred", file=sys.stderr)
raise SystemExit(count)
"""


@pytest.fixture
def tally(shelved: Callable[..., str]) -> str:
    return shelved("add up amounts", kind=Kind.SCRIPT, files=dict(app("tally").files))


def test_it_gets_arguments_input_and_files_and_gives_output_and_status(
    shelf: Shelf, tally: str, engine: Engine
) -> None:
    entry = shelf.find(tally)
    ended = run_command(shelf, engine, entry, ["--top", "1"], stdin=b"milk;3\nbread;4\n")
    assert (ended.status, ended.output, ended.errors, ended.wrote) == (0, b"bread\t4.00\n", b"", {})
    ended = run_command(shelf, engine, entry, ["a.txt", "--out", "sums.txt"], files={"a.txt": b"milk;3\n"})
    assert (ended.status, ended.wrote) == (0, {"sums.txt": b"milk\t3.00\n"})
    assert shelf.stored(entry.id) == {"sums.txt": b"milk\t3.00\n"}
    ended = run_command(shelf, engine, entry, ["--top", "0"])
    assert ended.status == 2
    assert b"--top must be 1 or more" in ended.errors


def test_what_it_keeps_is_there_the_next_time(shelf: Shelf, shelved: Callable[..., str], engine: Engine) -> None:
    entry = shelf.find(shelved(kind=Kind.SCRIPT, files={"main.py": COUNTER}))
    assert [run_command(shelf, engine, entry, ["x"]).output for _ in range(2)] == [b"1 x \n", b"2 x \n"]


def test_a_command_is_not_opened_and_a_page_is_not_run(
    shelf: Shelf, shelved: Callable[..., str], engine: Engine
) -> None:
    with pytest.raises(GalleryError, match="is no command") as page:
        run_command(shelf, engine, shelf.find(shelved()), [])
    assert "mayfly open" in page.value.hint
    endless = shelf.find(shelved(kind=Kind.SCRIPT, files={"main.py": b"while True: pass"}))
    with pytest.raises(GalleryError, match="did not come to its end"):
        run_command(shelf, engine, endless, [], seconds=0.5)


def test_what_it_wrote_is_brought_without_replacing_anything(tmp_path: Path) -> None:
    assert bring({"out/a.txt": b"1", "b.txt": b"2"}, tmp_path) == [f"{tmp_path}/out/a.txt", f"{tmp_path}/b.txt"]
    assert (tmp_path / "out/a.txt").read_bytes() == b"1"
    with pytest.raises(GalleryError, match="there already"):
        bring({"c.txt": b"3", "b.txt": b"4"}, tmp_path)
    assert (tmp_path / "b.txt").read_bytes() == b"2"
    assert not (tmp_path / "c.txt").exists()
    (tmp_path / "away").symlink_to("/")
    for name in ("away/x", "../x", "/x"):
        with pytest.raises(GalleryError):
            bring({name: b""}, tmp_path)


def test_the_command_passes_on_input_output_and_status(shelf: Shelf, shelved: Callable[..., str]) -> None:
    entry = shelved(kind=Kind.SCRIPT, files={"main.py": COUNTER})
    folder = shelf.lay_out(entry).parent.parent
    mayfly = [sys.executable, "-m", "gallery"]
    env = {"MAYFLY_HOME": str(folder), "PATH": "/usr/bin:/bin", "HOME": str(folder), "MAYFLY_POOL_MINUTES": "0"}
    ran = subprocess.run(
        [*mayfly, "run", entry, "--", "--top", "3"], input=b"in", capture_output=True, env=env, cwd=Path.cwd()
    )
    assert (ran.returncode, ran.stdout) == (1, b"1 --top 3 in\n"), ran.stderr
    assert ran.stderr.startswith(b"\x1b[31mred\n"), "what is passed on stays as it is"
    assert b"data/count.txt" in ran.stderr
    into = shelf.folder(entry).parent / "into"
    told = subprocess.run(
        [*mayfly, "run", entry, "--json", "--into", into], stdin=subprocess.DEVNULL, capture_output=True, env=env
    )
    said = json.loads(told.stdout)
    assert (said["status"], said["output"], said["wrote"]) == (2, "2 \n", [f"{into}/data/count.txt"])
    assert (into / "data/count.txt").read_text() == "2"
    opened = subprocess.run([*mayfly, "open", entry], stdin=subprocess.DEVNULL, capture_output=True, env=env)
    assert opened.returncode == 2
    assert f"mayfly run {entry} -- --help".encode() in b" ".join(opened.stderr.split())
