"""Locks between processes of one user, on files: they go with their holder, however it ends. Never removes a file."""

import fcntl
import time
from collections.abc import Callable
from typing import IO

LOOK_EVERY = 0.05
SAY_AFTER = 0.5


def try_lock(file: IO[str], *, shared: bool = False) -> bool:
    """Whether the lock was free and is now ours, until the file is closed."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for_lock(
    file: IO[str],
    progress: Callable[[str], None],
    line: str,
    *,
    shared: bool = False,
    go_on: Callable[[], object] = lambda: None,
) -> None:
    """Waits in short naps rather than in the kernel, so that Ctrl-C comes through; says `line` when it takes long.
    `go_on` is called meanwhile, and raises when waiting should be given up."""
    began, told = time.monotonic(), False
    while not try_lock(file, shared=shared):
        go_on()
        if not told and time.monotonic() - began > SAY_AFTER:
            told = True
            progress(line)
        time.sleep(LOOK_EVERY)
