"""Apps leave the shelf in several forms, run there without Mayfly, and come back with nothing lost."""

import json
import socket
import subprocess
import time
import urllib.request
import uuid
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from gallery.arrivals import read
from gallery.capsule import make_capsule, of_entry
from gallery.contract import GalleryError
from gallery.exports import as_folder, as_page, as_zip, to_git, to_image
from gallery.importing import bring
from gallery.one_page import one_page
from gallery.receipt import make_receipt, receipt_of
from gallery.shelf import DATA, PICTURES, WRITTEN, Shelf
from gallery.uses import Use
from generator.contract import Kind, Mark, Spec
from sandbox.contract import Engine

PAGE = b"<!doctype html><title>Cakes</title><h1>Cakes</h1>"


@pytest.fixture
def lived(shelf: Shelf, shelved: Callable[..., str], result: Callable[..., Any], clock: Any) -> str:
    """An entry with two versions, names, stored data and a past."""
    entry = shelved(files={"index.html": b"<h1>First</h1>", "data/own.csv": b"1"})
    clock.now += 60
    second = result(marks=(Mark.PASSED, Mark.PASSED), files={"index.html": PAGE, "data/own.csv": b"1"})
    receipt = make_receipt(entry, Spec("count cakes"), second, "a-model")
    capsule = make_capsule(Spec("count cakes"), second, "a-model", "in colour")
    told = {"receipt": receipt.model_dump_json(), "capsule": capsule, "passed": 2, "claims": 2}
    shelf.put(entry, second.candidate.files, second.verdict.pictures, **told)
    shelf.save_data(entry, {"diary.txt": b"mine"})
    shelf.save_data(entry, {"notes.txt": b"too"}, WRITTEN)
    shelf.note_use(entry, 5.0, Use(when="open", requests=2, tokens=30).model_dump_json())
    shelf.rename(entry, "Party cakes")
    shelf.tag(entry, "sweet", "party")
    return entry


def state(shelf: Shelf, entry: str) -> dict[str, Any]:
    """All that is to survive a journey. Receipts come to say that they were not proved here."""
    found = shelf.find(entry)
    versions = shelf.versions.of(entry)
    return {
        "names": (found.title, found.named, found.kind, found.spec, found.tags),
        "versions": [
            (
                v.number,
                v.created,
                v.asked,
                [claim.text for claim in receipt_of(v).claims],
                shelf.versions.files(entry, v.number),
                shelf.versions.files(entry, v.number, PICTURES),
            )
            for v in versions
        ],
        "data": shelf.files(entry, DATA),
        "written": shelf.files(entry, WRITTEN),
        "uses": shelf.uses(entry),
    }


def as_a_zip(shelf: Shelf, entry: Any, place: Path) -> Path:
    place = place.with_suffix(".zip")
    place.write_bytes(as_zip(shelf, entry))
    return place


def as_a_capsule(shelf: Shelf, entry: Any, place: Path) -> Path:
    place = place.with_suffix(".json")
    place.write_bytes(of_entry(shelf, entry, whole=True))
    return place


@pytest.mark.parametrize("form", [as_folder, as_a_zip, to_git, as_a_capsule])
def test_what_was_exported_is_imported_with_nothing_lost(
    shelf: Shelf, lived: str, tmp_path: Path, form: Callable[..., Path]
) -> None:
    place = form(shelf, shelf.find(lived), tmp_path / "out")
    with Shelf(tmp_path / "elsewhere") as other:
        came = bring(other, read(place))
        assert state(other, came.id) == state(shelf, lived)
        newest = other.version(came.id)
        assert newest
        assert {claim.status for claim in receipt_of(newest).claims} == {Mark.NOT_CHECKED}, "nothing was tried there"
        assert "Elsewhere: passed." in receipt_of(newest).claims[0].evidence
        assert (came.passed, came.claims, came.state) == (0, 2, "ready")


def test_what_was_edited_in_an_exported_folder_is_what_comes_back(shelf: Shelf, lived: str, tmp_path: Path) -> None:
    folder = as_folder(shelf, shelf.find(lived), tmp_path / "out")
    (folder / "index.html").write_bytes(b"<h1>Mine</h1>")
    (folder / "more.js").write_bytes(b"1")
    (folder / "data/diary.txt").write_bytes(b"mine, longer")
    found = read(folder)
    assert found.app.files == {"index.html": b"<h1>Mine</h1>", "more.js": b"1", "data/own.csv": b"1"}
    with Shelf(tmp_path / "elsewhere") as other:
        came = bring(other, found)
        assert other.files(came.id, DATA) == {"diary.txt": b"mine, longer"}
        assert other.files(came.id, WRITTEN) == {"notes.txt": b"too"}
        assert came.versions == 2, "the new state becomes a third one when it is tried"


def test_a_history_that_was_tampered_with_is_refused(shelf: Shelf, lived: str, tmp_path: Path) -> None:
    capsule = json.loads(of_entry(shelf, shelf.find(lived), whole=True))
    blobs = capsule["history"]["blobs"]
    first = next(iter(blobs))
    for harm in (
        lambda h: h["blobs"].update({first: "aGFja2Vk"}),
        lambda h: h["blobs"].pop(first),
        lambda h: h["versions"][0]["files"].update({"../x": first}),
        lambda h: h["tags"].append("two words"),
        lambda h: h["versions"][0]["capsule"].update(checks=[{"do": "harm"}]),
        lambda h: h.update(kind="virus"),
    ):
        broken = json.loads(json.dumps(capsule))
        harm(broken["history"])
        (tmp_path / "c.json").write_text(json.dumps(broken))
        with pytest.raises(GalleryError, match="no capsule"):
            read(tmp_path / "c.json")


def test_a_receipt_from_elsewhere_commands_no_terminal(shelf: Shelf, lived: str, tmp_path: Path) -> None:
    capsule = json.loads(of_entry(shelf, shelf.find(lived), whole=True))
    capsule["history"]["versions"][0]["receipt"]["claims"][0]["text"] = "It \x1b]0;harm\x07counts"
    (tmp_path / "c.json").write_text(json.dumps(capsule))
    with Shelf(tmp_path / "elsewhere") as other:
        came = bring(other, read(tmp_path / "c.json"))
        assert receipt_of(other.versions.get(came.id, 1)).claims[0].text == "It counts"


def test_a_capsule_for_others_holds_nothing_that_the_app_stored(shelf: Shelf, lived: str) -> None:
    assert "history" not in json.loads(of_entry(shelf, shelf.find(lived)))


def test_a_zip_of_the_same_app_is_the_same_file(shelf: Shelf, lived: str) -> None:
    packed = as_zip(shelf, shelf.find(lived))
    assert packed == as_zip(shelf, shelf.find(lived))
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"party-cakes"}


def test_git_has_a_commit_for_each_version(shelf: Shelf, lived: str, tmp_path: Path) -> None:
    folder = to_git(shelf, shelf.find(lived), tmp_path / "repo")
    git = lambda *args: subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True, text=True).stdout  # noqa: E731
    assert git("log", "--format=%s", "--reverse").splitlines() == ["Version 1: count cakes", "Version 2: in colour"]
    assert git("show", "HEAD~1:index.html") == "<h1>First</h1>"
    assert (folder / "index.html").read_bytes() == PAGE
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict") == ""
    with pytest.raises(GalleryError, match="not empty"):
        to_git(shelf, shelf.find(lived), folder)


def test_a_web_app_of_several_files_is_one_page() -> None:
    files = {
        "index.html": b'<link rel="stylesheet" href="css/a.css"><body><script defer src="./a.js"></script>'
        b'<img src="i.png"><a href="#x">x</a><script src="https://x.test/y.js"></script></body>',
        "css/a.css": b'h1 { background: url("../i.png") }',
        "a.js": b'let end = "</script>"',
        "i.png": b"\x89PNG",
    }
    page = one_page(files, files)
    picture = "data:image/png;base64,iVBORw=="
    assert page == (
        f'<style>h1 {{ background: url("{picture}") }}</style><body><img src="{picture}"><a href="#x">x</a>'
        '<script src="https://x.test/y.js"></script><script>let end = "<\\/script>"</script></body>'
    )
    for more in ({"a.js": b'import x from "./b.js"'}, {"data.json": b"{}"}):
        with pytest.raises(GalleryError, match=r"imports other files|while it runs"):
            one_page({**files, **more}, {**files, **more})


def test_only_a_web_app_is_one_page(shelf: Shelf, shelved: Callable[..., str]) -> None:
    assert as_page(shelf, shelf.find(shelved(files={"index.html": PAGE}))) == PAGE
    with pytest.raises(GalleryError, match="needs a server"):
        as_page(shelf, shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": b"import streamlit"})))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def image() -> Iterator[str]:
    name = f"mayfly-test-{uuid.uuid4().hex[:8]}"
    yield name
    subprocess.run(["docker", "rm", "-f", name], capture_output=True, check=False)
    subprocess.run(["docker", "rmi", "-f", name], capture_output=True, check=True)


def test_an_image_runs_without_mayfly(shelf: Shelf, shelved: Callable[..., str], engine: Engine, image: str) -> None:
    script = b"import streamlit as st\nst.title('Hello')\n"
    entry = shelf.find(shelved(kind=Kind.STREAMLIT, files={"app.py": script}))
    command = to_image(shelf, entry, image, engine, lambda _: None)
    port = free_port()
    argv = [part.replace("8501:", f"{port}:") for part in command.split()]
    argv[2:2] = ["-d", "--name", image]
    subprocess.run(argv, check=True, capture_output=True)
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                assert answer.read() == b"ok"
                break
        except OSError:
            time.sleep(0.2)
    else:
        raise AssertionError(subprocess.run(["docker", "logs", image], capture_output=True, check=False))
    with pytest.raises(GalleryError, match="no name of an image"):
        to_image(shelf, entry, "-v /:/x", engine, lambda _: None)
