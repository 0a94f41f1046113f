"""Runs one command of the host's and shows its output line by line. Refuses shell strings; leaves no process behind."""

import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence

from sandbox.contract import Progress, SandboxError

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where system commands are, also for somebody whose own PATH leaves out the sbin folders."""


def run(argv: Sequence[str], aim: str, progress: Progress, *, hint: str = "", env: Mapping[str, str] = {}) -> None:
    """Run argv to its end. SandboxError `Could not <aim>: <last lines>` if it fails; Ctrl-C ends its whole group."""
    last: deque[str] = deque(maxlen=3)
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and nothing in argv comes from an app or a model
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            env={**os.environ, "PATH": f"{os.environ.get('PATH', '')}:{PATH}", "LC_ALL": "C.UTF-8", **env},
        )
    except OSError as error:
        raise SandboxError(f"Could not {aim}: {argv[0]}: {error.strerror}.", hint) from error
    try:
        for line in process.stdout or ():
            if line := line.strip():
                last.append(line)
                progress(line)
        status = process.wait()
    except BaseException:
        end(process)
        raise
    if status:
        raise SandboxError(f"Could not {aim}: {' / '.join(last) or f'{argv[0]} ended with {status}'}", hint)


def end(process: subprocess.Popen[str] | subprocess.Popen[bytes], seconds: float = 2) -> None:
    """End a process and all that it started: asked first, then forced."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(seconds)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
