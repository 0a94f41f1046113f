"""Tells a model what its app got wrong: short, with what was expected, what was seen, and where. Refuses to advise."""

import re
from collections.abc import Iterator

from generator.contract import Mark, Outcome, Verdict

MOST = 3000
EACH = 900


def report(verdict: Verdict) -> str:
    """What failed in a trial, at most 3,000 characters; "" when nothing did."""
    if not verdict.started:
        return f"The app does not start: {verdict.reason}\n{own_frames(verdict.log)[-EACH * 2 :]}".strip()[:MOST]
    parts = [_part(outcome) for outcome in _failed(verdict)]
    if not parts:
        return ""
    if trace := own_frames(verdict.log, only_errors=True):
        parts.append(f"The app's log:\n{trace[-EACH:]}")
    return cut("\n\n".join(parts), MOST)


def loss(before: Verdict, after: Verdict) -> str:
    """What a change did not mend and what it broke, in a sentence or two."""
    if not after.started:
        return cut(f"With it the app did not start: {after.reason}", EACH)
    held = {outcome.id for outcome in (*before.invariants, *before.checks) if outcome.mark is Mark.PASSED}
    broke = [f"{outcome.title} {outcome.evidence}" for outcome in _failed(after) if outcome.id in held]
    still = [outcome.title for outcome in _failed(after) if outcome.id not in held]
    parts = [cut(f"It broke what held before: {' '.join(broke)}", EACH)] if broke else []
    parts += [cut(f"It left failing: {' '.join(still)}", EACH)] if still else []
    return " ".join(parts) or "It made nothing better."


def own_frames(text: str, *, only_errors: bool = False) -> str:
    """A text with its tracebacks cut to the app's own lines and the error itself. `only_errors`: nothing else of it."""
    lines = text.splitlines()
    if not any("Traceback (most recent call last)" in line for line in lines):
        return "" if only_errors else text
    kept: list[str] = []
    inside = ours = False
    for line in lines:
        if "Traceback (most recent call last)" in line:
            inside, ours = True, False
        elif inside and (frame := re.match(r'\s*File "([^"]+)"', line)):
            ours = frame[1].startswith("/app/")
            if ours:
                kept.append(line.strip())
        elif inside and line.startswith((" ", "\t", "│")):
            if ours and line.strip(" ^~"):
                kept.append("  " + line.strip())
        elif inside and line.strip():
            kept.append(line.strip())
            inside = False
        elif not inside and not only_errors:
            kept.append(line)
    # An app that fails at every run says the same each time.
    return "\n".join(dict.fromkeys(kept))


def _failed(verdict: Verdict) -> Iterator[Outcome]:
    for outcome in (*verdict.invariants, *verdict.checks):
        if outcome.mark is Mark.FAILED:
            yield outcome


def _part(outcome: Outcome) -> str:
    return cut(f"FAILED: {outcome.title}\n{outcome.evidence}\n{outcome.detail}".strip(), EACH)


def cut(text: str, most: int) -> str:
    """The beginning of a text, which then ends with a whole word."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip() + "…"
