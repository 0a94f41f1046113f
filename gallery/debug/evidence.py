"""What is known of one failure, as values and as JSON: the words of the debugging tools. Refuses to gather any.

Everything here that came out of a sandbox is text from a hostile program, cut to length; whoever shows it escapes it.
Paths are relative to the repository with `/`; lines count from 1; times are seconds.
"""

import types
import typing
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from typing import Any, Literal, TypeVar

Steadiness = Literal["steady", "flaky", "no", "not run"]
"""Of three runs all failed in the same way; some did, or in several ways; none did; there is no command to run."""


@dataclass(frozen=True, slots=True)
class Signature:
    """By what one failure is told from another. `message` has no numbers of memory, times or temporary paths in it."""

    kind: str
    """The exception's name; "status 3" or "signal 9" of a command that raised none."""
    message: str = ""
    path: str = ""
    line: int = 0
    """Where in the repository it was raised; "" and 0 where that is not known."""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run of the command. `signature` is None when it did not fail."""

    seconds: float
    signature: Signature | None
    status: int | None = None
    """None when it was ended from outside."""
    output: str = ""
    """The last part of what it printed."""


@dataclass(frozen=True, slots=True)
class Reproduced:
    how: Steadiness
    attempts: tuple[Attempt, ...] = ()
    signature: Signature | None = None
    """The one seen most."""
    differs: tuple[str, ...] = ()
    """Sentences: what differs between the runs, or between here and where it failed."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a name held, as the program would print it."""

    name: str
    shown: str
    kind: str = ""
    """Its type's name."""
    number: float | None = None
    """For a curve: the number itself, or how long a text or collection is."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One level of the traceback, outermost first in `Evidence.frames`."""

    path: str
    line: int
    function: str
    source: str = ""
    """The whole function where it is the repository's own, else the line."""
    first: int = 0
    """The line of the file that `source` begins at."""
    own: bool = True
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A line that ran in a call, and what it found changed since the step before it."""

    line: int
    changed: tuple[Value, ...] = ()
    at: int = 0
    """The number of the step in the whole trace: the order over all calls."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function of the repository."""

    id: int
    parent: int
    """The id of the call that made it, 0 for none."""
    path: str
    line: int
    """Where the function begins."""
    function: str
    caller_line: int = 0
    arguments: tuple[Value, ...] = ()
    result: Value | None = None
    raised: str = ""
    steps: tuple[Step, ...] = ()
    replay: str = ""
    """The arguments as a Python literal `(args, kwargs)`, where they can be written as one: to call it again."""
    suspicious: float = 0.0
    """The highest score of a suspect in it: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a traced run of the failing test saw, in the functions of the repository that took part."""

    tool: str
    """sys.monitoring or sys.settrace."""
    calls: tuple[Call, ...] = ()
    dropped: int = 0
    """How many calls more there were than are kept."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides of the assertion that did not hold."""

    expected: str
    actual: str
    sign: str = "=="
    path: str = ""
    line: int = 0
    text: str = ""
    """The assertion as it is written."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function that took part, with who calls it."""

    path: str
    name: str
    """With its class: `Basket.total`."""
    first: int
    last: int
    source: str
    callers: tuple[str, ...] = ()
    """`path:line name` of other functions of the repository."""
    tests: tuple[str, ...] = ()
    """Tests that ran it, or that name it where none was run."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line that the failure may come from, the likeliest first in `Evidence.suspects`."""

    path: str
    line: int
    function: str
    text: str
    score: float
    """From 0 to 1; what the order goes by."""
    ochiai: float = 0.0
    dstar: float = 0.0
    failed: int = 0
    """So many failing tests ran it,"""
    passed: int = 0
    """and so many that passed."""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tests:
    """What the suite did when the lines were counted."""

    ran: int = 0
    failed: tuple[str, ...] = ()
    skipped: int = 0
    whole: bool = True
    """Whether all tests could be run in the time there was."""


@dataclass(frozen=True, slots=True)
class Commit:
    id: str
    when: float
    """Seconds since 1970."""
    title: str
    fails: bool | None = None
    """Whether the command fails there; None when it was not tried or could not be run."""


@dataclass(frozen=True, slots=True)
class History:
    """The newest commits first, and what the first that fails changed: `diff` is from the last that passes to it."""

    commits: tuple[Commit, ...] = ()
    last_good: str = ""
    first_bad: str = ""
    """Empty when it fails in files that are not committed yet, or in each commit that was tried."""
    diff: str = ""
    told: str = ""
    """All that in one sentence."""


@dataclass(frozen=True, slots=True)
class LogLine:
    number: int
    text: str
    at: float | None = None
    """Seconds since 1970, as the line says."""
    level: str = ""
    template: int = 0
    """Which of `LogReport.templates` it is like."""


@dataclass(frozen=True, slots=True)
class Template:
    """Lines that are alike but for numbers, names and times."""

    text: str
    count: int
    first: int
    level: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd, in a sentence, the oddest first. `rows` are numbers of lines or rows."""

    text: str
    sort: str
    rows: tuple[int, ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True)
class LogReport:
    format: str
    lines: int
    shown: tuple[LogLine, ...] = ()
    """All lines of a short log; the odd ones with those around them of a long one."""
    templates: tuple[Template, ...] = ()
    rates: tuple[tuple[float, int, int], ...] = ()
    """Stretches of time: when it begins, lines, lines that tell of trouble."""
    stretch: float = 0.0
    """How long each is."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str
    """What most of its cells are: integer, number, date, truth, text, empty."""
    filled: int
    different: int
    least: str = ""
    most: str = ""
    total: str = ""
    odd: tuple[int, ...] = ()
    """Rows whose cell is of another kind than most, or far out."""
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataReport:
    format: str
    rows: int
    columns: tuple[Column, ...] = ()
    head: tuple[tuple[str, ...], ...] = ()
    """The first rows, and those that findings name, each with its number before it."""
    findings: tuple[Finding, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Patch:
    """A change with which the failing test passes. `others` passed with it as before; `broken` don't any more."""

    diff: str
    path: str
    line: int
    before: str
    after: str
    found_by: str
    """mutation or the model's name."""
    others: int = 0
    broken: tuple[str, ...] = ()
    whole: bool = True
    """Whether all other tests were run with it."""
    covering: int = 0
    """So many tests that pass run the changed line: with few, much passes that isn't right."""
    special: bool = False
    """Whether it looks made for the failing test alone."""


@dataclass(frozen=True, slots=True)
class Minimal:
    """A pytest of its own that fails as the command does."""

    name: str
    """Where it would be written."""
    source: str
    confirmed: bool
    """Whether it was seen to fail with the same signature."""
    told: str = ""
    """By how much it is smaller, in a sentence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known. Each part that could not be had is empty, and `notes` says why, a sentence each."""

    command: tuple[str, ...]
    """What is run to see it fail; () for a log, data, or a traceback that tells no command."""
    language: str
    """python, javascript, or ""."""
    repository: str
    """Its folder's name."""
    reproduced: Reproduced
    files: int = 0
    left_out: tuple[str, ...] = ()
    """Of what git tracks: secrets, and what is too large, with the reason."""
    packages: tuple[str, ...] = ()
    test: str = ""
    """The failing test's pytest id, where it is one."""
    frames: tuple[Frame, ...] = ()
    comparison: Comparison | None = None
    trace: Trace | None = None
    functions: tuple[Function, ...] = ()
    tests: Tests = field(default_factory=Tests)
    suspects: tuple[Suspect, ...] = ()
    history: History | None = None
    log: LogReport | None = None
    data: DataReport | None = None
    patch: Patch | None = None
    minimal: Minimal | None = None
    sources: dict[str, str] = field(default_factory=dict)
    """Path -> text of the files that took part, as they are in the copy: to show, and to edit."""
    notes: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    """What took how long."""
    still: str = ""
    """What was being done when this was put down; "" at the end."""
    at: float = 0.0
    """When that was, in seconds since 1970."""


def as_data(evidence: Evidence) -> dict[str, Any]:
    """For JSON."""
    return asdict(evidence)


def from_data(told: Mapping[str, Any]) -> Evidence:
    """Back from JSON. Raises ValueError for what is no evidence."""
    return read(Evidence, told)


T = TypeVar("T")


def read(kind: type[T], told: Any) -> T:
    """A value of a class or of what stands in an annotation here, from what JSON made of it. What it does not know is
    left out. Raises ValueError."""
    made: Any = _read(kind, told)
    return typing.cast(T, made)


def _read(kind: Any, told: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(told, Mapping):
            raise ValueError(f"This is no {kind.__name__}.")
        types_of = typing.get_type_hints(kind)
        given = {one.name: _read(types_of[one.name], told[one.name]) for one in fields(kind) if one.name in told}
        try:
            return kind(**given)
        except TypeError as error:
            raise ValueError(f"This is no whole {kind.__name__}.") from error
    if origin is types.UnionType:
        return None if told is None else _read(next(one for one in inner if one is not type(None)), told)
    if origin is tuple:
        if not isinstance(told, list | tuple):
            raise ValueError("A list was expected.")
        each = [inner[0]] * len(told) if inner[-1] is ... else inner
        return tuple(_read(one, value) for one, value in zip(each, told, strict=True))
    if origin is dict:
        if not isinstance(told, Mapping):
            raise ValueError("An object was expected.")
        return {str(key): _read(inner[1], value) for key, value in told.items()}
    if origin is Literal:
        fits = told in inner
    elif kind is float:
        fits = isinstance(told, int | float) and not isinstance(told, bool)
    else:
        fits = isinstance(told, kind)
    if not fits:
        raise ValueError(f"{str(told)[:40]!r} is not what was expected.")
    return told
