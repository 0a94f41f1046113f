"""Apps from elsewhere are read from whatever they come in, nothing of them is run, and what is hostile is refused."""

import io
import json
import os
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from gallery import arrivals
from gallery.arrivals import read
from gallery.contract import GalleryError
from generator.contract import Kind

STREAMLIT = b'"""Splits a bill.\n\nMore."""\nimport streamlit as st\nimport openai\nst.title("Tip Splitter")\n'
API = b"""\
import fastapi, httpx
URL = "https://api.weather.test/v1"
service: fastapi.FastAPI = fastapi.FastAPI(title="Weather")
"""
PAGE = b"""<!doctype html><title>Fish &amp; Chips</title><meta name="description" content="Counts fish.">
<script src="https://cdn.somewhere.test/x.js"></script><a href="https://other.test/">x</a>
<script>fetch("https://data.fish.test/all")</script>"""
COMMAND = b'import argparse\nargparse.ArgumentParser(description="x").parse_args()\n'


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind", "title", "start", "hosts", "model"),
    [
        ("tips.py", STREAMLIT, Kind.STREAMLIT, "Tip Splitter", "app.py", [], True),
        ("my_service.py", API, Kind.API, "Weather", "app.py", ["api.weather.test"], False),
        ("fish.html", PAGE, Kind.WEB, "Fish & Chips", "index.html", ["data.fish.test"], False),
        ("count-words.py", COMMAND, Kind.SCRIPT, "count words", "main.py", [], False),
    ],
)
def test_one_file_is_an_app_and_what_it_asks_for_is_told(
    tmp_path: Path, name: str, content: bytes, kind: Kind, title: str, start: str, hosts: list[str], model: bool
) -> None:
    (tmp_path / name).write_bytes(content)
    found = read(tmp_path / name)
    manifest = found.app.manifest
    assert (manifest.kind, manifest.title) == (kind, title)
    assert [*found.app.files] == [start]
    assert found.app.files[start].startswith(content)
    assert (manifest.permissions.hosts, manifest.permissions.model) == (hosts, model)
    assert found.app.plan.hosts == hosts
    assert found.generated


def test_an_api_is_served_whatever_its_app_is_called(tmp_path: Path) -> None:
    (tmp_path / "my.py").write_bytes(API)
    names: dict[str, object] = {}
    tail = read(tmp_path / "my.py").app.files["app.py"].removeprefix(API)
    exec(tail, {"service": "it"}, names)  # the line that was added, and nothing of theirs
    assert names == {"app": "it"}


def test_of_several_files_the_one_that_is_started_is_found(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/more.py").write_bytes(COMMAND)
    (tmp_path / "tables.py").write_text("TABLE = 1\n")
    (tmp_path / "dashboard.py").write_bytes(STREAMLIT)
    (tmp_path / ".env").write_text("SECRET=1")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/x.js").write_text("x")
    assert sorted(read(tmp_path).app.files) == ["app.py", "lib/more.py", "tables.py"]
    (tmp_path / "other.py").write_bytes(STREAMLIT)
    with pytest.raises(GalleryError, match="Nothing in it tells"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"notes.txt": b"x"}, "Nothing in it tells"),
        ({"cakes.html": PAGE, "fish.html": PAGE}, "Nothing in it tells"),
        ({"app.py": b"import streamlit\n\0"}, "no Python"),
        ({"x.py": b"(" * 5000}, "no Python"),
        (
            {"service.py": b"import fastapi\ndef make(): return fastapi.FastAPI()\n"},
            "No FastAPI app is made at the top",
        ),
        ({"main.py": b"import streamlit", "app.py": b"x = 1"}, "has a file app.py beside it"),
        ({"mayfly.toml": b"mayfly = 2", "app/index.html": b"x"}, "mayfly.toml can't be used"),
        ({"capsule.json": b"{}", "receipt.json": b"{}"}, "no capsule"),
    ],
)
def test_what_is_no_app_is_said(tmp_path: Path, files: dict[str, bytes], said: str) -> None:
    (tmp_path / "some.zip").write_bytes(zipped(files))
    with pytest.raises(GalleryError, match=said):
        read(tmp_path / "some.zip")


def test_a_zip_may_have_one_folder_around_it_all(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"tips-main/app.py": STREAMLIT, "tips-main/x/y.csv": b"1"}))
    assert sorted(read(tmp_path / "a.zip").app.files) == ["app.py", "x/y.csv"]


@pytest.mark.parametrize("name", ["../x.py", "/etc/x.py", "a/../../x.py", "C:x.py", "a\\b.py", "x\n.py"])
def test_a_name_in_a_zip_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"app.py": STREAMLIT, name: b"x"}))
    with pytest.raises(GalleryError, match="can't be used"):
        read(tmp_path / "a.zip")


def test_a_zip_that_grows_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zipped({"app.py": STREAMLIT, "zeros": bytes(arrivals.MOST_BYTES + 1)})
    assert len(bomb) < 100_000
    (tmp_path / "bomb.zip").write_bytes(bomb)
    with pytest.raises(GalleryError, match="holds more than"):
        read(tmp_path / "bomb.zip")
    lies = bytearray(bomb)
    size = (arrivals.MOST_BYTES + 1).to_bytes(4, "little")
    while (at := lies.find(size)) >= 0:
        lies[at : at + 4] = (10).to_bytes(4, "little")
    (tmp_path / "lies.zip").write_bytes(lies)
    with pytest.raises(GalleryError, match=r"can't be unpacked|holds more"):
        read(tmp_path / "lies.zip")
    (tmp_path / "many.zip").write_bytes(zipped({f"{n}.txt": b"" for n in range(arrivals.MOST_FILES + 2)}))
    with pytest.raises(GalleryError, match="holds more than"):
        read(tmp_path / "many.zip")


def test_a_zip_with_a_link_a_password_or_a_hole_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("app.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "link.zip").write_bytes(packed.getvalue())
    with pytest.raises(GalleryError, match="holds a link"):
        read(tmp_path / "link.zip")
    whole = zipped({"app.py": STREAMLIT * 100})
    (tmp_path / "torn.zip").write_bytes(whole[:60] + bytes(40) + whole[100:])
    with pytest.raises(GalleryError, match="can't be unpacked"):
        read(tmp_path / "torn.zip")


def test_links_in_a_folder_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "app.py").write_bytes(STREAMLIT)
    (folder / "stolen.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.txt")
    assert [*read(folder).app.files] == ["app.py"]


def test_of_a_git_folder_what_git_knows_is_taken_and_nothing_is_run(tmp_path: Path) -> None:
    run = lambda *args: subprocess.run(["git", *args], cwd=tmp_path, check=True, capture_output=True)  # noqa: E731
    run("init", "-q")
    (tmp_path / "app.py").write_bytes(STREAMLIT)
    run("add", "app.py")
    (tmp_path / "scratch.py").write_bytes(STREAMLIT)
    (tmp_path / ".git/config").write_text(f'[core]\n\tfsmonitor = "touch {tmp_path / "ran"}"\n')
    assert [*read(tmp_path).app.files] == ["app.py"]
    assert not (tmp_path / "ran").exists()
    (tmp_path / ".git/index").write_bytes(b"DIRC garbage")
    assert sorted(read(tmp_path).app.files) == ["app.py", "scratch.py"], "as a plain folder"


def test_a_capsule_that_lies_about_its_files_is_refused(tmp_path: Path) -> None:
    capsule = {"capsule": 1, "spec": {"text": "x"}, "plan": {"title": "x", "kind": "web", "claims": []}}
    (tmp_path / "c.json").write_text(json.dumps(capsule))
    with pytest.raises(GalleryError, match="no capsule that can be used"):
        read(tmp_path / "c.json")
    with pytest.raises(GalleryError, match="can't be read"):
        read(tmp_path / "nowhere.zip")
    (tmp_path / "song.mp3").write_bytes(b"x")
    with pytest.raises(GalleryError, match="nothing that an app comes in"):
        read(tmp_path / "song.mp3")
