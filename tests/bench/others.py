"""From "I want it" to a first 200 with llm-sandbox and swe-rex, each by its documented interface; run in the
environment that `beside.py` makes. Takes the work as JSON from its standard input, and prints seconds as JSON.

Neither leads from the host to an app inside, so that the 200 is seen inside: the command that starts the app ends when
it answers.
"""

import asyncio
import json
import logging
import shlex
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def llm_sandbox(work: dict[str, Any]) -> Iterator[float]:
    """A session of its own for each app."""
    from llm_sandbox import SandboxSession

    for _ in range(work["times"]):
        began = time.perf_counter()
        with SandboxSession(**session(work)) as opened:
            yield run(opened, work, began)


def llm_sandbox_pool(work: dict[str, Any]) -> Iterator[float]:
    """A session with a container of its pool, booted ahead and used once."""
    from llm_sandbox.pool import PoolConfig, PooledSandboxSession, create_pool_manager

    config = PoolConfig(min_pool_size=2, max_pool_size=4, max_container_uses=1)
    with create_pool_manager(backend="docker", config=config, **session(work)) as pool:
        for _ in range(work["times"]):
            while pool.get_stats()["state_counts"]["idle"] < 2:
                time.sleep(0.1)
            began = time.perf_counter()
            with PooledSandboxSession(pool_manager=pool) as opened:
                yield run(opened, work, began)


def session(work: dict[str, Any]) -> dict[str, Any]:
    """The image has all that an app needs, so nothing is set up in it; and it ends at once when it is told to."""
    settings = {
        "command": "sleep infinity",
        "stop_signal": "SIGKILL",
        "labels": work["labels"],
        "network": work["network"],
    }
    return {
        "lang": "python",
        "image": work["image"],
        "skip_environment_setup": True,
        "runtime_configs": settings,
    }


def run(opened: Any, work: dict[str, Any], began: float) -> float:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in work["files"].items():
            path = Path(folder, name)
            path.write_text(content)
            opened.copy_to_runtime(str(path), f"/app/{name}")
    ran = opened.execute_command(shlex.join(["bash", "-c", work["script"]]))
    assert ran.exit_code == 0, ran
    return time.perf_counter() - began


def swe_rex(work: dict[str, Any]) -> Iterator[float]:
    """A deployment of its own for each app; its server is in the image, or it would install itself each time."""
    for _ in range(work["times"]):
        yield asyncio.run(deployed(work))


async def deployed(work: dict[str, Any]) -> float:
    from swerex.deployment.docker import DockerDeployment
    from swerex.runtime.abstract import Command, WriteFileRequest

    settings = [f"--network={work['network']}", *(f"--label={key}={value}" for key, value in work["labels"].items())]
    began = time.perf_counter()
    deployment = DockerDeployment(image=work["image"], pull="never", docker_args=settings)
    await deployment.start()
    try:
        for name, content in work["files"].items():
            await deployment.runtime.write_file(WriteFileRequest(path=f"/app/{name}", content=content))
        ran = await deployment.runtime.execute(Command(command=["bash", "-c", work["script"]], timeout=60))
        assert ran.exit_code == 0, ran
        return time.perf_counter() - began
    finally:
        await deployment.stop()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asked = json.load(sys.stdin)
    print(json.dumps([*globals()[asked["by"]](asked)]))
