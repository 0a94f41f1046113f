"""What generator.ledger keeps, what it makes of money, and that it never ends a run."""

import multiprocessing
import sqlite3
import threading
from decimal import Decimal
from pathlib import Path

import pytest

from generator.contract import Reply
from generator.endpoint import Endpoint
from generator.ledger import Ledger, price
from tests.endpoint_server import Played, PlayedEndpoint

HELLO = [{"role": "user", "content": "Say hello."}]


def rows(path: Path) -> list[sqlite3.Row]:
    file = sqlite3.connect(path)
    file.row_factory = sqlite3.Row
    return file.execute("SELECT * FROM call ORDER BY id").fetchall()


def write_some(path: Path, run: str, count: int) -> None:
    ledger = Ledger(path)
    for number in range(count):
        entry = ledger.open(run, "writer", "m", "http://127.0.0.1/v1", {"messages": [], "number": number})
        assert entry is not None
        ledger.close(entry, Reply("text", tokens_in=1, tokens_out=2), counted=True)


def test_a_call_is_kept_with_request_and_reply(endpoint: PlayedEndpoint, tmp_path: Path) -> None:
    endpoint.say(Played("Hello!", usage=(7, 3)))
    ledger = Ledger(tmp_path / "deep" / "ledger.db")
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, ledger=ledger, run="r1")
    model.ask(HELLO, role="planner", schema={"type": "object"}, temperature=0.5)
    (row,) = rows(ledger.path)[:1]
    assert (row["run"], row["role"], row["model"], row["reply"]) == ("r1", "planner", endpoint.name, "Hello!")
    assert (row["tokens_in"], row["tokens_out"], row["counted"], row["cost"], row["error"]) == (7, 3, 1, "0", "")
    assert "Say hello." in row["request"]
    assert '"temperature": 0.5' in row["request"]
    assert "json_schema" in row["request"]
    assert endpoint.key not in str([tuple(r) for r in rows(ledger.path)])


def test_a_failed_call_is_kept_too(endpoint: PlayedEndpoint, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    endpoint.on("", Played("half of", then="reset"), "whole")
    model = Endpoint(endpoint.url, endpoint.key, "m", ledger=ledger, run="r1")
    model.ask(HELLO, role="writer")
    first, second = rows(ledger.path)
    assert first["error"].startswith("broken")
    assert (first["reply"], first["counted"]) == ("half of", 0)
    assert (second["error"], second["reply"]) == ("", "whole")


def test_a_run_is_summed_up_and_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    write_some(path, "a", 3)
    write_some(path, "b", 1)
    ledger = Ledger(path)
    usage = ledger.usage("a")
    assert (usage.calls, usage.tokens_in, usage.tokens_out, usage.cost) == (3, 3, 6, Decimal(0))
    assert ledger.forget("a") == 3
    assert ledger.usage("a").calls == 0
    assert ledger.usage("b").calls == 1


def test_an_unknown_price_makes_the_sum_unknown(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    for cost in (Decimal("0.10"), None):
        entry = ledger.open("r", "writer", "m", "", {})
        assert entry is not None
        ledger.close(entry, Reply("", cost=cost), counted=True)
    assert ledger.usage("r").cost is None


def test_what_each_day_took_stays_known_when_its_runs_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path)
    assert ledger.days(30) == []
    write_some(path, "a", 2)
    for cost in (Decimal("0.25"), None):
        entry = ledger.open("b", "writer", "m", "", {})
        assert entry is not None
        ledger.close(entry, Reply("", tokens_in=10, cost=cost), counted=True)
    ledger.open("b", "writer", "m", "", {})
    with sqlite3.connect(path) as file:
        file.execute("UPDATE call SET began = began - 3 * 86400 WHERE run = 'a'")
    before = ledger.days(30)
    assert [(day.calls, day.tokens, day.dollars, day.unpriced) for day in before] == [(2, 6, 0, 0), (2, 20, 0.25, 1)]
    ledger.forget("b")
    ledger.forget("a")
    assert ledger.days(30) == before
    assert ledger.days(1) == before[1:]


def test_prices() -> None:
    assert price("gpt-4o", "https://api.openai.com/v1", 1_000_000, 0) > Decimal("0.1")  # type: ignore[operator]
    assert price("nobody-knows-me", "https://example.org/v1", 1, 1) is None
    for near in (
        "http://127.0.0.1:11434/v1",
        "http://localhost/v1",
        "http://192.168.1.5:8000/v1",
        "http://[::1]:80/v1",
    ):
        assert price("gpt-4o", near, 1000, 1000) == 0


def test_several_processes_and_threads_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write_some, args=(path, f"p{n}", 40)) for n in range(2)]
    threads = [threading.Thread(target=write_some, args=(path, f"t{n}", 40)) for n in range(2)]
    for worker in (*processes, *threads):
        worker.start()
    for worker in (*processes, *threads):
        worker.join()
    for run in ("p0", "p1", "t0", "t1"):
        assert Ledger(path).usage(run).calls == 40


@pytest.mark.parametrize("trouble", ["damaged", "no folder", "locked"])
def test_a_record_that_cannot_be_written_ends_no_run(
    endpoint: PlayedEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    path = tmp_path / "ledger.db"
    if trouble == "damaged":
        path.write_bytes(b"no database at all" * 100)
    elif trouble == "no folder":
        (tmp_path / "file").write_text("")
        path = tmp_path / "file" / "ledger.db"
    else:
        write_some(path, "r", 1)
        monkeypatch.setattr("generator.ledger.WAITS_SECONDS", 0.1)
        holder = sqlite3.connect(path)
        holder.execute("BEGIN IMMEDIATE")
    remarks: list[str] = []
    endpoint.say("Hello!")
    model = Endpoint(endpoint.url, endpoint.key, "m", ledger=Ledger(path, remarks.append), run="r")
    for _ in range(2):
        assert model.ask(HELLO, role="writer").text == "Hello!"
    assert len(remarks) == 1
    assert "going on without it" in remarks[0]
