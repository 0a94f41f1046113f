"""The runtimes of apps: their libraries loaded ahead into PID 1, and an app run in a child forked from it. Refuses to
load what is not in the image's list for the runtime.

A list holds the modules that were there after a first page had been shown (`record.py`). Forked from a process that has
them, an app answers within milliseconds, the first time and after each edit.
"""

import contextlib
import gc
import importlib
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Mapping

PORT = 8000
MODULES = "/opt/mayfly/modules"
ENVIRONMENT = {
    "PATH": "/opt/venv/bin:/usr/local/bin:/usr/bin:/bin",
    "HOME": "/tmp",  # noqa: S108 - the sandbox's own
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}
STREAMLIT = (
    *("run", "app.py", "--server.headless=true", "--server.address=127.0.0.1", f"--server.port={PORT}"),
    *("--server.fileWatcherType=none", "--browser.gatherUsageStats=false", "--client.toolbarMode=minimal"),
)


def preload(runtime: str) -> None:
    """Load what apps of a runtime will need, and keep it out of the collector's way, so that children share it."""
    os.environ.update(ENVIRONMENT)
    sys.dont_write_bytecode = True
    with contextlib.suppress(FileNotFoundError), open(f"{MODULES}/{runtime}") as file:
        for name in file.read().split():
            with contextlib.suppress(Exception):  # a module that won't load now can say so to the app
                importlib.import_module(name)
    with contextlib.suppress(Exception):  # what can't be tried out now is only slower then
        REHEARSALS[runtime]()
    gc.collect()
    gc.freeze()


def run(runtime: str, env: Mapping[str, str]) -> None:
    """In a child: be the app, to its end, as Python would run it."""
    os.environ.clear()
    os.environ.update({**ENVIRONMENT, **env})
    sys.path[:0] = filter(None, env.get("PYTHONPATH", "").split(":"))
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    status = 0
    try:
        RUNTIMES[runtime]()
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1 if error.code else 0
    except BaseException:
        traceback.print_exc()
        status = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    os._exit(status)


def static() -> None:
    from sandbox.payload.serve import serve

    serve(PORT, os.environ.get("MAYFLY_HOSTS", ""))


def streamlit() -> None:
    from streamlit.web import cli

    reseed()
    sys.argv = ["streamlit", *STREAMLIT]
    cli.main(prog_name="streamlit")


def fastapi() -> None:
    import uvicorn

    reseed()
    sys.path.insert(0, os.getcwd())
    uvicorn.run("app:app", host="127.0.0.1", port=PORT, access_log=False)


def reseed() -> None:
    """Python's own generator starts anew in a child; numpy's would go on as in each child before."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def rehearse_static() -> None:
    importlib.import_module("sandbox.payload.serve")


def rehearse_streamlit() -> None:
    """Each start reads what every package of the image says of itself, and each first page looks for the file of every
    module: most of their time, and always with the same outcome."""
    from streamlit.components.v2 import manifest_scanner

    inspect.stack()
    found = manifest_scanner.scan_component_manifests()
    manifest_scanner.scan_component_manifests = lambda *_: found


def rehearse_fastapi() -> None:
    """A first request compiles patterns and loads what none needs before."""
    import asyncio

    asked: dict[str, object] = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}

    async def receive() -> dict[str, object]:
        return {"type": "http.request"}

    async def send(_: object) -> None: ...

    async def page() -> dict[str, int]:
        return {}

    app = importlib.import_module("fastapi").FastAPI()
    app.get("/")(page)
    asyncio.run(app(asked, receive, send))


REHEARSALS: Mapping[str, Callable[[], None]] = {
    "static": rehearse_static,
    "streamlit": rehearse_streamlit,
    "fastapi": rehearse_fastapi,
}
RUNTIMES: Mapping[str, Callable[[], None]] = {"static": static, "streamlit": streamlit, "fastapi": fastapi}
