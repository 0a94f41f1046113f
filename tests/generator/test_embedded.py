"""The embedded model for real: one server for all, started when asked, gone when idle, mended when killed.

The weights are those that `mayfly doctor --fix` fetched; without them these tests fail and say so.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator import embedded, weights
from generator.contract import GeneratorError
from generator.embedded import Embedded

FRUIT = {
    "type": "object",
    "properties": {"fruit": {"enum": ["apple", "banana"]}, "count": {"type": "integer"}},
    "required": ["fruit", "count"],
    "additionalProperties": False,
}
HELLO = [{"role": "user", "content": "Count from one to twenty in words."}]
ASK = """
import sys
from generator import embedded
model = embedded.model(sys.argv[1])
print(model.ask([{"role": "user", "content": "Say hello."}], role="writer", max_tokens=8).tokens_out)
print(embedded.running()["pid"])
"""


@pytest.fixture(scope="module")
def file() -> Path:
    found = weights.present(weights.chosen())
    assert found, "the embedded model's weights are missing; `mayfly doctor --fix` fetches them"
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, file: Path) -> Iterator[Path]:
    """A cache of the tests' own, so that nobody else's server is touched."""
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAYFLY_CACHE", str(cache))
        patch.setenv("MAYFLY_WEIGHTS", str(file))
        yield cache / "embedded"
        embedded.stop()


@pytest.fixture
def model(folder: Path) -> Iterator[Embedded]:
    served = embedded.model()
    yield served
    served.close()


def pid() -> int:
    running = embedded.running()
    assert running
    return int(running["pid"])


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_two_processes_at_once_get_one_server_and_it_outlives_them(folder: Path, file: Path) -> None:
    argv = [sys.executable, "-c", ASK, str(file)]
    both = [subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    pids = {out.split()[1] for out, _ in said}
    assert pids == {str(pid())}
    assert all(int(out.split()[0]) > 0 for out, _ in said)


def test_its_key_is_the_users_alone_and_its_waiting_passive(model: Embedded, folder: Path) -> None:
    model.start()
    assert (folder / "state.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    environment = Path(f"/proc/{pid()}/environ").read_bytes().split(b"\0")
    assert {b"OMP_WAIT_POLICY=PASSIVE", b"GOMP_SPINCOUNT=0"} <= set(environment)
    key = json.loads((folder / "state.json").read_text())["key"]
    assert key.encode() not in Path(f"/proc/{pid()}/cmdline").read_bytes()


def test_a_reply_streams(model: Embedded) -> None:
    pieces: list[str] = []
    reply = model.ask(HELLO, role="writer", max_tokens=12, on_text=pieces.append)
    assert len(pieces) > 2
    assert "".join(pieces) == reply.text
    assert reply.tokens_in > 0
    assert 0 < reply.tokens_out <= 12


def test_four_calls_at_once_keep_to_the_schema(model: Embedded) -> None:
    question = [{"role": "user", "content": "Name a fruit and how many of it."}]

    def ask(seed: int) -> object:
        return model.ask(question, role="planner", schema=FRUIT, max_tokens=40, temperature=0.8, seed=seed).data

    with ThreadPoolExecutor(model.slots) as pool:
        values = list(pool.map(ask, range(4)))
    assert all(isinstance(value, dict) and value["fruit"] in ("apple", "banana") for value in values)


def test_a_long_beginning_is_read_once_also_across_servers(model: Embedded, folder: Path) -> None:
    task = "You answer with one word. " + " ".join(f"Never say the word number {n}." for n in range(30))

    def ask(question: str) -> int:
        messages = [{"role": "system", "content": task}, {"role": "user", "content": question}]
        return model.ask(messages, role="writer", max_tokens=2, temperature=0).tokens_in

    def tokens_read() -> list[int]:
        """How many tokens of each prompt the server had to read."""
        said = (folder / "server.log").read_text()
        return [int(found) for found in re.findall(r"prompt eval time = .*? /\s+(\d+) tokens", said)]

    before = len(tokens_read())
    whole = ask("Up or down?")
    with ThreadPoolExecutor(model.slots) as pool:
        list(pool.map(ask, ["Left?", "Right?", "Here?", "There?"]))
    first, *rest = tokens_read()[before:]
    assert first > whole * 0.9
    assert len(rest) == 5
    assert max(rest) < 20
    assert embedded.stop()
    ask("In or out?")
    assert max(tokens_read()) < 20
    assert len([path for path in folder.glob("read/*/*") if path.is_file()]) == 1


def test_a_killed_server_is_started_again(model: Embedded) -> None:
    model.start()
    killed = pid()
    os.kill(killed, signal.SIGKILL)
    assert model.ask(HELLO, role="writer", max_tokens=4).text
    assert pid() != killed


def test_a_server_killed_in_the_middle_of_a_reply_is_started_again(model: Embedded) -> None:
    shown: list[str] = []

    def kill_once(piece: str) -> None:
        if "" not in shown and len(shown) == 2:
            os.kill(pid(), signal.SIGKILL)
        shown.append(piece)

    reply = model.ask(HELLO, role="writer", max_tokens=12, on_text=kill_once)
    assert "" in shown, "a new start is told by an empty piece"
    assert "".join(shown[shown.index("") :]) == reply.text


def test_other_weights_wait_until_nobody_uses_these(model: Embedded, file: Path, tmp_path: Path) -> None:
    model.start()
    other = tmp_path / "other.gguf"
    other.symlink_to(file)
    with pytest.raises(GeneratorError, match="with other weights"):
        embedded.model(str(other)).start()
    before = pid()
    model.close()
    second = embedded.model(str(other))
    second.start()
    assert pid() != before
    second.close()


def test_a_server_that_nobody_uses_goes_away(folder: Path) -> None:
    embedded.stop()
    model = embedded.model(idle_seconds=2)
    model.start()
    time.sleep(3)
    assert embedded.running(), "a lease keeps it"
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as child:
        model.close()
        wait_for(lambda: not embedded.running())
        child.kill()
    assert not embedded.stop()


def test_a_file_that_is_no_model_is_told(folder: Path, tmp_path: Path) -> None:
    embedded.stop()
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF and nothing else")
    with pytest.raises(GeneratorError, match="could not be loaded") as caught:
        embedded.model(str(broken)).ask(HELLO, role="writer")
    assert "server.log" in caught.value.hint


def test_too_little_memory_is_told_beforehand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.stop()
    monkeypatch.setattr(embedded, "_free_mb", lambda: 900)
    with pytest.raises(GeneratorError, match=r"needs 2,\d+ MB of memory and 900 MB are free"):
        embedded.model().start()
