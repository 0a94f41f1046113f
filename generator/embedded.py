"""The embedded model as a contract.Model: its server is started when first asked. Refuses to keep a second copy."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from generator import embedded_server, weights
from generator.contract import GeneratorError, Message, Reply
from generator.endpoint import Endpoint, Patience
from generator.ledger import Ledger
from generator.retries import RETRIES, EndpointError
from generator.stream import OnText

IDLE_SECONDS = 600.0
LOADS_WITHIN = 180.0
ROOM_MB = 1200
"""Memory beyond the weights' own size that the server takes."""
PATIENCE = Patience(first_token=900, stall=180, tokens=4096)
"""A prompt waits for a free slot, and on a busy machine a long one takes minutes to read."""
ONE_TRY = {**RETRIES, **{kind: replace(RETRIES[kind], tries=1) for kind in ("unreachable", "broken", "key")}}
"""When the server is gone a new one is started, rather than waited for."""


class Embedded:
    """A contract.Model on the embedded server. Holds the lease on it from the first call until `close`."""

    small = True
    slots = embedded_server.SLOTS

    def __init__(
        self,
        file: Path | None = None,
        *,
        ledger: Ledger | None = None,
        run: str = "",
        progress: Callable[[str], None] = lambda _: None,
        idle_seconds: float | None = None,
    ) -> None:
        self.name = weights.name(file)
        self._file = file
        self._ledger = ledger
        self._run = run
        self._progress = progress
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._lease: IO[str] | None = None
        self._endpoint: Endpoint | None = None

    def ask(
        self,
        messages: Sequence[Message],
        *,
        role: str,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int = 2048,
        temperature: float = 0.2,
        seed: int | None = None,
        on_text: OnText | None = None,
    ) -> Reply:
        """As contract.Model says. A server that was killed is started again, once per call."""
        settings: dict[str, Any] = {"max_tokens": max_tokens, "temperature": temperature, "seed": seed}
        endpoint = self.start()
        try:
            return endpoint.ask(messages, role=role, schema=schema, on_text=on_text, **settings)
        except EndpointError as error:
            if error.kind not in ("unreachable", "broken", "key"):
                raise
            self._progress("The embedded model's server is gone; starting it again.")
            if on_text:
                on_text("")
            self._forget(endpoint)
        return self.start().ask(messages, role=role, schema=schema, on_text=on_text, **settings)

    def start(self) -> Endpoint:
        """The server's endpoint; fetches the weights and starts the server when that hasn't been done yet."""
        with self._lock:
            if self._endpoint is None:
                file = self._file or weights.fetch(self._progress)
                folder = weights.cache() / "embedded"
                self._lease = self._lease or take_lease(folder, self._progress)
                state = reach_server(folder, file, self._idle_seconds, self._progress)
                self._endpoint = Endpoint(
                    f"{state['url']}/v1",
                    state["key"],
                    self.name,
                    small=True,
                    slots=self.slots,
                    ledger=self._ledger,
                    run=self._run,
                    remark=self._progress,
                    patience=PATIENCE,
                    retries=ONE_TRY,
                )
            return self._endpoint

    def close(self) -> None:
        """End calls in progress and let go of the server; it leaves by itself when nobody needs it."""
        with self._lock:
            if self._endpoint:
                self._endpoint.close()
            if self._lease:
                self._lease.close()
            self._endpoint = self._lease = None

    def _forget(self, endpoint: Endpoint) -> None:
        with self._lock:
            if self._endpoint is endpoint:
                self._endpoint = None


def model(
    file: Path | None = None,
    *,
    ledger: Ledger | None = None,
    run: str = "",
    progress: Callable[[str], None] = lambda _: None,
    idle_seconds: float | None = None,
) -> Embedded:
    """The embedded model; nothing is fetched or started before the first call. `file` is any GGUF file's path;
    without it MAYFLY_WEIGHTS, else the default weights. `progress` gets lines for people."""
    return Embedded(file, ledger=ledger, run=run, progress=progress, idle_seconds=idle_seconds)


def stop() -> bool:
    """End the server, also when somebody still uses it. Says whether there was one."""
    folder = weights.cache() / "embedded"
    if not folder.is_dir():
        return False
    with _start_lock(folder, lambda _: None):
        return _end(folder)


def running() -> dict[str, Any] | None:
    """What the living server said of itself: pid, model, url. None when there is none."""
    folder = weights.cache() / "embedded"
    state = _state(folder) if folder.is_dir() and _is_served(folder) else {}
    return {part: state[part] for part in ("pid", "model", "url")} if "url" in state else None


def take_lease(folder: Path, progress: Callable[[str], None]) -> IO[str]:
    """A shared lock that keeps the server from leaving. A server that is just leaving is waited for."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lease = (folder / "lease.lock").open("a")
    _lock(lease, fcntl.LOCK_SH, progress, "Waiting for the embedded model's server to leave.")
    return lease


def reach_server(
    folder: Path, file: Path, idle_seconds: float | None, progress: Callable[[str], None]
) -> dict[str, Any]:
    """url and key of the one server, which is started when none answers. The caller holds the lease."""
    with _start_lock(folder, progress):
        if _is_served(folder):
            state = _state(folder)
            if state.get("model") == str(file) and _answers(state):
                return state
            if state.get("model") != str(file) and _others_use(folder):
                raise GeneratorError(
                    f"Another run is using the embedded model with other weights ({state.get('model')}).",
                    "Wait for it to end, or use the same weights.",
                )
            _end(folder)
        return _launch(folder, file, idle_seconds, progress)


def _launch(folder: Path, file: Path, idle_seconds: float | None, progress: Callable[[str], None]) -> dict[str, Any]:
    _check_memory(file)
    if idle_seconds is None:
        idle_seconds = float(os.environ.get("MAYFLY_IDLE_SECONDS", IDLE_SECONDS))
    (folder / "state.json").unlink(missing_ok=True)
    progress(f"Loading the embedded model {file.stem}.")
    began = time.monotonic()
    # Passive waiting: with OpenMP's spinning threads a busy machine gives a hundredth of the speed.
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}
    options = {
        "--model": file,
        "--folder": folder,
        "--idle": idle_seconds,
        "--threads": len(os.sched_getaffinity(0)),
    }
    program = [sys.executable, "-P", embedded_server.__file__]
    argv = program + [str(part) for option in options.items() for part in option]
    subprocess.run(argv, check=True, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
    while not (state := _state(folder)):
        waited = time.monotonic() - began
        if waited > LOADS_WITHIN or (waited > 1 and not _is_served(folder)):
            raise _failure(folder, {})
        time.sleep(0.05)
    if "error" in state:
        raise _failure(folder, state)
    progress(f"The embedded model is loaded ({time.monotonic() - began:.0f} s).")
    return state


def _failure(folder: Path, state: Mapping[str, Any]) -> GeneratorError:
    about = str(state.get("about", ""))
    if state.get("error") == "ModuleNotFoundError":
        return GeneratorError(
            "The embedded model needs xllamacpp, which isn't installed.", "pip install 'mayfly[local]'"
        )
    if "libgomp" in about:
        return GeneratorError(
            "The embedded model needs the system library libgomp1.",
            "apt-get install libgomp1",
        )
    log = folder / "server.log"
    last = (log.read_text(errors="replace").strip().splitlines() or [""])[-1] if log.exists() else ""
    return GeneratorError(
        f"The embedded model could not be loaded: {about or last or 'its server ended without a word'}.",
        f"Free some memory and try again; the server's own words are in {log}.",
    )


def _check_memory(file: Path) -> None:
    """Refused beforehand: a machine that runs out of memory is worse than an app that isn't made."""
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free_mb = int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) // 1024
        needed_mb = file.stat().st_size // 2**20 + ROOM_MB
        if free_mb < needed_mb:
            raise GeneratorError(
                f"The embedded model needs {needed_mb:,} MB of memory and {free_mb:,} MB are free.",
                "Close other programs, or use a model at an endpoint (MAYFLY_BASE_URL, MAYFLY_API_KEY).",
            )


def _state(folder: Path) -> dict[str, Any]:
    try:
        state = json.loads((folder / "state.json").read_text())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _is_served(folder: Path) -> bool:
    """Whether a server lives: it holds its lock exactly as long."""
    with (folder / "server.lock").open("a") as lock:
        return not _try_lock(lock, fcntl.LOCK_EX)


def _others_use(folder: Path) -> bool:
    """Whether anybody holds a lease beside the caller (who holds one)."""
    with (folder / "lease.lock").open("a"):
        holders = 0
        for line in Path("/proc/locks").read_text().splitlines():
            inode = (folder / "lease.lock").stat().st_ino
            holders += line.split()[5].endswith(f":{inode}")
        return holders > 1


def _answers(state: Mapping[str, Any]) -> bool:
    import urllib.request

    try:
        with urllib.request.urlopen(f"{state['url']}/health", timeout=10) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except (OSError, KeyError, ValueError):
        return False


def _end(folder: Path) -> bool:
    """Ends the server that holds the lock and waits until it is gone."""
    if not _is_served(folder):
        return False
    pid = _state(folder).get("pid")
    if isinstance(pid, int):
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline:
                if not _is_served(folder):
                    (folder / "state.json").unlink(missing_ok=True)
                    return True
                time.sleep(0.05)
    raise GeneratorError("The embedded model's server doesn't end.", f"End the process {pid} by hand.")


@contextlib.contextmanager
def _start_lock(folder: Path, progress: Callable[[str], None]) -> Iterator[None]:
    with (folder / "start.lock").open("a") as lock:
        _lock(lock, fcntl.LOCK_EX, progress, "Waiting for another run that is loading the embedded model.")
        yield


def _lock(file: IO[str], how: int, progress: Callable[[str], None], line: str) -> None:
    """Waits in short naps rather than in flock, so that Ctrl-C comes through in every thread."""
    began, told = time.monotonic(), False
    while not _try_lock(file, how):
        if not told and time.monotonic() - began > 0.5:
            told = True
            progress(line)
        time.sleep(0.05)


def _try_lock(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
