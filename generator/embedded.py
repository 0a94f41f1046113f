"""The embedded model as a contract.Model: its server is started when first asked. Refuses to keep a second copy."""

import contextlib
import http.client
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
from urllib.parse import urlsplit

from generator import embedded_server, weights
from generator.contract import GeneratorError, Message, Reply
from generator.endpoint import Endpoint
from generator.ledger import Ledger
from generator.locks import try_lock, wait_for_lock
from generator.retries import RETRIES, EndpointError, Patience
from generator.slots import Slots
from generator.stream import OnText

Progress = Callable[[str], None]
GoOn = Callable[[], object]
"""Called while something takes long; raises when it should be given up."""

IDLE_SECONDS = 600.0
"""How long the server stays when nobody holds a lease; MAYFLY_IDLE_SECONDS says otherwise."""
LOADS_WITHIN = 180.0
ENDS_WITHIN = 5.0
ROOM_MB = 1100
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
        choice: str = "",
        *,
        ledger: Ledger | None = None,
        run: str = "",
        progress: Progress = lambda _: None,
        idle_seconds: float | None = None,
    ) -> None:
        self._choice = choice
        self._weights = weights.chosen(choice)
        self.name = weights.name_of(self._weights)
        self._ledger = ledger
        self._run = run
        self._progress = progress
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._lease: IO[str] | None = None
        self._reached: tuple[Endpoint, Slots] | None = None

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
        for is_last in (False, True):
            endpoint, slots = self._reach()
            try:
                with self._slot(endpoint, slots, messages, role) as slot:
                    return endpoint.ask(messages, role=role, schema=schema, on_text=on_text, extra=slot, **settings)
            except EndpointError as error:
                if is_last or error.kind not in ("unreachable", "broken", "key"):
                    raise
                self._progress("The embedded model's server is gone; starting it again.")
                self._forget(endpoint)
                if on_text:
                    on_text("")
        raise AssertionError("the loop returns or raises")

    def start(self) -> None:
        """Fetch the weights and start the server where that hasn't been done yet; the first call does it otherwise."""
        self._reach()

    @contextlib.contextmanager
    def _slot(
        self, endpoint: Endpoint, slots: Slots, messages: Sequence[Message], role: str
    ) -> Iterator[dict[str, Any]]:
        """A slot that has read the system text already, as the request names it."""
        first = messages[0] if len(messages) > 1 else {}
        beginning = str(first.get("content", "")) if first.get("role") == "system" else ""

        def read(slot: int) -> None:
            shortest = [first, {"role": "user", "content": "Say ok."}]
            endpoint.ask(shortest, role=role, max_tokens=1, extra={"id_slot": slot})

        with slots.take(beginning, json.dumps(messages, default=str), read) as slot:
            yield {"id_slot": slot}

    def _reach(self) -> tuple[Endpoint, Slots]:
        with self._lock:
            if self._reached is None:
                self._go_on()
                file = weights.fetch(self._weights, self._progress, self._go_on)
                folder = weights.cache() / "embedded"
                self._lease = self._lease or take_lease(folder, self._progress, self._go_on)
                idle = _idle_setting() if self._idle_seconds is None else self._idle_seconds
                state = reach_server(folder, file, self._lease, idle, self._progress, self._go_on)
                endpoint = Endpoint(
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
                kept = Path(state["kept"])
                slots = Slots(folder, kept, state["url"], state["key"], self.slots, endpoint.check_open)
                self._reached = endpoint, slots
            return self._reached

    def apart(self) -> "Embedded":
        """The same model, with a lease of its own: its `close` ends no other calls."""
        return Embedded(
            self._choice,
            ledger=self._ledger,
            run=self._run,
            progress=self._progress,
            idle_seconds=self._idle_seconds,
        )

    def close(self) -> None:
        """End calls in progress, in all threads, and let go of the server; it leaves by itself when nobody needs it."""
        self._closing.set()
        if reached := self._reached:
            reached[0].close()
        with self._lock:
            if self._reached:
                self._reached[0].close()
            if self._lease:
                self._lease.close()
            self._reached = self._lease = None

    def _go_on(self) -> None:
        if self._closing.is_set():
            raise EndpointError("closed", "The embedded model was let go while it was asked.", "")

    def _forget(self, endpoint: Endpoint) -> None:
        with self._lock:
            if self._reached and self._reached[0] is endpoint:
                self._reached = None


def model(
    choice: str = "",
    *,
    ledger: Ledger | None = None,
    run: str = "",
    progress: Progress = lambda _: None,
    idle_seconds: float | None = None,
) -> Embedded:
    """The embedded model; nothing is fetched or started before the first call. `choice` is any GGUF file's path
    or a key of weights.KNOWN; "" is MAYFLY_WEIGHTS, else the default. `progress` gets lines for people."""
    return Embedded(choice, ledger=ledger, run=run, progress=progress, idle_seconds=idle_seconds)


def stop() -> bool:
    """End the server, also when somebody still uses it. Says whether there was one."""
    folder = weights.cache() / "embedded"
    if not folder.is_dir():
        return False
    with _start_lock(folder, lambda _: None, lambda: None):
        return _end(folder)


def running() -> dict[str, Any] | None:
    """What the living server said of itself: pid, model, url. None when there is none."""
    folder = weights.cache() / "embedded"
    state = _state(folder) if folder.is_dir() and _is_served(folder) else {}
    return {part: state[part] for part in ("pid", "model", "url")} if "url" in state else None


def take_lease(folder: Path, progress: Progress, go_on: GoOn) -> IO[str]:
    """A shared lock that keeps the server from leaving. A server that is just leaving is waited for."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lease = (folder / "lease.lock").open("a")
    wait_for_lock(lease, progress, "Waiting for the embedded model's server to leave.", shared=True, go_on=go_on)
    return lease


def reach_server(
    folder: Path, file: Path, lease: IO[str], idle_seconds: float, progress: Progress, go_on: GoOn
) -> dict[str, Any]:
    """url and key of the one server, which is started when none answers. The caller holds the lease."""
    with _start_lock(folder, progress, go_on):
        if _is_served(folder):
            state = _state(folder)
            same = state.get("stamp") == embedded_server.stamp(file)
            if same and _answers(state):
                return state
            if not same and not _is_ours_alone(lease, progress):
                raise GeneratorError(
                    f"Another run is using the embedded model with other weights ({state.get('model')}).",
                    "Wait for it to end, or use the same weights.",
                )
            _end(folder)
        return _launch(folder, file, idle_seconds, progress, go_on)


def _launch(folder: Path, file: Path, idle_seconds: float, progress: Progress, go_on: GoOn) -> dict[str, Any]:
    _check_memory(file)
    (folder / "state.json").unlink(missing_ok=True)
    progress(f"Loading the embedded model {file.stem}.")
    began = time.monotonic()
    # Passive waiting: with OpenMP's spinning threads a busy machine gives a hundredth of the speed.
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}
    options = {"--model": file, "--folder": folder, "--idle": idle_seconds, "--threads": _cores()}
    argv = [sys.executable, "-P", embedded_server.__file__]
    argv += [str(part) for option in options.items() for part in option]
    subprocess.run(argv, check=True, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603
    while True:
        served = _is_served(folder)
        state = _state(folder)
        if "url" in state:
            progress(f"The embedded model is loaded ({time.monotonic() - began:.0f} s).")
            return state
        if "error" in state or not served or time.monotonic() - began > LOADS_WITHIN:
            raise _failure(folder, state)
        go_on()
        time.sleep(0.05)


def _failure(folder: Path, state: Mapping[str, Any]) -> GeneratorError:
    about = str(state.get("about", ""))
    if state.get("error") == "ModuleNotFoundError":
        return GeneratorError("The embedded model needs xllamacpp, which is missing.", "pip install 'mayfly[local]'")
    if "libgomp" in about:
        return GeneratorError("The embedded model needs the system library libgomp1.", "apt-get install libgomp1")
    log = folder / "server.log"
    last = (log.read_text(errors="replace").strip().splitlines() or [""])[-1] if log.exists() else ""
    return GeneratorError(
        f"The embedded model could not be loaded: {about or last or 'its server ended without a word'}.",
        f"Free some memory and try again; the server's own words are in {log}.",
    )


def _check_memory(file: Path) -> None:
    """Refused beforehand: a machine that runs out of memory is worse than an app that isn't made."""
    needed_mb = file.stat().st_size // 2**20 + ROOM_MB
    free_mb = _free_mb()
    if free_mb is not None and free_mb < needed_mb:
        raise GeneratorError(
            f"The embedded model needs {needed_mb:,} MB of memory and {free_mb:,} MB are free.",
            "Close other programs, or use a model at an endpoint (MAYFLY_BASE_URL, MAYFLY_API_KEY).",
        )


def _free_mb() -> int | None:
    """Memory that can still be had, by the kernel and by the control group; None where neither tells."""
    free = []
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free.append(int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) // 1024)
    group = Path("/sys/fs/cgroup")
    with contextlib.suppress(OSError, ValueError):
        most, used = (int((group / f"memory.{name}").read_text()) for name in ("max", "current"))
        free.append((most - used) // 2**20)
    return min(free) if free else None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _idle_setting() -> float:
    setting = os.environ.get("MAYFLY_IDLE_SECONDS", "")
    try:
        return float(setting) if setting else IDLE_SECONDS
    except ValueError:
        raise GeneratorError(f"MAYFLY_IDLE_SECONDS is {setting!r}, which is no number.", "Give seconds.") from None


def _state(folder: Path) -> dict[str, Any]:
    try:
        state = json.loads((folder / "state.json").read_text())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _is_served(folder: Path) -> bool:
    """Whether a server lives: it holds its lock exactly as long."""
    with (folder / "server.lock").open("a") as lock:
        return not try_lock(lock)


def _is_ours_alone(lease: IO[str], progress: Progress) -> bool:
    """Whether nobody else holds a lease. Ours is kept or taken again."""
    alone = try_lock(lease)
    wait_for_lock(lease, progress, "Waiting for the embedded model's server.", shared=True)
    return alone


def _answers(state: Mapping[str, Any]) -> bool:
    connection = http.client.HTTPConnection(urlsplit(str(state.get("url"))).netloc, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end(folder: Path) -> bool:
    """Ends the server that holds the lock and waits until it is gone. Says whether there was one."""
    if not _is_served(folder):
        return False
    pid = _state(folder).get("pid")
    if isinstance(pid, int):
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + ENDS_WITHIN
            while time.monotonic() < deadline:
                if not _is_served(folder):
                    return True
                time.sleep(0.05)
    raise GeneratorError("The embedded model's server doesn't end.", f"End the process {pid or ''} by hand.")


@contextlib.contextmanager
def _start_lock(folder: Path, progress: Progress, go_on: GoOn) -> Iterator[None]:
    with (folder / "start.lock").open("a") as lock:
        wait_for_lock(lock, progress, "Waiting for another run that is loading the embedded model.", go_on=go_on)
        yield
