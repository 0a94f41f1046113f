"""A process that uses sandboxes, or keeps them ahead, and is killed with -9 at the step that was named. Refuses to come
past it: who ends otherwise has not come to that step.

    python -m tests.sandbox.steps STEP use FOLDER SECONDS       python -m tests.sandbox.steps STEP keep PATH SECONDS

`asked CALL`: the engine has acted on it and its answer is unread. `answered CALL`: that is read. `sent VERB`: the first
bytes of it have gone through the door. `before NAME`, `after NAME`: of a function.
"""

import http.client
import os
import select
import signal
import socket
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox import Image, Runtime, engine, keeper, owner
from sandbox.box import Box
from sandbox.door import Door
from sandbox.pool import Pool
from tests import localhost

USE = (
    *(f"{when} {call}" for call in ("/create", "/attach", "/start") for when in ("asked", "answered")),
    *("sent hello", "sent put", "sent start", "before wait", "sent connect", "after wait", "sent run", "sent stop"),
    *("before close", "asked DELETE", "answered DELETE"),
)
CLAIM = ("before recv_fds", "after recv_fds", "before enter", "sent hello", "sent put", "before close", "before disown")
BOOT = ("asked /create", "answered /create", "asked /start", "sent hello", "before let_go", "after let_go")
HAND_OVER = ("before send_fds", "after send_fds")
HOLDERS: dict[str, Any] = {
    "wait": Box,
    "close": engine.LocalEngine,
    "enter": engine.LocalEngine,
    "disown": Pool,
    "let_go": Door,
    "recv_fds": socket,
    "send_fds": socket,
    "end": keeper.Keeper,
}
FILES = {"index.html": b"here", "big": bytes(2 << 20)}
"""More than a channel takes at once: what is sent first is a part of it."""


def arm(step: str) -> None:
    when, _, what = step.partition(" ")
    if when in ("before", "after"):
        around(HOLDERS[what], what, **{when: die})
    elif when == "sent":
        verbs: list[str] = []
        around(Door, "ask", before=lambda door, request, **_: verbs.append(request["verb"]))
        often = 2 if what == "stop" else 1  # the first thing that a start does is to stop
        around(Door, "write_door", after=lambda _: verbs.count(what) == often and die())
    else:
        asked: list[str] = []
        around(http.client.HTTPConnection, "putrequest", before=lambda _, *call, **__: asked.append(" ".join(call)))

        def told(connection: http.client.HTTPConnection) -> None:
            if what in asked[-1]:
                if when == "asked":
                    select.select([connection.sock], [], [])
                die()

        around(http.client.HTTPConnection, "getresponse", **{{"asked": "before", "answered": "after"}[when]: told})


def die(*given: object, **named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def around(holder: Any, name: str, before: Callable[..., object] = id, after: Callable[..., object] = id) -> None:
    act = getattr(holder, name)

    def wrapped(*given: Any, **named: Any) -> Any:
        if before is not id:
            before(*given, **named)
        got = act(*given, **named)
        if after is not id:
            after(*given, **named)
        return got

    setattr(holder, name, wrapped)


def use(folder: str, seconds: str) -> None:
    localhost.as_browsers_do()
    local = engine.connect(pool_seconds=float(seconds), pool_folder=Path(folder))
    with local.open(Image.APP, runtime=Runtime.STATIC) as box:
        box.put(FILES)
        assert box.start(Runtime.STATIC).ok
        with urllib.request.urlopen(f"{box.url}/big") as answer:
            answer.read(1)
            box.run(["true"])
        box.stop()


def main(step: str, what: str, place: str, seconds: str) -> None:
    print(owner.me(), flush=True)
    arm(step)
    if what == "use":
        use(place, seconds)
    else:
        keeper.main(Path(place), float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
