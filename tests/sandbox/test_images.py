"""Images: a tag that follows what goes in, nothing made twice or by halves, and what stands in the finished ones."""

import io
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import engine_images, images, requirements
from sandbox.client import find
from sandbox.contract import Image, Progress, SandboxError
from sandbox.images import Recipe


def quiet(line: str) -> None:
    pass


@pytest.fixture(scope="module", autouse=True)
def _made() -> None:
    images.ensure(quiet)


@pytest.fixture
def on_base() -> Iterator[list[Recipe]]:
    """Put recipes in; their images are removed at the end."""
    recipes: list[Recipe] = []
    yield recipes
    for recipe in recipes:
        engine_images.remove(recipe.tag)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sandbox room in a folder where a test may change it."""
    here = tmp_path / "sandbox"
    shutil.copytree(images.HERE, here, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(images, "HERE", here)
    return here


def test_the_tag_stays_while_nothing_changes(copied: Path) -> None:
    assert [images.tag(image) for image in Image] == [images.tag(image) for image in Image]


def test_a_changed_agent_changes_the_last_layer_alone(copied: Path) -> None:
    before = {image: (images.tag(image), images.libraries(image).tag) for image in Image}
    with (copied / "payload/agent.py").open("a") as file:
        file.write("# changed\n")
    for image in Image:
        assert images.tag(image) != before[image][0]
        assert images.libraries(image).tag == before[image][1]


def test_changed_pins_change_their_own_image_alone(copied: Path) -> None:
    before = {image: images.tag(image) for image in Image}
    with (copied / "runtime/app.txt").open("a") as file:
        file.write("roman==5.1\n")
    assert images.tag(Image.APP) != before[Image.APP]
    assert images.tag(Image.TESTER) == before[Image.TESTER]


def test_the_context_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    def packed() -> bytes:
        file = io.BytesIO()
        images.pack(file, {"Dockerfile": b"FROM x", "sandbox/payload/agent.py": b"pass"}, tmp_path)
        return file.getvalue()

    first = packed()
    time.sleep(1.1)
    assert packed() == first


@pytest.mark.parametrize("image", Image)
def test_what_is_installed_is_what_is_pinned(image: Image, on_base: list[Recipe]) -> None:
    wanted = requirements.pins((images.HERE / f"runtime/{image}.txt").read_text())
    listing = (
        "import importlib.metadata as m, re;"
        "found = {re.sub(r'[-_.]+', '-', d.name).lower(): d.version for d in m.distributions()};"
        f"assert found == {wanted!r}, found"
    )
    check = Recipe("check-pins", below=images.libraries(image), lines=f'RUN /opt/venv/bin/python -c "{listing}"\n')
    on_base.append(check)
    images.make(check, quiet)


def test_apps_may_import_what_is_pinned() -> None:
    assert {"streamlit", "pandas", "numpy", "altair", "fastapi"} <= requirements.pinned().keys()
    assert all(version[0].isdigit() for version in requirements.pinned().values())


@pytest.mark.parametrize("image", Image)
def test_only_the_builds_own_things_are_left_out(image: Image, on_base: list[Recipe]) -> None:
    left = '! test -e /wheels && ! /opt/venv/bin/python -m pip --version && test -z "$(ls -A /tmp)"'
    check = Recipe("check-leftovers", below=images.recipe(image), lines=f"RUN {left} && test -d /app\n")
    on_base.append(check)
    images.make(check, quiet)


def test_a_second_make_does_nothing(on_base: list[Recipe]) -> None:
    recipe = Recipe("check-twice", below=images.BASE, lines="RUN echo once\n")
    on_base.append(recipe)
    said: list[str] = []
    images.make(recipe, said.append)
    assert "once" in said
    said.clear()
    images.make(recipe, said.append)
    assert said == []


def test_two_at_once_make_it_once(on_base: list[Recipe]) -> None:
    recipe = Recipe("check-race", below=images.BASE, lines="RUN sleep 1 && echo made\n")
    on_base.append(recipe)
    said: list[str] = []
    threads = [threading.Thread(target=images.make, args=(recipe, said.append)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("made") == 1
    assert engine_images.there(recipe.tag)


@pytest.fixture
def tagged() -> Iterator[list[str]]:
    """Put tags in; their images are removed at the end."""
    tags: list[str] = []
    yield tags
    for tag in tags:
        engine_images.remove(tag)


def test_what_a_build_stood_on_may_go_meanwhile(tagged: list[str], tmp_path: Path) -> None:
    recipe = Recipe("check-taken", below=images.BASE, lines="RUN echo stood > /stood\nCOPY big /big\n")
    stood, on_it = tagged[:] = [f"mayfly/check-taken:{name}" for name in ("stood", "on-it")]

    def build(tag: str, progress: Progress) -> None:
        with tempfile.TemporaryFile(dir=tmp_path) as file:
            images.pack(file, {"Dockerfile": recipe.dockerfile.encode(), "big": os.urandom(100 << 20)}, tmp_path)
            file.seek(0)
            engine_images.build(tag, file, {}, progress, online=False)

    said: list[str] = []

    def take_away(line: str) -> None:
        said.append(line)
        if line.endswith("Using cache"):
            engine_images.remove(stood)

    for _ in range(10):  # The copy may have come to its end before.
        build(stood, quiet)
        build(on_it, take_away)
        assert engine_images.there(on_it)
        if sum(line.startswith("Step 1/") for line in said) == 2:
            return
        said.clear()
        engine_images.remove(on_it)
    raise AssertionError("Nothing was taken away in time.")


def test_a_step_that_fails_is_a_sentence_and_leaves_nothing() -> None:
    recipe = Recipe("check-failure", below=images.BASE, lines="RUN echo some > /big\nRUN echo it broke && false\n")
    with pytest.raises(SandboxError, match="could not build an image"):
        images.make(recipe, quiet)
    assert [found for found in engine_images.listed() if found[0] == "check-failure"] == []


def test_an_interrupt_ends_the_build_and_leaves_nothing() -> None:
    recipe = Recipe("check-interrupt", below=images.BASE, lines="RUN echo now && sleep 4321\n")

    def interrupt(line: str) -> None:
        if line == "now":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        images.make(recipe, interrupt)
    until = time.monotonic() + 15
    while (left := sleeping() + [f for f in engine_images.listed() if f[0] == "check-interrupt"]) and (
        time.monotonic() < until
    ):
        time.sleep(0.2)
    assert left == []


def sleeping() -> list[object]:
    client = find()
    return [one for one in client.containers(all=True) if "sleep 4321" in one["Command"]]


def test_what_was_replaced_goes_after_its_grace(on_base: list[Recipe], monkeypatch: pytest.MonkeyPatch) -> None:
    old = Recipe("check-old", below=images.BASE, lines="RUN echo old\n")
    on_base.append(old)
    images.make(old, quiet)
    images.tidy()
    assert engine_images.there(old.tag), "another process may be about to boot from it"
    now = time.time
    monkeypatch.setattr(images.time, "time", lambda: now() + images.GRACE_SECONDS + 5)
    monkeypatch.setattr(images.engine_images, "listed", only("check-old", engine_images.listed))
    images.note_use(old.tag)
    os.utime(images.use(old.tag), (now() + 60, now() + 60))
    images.tidy()
    assert engine_images.there(old.tag), "another process boots from it"
    images.use(old.tag).unlink()
    wanted = {image: images.tag(image) for image in Image}
    removed = images.tidy().removed
    assert f"image {old.tag}" in removed
    assert not engine_images.there(old.tag)
    assert all(engine_images.there(tag) for tag in wanted.values())


def only(name: str, listed):  # type: ignore[no-untyped-def]
    return lambda: [found for found in listed() if found[0] == name]
