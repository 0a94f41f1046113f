"""Reads a log: its format, what kinds of lines it has and how often, and where it first turned odd. Refuses to guess a
time that no line says.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from gallery.debug.evidence import Finding, LogLine, LogReport, Template
from gallery.text import clean

MOST_LINES, MOST_SHOWN, MOST_TEMPLATES, MOST_TEXT = 300_000, 2000, 60, 400
AROUND = 12
STRETCHES = 60
RARE = 3
TROUBLE = {"error", "critical", "fatal"}
LEVELS = re.compile(r"\b(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|CRITICAL|CRIT|FATAL|SEVERE|PANIC|EMERG)\b")
PLAIN_LEVEL = re.compile(r"^(?:\S+ ){0,6}?\[?(trace|debug|info|notice|warn(?:ing)?|error|critical|fatal)\b[\]:]?", re.I)
SAME = {"warn": "warning", "err": "error", "crit": "critical", "severe": "error", "panic": "fatal", "emerg": "fatal"}
RAISED = re.compile(
    r"^\s*(?:[\w.]+\.)?\w*(?:Error|Exception|Panic)\b[:(]|^Traceback \(most recent call last\)|\bpanic:"
)
ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?")
FORMATS = (
    ("ISO times", ISO, ""),
    ("a web server's log", re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"), "%d/%b/%Y:%H:%M:%S %z"),
    ("syslog", re.compile(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"), "%b %d %H:%M:%S"),
    ("times with slashes", re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d"), "%Y/%m/%d %H:%M:%S"),
    ("seconds since 1970", re.compile(r"^\[?1\d{9}(?:\.\d+)?\b"), ""),
)
MASKS = (
    (ISO, "<time>"),
    (re.compile(r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"), "<id>"),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b"), "<address>"),
    (re.compile(r"\b0x[0-9a-fA-F]+\b|\b[0-9a-f]{12,64}\b"), "<hex>"),
    (re.compile(r"\"[^\"]{0,300}\"|'[^']{0,300}'"), "<text>"),
    (re.compile(r"(?<![A-Za-z])[-+]?\d+(?:[.,:/]\d+)*(?:ms|s|kb|mb|gb|%)?", re.I), "<n>"),
)


def read_log(content: bytes) -> LogReport:
    """What is known of it. Findings are in the order of what to look at first."""
    texts = clean(content.decode("utf-8", "replace")).splitlines()
    cut = len(texts) > MOST_LINES
    texts = texts[-MOST_LINES:]
    entries = [json_entry(text) for text in texts[:50] if text.strip()]
    as_json = sum(one is not None for one in entries) > len(entries) / 2
    format_name, pattern, form = ("JSON lines", ISO, "") if as_json else format_of(texts)
    numbers: dict[str, int] = {}
    counts: Counter[int] = Counter()
    lines: list[LogLine] = []
    for number, text in enumerate(texts, 1):
        at, level, message = parts(text, as_json, pattern, form)
        template = numbers.setdefault(masked(message), len(numbers))
        counts[template] += 1
        lines.append(LogLine(number, text[:MOST_TEXT], at, level, template))
    templates = templates_of(lines, numbers, counts)
    rates, stretch = rates_of(lines)
    findings = list(found(lines, counts, templates, rates, stretch))
    if cut:
        findings.append(Finding(f"Only its last {MOST_LINES} lines were read.", "cut"))
    kept, places = most_seen(templates)
    shown = tuple(
        LogLine(one.number, one.text, one.at, one.level, places.get(one.template, 0))
        for one in to_show(lines, findings)
    )
    return LogReport(format_name, len(texts), shown, kept, rates, stretch, tuple(findings))


# --- lines ------------------------------------------------------------------------------------------------------------


def format_of(texts: Sequence[str]) -> tuple[str, re.Pattern[str], str]:
    sample = [text for text in texts[:400] if text.strip()]
    for name, pattern, form in FORMATS:
        if sum(bool(pattern.search(text[:200])) for text in sample) > len(sample) / 4:
            return name, pattern, form
    return "plain lines", ISO, ""


def json_entry(text: str) -> dict[str, object] | None:
    try:
        told = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def parts(text: str, as_json: bool, pattern: re.Pattern[str], form: str) -> tuple[float | None, str, str]:
    """Time, level and message of a line."""
    if as_json and (entry := json_entry(text)):
        named = {key.lower(): value for key, value in entry.items()}
        stamp = next(
            (named[key] for key in ("time", "timestamp", "@timestamp", "ts", "asctime", "date") if key in named), ""
        )
        level = str(next((named[key] for key in ("level", "levelname", "severity", "lvl") if key in named), "")).lower()
        message = str(next((named[key] for key in ("message", "msg", "event", "text") if key in named), text))
        return seconds(str(stamp), ""), SAME.get(level, level)[:20], message
    stamped = pattern.search(text[:200])
    named_level = LEVELS.search(text[:300]) or PLAIN_LEVEL.search(text[:300])
    name = named_level[1].lower() if named_level else ("error" if RAISED.search(text) else "")
    return seconds(stamped[0], form) if stamped else None, SAME.get(name, name), text


def seconds(stamp: str, form: str) -> float | None:
    """Seconds since 1970; a time without a zone is taken for UTC."""
    try:
        if re.fullmatch(r"\[?\d{10}(\.\d+)?", stamp):
            return float(stamp.strip("["))
        if re.fullmatch(r"\d{13}", stamp):
            return float(stamp) / 1000
        if form == "%b %d %H:%M:%S":
            when = datetime.strptime(f"2000 {stamp}", f"%Y {form}")
        else:
            text = re.sub(r",(\d)", r".\1", stamp)
            when = datetime.strptime(stamp, form) if form else datetime.fromisoformat(text)
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def masked(message: str) -> str:
    for pattern, word in MASKS:
        message = pattern.sub(word, message[:MOST_TEXT])
    return message.strip()


# --- what is odd ------------------------------------------------------------------------------------------------------


def found(
    lines: Sequence[LogLine],
    counts: Counter[int],
    templates: Sequence[Template],
    rates: Sequence[tuple[float, int, int]],
    stretch: float,
) -> Iterator[Finding]:
    bad = [one for one in lines if one.level in TROUBLE]
    if bad:
        first = bad[0]
        told = f"The first line of trouble is line {first.number} of {len(lines)}: {first.text.strip()[:200]}"
        yield Finding(told, "first", (first.number,))
        before = [one for one in lines[: first.number - 1][-200:] if counts[one.template] <= RARE and one.text.strip()]
        if before:
            last = before[-1]
            told = f"Shortly before it a line that is rare here: {last.text.strip()[:200]}"
            yield Finding(told, "before", tuple(one.number for one in before[-5:]))
        kinds = Counter(one.template for one in bad)
        for number, count in kinds.most_common(3):
            rows = tuple(one.number for one in bad if one.template == number)
            if count > 1:
                yield Finding(f"{count} times: {templates[number].text[:200]}", "repeated", rows[:50])
    yield from late(lines, templates)
    yield from pace(lines, rates, stretch)
    backwards = [other.number for one, other in pairwise(lines) if one.at and other.at and other.at < one.at - 1]
    if backwards:
        yield Finding(f"The time goes back {len(backwards)} times.", "time", tuple(backwards[:50]))


def late(lines: Sequence[LogLine], templates: Sequence[Template]) -> Iterator[Finding]:
    """A kind of line that begins late, and stays."""
    half = len(lines) // 2
    fresh = [one for one in templates if half < one.first and one.count > RARE and one.level not in TROUBLE]
    for one in sorted(fresh, key=lambda each: each.first)[:2] if len(lines) >= 40 else ():
        yield Finding(f"From line {one.first} on there is what was not before: {one.text[:160]}", "new", (one.first,))


def pace(lines: Sequence[LogLine], rates: Sequence[tuple[float, int, int]], stretch: float) -> Iterator[Finding]:
    """Silence and bursts."""
    timed = [one for one in lines if one.at]
    steps = [((other.at or 0) - (one.at or 0), one, other) for one, other in pairwise(timed)]
    gaps = sorted(steps, key=lambda step: step[0]) if len(timed) > 10 else []
    usual = gaps[len(gaps) * 9 // 10][0] if gaps else 0.0
    if gaps and gaps[-1][0] > max(5 * usual, 1.0):
        length, one, other = gaps[-1]
        between = f"between lines {one.number} and {other.number}"
        told = f"It is silent for {length:.0f} s {between}; else at most {usual:.1f} s."
        yield Finding(told, "silence", (one.number, other.number))
    numbers = sorted(count for _, count, _ in rates)
    middle = numbers[len(numbers) // 2] if numbers else 0
    for begin, count, _ in rates:
        if len(rates) > 5 and count > max(5 * middle, 20):
            when = datetime.fromtimestamp(begin, UTC).isoformat(" ", "seconds")
            first = next((one.number for one in timed if one.at and one.at >= begin), 0)
            yield Finding(f"{count} lines in {stretch:g} s from {when} on; {middle} are usual.", "burst", (first,))
            break


def rates_of(lines: Sequence[LogLine]) -> tuple[tuple[tuple[float, int, int], ...], float]:
    timed = [(one.at, one.level in TROUBLE) for one in lines if one.at is not None]
    if len(timed) < 2:
        return (), 0.0
    begin, end = min(at for at, _ in timed), max(at for at, _ in timed)
    stretch = max((end - begin) / STRETCHES, 0.001)
    counted: dict[int, list[int]] = {}
    for at, bad in timed:
        cell = counted.setdefault(min(int((at - begin) / stretch), STRETCHES - 1), [0, 0])
        cell[0] += 1
        cell[1] += bad
    cells = [(number, *counted.get(number, [0, 0])) for number in range(STRETCHES)]
    return tuple((begin + number * stretch, count, bad) for number, count, bad in cells), stretch


# --- what is kept -----------------------------------------------------------------------------------------------------


def templates_of(lines: Sequence[LogLine], numbers: dict[str, int], counts: Counter[int]) -> list[Template]:
    first: dict[int, LogLine] = {}
    for one in lines:
        first.setdefault(one.template, one)
    return [
        Template(text[:MOST_TEXT], counts[number], first[number].number, first[number].level)
        for text, number in numbers.items()
    ]


def most_seen(templates: Sequence[Template]) -> tuple[tuple[Template, ...], dict[int, int]]:
    """Those of trouble and the most frequent, and at which place each is now."""
    ranked = sorted(range(len(templates)), key=lambda at: (templates[at].level not in TROUBLE, -templates[at].count))
    kept = ranked[:MOST_TEMPLATES]
    return tuple(templates[at] for at in kept), {at: place for place, at in enumerate(kept)}


def to_show(lines: Sequence[LogLine], findings: Sequence[Finding]) -> list[LogLine]:
    if len(lines) <= MOST_SHOWN:
        return list(lines)
    wanted: dict[int, None] = {}
    for finding in findings:
        for row in finding.rows[:10]:
            wanted |= dict.fromkeys(range(max(1, row - AROUND), min(len(lines), row + AROUND) + 1))
    for one in lines:
        if one.level in TROUBLE and len(wanted) < MOST_SHOWN:
            wanted[one.number] = None
    return [lines[number - 1] for number in sorted(wanted)[:MOST_SHOWN]]
