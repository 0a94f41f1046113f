"""A failing command with all that it takes to run it in a sandbox, and the bench on which it is run again and again, as
it is or with files edited. Refuses to let an edit leave the sandbox, and to believe what comes out of it.
"""

import contextlib
import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gallery.contract import GalleryError
from gallery.debug import node
from gallery.debug.evidence import Attempt, Comparison, Frame, Signature, Trace, read
from gallery.text import clean
from sandbox.contract import Engine, Files, Image, Limits, Ran, Sandbox

PAYLOAD = Path(__file__).parent / "payload"
FOLDER = ".mayfly"
"""Where what is ours lies beside the copy."""
OUT = f"{FOLDER}/out"
SITE = f"{FOLDER}/site"
LIMITS = Limits(memory_mb=1024, cpus=1.0, processes=256, files_mb=160, files=30_000)
AT_ONCE = 1500
"""Files that are put in one go."""
SECONDS = 60.0
MOST_OUTPUT = 6000
MOST_TOLD = 48 << 20
RUNNERS = (["uv", "run"], ["poetry", "run"], ["pipenv", "run"], ["pdm", "run"], ["hatch", "run"], ["rye", "run"])
PYTHON = re.compile(r"(.*/)?python[\d.]*")
PYTEST = re.compile(r"(.*/)?(py\.test|pytest)")
AT_ALL = "--continue-on-collection-errors"
"""A test that can't be loaded for want of something is no reason not to run the others."""
TESTED = ("pytest", "node --test")
"""How what runs single tests is run."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception as the probe told it."""

    kind: str
    message: str
    frames: tuple[Frame, ...] = ()
    comparison: Comparison | None = None

    @property
    def at(self) -> Frame | None:
        """The last frame of the program's own."""
        return next((frame for frame in reversed(self.frames) if frame.own), None)

    @property
    def signature(self) -> Signature:
        place = (self.at.path, self.at.line, self.at.function) if self.at else ("", 0, "")
        return Signature(self.kind, plain(self.message), *place)


@dataclass(frozen=True, slots=True)
class Test:
    id: str
    outcome: str
    seconds: float = 0.0
    failure: Failure | None = None
    when: str = ""
    """Of a page: what had been done with it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the probe told of a run. `lines`: path -> line -> numbers of failed tests, how many passed, some of them."""

    tests: tuple[Test, ...] = ()
    failure: Failure | None = None
    trace: Trace | None = None
    lines: dict[str, dict[str, tuple[tuple[int, ...], int, tuple[int, ...]]]] = field(default_factory=dict)
    whole: bool = True
    then: "Told | None" = None
    """Of a try that failed as it should: how it came out with other files."""
    notes: tuple[str, ...] = ()
    """What else a page was in want of, or said."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One run: what it came to, and what the probe told, None where nothing did."""

    attempt: Attempt
    told: Told | None
    ran: Ran

    @property
    def failed(self) -> tuple[Test, ...]:
        return tuple(one for one in self.told.tests if one.outcome == "failed") if self.told else ()


@dataclass(frozen=True, slots=True)
class Case:
    """A command, and the files beside which it is run."""

    command: tuple[str, ...]
    files: Files
    language: str
    how: str
    """pytest, script (of Python), node --test, node, page (in a browser), or other."""
    words: tuple[str, ...]
    """What stands behind the program's name, in the form in which it is run here."""
    options: tuple[str, ...] = ()
    folders: tuple[str, ...] = ("",)
    layer: str = ""
    about: Files = field(default_factory=dict)
    """What lies beside the copy, whichever commit it is of: what the project would have put in site-packages, had it
    been installed, or what it needs of node_modules."""
    env: Mapping[str, str] = field(default_factory=dict)
    below: str = ""
    """The folder in the copy in which the command is run; what it names is named from the top."""
    seconds: float = SECONDS

    @property
    def image(self) -> Image:
        """The tester's has a browser, and Node with its driver where no layer brings it."""
        return Image.TESTER if self.how == "page" or (self.language == "javascript" and not self.layer) else Image.APP

    def only(self, tests: Sequence[str]) -> list[str] | None:
        """The words that run just these tests, each named as it was told; None for what has none."""
        if self.how == "node --test":
            return node.picking(self.words, tests)
        return [*tests] if self.how == "pytest" else None

    @property
    def suite(self) -> list[str] | None:
        """The words that run all tests: the command's settings stay, its selection not. None for what has none."""
        if self.how == "node --test":
            return node.whole(self.words)
        if self.how != "pytest":
            return None
        return [
            *(word for word in self.words if word.startswith("--") and "=" in word),
            *([self.below] if self.below else []),
        ]

    def argv(self, words: Sequence[str] | None = None) -> list[str]:
        words = self.words if words is None else words
        if self.how == "pytest":
            flags = [
                "-p",
                "mayfly_probe",
                "-p",
                "no:cacheprovider",
                "--rootdir=.",
                *self.without,
                "-o",
                f"addopts={' '.join(self.options)}",
            ]
            return ["python", "-m", "pytest", *flags, "-q", "--tb=short", AT_ALL, *words]
        if self.how == "script":
            return ["python", f"{FOLDER}/mayfly_probe.py", *words]
        if self.how == "page":
            return ["python", f"{FOLDER}/mayfly_page.py", *words]
        return ["python", f"{FOLDER}/mayfly_node.py", *words] if self.how.startswith("node") else [*self.command]

    @property
    def calling(self) -> list[str]:
        """What calls one function of it."""
        if self.language == "python":
            return ["python", f"{FOLDER}/mayfly_call.py"]
        return ["python", f"{FOLDER}/mayfly_node.py", f"{FOLDER}/mayfly_call.mjs"]

    @property
    def without(self) -> list[str]:
        """The image has a plugin that takes long to load, and few programs use it."""
        used = any(b"anyio" in content for path, content in self.files.items() if path.endswith((".py", ".toml")))
        return [] if used else ["-p", "no:anyio"]

    def environment(self, wish: Mapping[str, Any], root: str = "/app") -> dict[str, str]:
        """What it is run with, where the copy lies at `root`."""
        places = [f"{root}/{folder}".rstrip("/") for folder in (SITE, *self.folders, FOLDER)]
        path = ":".join([*places, *(["/opt/packages"] if self.layer else [])])
        place = {"MAYFLY_FOLDER": self.below} if self.below else {}
        return {"PYTHONPATH": path, "PYTHONHASHSEED": "0", **place, **self.env, "MAYFLY_PROBE": json.dumps(wish)}

    @property
    def payload(self) -> dict[str, bytes]:
        ours = {f"{FOLDER}/{path.name}": path.read_bytes() for path in sorted(PAYLOAD.glob("mayfly_*"))}
        return {**ours, **self.about}

    @contextlib.contextmanager
    def open(self, engine: Engine) -> "Iterator[Bench]":
        """A sandbox with the copy in it."""
        with engine.open(self.image, limits=LIMITS, layer=self.layer) as box:
            bench = Bench(self, box)
            bench.reset()
            yield bench


class Bench:
    """A sandbox in which the command can be run."""

    def __init__(self, case: Case, box: Sandbox) -> None:
        self.case, self.box = case, box

    def reset(self) -> None:
        """The copy as it was at first, whatever runs have left."""
        self.put({**self.case.files, **self.case.payload}, replace=True)

    def put(self, files: Files, *, replace: bool = False) -> None:
        put_all(self.box, files, replace=replace)

    def attempt(self, edits: Mapping[str, str] | None = None) -> Attempt:
        """The command run once, with these files edited."""
        return self.run(edits=edits).attempt

    def run(
        self,
        wish: Mapping[str, Any] | None = None,
        *,
        edits: Mapping[str, str] | None = None,
        words: Sequence[str] | None = None,
        seconds: float | None = None,
    ) -> Tried:
        """Run it, or pytest with other words, with the probe's wishes. What was edited is put back."""
        seconds = seconds or self.case.seconds
        wish = {"limit": max(seconds - 5, seconds / 2), **(wish or {})}
        changed = {path: text.encode() for path, text in (edits or {}).items()}
        self.put({f"{OUT}/told.json": b"", **changed})
        try:
            ran = self.box.run(self.case.argv(words), seconds=seconds, most_kb=512, env=self.case.environment(wish))
            told = self.told()
        finally:
            if changed:
                self.put({path: self.case.files[path] for path in changed if path in self.case.files})
        return Tried(attempt_of(ran, told, self.case), told, ran)

    def tries(
        self,
        edits: Sequence[Mapping[str, str]],
        *,
        words: Sequence[str] | None = None,
        limit: float = 10,
        seconds: float = 120,
        until: int = 0,
        kind: str = "",
        then: Mapping[str, str] | None = None,
    ) -> list[Told | None]:
        """Run it once with each of these edits, in one go: the runner is loaded once and forked for each. None for one
        that told nothing; fewer than were asked for when the time was over, or `until` so many had passed, or one
        failed with an exception of this kind, and passed with the files of `then` as well."""
        argv = self.case.argv(words)[1:]
        ask = {"argv": argv, "tries": list(edits), "limit": limit, "seconds": seconds}
        ask |= {"until": until, "kind": kind, "then": {**(then or {})}}
        self.put({f"{FOLDER}/tries.json": json.dumps(ask).encode(), f"{OUT}/tries.json": b""})
        env = self.case.environment({})
        self.box.run(["python", f"{FOLDER}/mayfly_tries.py"], seconds=seconds + 2 * limit + 10, env=env)
        touched = {path for edit in [*edits, then or {}] for path in edit}
        self.put({path: self.case.files[path] for path in touched if path in self.case.files})
        told = self.read("tries.json")
        return [parsed(one) for one in told] if isinstance(told, list) else []

    def told(self) -> Told | None:
        return parsed(self.read("told.json"))

    def read(self, name: str) -> Any:
        """JSON that a payload wrote; None when there is none."""
        content = self.box.get(OUT, most_mb=MOST_TOLD >> 20).get(name, b"")
        try:
            return json.loads(content) if content else None
        except (ValueError, RecursionError):
            return None


def put_all(box: Sandbox, files: Files, *, replace: bool = False) -> None:
    """However many they are."""
    paths = sorted(files)
    for at in range(0, max(len(paths), 1), AT_ONCE):
        box.put({path: files[path] for path in paths[at : at + AT_ONCE]}, replace=replace and at == 0)


def parsed(told: Any) -> Told | None:
    try:
        return None if told is None else read(Told, told)
    except (ValueError, RecursionError):
        return None


def understand(command: Sequence[str], files: Files, folder: str = "") -> tuple[str, str, tuple[str, ...]]:
    """The language of a command, how it is run here, and the words behind the program's name."""
    words = list(command)
    if not words:
        raise GalleryError("There is no command.", "Say what fails: mayfly debug -- pytest tests/test_x.py::test_y")
    while words and re.fullmatch(r"[A-Za-z_]\w*=.*", words[0]):
        words.pop(0)
    for runner in RUNNERS:
        if words[: len(runner)] == runner:
            words = words[len(runner) :]
    if words and PYTEST.fullmatch(words[0]):
        return "python", "pytest", tuple(words[1:])
    if words and PYTHON.fullmatch(words[0]):
        rest = [word for at, word in enumerate(words[1:]) if not (re.fullmatch(r"-[bBdEIOsSuvx]+", word) and at == 0)]
        if rest[:2] == ["-m", "pytest"]:
            return "python", "pytest", tuple(rest[2:])
        if rest and (rest[0] == "-m" or rest[0].endswith(".py")):
            return "python", "script", tuple(rest)
        return "python", "other", ()
    if words and re.fullmatch(r"(.*/)?node(js)?", words[0]):
        if node.is_of_tests(words[1:], files, folder):
            return "javascript", "node --test", ("--test", *(word for word in words[1:] if word != "--test"))
        return "javascript", "node", tuple(words[1:])
    if words and words[0].endswith(".py") and folder + words[0].removeprefix("./") in files:
        return "python", "script", tuple(words)
    return "", "other", ()


def variables(command: Sequence[str]) -> dict[str, str]:
    """`NAME=value` words before the command."""
    found: dict[str, str] = {}
    for word in command:
        if not re.fullmatch(r"[A-Za-z_]\w*=.*", word):
            break
        name, _, value = word.partition("=")
        found[name] = value
    return found


def split(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise GalleryError(f"The command is not clear: {error}.", "Quote it as in a shell.") from error


# --- by what one failure is told from another -------------------------------------------------------------------------


def attempt_of(ran: Ran, told: Told | None, case: Case) -> Attempt:
    output = clean((ran.output + b"\n" + ran.errors).decode("utf-8", "replace")).strip()
    return Attempt(ran.seconds, signature_of(ran, told, case, output), ran.status, output[-MOST_OUTPUT:])


def signature_of(ran: Ran, told: Told | None, case: Case, output: str) -> Signature | None:
    failures = [test.failure for test in told.tests if test.failure] if told else []
    if failures:
        return failures[0].signature
    if ran.status == 0:
        return None
    if ran.status is None:
        return Signature("Timeout" if "still running" in ran.reason else "Ended", plain(ran.reason))
    if case.how == "pytest" and ran.status == 5:
        return Signature("NoTests", "pytest found no test to run")
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "")
    raised = re.match(r"([A-Za-z_][\w.]*(?:Error|Exception|Warning|Exit))(?:: (.*))?$", last)
    if raised:
        return Signature(raised[1].rpartition(".")[2], plain(raised[2] or ""))
    return Signature(f"status {ran.status}", plain(last))


def plain(message: str) -> str:
    """A message without what is another in each run: addresses, times, temporary paths, counts of seconds."""
    text = clean(message, 2000)
    text = re.sub(r"0x[0-9a-fA-F]{4,}", "0x…", text)
    text = re.sub(r"/(?:var/)?tmp/[^\s'\":)]*", "…temporary…", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", "…time…", text)
    text = re.sub(r"\b\d+(\.\d+)? ?(s|ms|seconds?)\b", "… s", text)
    return text.strip()[:600]
