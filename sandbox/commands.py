"""Runs one host command and shows its output line by line; refuses shell strings and leaves no process behind."""

import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence

from sandbox.contract import Progress, SandboxError

KEPT_LINES = 12


def run(argv: Sequence[str], progress: Progress, *, hint: str = "", env: Mapping[str, str] | None = None) -> None:
    """Run argv to its end. SandboxError with its last lines when it fails or isn't there; Ctrl-C ends its whole group."""
    last: deque[str] = deque(maxlen=KEPT_LINES)
    try:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
        )
    except OSError as error:
        raise SandboxError(f"{argv[0]} can't be run: {error.strerror}.", hint) from error
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if line := line.strip():
                last.append(line)
                progress(line)
        status = process.wait()
    except BaseException:
        end(process)
        raise
    finally:
        process.stdout.close()
    if status:
        raise SandboxError(f"`{' '.join(argv)}` ended with {status}: {' / '.join(last)}", hint)


def end(process: subprocess.Popen[str], seconds: float = 5) -> None:
    """End a process and all that it started: asked first, then forced."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
