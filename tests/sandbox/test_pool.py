"""Sandboxes booted ahead: claimed by one process at a time, from whatever process, and gone with their keeper."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox import Ahead, Image, Limits, Runtime, engine, keeper
from sandbox.pool import Want, load

PAGE = {"index.html": b"<h1>here</h1>"}
CLAIM = """
import sys
from pathlib import Path
from sandbox import Image, Runtime, engine
with engine.connect(pool_seconds=30, pool_folder=Path(sys.argv[1])).open(Image.APP, runtime=Runtime.STATIC) as box:
    print(box.id, box.run(["echo", "here"]).output, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def pooled(tmp_path: Path) -> Iterator[engine.LocalEngine]:
    opened = engine.connect(pool_seconds=30, pool_folder=tmp_path)
    yield opened
    opened.sweep(pool=True)
    for pid in keepers(tmp_path):
        until(lambda pid=pid: ended(pid))


def keepers(folder: Path) -> list[int]:
    found = subprocess.run(["pgrep", "-f", f"sandbox.keeper {folder}"], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def ended(pid: int) -> bool:
    try:
        return "Z" in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True


def until(come: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not come():
        assert time.monotonic() < end
        time.sleep(0.1)


def waiting(local: engine.LocalEngine) -> list[str]:
    found = local.client.containers(filters={"label": f"{engine.POOL}={local.pool.path}"})
    return [one["Names"][0].lstrip("/") for one in found if one["State"] == "running"]


def fill(local: engine.LocalEngine, **want: object) -> None:
    """Claim once, so that such are wanted, and wait until one can be had at once."""
    with local.open(Image.APP, **want):  # type: ignore[arg-type]
        pass
    until(local.pool.ready)


def test_one_booted_ahead_serves_restarts_and_is_gone_afterwards(pooled: engine.LocalEngine) -> None:
    fill(pooled, runtime=Runtime.STATIC)
    until(lambda: len(pooled.pool.ready()) == 2)
    ahead = set(pooled.pool.ready())
    with pooled.open(Image.APP, runtime=Runtime.STATIC) as box:
        assert box.id in ahead
        box.put(PAGE)
        assert box.start(Runtime.STATIC).ok
        assert box.start(Runtime.STATIC).ok
        assert box.get() == PAGE
    assert pooled.client.containers(all=True, filters={"name": box.id}) == []
    assert not pooled.doors
    left = set(waiting(pooled))
    swept = pooled.sweep(pool=True)
    assert {f"container {name}" for name in left} <= set(swept.removed)
    assert not {f"container {name}" for name in left} & set(swept.left)
    assert waiting(pooled) == []
    fill(pooled, runtime=Runtime.STATIC)  # it begins anew with the next claim


def test_many_processes_claim_at_once_and_none_shares(pooled: engine.LocalEngine, tmp_path: Path) -> None:
    fill(pooled, runtime=Runtime.STATIC)
    command = [sys.executable, "-c", CLAIM, str(tmp_path)]
    many = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [process.stdout.readline().split(" ", 1) for process in many if process.stdout]
    assert len({name for name, _ in said}) == 4
    assert {words for _, words in said} == {"b'here\\n'\n"}
    many[0].kill()
    until(lambda: pooled.client.containers(all=True, filters={"name": said[0][0]}) == [])
    for process in many:
        process.communicate()


def test_after_many_claims_at_once_as_many_wait_for_the_next(pooled: engine.LocalEngine) -> None:
    def claim(_: int) -> None:
        with pooled.open(Image.APP, runtime=Runtime.STATIC):
            pass

    fill(pooled, runtime=Runtime.STATIC)
    with ThreadPoolExecutor(4) as claimers:
        list(claimers.map(claim, range(4)))
    until(lambda: len(pooled.pool.ready()) == 4)


def test_what_waits_is_sized_by_what_the_first_one_took(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    local = engine.connect(pool_seconds=30, pool_folder=tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        kept = keeper.Keeper(local, listener, 30)
        shelf = kept.want(Want(Image.APP, Limits(memory_mb=512), Runtime.STATIC).dump("tag"))
        monkeypatch.setattr(keeper, "free_mb", lambda: 511)
        assert not kept.room(shelf), "until one was booted, it may be as much as its limit"
        monkeypatch.setattr(keeper, "free_mb", lambda: 512)
        assert kept.room(shelf)
        kept.boot(shelf)
        try:
            assert 1 < shelf.megabytes < 100
            monkeypatch.setattr(keeper, "free_mb", lambda: int(2.1 * shelf.megabytes / keeper.SHARE))
            assert kept.room(shelf)
            monkeypatch.setattr(keeper, "free_mb", lambda: int(1.9 * shelf.megabytes / keeper.SHARE))
            assert not kept.room(shelf)
        finally:
            kept.end()


def test_what_nobody_has_claimed_ends_with_the_keeper_and_the_rest_stays(
    pooled: engine.LocalEngine, tmp_path: Path
) -> None:
    fill(pooled, runtime=Runtime.STATIC)
    until(lambda: len(pooled.pool.ready()) == 2)
    with pooled.open(Image.APP, runtime=Runtime.STATIC) as box:
        (pid,) = keepers(tmp_path)
        os.kill(pid, signal.SIGKILL)
        until(lambda: waiting(pooled) == [box.id])
        assert f"container {box.id}" not in pooled.sweep().removed
        assert box.run(["echo", "1"]).output == b"1\n"
        with pooled.open(Image.APP, runtime=Runtime.STATIC) as other:
            assert other.run(["echo", "2"]).output == b"2\n"


def test_what_is_done_ahead_is_done_when_it_is_claimed(pooled: engine.LocalEngine) -> None:
    ahead = Ahead({"tick.sh": b"while :; do date > ticked; sleep 0.1; done"}, ("sh", "tick.sh"))
    fill(pooled, ahead=ahead)
    with pooled.open(Image.APP, ahead=ahead) as box:
        until(lambda: "ticked" in box.get())


def test_the_keeper_ends_when_nothing_is_claimed(tmp_path: Path) -> None:
    brief = engine.connect(pool_seconds=1, pool_folder=tmp_path)
    with brief.open(Image.APP, runtime=Runtime.STATIC):
        until(lambda: keepers(tmp_path))
    until(lambda: all(ended(pid) for pid in keepers(tmp_path)))
    until(lambda: waiting(brief) == [])


def test_a_want_survives_its_message() -> None:
    want = Want(Image.APP, engine.Limits(cpus=2), Runtime.FASTAPI, Ahead({"a": b"\xff\0"}, ("a", "b"), {"c": "d"}))
    assert load(want.dump("tag")) == (want, "tag")
