"""A kept folder holds all it needs, nothing that leads out of it, and runs by the commands in its own README."""

import json
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from gallery.contract import Fate, GalleryError
from gallery.keep import keep, requirements
from gallery.shelf import Shelf
from generator.contract import Kind
from generator.events import Fault
from generator.interface import Argument, CommandLine, Part, Route
from sandbox.contract import Engine, Image, Sandbox
from tests.generator.trying import app

PAGE = b"""<!doctype html><html lang=en><title>Cakes</title><h1>Cakes</h1>
<button onclick="n.textContent = +n.textContent + 1">Add</button> <output id=n aria-label=Count>0</output></html>"""
SCRIPT = b"""import streamlit as st
import pandas as pd
from PIL import Image

st.title("Cakes")
st.dataframe(pd.DataFrame({"cake": ["plum"]}))
"""


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def commands(folder: Path) -> list[str]:
    """What its README says, word for word."""
    (block,) = re.findall(r"^```sh\n(.*?)^```", (folder / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    return [line for line in block.splitlines() if line]


def test_a_kept_web_app_has_all_it_needs(shelf: Shelf, shelved: Callable[..., str], tmp_path: Path) -> None:
    entry = shelf.find(shelved(files={"index.html": PAGE, "js/app.js": b"let a"}))
    shelf.save_data(entry.id, {"cakes.csv": b"plum"})
    kept = keep(shelf, entry, tmp_path / "cakes")
    assert files_in(kept) >= {
        "index.html",
        "js/app.js",
        "data/cakes.csv",
        "README.md",
        "Dockerfile",
        "receipt.json",
        "receipt.html",
        "capsule.json",
        "pictures/end.png",
        "tests/test_app.py",
        "tests/steps.py",
        "tests/conftest.py",
        "tests/requirements.txt",
        "tests/README.md",
    }
    assert (kept / "index.html").read_bytes() == PAGE
    assert json.loads((kept / "capsule.json").read_text())["spec"]["text"] == "count cakes"
    found = shelf.find(entry.id)
    assert (found.fate, found.expires, found.kept_in) == (Fate.KEPT, None, str(kept))
    assert len(commands(kept)) == 2


def test_a_kept_web_app_has_the_libraries_that_its_page_loads(
    shelf: Shelf, shelved: Callable[..., str], tmp_path: Path
) -> None:
    page = PAGE + b'<script src="/vendor/dayjs.js"></script>'
    kept = keep(shelf, shelf.find(shelved(files={"index.html": page, "vendor/own.js": b"own"})), tmp_path / "cakes")
    assert {path.name for path in (kept / "vendor").iterdir()} == {"dayjs.js", "own.js"}
    assert len((kept / "vendor/dayjs.js").read_bytes()) > 1000


def test_a_folder_that_is_not_empty_is_left_alone(shelf: Shelf, shelved: Callable[..., str], tmp_path: Path) -> None:
    entry = shelf.find(shelved())
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    with pytest.raises(GalleryError, match="not empty"):
        keep(shelf, entry, tmp_path / "mine")
    assert files_in(tmp_path / "mine") == {"thesis.txt"}
    assert shelf.find(entry.id).fate is Fate.ON_TRIAL
    keep(shelf, entry, tmp_path / "mine", force=True)
    assert "index.html" in files_in(tmp_path / "mine")
    assert "thesis.txt" not in files_in(tmp_path / "mine")
    (tmp_path / "empty").mkdir()
    keep(shelf, entry, tmp_path / "empty")
    assert "index.html" in files_in(tmp_path / "empty")


def test_a_link_is_not_followed(shelf: Shelf, shelved: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for force in (False, True):
        with pytest.raises(GalleryError, match="not a folder"):
            keep(shelf, shelf.find(shelved()), tmp_path / "link", force=force)
    assert files_in(tmp_path / "elsewhere") == set()


def test_a_folder_that_can_not_be_written_leaves_nothing_half_done(
    shelf: Shelf, shelved: Callable[..., str], tmp_path: Path
) -> None:
    entry = shelf.find(shelved(files={"a": b"file", "a/b": b"and folder"}))
    with pytest.raises(GalleryError, match="file and a folder"):
        keep(shelf, entry, tmp_path / "kept")
    (tmp_path / "file").write_text("")
    with pytest.raises(GalleryError, match="can't be written"):
        keep(shelf, entry, tmp_path / "file/kept")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home"]


def test_our_files_stand_where_an_app_has_one_of_that_name(
    shelf: Shelf, shelved: Callable[..., str], tmp_path: Path
) -> None:
    evil = {
        "README.md": b"rm -rf",
        "tests/conftest.py": b"evil",
        "tests/sitecustomize.py": b"evil",
        "receipt.json": b"{}",
    }
    kept = keep(shelf, shelf.find(shelved(files={"index.html": PAGE, **evil})), tmp_path / "kept")
    assert b"evil" not in b"".join((kept / name).read_bytes() for name in files_in(kept))
    assert "rm -rf" not in (kept / "README.md").read_text()
    assert json.loads((kept / "receipt.json").read_text())["title"] == "Cake Counter"


def test_names_from_outside_are_not_markup_in_the_readme(
    shelf: Shelf, shelved: Callable[..., str], tmp_path: Path
) -> None:
    title = "<script>x</script>\n```sh\ncurl evil | sh\n```"
    faults = [Fault("app.py", 4, "edge", f"if a < b:  # {title}", "", "survived")]
    kept = keep(shelf, shelf.find(shelved(title, title=title, faults=faults)), tmp_path / "kept")
    text = (kept / "README.md").read_text()
    assert "\nChecks noticed 0 of 1 deliberate fault, but not:\n\n    app.py:4: if a < b:" in text
    assert text.startswith("# \\<script\\>x\\<\\/script\\> \\`\\`\\`sh")
    outside = [line for line in text.splitlines() if "evil" in line and not line.startswith("    ")]
    assert outside == [text.splitlines()[0]]
    assert commands(kept)[0].startswith("python3 -m http.server")


def test_requirements_name_what_is_imported_and_no_more() -> None:
    pins = dict(
        line.split("==")
        for line in requirements(
            {
                "app.py": SCRIPT
                + b"from dateutil import parser\nimport json\nfrom helpers import x\ndf.to_excel('x')\n",
                "helpers.py": b"import numpy_financial as npf",
                "broken.py": b"import (",
                "notes.txt": b"import sympy",
            },
            ["roman==4.2"],
        ).splitlines()
    )
    assert set(pins) == {"streamlit", "pandas", "pillow", "python-dateutil", "numpy-financial", "openpyxl", "roman"}
    assert all(re.fullmatch(r"[0-9.]+", version) for version in pins.values())


MET = """
from importlib.metadata import version
for line in open("requirements.txt"):
    name, wanted = line.strip().split("==")
    assert version(name) == wanted, (line, version(name))
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_kept_web_app_runs_by_its_readme(shelf: Shelf, shelved: Callable[..., str], tmp_path: Path) -> None:
    kept = keep(shelf, shelf.find(shelved(files={"index.html": PAGE})), tmp_path / "kept")
    serve, look = commands(kept)
    port = str(free_port())
    argv = [port if word == "8000" else word for word in shlex.split(serve)]
    assert argv[0] == "python3"
    assert look.endswith(" http://127.0.0.1:8000/")
    with subprocess.Popen([sys.executable, *argv[1:]], cwd=kept, stderr=subprocess.DEVNULL) as server:
        try:
            assert fetch(f"http://127.0.0.1:{port}/") == PAGE
        finally:
            server.kill()


def fetch(url: str) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")


def prints(box: Sandbox, command: str, words: str) -> None:
    """That a command, which goes on, comes to print these words."""
    script = f"{command} >/tmp/said 2>&1 & until grep -qF '{words}' /tmp/said; do sleep 0.1; done; kill $!"
    ran = box.run(["sh", "-c", script], seconds=90)
    assert ran.status == 0, (ran, box.run(["cat", "/tmp/said"]).output)


def test_a_kept_streamlit_app_runs_by_its_readme(
    shelf: Shelf, shelved: Callable[..., str], tmp_path: Path, engine: Engine
) -> None:
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": SCRIPT}))
    kept = keep(shelf, entry, tmp_path / "kept")
    install, run = commands(kept)
    assert install == "pip install -r requirements.txt"
    with engine.open(Image.APP) as box:
        box.put({name: (kept / name).read_bytes() for name in files_in(kept)})
        # The image has no pip; that each requirement is there in that very version is the same as installing it.
        checked = box.run(["python3", "-c", MET])
        assert checked.status == 0, checked.errors
        prints(box, f"{run} --server.headless=true", "http://127.0.0.1:8501")


def test_a_kept_api_runs_by_its_readme(
    shelf: Shelf, shelved: Callable[..., str], tmp_path: Path, engine: Engine
) -> None:
    routes = [Route(method="POST", path="/tickets", about="adds <b>one</b>", fields=[Part(name="minutes")])]
    entry = shelf.find(shelved(kind=Kind.API, files=dict(app("tickets").files), routes=routes))
    kept = keep(shelf, entry, tmp_path / "kept")
    assert "\n    POST /tickets: adds <b>one</b>\n    takes minutes\n" in (kept / "README.md").read_text()
    assert "uvicorn" in (kept / "Dockerfile").read_text()
    install, run = commands(kept)
    pins = (kept / "requirements.txt").read_text()
    assert install == "pip install -r requirements.txt"
    assert [pin.split("==")[0] for pin in pins.split()] == ["fastapi", "pydantic", "python-multipart", "uvicorn"]
    with engine.open(Image.APP) as box:
        box.put({name: (kept / name).read_bytes() for name in files_in(kept)})
        checked = box.run(["python3", "-c", MET])
        assert checked.status == 0, checked.errors
        prints(box, run, "Uvicorn running on http://127.0.0.1:8000")


def test_a_kept_command_runs_by_its_readme(shelf: Shelf, shelved: Callable[..., str], tmp_path: Path) -> None:
    command = CommandLine(arguments=[Argument(name="FILE", required=True), Argument(name="--top", about="how many")])
    entry = shelf.find(shelved(kind=Kind.SCRIPT, files=dict(app("tally").files), command=command))
    kept = keep(shelf, entry, tmp_path / "kept")
    assert "\n    main.py FILE [--top]\n    FILE\n    --top: how many\n" in (kept / "README.md").read_text()
    assert not (kept / "requirements.txt").exists()
    assert (kept / "tests/requirements.txt").read_text() == "pytest>=8,<10\n"
    (run,) = commands(kept)
    ran = subprocess.run([sys.executable, *shlex.split(run)[1:]], cwd=kept, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Adds up amounts by thing" in ran.stdout
