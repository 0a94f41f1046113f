"""The command `mayfly` as a person or a script uses it: a process of its own, the real engine and browser, a played
model endpoint."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gallery.shelf import Shelf
from sandbox.contract import Engine, Image
from tests.endpoint_server import Played, PlayedEndpoint

REPLIES = Path(__file__).parent.parent / "generator/replies"
PROMPTS = {
    "planner": "You turn a request",
    "checker": "You test small apps",
    "writer": "You write small",
    "repairer": "You repair",
}
FUEL = "a fuel cost calculator for trips"


class Mayfly:
    """Runs commands with a home folder of their own, all against one endpoint."""

    def __init__(self, home: Path, endpoint: PlayedEndpoint) -> None:
        self.home = home
        self.endpoint = endpoint
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYFLY_", "OPENAI_"))}
        self.environment = kept | {
            "MAYFLY_HOME": str(home),
            "MAYFLY_CONFIG": "",
            "MAYFLY_BASE_URL": endpoint.url,
            "MAYFLY_API_KEY": endpoint.key,
            "MAYFLY_MODEL": endpoint.name,
            "MAYFLY_POOL_MINUTES": "0",
        }

    def plays(self, **replies: str | Played) -> None:
        for role, reply in replies.items():
            said = reply if isinstance(reply, Played) else Played((REPLIES / reply).read_text())
            self.endpoint.on(PROMPTS[role], said)

    def start(self, *args: str, stdin: Any = subprocess.DEVNULL, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "gallery", *args],
            env=self.environment | environment,
            cwd=self.home.parent,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *args: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        with self.start(*args, **environment) as process:
            out, errors = process.communicate(timeout=300)
        assert "Traceback" not in errors
        assert "\x1b" not in out + errors, "control codes without a terminal"
        return subprocess.CompletedProcess(args, process.returncode, out, errors)

    def data(self, *args: str) -> Any:
        """What a command with --json prints: exactly one value."""
        return json.loads(self.run(*args, "--json").stdout)


@pytest.fixture
def mayfly(tmp_path: Path, endpoint: PlayedEndpoint) -> Mayfly:
    return Mayfly(tmp_path / "home", endpoint)


def containers_of(pid: int, *, running: bool = False) -> list[str]:
    """Sandboxes that this process of ours has or has left, or those of them that run: their label names their owner."""
    listed = ["docker", "ps", "--filter", "label=mayfly", "--format", '{{.Names}} {{.Label "mayfly"}}']
    listed += [] if running else ["--all"]
    found = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
    return [one for one in found if f"/{pid}/" in one]


def wait_until(true: Callable[[], Any], seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.1)


def test_from_a_sentence_to_a_kept_folder_and_gone(mayfly: Mayfly, tmp_path: Path, engine: Engine) -> None:
    plan = json.loads((REPLIES / "fuel.plan.json").read_text())
    del plan["claims"][4]  # nothing ever says undefined, on an empty app neither: it can't be proved
    mayfly.plays(planner=Played(json.dumps(plan)), checker="fuel.checks.json", writer="fuel.good.md")
    made = mayfly.run("new", FUEL, "--kind", "web", "--json")
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout)
    assert (told["outcome"], told["title"], told["kind"], told["model"]) == (
        "passed",
        "Fuel Cost",
        "web",
        "played-model",
    )
    assert [claim["status"] for claim in told["claims"]] == ["passed"] * 4
    assert all(claim["evidence"] for claim in told["claims"])
    assert told["faults"]["noticed"], "its checks notice at least some deliberate fault"
    assert (Path(told["folder"]) / "index.html").is_file()
    assert all(Path(picture).read_bytes().startswith(b"\x89PNG") for picture in told["pictures"])
    assert "Plan: Fuel Cost (web), 4 claims" in made.stderr
    assert "url" not in told

    assert [entry["id"] for entry in mayfly.data("list")] == [told["id"]]
    assert mayfly.data("show", "last")["claims"] == told["claims"]
    events = [event["event"] for event in mayfly.data("show", told["id"], "--events")]
    order = [events.index(name) for name in ("Planned", "Checked", "Tried", "Scored", "Fault")]
    assert order == sorted(order)
    assert "Said" not in events

    kept = mayfly.run("keep", told["id"][:8])
    assert kept.returncode == 0, kept.stderr
    assert (tmp_path / "fuel-cost/index.html").is_file()
    assert mayfly.run("keep", told["id"]).returncode == 2, "the folder is there already"

    with engine.open(Image.TESTER) as box:  # it has Playwright and a Chromium, and nothing of Mayfly's
        folder = tmp_path / "fuel-cost"
        box.put({str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
        argv = ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
        proved = box.run(argv, seconds=200, env={"CHROMIUM_FLAGS": "--no-sandbox"})
    assert (proved.status, b"5 passed" in proved.output) == (0, True), proved

    gone = mayfly.run("discard", told["id"], "--yes", "--now")
    assert gone.returncode == 0, gone.stderr
    assert f"removed  entry {told['id']}" in gone.stdout
    assert "record of" in gone.stdout, "what was said to the model goes too"
    assert "nothing of it is left" in gone.stdout
    assert mayfly.data("list") == []
    assert not Path(told["folder"]).exists()
    assert (tmp_path / "fuel-cost/index.html").is_file(), "the kept folder is the user's"


def test_open_serves_until_ctrl_c_and_another_process_can_discard(mayfly: Mayfly, shelved_at: Any) -> None:
    entry = shelved_at(mayfly.home)
    with mayfly.start("open", entry, "--json") as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        with urllib.request.urlopen(told["url"], timeout=10) as answer:
            assert answer.read() == b"<h1>Cakes</h1>"
        assert mayfly.data("list")[0]["url"] == told["url"]
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    with mayfly.start("open", entry, "--json") as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert len(containers_of(process.pid)) == 1
        gone = mayfly.data("discard", entry, "--now")
        assert f"address {told['url']}" in gone["removed"]
        assert gone["left"] == []
        assert {"containers", "volumes", "files on disk", "records of model calls"} <= {*gone["looked"]}
        assert process.wait(30) == 0
    assert containers_of(process.pid) == []


@pytest.fixture
def shelved_at(result: Callable[..., Any]) -> Callable[[Path], str]:
    from gallery.capsule import make_capsule
    from gallery.receipt import make_receipt
    from generator.contract import Spec

    def put(home: Path) -> str:
        with Shelf(home) as shelf:
            entry, run = shelf.begin("count cakes")
            made = result()
            shelf.describe(entry, "Cakes", "web")
            receipt = make_receipt(entry, Spec("count cakes"), made, "m").model_dump_json()
            capsule = make_capsule(Spec("count cakes"), made, "m")
            shelf.put(entry, made.candidate.files, {}, receipt=receipt, capsule=capsule, passed=1, claims=2)
            shelf.end(run)
        return entry

    return put


def test_a_receipt_is_shown_also_when_its_files_have_no_place(mayfly: Mayfly, shelved_at: Any) -> None:
    entry = shelved_at(mayfly.home)
    (mayfly.home / "apps").write_text("in the way")
    shown = mayfly.run("show", entry, "--json")
    assert shown.returncode == 0
    assert "can't be used" in shown.stderr
    told = json.loads(shown.stdout)
    assert (told["folder"], len(told["claims"])) == ("", 2)


def test_what_failed_is_said_and_shows_in_the_exit_status(mayfly: Mayfly) -> None:
    mayfly.plays(planner="fuel.plan.json", checker="fuel.checks.json", writer="fuel.wrong.md")
    made = mayfly.run("new", FUEL, "--kind", "web", "--rounds", "0", "--autonomy", "auto", "--json")
    assert made.returncode == 1, made.stderr
    told = json.loads(made.stdout)
    assert told["outcome"] == "partly"
    assert 0 < told["score"] < 1
    assert "failed" in {claim["status"] for claim in told["claims"]}
    assert told["fate"] == "discarded", "auto keeps only what has passed"
    assert mayfly.data("list") == []


def test_ctrl_c_while_the_model_writes_keeps_what_there_is(mayfly: Mayfly) -> None:
    mayfly.plays(
        planner="fuel.plan.json",
        checker="fuel.checks.json",
        writer=Played("<!doctype html>", then="endless", pause=0.05),
    )
    with mayfly.start("new", FUEL, "--kind", "web", "--json") as process:
        wait_until(lambda: any("You write small" in asked.text for asked in mayfly.endpoint.asked))
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert json.loads(out)["outcome"] == "none"
    assert "It was interrupted" in errors
    assert "on the shelf" not in errors, "there is nothing yet"
    (entry,) = mayfly.data("list")
    assert (entry["title"], entry["state"]) == ("Fuel Cost", "nothing made")
    assert containers_of(process.pid) == []


def test_a_run_that_was_killed_is_on_the_shelf_as_interrupted(mayfly: Mayfly) -> None:
    mayfly.plays(planner="fuel.plan.json", checker="fuel.checks.json", writer=Played("<!doctype", then="stall"))
    with mayfly.start("new", FUEL, "--kind", "web") as process:
        wait_until(lambda: any("You write small" in asked.text for asked in mayfly.endpoint.asked))
        assert mayfly.data("list")[0]["state"] == "being made"
        process.kill()
    wait_until(lambda: not containers_of(process.pid, running=True))
    (entry,) = mayfly.data("list")
    assert (entry["title"], entry["state"]) == ("Fuel Cost", "interrupted")
    assert mayfly.run("show", "last").returncode == 2
    assert mayfly.data("discard", "last")["left"] == []
    assert containers_of(process.pid) == [], "one that was killed before it ran is swept"


def test_the_page_ends_with_the_command_that_opened_it(mayfly: Mayfly) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with mayfly.start("ui", "--port", str(port)) as process:
        assert str(port) in (process.stdout.readline() if process.stdout else "")
        until = time.monotonic() + 30
        while not answers(port) and time.monotonic() < until:
            time.sleep(0.1)
        assert answers(port)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert not answers(port)


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def test_what_is_on_the_shelf_is_named_tagged_found_discarded_and_brought_back(mayfly: Mayfly, shelved_at: Any) -> None:
    entry = shelved_at(mayfly.home)
    assert mayfly.data("rename", "last", "Party cakes")["title"] == "Party cakes"
    assert mayfly.data("tag", "last", "Sweet")["tags"] == ["sweet"]
    copy = mayfly.data("duplicate", entry)["id"]
    assert [found["id"] for found in mayfly.data("list", "party", "--tag", "sweet")] == [copy, entry]
    assert mayfly.run("list", "nothing like it").stdout == "There is none.\n"
    assert mayfly.data("expire", copy, "--never")["expires"] is None
    assert mayfly.run("expire", copy, "3", "--never").returncode == 2
    done = mayfly.run("discard", entry, "--yes")
    assert (done.returncode, f"mayfly undo {entry}" in done.stdout) == (0, True), done
    assert [found["id"] for found in mayfly.data("list", "--discarded")] == [entry]
    assert "back on the shelf" in mayfly.run("undo").stdout
    assert [found["id"] for found in mayfly.data("list")] == [copy, entry]
    assert mayfly.run("undo").returncode == 2


@pytest.mark.parametrize(
    ("args", "environment", "said"),
    [
        (["new", ""], {}, "empty"),
        (["new", "x" * 9000], {}, "long"),
        (["new", "?!"], {}, "no words"),
        (["new", FUEL, "--file", "/does/not/exist"], {}, "can't be read"),
        (["new", FUEL, "--budget", "soon"], {}, "not clear"),
        (["new", FUEL, "--autonomy", "plan"], {}, "no terminal"),
        (["new", FUEL, "--kind", "web"], {"DOCKER_HOST": "unix:///nowhere.sock"}, "which DOCKER_HOST names"),
        (["new", FUEL, "--kind", "web"], {"MAYFLY_BASE_URL": "http://127.0.0.1:9/v1"}, "127.0.0.1:9"),
        (["open", "nothing"], {}, "empty"),
        (["show", "last"], {}, "empty"),
        (["discard", "last", "--yes"], {}, "empty"),
        (["list"], {"MAYFLY_HOME": "/proc/nothing"}, "can't be used"),
    ],
)
def test_what_can_not_be_done_is_one_sentence_and_status_2(
    mayfly: Mayfly, args: list[str], environment: Mapping[str, str], said: str
) -> None:
    ended = mayfly.run(*args, **environment)
    assert ended.returncode == 2
    assert said in ended.stderr
    told = mayfly.run(*args, "--json", **environment)
    assert said in json.loads(told.stdout)["error"]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (b"caf\xe9 timer", "UTF-8"),
        ("a timer".encode("utf-16"), "UTF-8"),
        (b"a\0timer", "raw data"),
        (b"a timer " * 200_000, "megabyte"),
        (b"a timer " * 2000, "characters long"),
    ],
)
def test_input_that_is_no_sentence_is_refused(mayfly: Mayfly, tmp_path: Path, sentence: bytes, said: str) -> None:
    (tmp_path / "sentence").write_bytes(sentence)
    with (tmp_path / "sentence").open("rb") as stdin, mayfly.start("new", "-", "--json", stdin=stdin) as process:
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 2, errors
    assert said in json.loads(out)["error"]
    assert said in errors


@pytest.mark.parametrize("args", [["new"], ["new", FUEL, "--nonsense"], ["new", FUEL, "--kind", "song"], ["nonsense"]])
def test_a_command_line_that_is_not_clear_is_one_object_too(mayfly: Mayfly, args: list[str]) -> None:
    ended = mayfly.run(*args, "--json")
    assert ended.returncode == 2
    assert "command line" in json.loads(ended.stdout)["error"]
    assert "Usage: mayfly" in ended.stderr


def test_ctrl_c_before_anything_is_loaded_is_no_traceback(mayfly: Mayfly) -> None:
    waiting = "import sys, time; print('up', flush=True); time.sleep(60)"
    slow = mayfly.home.parent / "slow"
    slow.mkdir()
    (slow / "typer.py").write_text(waiting)  # the first heavy thing that the command imports
    with mayfly.start("list", "--json", PYTHONPATH=f"{slow}:{os.environ.get('PYTHONPATH', '')}") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, "Interrupted.\n")
    assert json.loads(out)["error"] == "Interrupted."


def test_help_and_version_are_quick_to_say(mayfly: Mayfly) -> None:
    assert "new" in mayfly.run("--help").stdout
    assert mayfly.run("--version").stdout.startswith("mayfly 0.")
    assert mayfly.run("nonsense").returncode == 2


def test_listing_waits_for_no_engine_and_no_model(mayfly: Mayfly) -> None:
    heavy = "{'docker', 'openai', 'streamlit', 'xllamacpp'}"
    code = f"import sys; from gallery import cli; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"
