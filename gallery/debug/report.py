"""Writes what was found as Markdown, to read and to keep. Refuses to take anything from the program for markup."""

import re

from gallery.debug.evidence import Evidence, Finding, Patch, Suspect
from gallery.debug.reproduce import name
from gallery.text import clean, line

MOST_SUSPECTS, MOST_LINES, MOST_STEPS = 5, 12, 40
HOW = {
    "steady": "It fails here, each of the three times in the same way",
    "flaky": "It fails here, but not always in the same way",
    "no": "It could not be made to fail here",
    "not run": "Nothing was run",
}


NO_WORD = "Whether it does what was meant no other test says."


def findings(evidence: Evidence) -> str:
    """The whole report."""
    parts = [f"# {heading(evidence)}", *reproduced(evidence), *failure(evidence), *values(evidence)]
    parts += [*suspects(evidence), *history(evidence), *log(evidence), *data(evidence), *patch(evidence)]
    parts += [*minimal(evidence), *around(evidence)]
    return "\n".join(parts).rstrip() + "\n"


def heading(evidence: Evidence) -> str:
    what = evidence.reproduced.signature
    if what:
        return plain(f"{evidence.repository}: {name(what)}", 160)
    report = evidence.log or evidence.data
    return plain(f"{evidence.repository}: {report.format if report else ' '.join(evidence.command)}", 160)


def reproduced(evidence: Evidence) -> list[str]:
    told = evidence.reproduced
    lines = [fenced(" ".join(evidence.command))] if evidence.command else []
    if told.how != "not run":
        lines += [f"{HOW[told.how]}.", ""]
    return ["", *lines, *(f"- {plain(one, 400)}" for one in told.differs)]


def failure(evidence: Evidence) -> list[str]:
    lines: list[str] = []
    if told := evidence.comparison:
        lines += [
            "",
            "## Expected and actual",
            "",
            f"- expected: {code(told.expected)}",
            f"- actual: {code(told.actual)}",
        ]
    own = [frame for frame in evidence.frames if frame.own]
    if own:
        lines += ["", "## Where", ""]
        for frame in own[-MOST_LINES:]:
            held = ", ".join(f"{one.name} = {one.shown}" for one in frame.values[:8])
            lines.append(f"- {code(f'{frame.path}:{frame.line}')} in {code(frame.function)}")
            lines += [f"  - {code(held)}"] if held else []
    return lines


def values(evidence: Evidence) -> list[str]:
    """What passed through the most suspicious function."""
    trace = evidence.trace
    calls = sorted((call for call in trace.calls if call.suspicious), key=lambda one: -one.suspicious) if trace else []
    if not calls:
        return []
    lines = ["", "## Values", ""]
    for call in [one for one in calls if one.function == calls[0].function][:3]:
        given = ", ".join(f"{one.name}={one.shown}" for one in call.arguments)
        came = f"raised {call.raised}" if call.raised else f"gave {call.result.shown}" if call.result else "did not end"
        lines.append(f"- {code(f'{call.function}({given})')} {plain(came, 300)}")
        for step in call.steps[:MOST_STEPS]:
            if step.changed:
                held = ", ".join(f"{one.name} = {one.shown}" for one in step.changed)
                lines.append(f"  - line {step.line}: {code(held)}")
    return lines


def suspects(evidence: Evidence) -> list[str]:
    if not evidence.suspects:
        return []
    ran = evidence.tests
    told = f"{ran.ran} tests were run, {len(ran.failed)} of them failed." if ran.ran else "By what was gone through."
    return ["", "## Suspects", "", told, "", *(one_suspect(one) for one in evidence.suspects[:MOST_SUSPECTS])]


def one_suspect(one: Suspect) -> str:
    figures = f"{one.score:.0%}; Ochiai {one.ochiai:.2f}, DStar {one.dstar:.2f}"
    why = "".join(f"\n   {plain(reason, 300)}" for reason in one.why)
    return f"1. {code(f'{one.path}:{one.line}')} {code(one.text)} ({figures}){why}"


def history(evidence: Evidence) -> list[str]:
    told = evidence.history
    if not told or not told.told:
        return []
    return ["", "## Since when", "", plain(told.told, 400), *([fenced(told.diff, "diff")] if told.diff else [])]


def log(evidence: Evidence) -> list[str]:
    if not (told := evidence.log):
        return []
    lines = ["", "## The log", "", f"{told.lines} lines, {plain(told.format, 80)}.", ""]
    return lines + [finding(one) for one in told.findings]


def data(evidence: Evidence) -> list[str]:
    if not (told := evidence.data):
        return []
    lines = ["", "## The data", "", f"{told.rows} rows, {len(told.columns)} columns, {plain(told.format, 80)}.", ""]
    lines += [f"- {code(one.name)}: {one.kind}, {one.filled} filled, {one.different} different" for one in told.columns]
    return [*lines, "", *(finding(one) for one in told.findings)]


def finding(one: Finding) -> str:
    where = ", ".join(map(str, one.rows[:10]))
    return f"- {plain(one.text, 400)}{f' ({where})' if where else ''}"


def patch(evidence: Evidence) -> list[str]:
    if not (told := evidence.patch):
        return []
    if not evidence.tests.ran:
        words = f"With it {'the failing test passes' if evidence.test else 'it ends well'}. {NO_WORD}"
        return ["", "## A patch", "", words, fenced(told.diff, "diff")]
    held = f"Of the other tests {told.others} pass with it as before" + (
        "." if told.whole else ", of those there was time for."
    )
    words = f"With it the failing test passes. {held} {worth(told)}"
    return ["", "## A patch", "", words, fenced(told.diff, "diff")]


def worth(told: Patch) -> str:
    """How much it says that the tests pass with a patch."""
    covering = f"{told.covering or 'None'} of them {'runs' if told.covering <= 1 else 'run'} the changed line."
    return f"{covering} It may fit the failing test alone." if told.special or not told.covering else covering


def minimal(evidence: Evidence) -> list[str]:
    if not (told := evidence.minimal):
        return []
    return ["", "## A minimal test", "", plain(told.told, 300), fenced(told.source, evidence.language)]


def around(evidence: Evidence) -> list[str]:
    told = [*evidence.notes, *(f"Left out: {one}" for one in evidence.left_out)]
    return ["", "## Notes", "", *(f"- {plain(one, 300)}" for one in told)] if told else []


def plain(text: str, most: int) -> str:
    """Text that Markdown shows as it is; unlike what is on a page, a person also reads it unrendered."""
    shown = re.sub(r"([\\`*_\[\]<>&|~#])", r"\\\1", line(text, most))
    return shown.replace("://", ":\\//").replace("www.", "www\\.")


def code(text: str) -> str:
    """Text as code in Markdown, whatever it holds."""
    shown = line(text, 400)
    ticks = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{ticks} {shown} {ticks}" if "`" in shown else f"`{shown}`"


def fenced(text: str, language: str = "") -> str:
    shown = clean(text).rstrip()
    fence = "```"
    while fence in shown:
        fence += "`"
    return f"\n{fence}{language}\n{shown}\n{fence}"
