"""Podman behind Docker's API, in a store of its own: a sandbox as apps get it, its promises, and nothing left."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import Image, Runtime, debian, engine, hardening, images

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def podman() -> Iterator[engine.LocalEngine]:
    """An engine of this module's own, with the image that apps run in."""
    if not shutil.which("podman"):
        debian.install(["podman"], print)
    folder = Path(tempfile.mkdtemp())
    own = ["podman", "--cgroup-manager=cgroupfs", "--runtime=runc", f"--root={folder}/root", f"--runroot={folder}/run"]
    with subprocess.Popen(["docker", "save", images.tag(Image.APP)], stdout=subprocess.PIPE) as saved:
        subprocess.run([*own, "load", "--quiet"], stdin=saved.stdout, check=True)
    address = f"unix://{folder}/podman.sock"
    before = os.environ.get("DOCKER_HOST")
    os.environ["DOCKER_HOST"] = address
    with subprocess.Popen([*own, "system", "service", "--time=0", address], cwd=folder) as service:
        try:
            while not Path(f"{folder}/podman.sock").exists():
                time.sleep(0.1)
            yield engine.connect()
        finally:
            service.terminate()
            os.environ.pop("DOCKER_HOST") if before is None else os.environ.update(DOCKER_HOST=before)
            subprocess.run([*own, "system", "reset", "--force"], check=True, capture_output=True)
            shutil.rmtree(folder)


def test_every_promise_holds_but_what_podman_can_not_bound(podman: engine.LocalEngine) -> None:
    found = {finding.name: finding for finding in hardening.findings(podman)}
    assert "Podman" in found.pop("inodes").mend
    assert {name: one.found for name, one in found.items() if one.required and not one.ok} == {}


def test_an_app_runs_and_runs_again_and_is_gone(podman: engine.LocalEngine) -> None:
    with podman.open(Image.APP, runtime=Runtime.STREAMLIT) as box:
        box.put({"app.py": b"import streamlit as st\nst.title('here')\n"})
        assert box.start(Runtime.STREAMLIT).ok
        assert box.start(Runtime.STREAMLIT).ok
        assert box.usage().memory_mb > 10
        assert box.run(["python", "-c", "print(1)"]).output == b"1\n"
    assert podman.client.containers(all=True) == []
    assert podman.sweep().left == ()
