"""Runs the failing command three times on a fresh copy and says whether it fails, each time in the same way. Refuses to
call a failure reproduced that differs from the one it was told of.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from gallery.debug.case import Bench, Tried
from gallery.debug.evidence import Reproduced, Signature

TIMES = 3
HANGS = ("StillRunning", "Timeout")
HANG_SECONDS = 20.0
"""What did not end the first time is not waited for so long again."""
NO_PROGRAM = "status 127"
THERE_ARE = (
    "In the sandbox there are Python with what the project lists, pytest and Node, no other programs of yours. "
    "What it says where it runs can be read: mayfly debug --log FILE, or --data FILE."
)


def reproduce(
    bench: Bench, tell: Callable[[str], None], told: Signature | None = None
) -> tuple[Reproduced, list[Tried]]:
    """The three runs; `told` is by which the user knows the failure, where there is a traceback of it."""
    runs: list[Tried] = []
    for number in range(1, TIMES + 1):
        tell(f"run {number} of {TIMES}")
        if number > 1:
            bench.reset()
        hangs = bool(runs) and (seen := runs[0].attempt.signature) is not None and seen.kind in HANGS
        runs.append(bench.run(seconds=HANG_SECONDS if hangs else None))
    return judged(runs, told, page=bench.case.how == "page"), runs


def judged(runs: Sequence[Tried], told: Signature | None = None, *, page: bool = False) -> Reproduced:
    attempts = tuple(run.attempt for run in runs)
    seen = Counter(one.signature for one in attempts)
    failures = Counter({one: count for one, count in seen.items() if one})
    if not failures:
        said = ("It passed in each of the runs here.", *outside(told))
        return Reproduced("no", attempts, None, (runs[0].attempt.output,) if page else said)
    most, count = failures.most_common(1)[0]
    if most.kind == NO_PROGRAM and count == len(runs):
        return Reproduced("no", attempts, most, (f"{most.message}. {THERE_ARE}",))
    if told and not any(one.kind == told.kind for one in failures):
        return Reproduced("no", attempts, most, (f"Told was {name(told)}, here it is {name(most)}.", *missing(most)))
    if not told and count == len(runs) and missing(most):
        return Reproduced("steady", attempts, most, missing(most))
    if count == len(runs):
        return Reproduced("steady", attempts, most)
    return Reproduced("flaky", attempts, most, tuple(differences(seen)))


def name(one: Signature) -> str:
    where = f" at {one.path}:{one.line}" if one.path else ""
    first = one.message.splitlines()[0] if one.message else ""
    return f"{one.kind}{where}{f' ({first[:120]})' if first else ''}"


def differences(seen: Counter[Signature | None]) -> list[str]:
    return [f"{count} of {seen.total()} runs: {name(one) if one else 'passed'}." for one, count in seen.most_common()]


def outside(told: Signature | None) -> tuple[str, ...]:
    """What else could make it fail where it did."""
    lead = (f"Told was {name(told)}.",) if told else ()
    return (
        *lead,
        "Here are Python 3.11, Linux, UTC, the C.UTF-8 locale and no network; files that git ignores are not here.",
    )


def missing(one: Signature) -> tuple[str, ...]:
    """A hint, where the failure may be for want of something that was not brought along."""
    by_node = one.message.startswith(("Cannot find module", "Cannot find package"))
    if by_node or one.kind in ("ModuleNotFoundError", "ImportError"):
        return (f"A module is not here: {one.message[:160]}.",)
    if one.kind == "FileNotFoundError":
        return (f"A file is not here, perhaps one that git ignores: {one.message[:160]}.",)
    if one.kind == "NoTests":
        return ("pytest found no test of that name.",)
    if "Connection" in one.kind or "URLError" in one.kind or "gaierror" in one.kind:
        return ("The sandbox has no network, and the command asks for one.",)
    return ()
