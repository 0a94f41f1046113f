"""How sandboxes end: with their context, their owner, their container or their engine's patience; and what is swept."""

import contextlib
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox import Image, Inventory, Runtime, Sandbox, SandboxError, engine, images, owner
from sandbox.pool import Want
from tests.sandbox.conftest import sockets

HOLD = "import sandbox, time\nwith sandbox.connect().open(sandbox.Image.APP) as box:\n    print(box.id, flush=True)\n"
OPEN_MANY = """
import sandbox
from sandbox import owner
print(owner.me(), flush=True)
engine = sandbox.connect()
print("go", flush=True)
for i in range(9):
    with engine.open(sandbox.Image.APP) as box:
        box.run(["true"])
"""


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> engine.LocalEngine:
    return engine.connect(pool_folder=tmp_path_factory.mktemp("pool"))  # not this user's own


def states(local: engine.LocalEngine, name: str) -> list[str]:
    return [one["State"] for one in local.client.containers(all=True, filters={"name": name})]


def test_nothing_is_left_after_a_context(local: engine.LocalEngine) -> None:
    threads, connections = threading.active_count(), sockets()
    with contextlib.suppress(ZeroDivisionError), local.open(Image.APP) as box:
        assert states(local, box.id) == ["running"]
        raise ZeroDivisionError
    assert states(local, box.id) == []
    assert not box.alive()
    gc.collect()
    assert threading.active_count() <= threads, "fewer are fine: another test's may have ended meanwhile"
    assert sockets() <= connections
    assert (local.users, local.doors) == ({}, {})
    for use in (
        box.log,
        box.get,
        box.stop,
        lambda: box.put({}),
        lambda: box.run(["true"]),
        lambda: box.start(Runtime.STATIC),
    ):
        with pytest.raises(SandboxError, match="The sandbox was closed"):
            use()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_sandbox_does_not_outlive_its_owner(local: engine.LocalEngine, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", f"{HOLD}    time.sleep(60)"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        name = process.stdout.readline().strip()
        assert states(local, name) == ["running"]
        process.send_signal(how)
        until = time.monotonic() + 30
        while states(local, name) and time.monotonic() < until:
            time.sleep(0.05)
        assert states(local, name) == []


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.06, 0.12, 0.2, 0.35])
def test_an_interrupt_at_any_time_leaves_nothing(local: engine.LocalEngine, delay: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OPEN_MANY], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        label = process.stdout.readline().strip()
        assert process.stdout.readline() == "go\n"
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) != 0
    assert local.client.containers(all=True, filters={"label": f"{engine.LABEL}={label}"}) == []


def test_many_cycles_leave_nothing_and_nothing_grows(local: engine.LocalEngine) -> None:
    def cycle() -> None:
        with local.open(Image.APP, runtime=Runtime.STATIC) as box:
            box.put({"index.html": b""})
            assert box.start(Runtime.STATIC).ok

    def held() -> tuple[int, int, int]:
        gc.collect()
        mine = local.client.containers(all=True, filters={"label": f"{engine.LABEL}={owner.me()}"})
        return len(os.listdir("/proc/self/fd")), threading.active_count(), len(mine)

    cycle()
    before = held()
    for _ in range(15):
        cycle()
    assert held() <= before


def test_who_waits_for_a_container_that_was_killed_is_told_at_once(local: engine.LocalEngine) -> None:
    with local.open(Image.APP) as box, ThreadPoolExecutor() as pool:
        waiting = [pool.submit(box.run, ["sleep", "60"], seconds=60) for _ in range(3)]
        time.sleep(0.3)
        began = time.monotonic()
        local.client.kill(box.id)
        for one in waiting:
            with pytest.raises(SandboxError, match="ended from outside") as caught:
                one.result(60)
            assert caught.value.hint
        assert time.monotonic() - began < 20
        assert not box.alive()


def test_a_sweep_takes_what_an_owner_left_and_nothing_else(
    local: engine.LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = "from sandbox import owner; print(owner.me())"
    ended = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    monkeypatch.setattr(engine, "LABEL", "mayfly-of-this-test")  # no other's sweep takes it first
    with local.open(Image.APP) as live, contextlib.ExitStack() as left:
        monkeypatch.setattr(owner, "me", lambda: ended)
        left.callback(local.remove, "mayfly-orphan")
        sock = local.create("mayfly-orphan", Want(Image.APP))
        sock.close()
        swept = local.sweep()
        assert "container mayfly-orphan" in swept.removed
        assert swept.left == ()
        assert states(local, "mayfly-orphan") == []
        assert live.run(["echo", "1"]).output == b"1\n"


def test_a_sweep_of_everything_takes_live_ones_too(local: engine.LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LABEL", "mayfly-of-this-test")
    with local.open(Image.APP) as box:
        assert local.sweep().removed == ()
        assert local.sweep(everything=True).removed == (f"container {box.id}",)
        with pytest.raises(SandboxError):
            box.run(["true"])


def test_a_sweep_says_what_it_looked_for_and_what_of_it_is_left(
    local: engine.LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LABEL", "mayfly-of-this-test")
    assert local.sweep() == Inventory(looked=("containers", "volumes"))
    volume = local.client.create_volume(labels={engine.LABEL: ""})["Name"]
    try:
        assert local.sweep().left == (f"volume {volume}",)
    finally:
        local.client.remove_volume(volume)


def test_owners_are_told_apart() -> None:
    boot, space, pid, start = owner.me().split("/")
    assert owner.gone(owner.me()) is False
    assert owner.gone(f"{boot}/{space}/{pid}/{int(start) + 1}") is True
    assert owner.gone(f"another-boot/{space}/{pid}/{start}") is None
    assert owner.gone(f"{boot}/another-namespace/{pid}/{start}") is None
    assert owner.gone("nonsense") is None


def test_no_clock_takes_an_app_from_its_owner_or_keeps_what_nobody_owns(
    local: engine.LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is set a year ahead, and one set a year back."""
    elsewhere, today = f"another-boot/{owner.me().partition('/')[2]}", time.time()
    with local.open(Image.APP) as mine, monkeypatch.context() as patched, contextlib.ExitStack() as left:
        patched.setattr(owner, "me", lambda: elsewhere)
        theirs = left.enter_context(local.open(Image.APP))
        left.callback(local.remove, "mayfly-of-nobody")
        for year in (365 * 86400, -365 * 86400):
            local.create("mayfly-of-nobody", Want(Image.APP)).close()
            patched.setattr(time, "time", lambda now=today + year: now)
            assert "container mayfly-of-nobody" in local.sweep().removed
            assert mine.run(["true"]).status == 0
            assert theirs.run(["true"]).status == 0
        patched.setattr(engine, "LIFE_SECONDS", -1)
        assert f"container {theirs.id}" in local.sweep().removed
        assert mine.run(["true"]).status == 0


def test_a_missing_image_is_said_with_what_to_do(local: engine.LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "tag", lambda image: "mayfly/none:none")
    with pytest.raises(SandboxError, match="not there") as caught, local.open(Image.APP):
        pass
    assert "doctor --fix" in caught.value.hint


def test_no_engine_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:9")
    with pytest.raises(SandboxError, match="No container engine answers") as caught:
        engine.connect()
    assert "doctor --fix" in caught.value.hint


def test_sandboxes_work_side_by_side(local: engine.LocalEngine) -> None:
    def one(number: int) -> bytes:
        with local.open(Image.APP) as box:
            box.put({"index.html": b"%d" % number})
            assert box.start(Runtime.STATIC).ok
            return box.run(["cat", "index.html"]).output

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(8))) == [b"%d" % number for number in range(8)]


def test_the_same_sandbox_serves_many_threads(shared: Sandbox) -> None:
    with ThreadPoolExecutor(16) as pool:
        ran = pool.map(lambda n: shared.run(["echo", str(n)]).output, range(64))
    assert list(ran) == [b"%d\n" % number for number in range(64)]
