"""Serves the embedded model to all Mayfly processes of a user, as one copy in memory. Refuses to run twice per folder.

Runs as a program of its own, by path, with nothing but the standard library and xllamacpp. In its folder:
`server.lock` is held for as long as it lives, `state.json` (mode 0600) says where it answers or why it could not,
`lease.lock` is held (shared) by every process that uses the model. When nobody has held that for the idle time, it
goes away by itself, so a client that was killed needs no clean-up.
"""

import argparse
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import signal
import sys
import time
import traceback
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn

SLOTS = 4
CONTEXT = 16384
"""Tokens that all slots share. The cache is unified: four calls have 4,096 each, one alone may use them all."""
LOOK_EVERY = 1.0
LEAVES_WITHIN = 5.0


def write_state(folder: Path, state: dict[str, Any]) -> None:
    """Readers see the old state or the new one, never half of it; nobody but the user sees the key."""
    part = folder / f"state.{os.getpid()}.part"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(state, out)
    part.replace(folder / "state.json")


def place_for_beginnings(folder: Path, model: Path) -> Path:
    """Where what slots have read is kept: a folder for exactly these weights and this engine. Others are removed."""
    about = f"{stamp(model)} {version('xllamacpp')} {CONTEXT}"
    place = folder / "read" / hashlib.sha256(about.encode()).hexdigest()[:16]
    place.mkdir(parents=True, exist_ok=True)
    for other in place.parent.iterdir():
        if other != place:
            shutil.rmtree(other, ignore_errors=True)
    return place


def stamp(file: Path) -> str:
    """Tells one file of weights from another."""
    about = file.stat()
    return f"{file} {about.st_size} {about.st_mtime_ns}"


def is_sole_server(lock: IO[str]) -> bool:
    """Takes the folder's lock for as long as the process lives. A server that is just leaving is waited for."""
    deadline = time.monotonic() + LEAVES_WITHIN
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)


def load(model: Path, threads: int, key: str, kept: Path) -> Any:
    """The running server; it listens on a free loopback port and answers only those who know the key."""
    import xllamacpp  # type: ignore[import-untyped]

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.model_alias = {model.stem}
    params.n_ctx = CONTEXT
    params.n_parallel = SLOTS
    params.kv_unified = True
    params.cache_ram_mib = 0  # clients keep the beginnings of prompts as files
    params.slot_save_path = f"{kept}/"
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.cors_origins = ""
    params.ui = False
    params.endpoint_slots = False
    params.fit_params = False
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    return xllamacpp.Server(params)


def wait_until_idle(lease: IO[str], idle_seconds: float) -> None:
    """Returns once nobody has held the lease for that long. Then we hold it against everybody, to the process's end."""
    last_used = time.monotonic()
    while True:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            last_used = time.monotonic()
        else:
            if time.monotonic() - last_used >= idle_seconds:
                return
            fcntl.flock(lease, fcntl.LOCK_UN)
        time.sleep(min(LOOK_EVERY, idle_seconds or LOOK_EVERY))


def leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    """At once: llama.cpp's threads can outlast an interpreter that shuts down in order, and the locks go anyway."""
    sys.stderr.flush()
    os._exit(0)


def serve(model: Path, folder: Path, idle_seconds: float, threads: int) -> None:
    """Load, say where, and stay until idle. What went wrong is written down for the client that waits."""
    signal.signal(signal.SIGTERM, leave)
    key = secrets.token_urlsafe(32)
    state: dict[str, Any] = {"pid": os.getpid(), "model": str(model), "stamp": stamp(model)}
    write_state(folder, state)
    try:
        kept = place_for_beginnings(folder, model)
        server = load(model, threads, key, kept)
        write_state(folder, state | {"url": server.listening_address, "key": key, "kept": str(kept)})
        with (folder / "lease.lock").open("a") as lease:
            wait_until_idle(lease, idle_seconds)
            leave(0, None)
    except Exception as error:
        traceback.print_exc()
        write_state(folder, state | {"error": type(error).__name__, "about": str(error)})
        leave(0, None)


def detach(log: Path) -> None:
    """Leave the process, session and terminal of whoever started us; what is printed goes to the log."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(source, target)


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--idle", type=float, required=True, help="seconds without a lease until it goes away")
    parser.add_argument("--threads", type=int, required=True)
    asked = parser.parse_args(argv)
    with (asked.folder / "server.lock").open("a") as lock:
        if not is_sole_server(lock):
            parser.exit(1, "another server holds the folder\n")
        detach(asked.folder / "server.log")
        serve(asked.model, asked.folder, asked.idle, asked.threads)


if __name__ == "__main__":
    main(sys.argv[1:])
