"""Looks for a change that makes the failing test pass and breaks no other, by trying many: small ones at the suspicious
lines, then what a model proposes. Refuses to hand over one that was not seen to hold.
"""

import difflib
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gallery.debug.case import Bench, Told
from gallery.debug.evidence import Patch, Suspect
from gallery.debug.repairs import Repair, repairs

MOST_LINES, MOST_TRIES, AT_ONCE = 24, 420, 30
SECONDS, SUITE_SECONDS = 75.0, 60.0
BETTER_SECONDS = 15.0
"""So long a better one is looked for, where the first that holds looks made for the failing test alone."""
LITERAL = re.compile(r"\b\d[\d_.]*\b|\"[^\"]*\"|'[^']*'|\b(?:True|False|None|true|false|null|undefined)\b")
PER_RANK = 0.12
"""How much less likely a change is for each place that its line stands further down."""


@dataclass(frozen=True, slots=True)
class Mend:
    """What holds: the patch, and the files with it."""

    patch: Patch
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Search:
    """Where it is looked: the failing tests, how the suite came out before, and the words that run all of it."""

    bench: Bench
    targets: tuple[str, ...]
    before: Told | None
    suite: Sequence[str] | None
    """None for a script, which is its own suite."""
    tell: Callable[[str], None]

    @property
    def words(self) -> list[str] | None:
        return self.bench.case.only(self.targets[:5])

    def by_trying(self, suspects: Sequence[Suspect]) -> tuple[Mend | None, list[Repair]]:
        """A small change that holds, and all that made the failing test pass. One that looks made for this test alone
        comes last."""
        until = time.monotonic() + SECONDS
        spare: Mend | None = None
        wanted = proposals(suspects, self.bench.case.files)
        limit = 2.0 + 4 * slowest(self.before, self.targets)
        passing: list[Repair] = []
        at = 0
        while at < len(wanted) and (left := until - time.monotonic()) > 0:
            batch = wanted[at : at + AT_ONCE]
            self.tell(f"trying changes {at + 1}–{at + len(batch)} of {len(wanted)}")
            edits = [{one.path: one.text} for one in batch]
            told = self.bench.tries(edits, words=self.words, limit=limit, seconds=left, until=1)
            for one, said in zip(batch, told, strict=False):
                if passes(said, self.targets):
                    passing.append(one)
                    if spare and is_special(one.before, one.after):
                        continue
                    mend = self.held({one.path: one.text}, "mutation")
                    if mend and not mend.patch.special:
                        return mend, passing
                    if mend:
                        spare, until = mend, min(until, time.monotonic() + BETTER_SECONDS)
            if not told:
                break
            at += len(told)
        return spare, passing

    def held(self, files: Mapping[str, str], found_by: str) -> Mend | None:
        """A patch of these files, if with it the failing tests pass and no other fails that passed before."""
        changed = {path: text for path, text in files.items() if path in self.bench.case.files}
        if not changed:
            return None
        wish = {"seconds": SUITE_SECONDS, "limit": 10, "first": list(self.targets)}
        run = self.bench.run(wish, edits=changed, words=self.suite, seconds=2 * SUITE_SECONDS)
        if not passes(run.told, self.targets) or run.told is None:
            return None
        was = {one.id for one in self.before.tests if one.outcome == "passed"} if self.before else set()
        now = {one.id: one.outcome for one in run.told.tests}
        if any(now.get(one, "passed") == "failed" for one in was):
            return None
        others = sum(now.get(one) == "passed" for one in was)
        return Mend(self.patch(changed, found_by, others, run.told.whole and len(was) <= len(now)), changed)

    def patch(self, changed: Mapping[str, str], found_by: str, others: int, whole: bool) -> Patch:
        old = {path: self.bench.case.files[path].decode("utf-8", "replace") for path in changed}
        diff = "".join(diff_of(path, old[path], text) for path, text in changed.items())
        path = next(iter(changed))
        line, before, after = first_change(old[path], changed[path])
        covering = self.before.lines.get(path, {}).get(str(line), ((), 0, ()))[1] if self.before else 0
        return Patch(
            *(diff, path, line, before, after, found_by, others, (), whole), covering, is_special(before, after)
        )


def is_special(before: str, after: str) -> bool:
    """Whether a change leaves something out, or says a value outright that wasn't there: such a one passes easily."""
    fresh = {*LITERAL.findall(after)} - {*LITERAL.findall(before), "1"}
    return bool(fresh) or after.strip() in ("", "pass") or len(after.strip()) < 0.6 * len(before.strip())


def proposals(suspects: Sequence[Suspect], files: Mapping[str, bytes]) -> list[Repair]:
    """Small changes at the suspicious lines, the likeliest first."""
    found: list[tuple[float, Repair]] = []
    for place, one in enumerate(suspects[:MOST_LINES]):
        if one.path in files:
            found += [(each.cost + PER_RANK * place, each) for each in repairs(one.path, files[one.path], one.line)]
    found.sort(key=lambda one: one[0])
    seen: dict[tuple[str, str], Repair] = {}
    for _, each in found:
        seen.setdefault((each.path, each.text), each)
    return list(seen.values())[:MOST_TRIES]


def passes(told: Told | None, targets: Iterable[str]) -> bool:
    if told is None:
        return False
    outcome = {one.id: one.outcome for one in told.tests}
    return all(outcome.get(one) == "passed" for one in targets)


def slowest(told: Told | None, targets: Sequence[str]) -> float:
    return max((one.seconds for one in told.tests if one.id in targets), default=1.0) if told else 1.0


def diff_of(path: str, old: str, new: str) -> str:
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def first_change(old: str, new: str) -> tuple[int, str, str]:
    """The line at which two texts begin to differ, and how it is in each."""
    one, other = old.splitlines(), new.splitlines()
    for tag, begin, end, start, stop in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            return begin + 1, "\n".join(one[begin:end]), "\n".join(other[start:stop])
    return 1, "", ""
