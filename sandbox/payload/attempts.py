"""Ways to try something that may be forbidden, and to say in a word what came of it. Refuses to let a trial that ends
its process end the others. Standard library only."""

import contextlib
import ctypes
import errno
import json
import os
import signal
import socket
from collections.abc import Callable, Iterable
from typing import Any

LIBC = ctypes.CDLL(None, use_errno=True)
REFUSED = {"EPERM", "EACCES", "ENOSYS", "EROFS"}
SECONDS = 20

Given = dict[str, Any]
Outcome = tuple[bool, str]
"""Whether the promise held, and what was seen."""


def tried(probe: Callable[[Given], Outcome], given: Given) -> Outcome:
    """One probe in a child; who dies or hangs in it has not shown that the promise holds."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        os.close(reading)
        signal.alarm(SECONDS)
        try:
            outcome = probe({**given, "ours": writing})
        except BaseException as error:
            outcome = False, f"{type(error).__name__}: {error}"
        os.write(writing, json.dumps(outcome).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        answer = file.read()
    status = os.waitpid(pid, 0)[1]
    if not answer:
        return False, f"the probe itself was ended with status {status}"
    held, found = json.loads(answer)
    return bool(held), str(found)


def in_child(work: Callable[[], str]) -> str:
    """What the work came to in a child of its own: its word, or the signal that ended it."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
        signal.alarm(SECONDS // 2)
        try:
            answer = work()
        except MemoryError:
            answer = "MemoryError"
        except BaseException as error:
            answer = f"done, {error}"
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        answer = file.read().decode()
    status = os.waitpid(pid, 0)[1]
    return answer or f"ended by signal {os.WTERMSIG(status)}"


def call(number: int, *given: int) -> str:
    arguments = [ctypes.c_ulong(value) for value in (*given, *[0] * (6 - len(given)))]
    return "done" if LIBC.syscall(ctypes.c_long(number), *arguments) != -1 else errno.errorcode[ctypes.get_errno()]


def attempt(act: Callable[..., object], *given: object) -> str:
    """ "done", or the name of the error."""
    try:
        act(*given)
    except OSError as error:
        return word(error)
    except ValueError:
        return "EPERM"  # so the standard library says that a limit may not be raised
    return "done"


def word(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


def refused(went: dict[str, str], also: Iterable[str] = ()) -> Outcome:
    wrong = [f"{name} {answer}" for name, answer in went.items() if answer not in {*REFUSED, *also}]
    return not wrong, some(wrong) or f"{len(went)} are refused"


def some(things: list[str]) -> str:
    return ", ".join(things[:6]) + (f" and {len(things) - 6} more" if len(things) > 6 else "")


def reach(host: str, port: int, kind: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as sock:
        sock.settimeout(0.3)
        sock.connect((host, port))


def connect_unix(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(path)


def can_write(folder: str) -> bool:
    if not os.path.isdir(folder):
        return os.path.isfile(folder) and attempt(lambda: open(folder, "ab").close()) == "done"
    path = os.path.join(folder, "probe")
    if attempt(lambda: open(path, "xb").close()) != "done":
        return False
    os.unlink(path)
    return True


def read_or_list(path: str) -> None:
    if os.path.isdir(path):
        if not os.listdir(path):
            raise FileNotFoundError(errno.ENOENT, path)  # covered by something empty
    else:
        with open(path, "rb") as file:
            if not file.read(1):
                raise FileNotFoundError(errno.ENOENT, path)
