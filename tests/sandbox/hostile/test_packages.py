"""Packages whose code would run where they are built or put in: none is built, none runs before an app imports it."""

import io
import tarfile

import pytest

from sandbox import Engine, Sandbox, engine_images
from tests import package_index
from tests.package_index import quiet, wheel
from tests.sandbox.hostile.conftest import source


def archive() -> bytes:
    """A source distribution, as an index has it: its setup.py, and a way out of the folder where it is unpacked."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        about = b"Metadata-Version: 2.1\nName: spiteful\nVersion: 1.0\n"
        files = {"setup.py": source("setup_py"), "PKG-INFO": about, "../../../../app/escaped": b"out"}
        for name, content in files.items():
            entry = tarfile.TarInfo(f"spiteful-1.0/{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize("wanted", ["spiteful", "lured"])
def test_code_in_a_dependencys_setup_is_neither_fetched_nor_run(
    engine: Engine, evil: Sandbox, index: None, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    evil.put({"setup.py": source("setup_py")}, replace=True)
    assert evil.run(["python", "setup.py"]).status == 0
    assert "ran" in evil.get(), "it would do it"
    asked: list[str] = []
    offered = {"spiteful-1.0.tar.gz": archive(), "lured-1.0-py3-none-any.whl": wheel("lured", {}, "spiteful")}
    monkeypatch.setattr(package_index, "FILES", {**package_index.FILES, **offered})
    monkeypatch.setattr(package_index, "NAMES", (*package_index.NAMES, "spiteful", "lured"))
    serve = package_index.Index.do_GET
    monkeypatch.setattr(package_index.Index, "do_GET", lambda self: (asked.append(self.path), serve(self))[1])
    images = {one[2] for one in engine_images.listed()}
    found = engine.resolve([wanted], quiet)
    assert (found.ok, found.trouble, found.name, found.layer) == (False, "no wheel", "spiteful", ""), found
    assert any("/simple/spiteful" in path for path in asked), "it was looked for"
    assert [path for path in asked if path.endswith(".tar.gz")] == []
    assert {one[2] for one in engine_images.listed()} <= images
