"""What becomes of sandboxes when their engine is restarted, killed, full, or maps users, on engines of our own."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox import Image, Runtime, SandboxError, engine, hardening, images
from tests.sandbox.own_engine import MAPPED, OwnEngine, small_image

PAGE = {"index.html": b"here"}
Find = Callable[[OwnEngine], engine.LocalEngine]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return small_image(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def own(small: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnEngine]:
    with OwnEngine(tmp_path_factory.mktemp("own"), mb=512) as started:
        started.load(small[1])
        yield started


@pytest.fixture
def find(small: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Find:
    """Makes an engine the one that Mayfly finds."""

    def act(own: OwnEngine) -> engine.LocalEngine:
        monkeypatch.setenv("DOCKER_HOST", own.address)
        monkeypatch.setattr(images, "tag", lambda image: small[0])
        return engine.connect(pool_folder=tmp_path)

    return act


def serves(local: engine.LocalEngine) -> None:
    with local.open(Image.APP, runtime=Runtime.STATIC) as box:
        box.put(PAGE)
        assert box.start(Runtime.STATIC).ok
        assert box.get() == PAGE


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_an_engine_that_ends_under_live_apps_is_told_at_once_and_leaves_nothing(
    own: OwnEngine, find: Find, how: signal.Signals
) -> None:
    local = find(own)
    alone = {*own.processes()}
    with local.open(Image.APP) as box, ThreadPoolExecutor() as pool:
        box.put(PAGE)
        assert box.start(Runtime.STATIC).ok
        waiting = [pool.submit(box.run, ["sleep", "60"], seconds=60) for _ in range(3)]
        while not all(one.running() for one in waiting) or box.usage().processes < len(waiting):
            pass
        own.kill(how)
        for one in waiting:
            with pytest.raises(SandboxError, match="The container engine has gone away") as caught:
                one.result(5)
            assert caught.value.hint
        assert not box.alive()
        with pytest.raises(SandboxError, match="has stopped answering") as caught:
            serves(local)
        assert "Start it" in caught.value.hint
        assert len({*own.processes()} & alone) == 1, "both daemons have ended"
        own.start()
        serves(local)
        assert local.sweep().left == ()
    assert local.client.containers(all=True) == []
    assert len({*own.processes()}) == len(alone), "and no shim is left"


def test_a_full_disk_is_said_and_nothing_half_made_is_left(own: OwnEngine, find: Find) -> None:
    local = find(own)
    before = {*(own.disk / "data/overlay2").iterdir()}
    with local.open(Image.APP) as live:
        live.put(PAGE)
        filler = own.disk / "filler"
        with pytest.raises(OSError, match="No space left"):
            filler.write_bytes(bytes(own.mb << 20))
        with pytest.raises(SandboxError, match="The disk of the container engine is full") as caught:
            serves(local)
        assert "mayfly sweep" in caught.value.hint
        assert [one["Id"] for one in local.client.containers(all=True)] == [
            local.client.inspect_container(live.id)["Id"]
        ]
        assert live.get() == PAGE, "who had a sandbox before goes on"
        filler.unlink()
        serves(local)
    assert local.client.containers(all=True) == []
    assert {*(own.disk / "data/overlay2").iterdir()} == before


def test_sandboxes_run_on_an_engine_that_maps_users_and_the_doctor_sees_it(
    small: tuple[str, Path], find: Find, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with OwnEngine(tmp_path_factory.mktemp("mapped"), f"--userns-remap={MAPPED}", mb=512) as mapped:
        mapped.load(small[1])
        local = find(mapped)
        serves(local)
        found = {one.name: one for one in hardening.findings(local)}
        assert found["user namespaces"].ok, found["user namespaces"]
        assert [one for one in found.values() if one.required and not one.ok] == []
