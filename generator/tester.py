"""A warm browser in a sandbox of its own, to which checks are given one at a time. Refuses to believe what it answers.

The browser shows pages that a model wrote: what comes back is bounded, typed, and matched with what was asked.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from pydantic import Base64Bytes, BaseModel, ConfigDict, TypeAdapter, ValidationError

from generator.access import Given
from generator.attachments import FOLDER
from generator.checks import DRIVER, PAYLOAD
from sandbox.contract import Ahead, Engine, Files, Image, Limits, Sandbox, SandboxError

LIMITS = Limits(memory_mb=1536, cpus=2, processes=512)
FILES = (*DRIVER, "ask.py", "axe.py", "invariants.py", "odd.js", "service_invariants.py", "tester.py")
MOST_KB = 512 + 2 * 2048
"""Of an answer: with two pictures at most."""
PNG = b"\x89PNG\r\n\x1a\n"


class Told(BaseModel):
    """What the tester says of one check or invariant."""

    model_config = ConfigDict(frozen=True)

    id: str
    mark: Literal["passed", "failed", "error"]
    said: str = ""
    seconds: float = 0.0
    late: bool = False
    """Whether the page took longer to open than on a machine that is not busy."""
    console: list[str] = []
    errors: list[str] = []
    step: int = 0
    """Which step of a check failed, from 1; 0 when it isn't known."""
    shown: str = ""
    """The value that stood where that step expected another."""
    picture: Base64Bytes = b""
    """How the page looked then, a PNG."""


ANSWER = TypeAdapter(list[Told])


@dataclass(frozen=True, slots=True)
class Opening:
    """How an app is opened."""

    url: str
    patience: float = 1.0
    """A factor on all waiting."""
    pace: float = 1.0
    """A further one, which grows by itself where the page takes long to open."""
    busy: float = 4.0
    """So many times as long as by the processor a page may take by the clock: a busy machine is no fault of its."""
    pictures: bool = True
    proxy: str = ""
    """Through which the page reaches what its app may reach; "" when that is nothing."""
    once: bool = False
    """Whether all tests of a request share one page, which is faster: for an app that can't change."""
    service: bool = False
    """Whether programs ask it too."""
    brief: bool = False
    """Whether the first failure ends a request. One while the page opens is told as `opens`."""


class Tester:
    """One sandbox with a browser that waits. Open it by `with`; it may be asked from one thread at a time."""

    def __init__(self, engine: Engine, note: Callable[[Sandbox], None] = lambda _: None) -> None:
        """`note` is given the sandbox before it goes."""
        self._engine = engine
        self._note = note
        self._stack = ExitStack()
        self._box: Sandbox | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            ahead = Ahead({name: (PAYLOAD / name).read_bytes() for name in FILES}, ("python", "tester.py"))
            self._box = stack.enter_context(self._engine.open(Image.TESTER, limits=LIMITS, ahead=ahead))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        if self._box:
            self._note(self._box)
        self._stack.close()

    def lead(self, app: Sandbox) -> str:
        """Let the browser reach this app, and no other; gives the address to open there."""
        return self._live.reach(app)

    def permitted(self, given: Given) -> str:
        """Let the browser reach what the app may; gives the proxy's address."""
        return given.permit(self._live)

    def put(self, name: str, source: str) -> None:
        """Give it a file of checks."""
        self._live.put({name: source.encode()})

    def bring(self, files: Files) -> None:
        """Give it files that checks upload by their names."""
        if files:
            self._live.put({FOLDER + name: body for name, body in files.items()})

    def check(self, page: Opening, file: str, tests: Sequence[str], *, seconds: float) -> dict[str, Told]:
        """Run tests of a file one after the other, all within these seconds; what each came to, by its name."""
        request = {"do": "check", "file": file, "tests": list(tests), "seconds": seconds, **asdict(page)}
        return self._ask(request, {"opens", *tests} if page.brief else set(tests))

    def examine(self, page: Opening, *, seconds: float) -> dict[str, Told]:
        """Hold the app against the invariants, by their ids."""
        return self._ask({"do": "examine", "seconds": seconds, **asdict(page)}, None)

    @property
    def _live(self) -> Sandbox:
        if self._box is None:
            raise SandboxError("The tester is not open.")
        return self._box

    def _ask(self, request: Mapping[str, Any], asked: set[str] | None) -> dict[str, Told]:
        patient = float(request["seconds"]) * float(request["busy"]) + 45
        done = self._live.run(
            ["python", "-IS", "ask.py"], stdin=json.dumps(request).encode(), seconds=patient, most_kb=MOST_KB
        )
        try:
            if done.status != 0:
                raise ValueError(done.reason or done.errors.decode(errors="replace")[-300:])
            told = {one.id: one for one in ANSWER.validate_json(done.output)}
            if asked is not None and not (told.keys() <= asked if request["brief"] else told.keys() == asked):
                raise ValueError("it answered something else than was asked")
        except (ValueError, ValidationError) as error:
            raise SandboxError(f"The tester gave no usable answer: {clean(str(error))[:300]}.") from error
        return {key: bounded(one) for key, one in told.items()}


def bounded(told: Told) -> Told:
    """Without control characters, and no longer than anyone reads."""
    few = {
        "console": [clean(line)[:1000] for line in told.console[:10]],
        "errors": [clean(line)[:1500] for line in told.errors[:10]],
        "picture": told.picture if told.picture.startswith(PNG) else b"",
    }
    return told.model_copy(
        update={**few, "said": clean(told.said)[:4000], "shown": clean(told.shown)[:200], "id": clean(told.id)[:100]}
    )


def clean(text: str) -> str:
    """Printable characters and line breaks."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
