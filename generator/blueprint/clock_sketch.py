"""Sketches timers and counters, nearly all from words and numbers of the sentence. Refuses made-up lengths."""

import re

from generator.blueprint.asking import TEXT, Asking, listing, record
from generator.blueprint.schema import Counter, Preset, Tally, Timer
from generator.blueprint.sentence import stretches, units

TITLE = "Give the app of the request a short title of two to four words in the language of the request."

COUNTS = """An app shows numbers that buttons raise and lower. Name what is counted, one label for each number, and \
the unit of one step. Take it from the request.

Request: score board for the red and the blue team
{"title":"Score Board","counts":["Red team","Blue team"],"unit":"points"}

Request: count the cars that pass
{"title":"Car Counter","counts":["Cars"],"unit":"cars"}"""

_SPAN = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*-?\s*(hours?|hrs?|h|minutes?|mins?|min|m|minuten|minutos|seconds?|secs?|sec|s|sekunden|stunden?)\b",
    re.I,
)
_REST = re.compile(r"\b(?:break|rest|pause|relax|off|recover)", re.I)
_LITTLE = re.compile(
    r"and|or|of|to|for|from|with|a|an|in|at|by|about|between|set|than|timers?|after|every|the|is", re.I
)
_STEPS = re.compile(r"(?<![\w.])\+\s?(\d+)|\b(?:add|steps? of|by|plus)\s+(\d+)\b", re.I)
_SETS = re.compile(r"\b(?:set|enter|type|choose|pick|put in|give|select|adjust)s? (?:[\w']+ ){0,4}$", re.I)
_OWN_GOAL = re.compile(
    r"\b(?:set|enter|type|choose|change|give)s? (?:my|a|the|our|your) (?:own |daily )?(goal|target|limit)\b", re.I
)
_GOAL = re.compile(
    r"\b(?:goal|target|aim|limit)\b[^.,;]*?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)[^.,;]{0,20}\b(?:goal|target)\b"
    r"|\bout of (\d+)",
    re.I,
)


def sketch_timer(text: str, asking: Asking) -> tuple[str, Timer]:
    """Title and timer: its mode and lengths as the sentence says them, else the usual ones."""
    title = str((asking.fill(TITLE, f"Request: {text}", record(title=TEXT), most=24) or {}).get("title") or "Timer")[
        :60
    ]
    spans = _spans(text)
    rests = [m for m, found in spans if _REST.search(_around(text, found, spans_end=len(text)))]
    works = [m for m, _ in spans if m not in rests]
    rounds = re.search(r"(\d+)\s*(?:rounds?|sets?|times|cycles?|runden|intervals?)\b", text, re.I)
    given: dict[str, object] = {"mode": _mode(text, rests)}
    if given["mode"] == "intervals":
        pomodoro = bool(re.search(r"pomodoro", text, re.I))
        given["minutes"] = works[0] if works else 25 if pomodoro else 1
        given["rest_minutes"] = rests[0] if rests else 5 if pomodoro else 0.5
        given["rounds"] = int(rounds.group(1)) if rounds else 4
    elif given["mode"] == "countdown":
        given["minutes"] = works[0] if works else 5
        if len(named := named_lengths(text)) > 1:
            given["minutes"] = next(iter(named.values()))
            given["presets"] = [Preset(label=f"{name} ({_length(m)})", minutes=m) for name, m in named.items()]
        elif len(works) > 1:
            given["presets"] = [Preset(label=_length(m), minutes=m) for m in dict.fromkeys(works)]
        else:
            given["parts"] = _parts(text)
    given["laps"] = bool(re.search(r"\blaps?\b|\bsplit times?\b|\brunden", text, re.I)) and given["mode"] == "stopwatch"
    return title, Timer.model_validate(given)


def sketch_counter(text: str, asking: Asking) -> tuple[str, Counter]:
    """Title and counter: labels from the model, steps and goal from the sentence."""
    shape = record(title=TEXT, counts=listing(TEXT, least=1, most=8), unit=TEXT)
    said = asking.fill(COUNTS, f"Request: {text}", shape, most=120) or {}
    labels = [str(label).strip()[:40] for label in said.get("counts") or [] if str(label).strip()] or ["Count"]
    steps = [float(one or two) for one, two in _STEPS.findall(text)]
    goal = _GOAL.search(text)
    target = float(next(g for g in goal.groups() if g).replace(",", ".")) if goal else None
    wish = _OWN_GOAL.search(text) if target is None else None
    counts = [Tally(label=label, target=target) for label in labels]
    counts[0].target_label = wish[1].capitalize() if wish else ""
    steps = list(dict.fromkeys([1.0, *steps] if steps and 1.0 not in steps and len(steps) > 1 else steps or [1.0]))
    return str(said.get("title") or "Counter")[:60], Counter.model_validate(
        {"counts": counts, "steps": steps, "minimum": 0}
    )


def spans_of_time(text: str) -> list[float]:
    """The lengths in minutes that the sentence says, in its order."""
    return [minutes for minutes, _ in _spans(text)]


def _spans(text: str) -> list[tuple[float, re.Match[str]]]:
    """The lengths in minutes with where they stand; `1 hour 30 minutes` is one."""
    spans: list[tuple[float, re.Match[str]]] = []
    for found in _SPAN.finditer(text):
        many, unit = float(found[1].replace(",", ".")), _minutes(found[2])
        last = spans[-1][1] if spans else None
        if last and unit < _minutes(last[2]) and re.fullmatch(r"\s*(?:and|,)?\s*", text[last.end() : found.start()]):
            spans[-1] = spans[-1][0] + many * unit, found
        else:
            spans.append((many * unit, found))
    return spans


def _parts(text: str) -> list[str]:
    """The units in which people set a length, where the sentence names several: `I set minutes and seconds`."""
    set_in = [span for span in stretches(text) if _SETS.search(text.partition(span)[0])]
    named = {f"{unit.casefold().rstrip('s')}s".capitalize() for span in set_in for unit in units(span)}
    return [part for part in ("Hours", "Minutes", "Seconds") if part in named] if len(named) > 1 else []


def named_lengths(text: str) -> dict[str, float]:
    """Lengths that go by a name: `soft 5 minutes, medium 7, hard 10`. One without a unit has that of the others."""
    units = [unit for _, unit in _SPAN.findall(text)]
    if not units:
        return {}
    found = re.findall(r"\b([a-z][a-z-]+)\s*(?:[:=(]|for|is)?\s*(\d+(?:[.,]\d+)?)(?:[ -]?([a-z]+))?", text, re.I)
    return {
        name.capitalize(): float(many.replace(",", ".")) * _minutes(unit if _SPAN.fullmatch(f"1 {unit}") else units[0])
        for name, many, unit in found
        if not _LITTLE.fullmatch(name)
    }


def _mode(text: str, rests: list[float]) -> str:
    if re.search(r"\bstop ?-?watch|\bcount(?:s|ing)? up\b|\belapsed\b|\bstoppuhr", text, re.I):
        return "stopwatch"
    if rests or re.search(
        r"\bpomodoro|\binterval|\btabata|\bhiit\b|\brounds?\b|\bwork\b.*\b(?:break|rest)", text, re.I
    ):
        return "intervals"
    return "countdown"


def _minutes(unit: str) -> float:
    unit = unit.casefold()
    return 60 if unit.startswith(("h", "st")) else 1 / 60 if unit.startswith("s") else 1


def _around(text: str, found: re.Match[str], *, spans_end: int) -> str:
    """The words that belong to a span of time: up to the next number or comma, or those just before it."""
    after = re.split(r"[\d,;.]|\band\b", text[found.end() : spans_end])[0]
    before = re.split(r"[\d,;.]|\band\b", text[: found.start()])[-1]
    return after if re.search(r"\w{3}", after) else before


def _length(minutes: float) -> str:
    return f"{minutes:g} min" if minutes >= 1 else f"{minutes * 60:g} s"
