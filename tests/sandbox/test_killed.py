"""Whoever holds sandboxes is killed with -9 at each step: what is left a sweep takes, and the next one works."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox import Image, Runtime, engine, images
from sandbox.pool import Want
from tests.sandbox import steps

WANT = Want(Image.APP, runtime=Runtime.STATIC)


@pytest.fixture
def pooled(tmp_path: Path) -> Iterator[engine.LocalEngine]:
    """An engine with a pool in a folder of its own."""
    opened = engine.connect(pool_seconds=60, pool_folder=tmp_path / "pool")
    opened.pool.folder.mkdir()
    yield opened
    opened.sweep(pool=True)


@pytest.fixture
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.LocalEngine]:
    """One whose keeper has something to claim."""
    opened = engine.connect(pool_seconds=60, pool_folder=tmp_path_factory.mktemp("pool"))
    with opened.open(Image.APP, runtime=Runtime.STATIC):
        pass
    until(opened.pool.ready)
    yield opened
    opened.sweep(pool=True)


def until(come: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < end
        time.sleep(0.05)


def run(step: str, what: str, place: Path, seconds: int = 0) -> "subprocess.Popen[bytes]":
    """The process that will be killed at that step."""
    argv = [sys.executable, "-m", "tests.sandbox.steps", step, what, str(place), str(seconds)]
    return subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def killed(process: "subprocess.Popen[bytes]", stdin: bytes = b"") -> str:
    """Its owner's label, once it was killed at its step."""
    with process:
        try:
            said, _ = process.communicate(stdin, timeout=60)
        finally:
            process.kill()
    assert process.returncode == -signal.SIGKILL, "it came past its step"
    return said.decode().strip()


def keeping(local: engine.LocalEngine, step: str) -> "subprocess.Popen[bytes]":
    """A keeper that has something to claim, and will be killed at that step."""
    keeper = run(step, "keep", local.pool.path, 60)
    assert keeper.stdin
    keeper.stdin.write(WANT.dump(images.tag(Image.APP)))
    keeper.stdin.close()
    keeper.stdin = None
    until(local.pool.ready)
    return keeper


def nothing_left(local: engine.LocalEngine, label: str, folder: Path) -> None:
    """Nothing of that owner is left in the engine once it was swept, nor a file where it could have put one."""
    filters = {"label": f"{engine.LABEL}={label}"}
    local.sweep()
    assert local.client.containers(all=True, filters=filters) == []
    assert [path for path in folder.rglob("*") if not path.is_dir() and path.suffix != ".lock"] == []
    assert subprocess.run(["pgrep", "-f", str(folder)], check=False, capture_output=True).stdout == b""


@pytest.mark.parametrize("step", steps.USE)
def test_a_controller_is_killed(pooled: engine.LocalEngine, tmp_path: Path, step: str) -> None:
    label = killed(run(step, "use", pooled.pool.folder))
    nothing_left(pooled, label, tmp_path)


def test_a_controller_is_killed_while_it_claims(ready: engine.LocalEngine) -> None:
    for step in steps.CLAIM:
        until(ready.pool.ready)
        label = killed(run(step, "use", ready.pool.folder, 60))
        ready.sweep()
        assert ready.client.containers(all=True, filters={"label": f"{engine.LABEL}={label}"}) == []
        claims = ready.pool.path.with_suffix(".claims")
        assert not claims.exists() or [*claims.iterdir()] == []
        until(lambda: booted_for(ready) <= {*ready.pool.ready()})
    ready.sweep(pool=True)
    assert booted_for(ready) == set()


def booted_for(local: engine.LocalEngine) -> set[str]:
    found = local.client.containers(all=True, filters={"label": f"{engine.POOL}={local.pool.path}"})
    return {one["Names"][0].lstrip("/") for one in found}


@pytest.mark.parametrize("step", steps.BOOT)
def test_a_keeper_is_killed_while_it_boots(pooled: engine.LocalEngine, tmp_path: Path, step: str) -> None:
    label = killed(run(step, "keep", pooled.pool.path, 60), WANT.dump(images.tag(Image.APP)))
    nothing_left(pooled, label, tmp_path)


@pytest.mark.parametrize("step", steps.HAND_OVER)
def test_a_keeper_is_killed_while_it_hands_over(pooled: engine.LocalEngine, tmp_path: Path, step: str) -> None:
    keeper = keeping(pooled, step)
    with pooled.open(Image.APP, runtime=Runtime.STATIC) as box:
        label = killed(keeper)
        pooled.sweep()
        assert box.run(["echo", "1"]).output == b"1\n", "it is whose claim it was"
    pooled.sweep(pool=True)
    nothing_left(pooled, label, tmp_path)


def test_a_keeper_is_killed_when_it_is_told_to_end(pooled: engine.LocalEngine, tmp_path: Path) -> None:
    keeper = keeping(pooled, "before end")
    pooled.sweep(pool=True)
    nothing_left(pooled, killed(keeper), tmp_path)
