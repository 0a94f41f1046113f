"""Shows on the terminal what was found out about a failure. Refuses to show more than fits a screen or two: the report
has the rest."""

from collections.abc import Iterator

from gallery.amounts import many
from gallery.console import Console, say, say_whole, show_diff
from gallery.debug.evidence import Evidence, Finding
from gallery.debug.report import HOW, NO_WORD, worth
from gallery.debug.reproduce import name
from gallery.text import line

MOST = 5


def show(console: Console, evidence: Evidence) -> None:
    good = evidence.reproduced.how in ("steady", "not run")
    say(console, f"{evidence.repository}: {headline(evidence)}", "bold" if good else "bold yellow")
    for told in evidence.reproduced.differs:
        say(console, f"  {told}", "yellow")
    for style, text in parts(evidence):
        say_whole(console, text, style)
    if evidence.patch:
        patch = evidence.patch
        say(console, f"\nA patch ({patch.found_by}): the failing test passes with it, {others(evidence)}", "bold green")
        show_diff(console, patch.diff.splitlines())
    if evidence.minimal:
        say(console, f"\nA minimal test: {evidence.minimal.told}", "bold")
        say_whole(console, "\n".join(f"  {one}" for one in evidence.minimal.source.splitlines()))
    notes = [*evidence.notes, *(f"Left out: {one}" for one in evidence.left_out)]
    say(console, "\n".join(["", *notes]) if notes else "", "dim")


def headline(evidence: Evidence) -> str:
    told = evidence.reproduced
    if told.how == "not run":
        return evidence.log.format if evidence.log else evidence.data.format if evidence.data else "a traceback"
    return f"{HOW[told.how]}{f': {name(told.signature)}' if told.signature else '.'}"


def others(evidence: Evidence) -> str:
    patch = evidence.patch
    if not patch or not patch.others:
        return f"and there are no other tests. {NO_WORD}"
    whole = "" if patch.whole else ", of those there was time for"
    return f"and {many(patch.others, 'other')} as before{whole}. {worth(patch)}"


def parts(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Lines with their styles."""
    if told := evidence.comparison:
        yield "", f"  expected {line(told.expected, 100)}\n  actual   {line(told.actual, 100)}"
    for frame in [one for one in evidence.frames if one.own][-MOST:]:
        held = ", ".join(f"{one.name} = {one.shown}" for one in frame.values[:6])
        yield "dim", f"  at {frame.path}:{frame.line} {line(frame.function, 60)}  {line(held, 120)}"
    if evidence.suspects:
        by = "by what it went through" if evidence.trace else "by the stack"
        if evidence.tests.ran:
            by = f"{many(evidence.tests.ran, 'test')}, {len(evidence.tests.failed)} failed"
        yield "bold", f"\nSuspects ({by}):"
    for number, one in enumerate(evidence.suspects[:MOST], 1):
        yield "", f"  {number}. {one.path}:{one.line}  {line(one.text, 90)}  {one.score:.0%}"
        yield "dim", f"     {line(' '.join(one.why), 300)}"
    if evidence.history and evidence.history.told:
        yield "bold", f"\n{evidence.history.told}"
    report = evidence.log or evidence.data
    yield from findings(report.findings if report else ())


def findings(found: tuple[Finding, ...]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(found[: 2 * MOST], 1):
        where = ", ".join(map(str, one.rows[:6]))
        yield "" if number > 1 else "bold", f"  {number}. {line(one.text, 300)}{f' ({where})' if where else ''}"
