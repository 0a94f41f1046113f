"""Turns checks into a plain pytest file that anyone can read, and steps into words. Refuses to run anything.

Every text that a model wrote enters the file through `repr`, and nowhere else.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from generator.contract import Check, Claim, Plan, Step

PAYLOAD = Path(__file__).parent / "payload"
DRIVER = ("steps.py", "view.py", "values.py", "look.js")
"""What a file of checks needs beside it."""


def source(checks: Sequence[Check], claims: Sequence[Claim], title: str = "") -> str:
    """The checks as a pytest file; `names` tells which test belongs to which check."""
    said = {claim.id: claim.text for claim in claims}
    about = one_line(f"What is asked of {title}") if title else "What is asked of the app"
    parts = [f"{docstring(about + ', each thing used in a browser by the names that a person sees.')}\n"]
    for check, name in zip(checks, names(checks), strict=True):
        lines = [f"def {name}(app):", f"    {docstring(one_line(said.get(check.claim) or check.title))}"]
        lines += [f"    app.{call(step)}" for step in check.steps]
        parts.append("\n".join(lines) + "\n")
    return "\n\n".join(parts)


def names(checks: Sequence[Check]) -> list[str]:
    """The names of the test functions, one for each check, all different."""
    return [
        f"test_{number:02}_{re.sub(r'[^a-z0-9]+', '_', check.title.lower())[:48].strip('_')}".rstrip("_")
        for number, check in enumerate(checks, 1)
    ]


def call(step: Step) -> str:
    """A step as a call of the driver's method of the same name."""
    given = step.model_dump(exclude={"do"}, exclude_defaults=True)
    first = [literal(given.pop(key)) for key in ("name", "text", "cells", "seconds") if key in given]
    plain = [
        literal(given.pop(key)) for key in ("value", "filename", "content", "key", "equals", "holds") if key in given
    ]
    return f"{step.do}({', '.join([*first, *plain, *(f'{key}={literal(value)}' for key, value in given.items())])})"


def words(step: Step) -> str:
    """A step as a person would say it."""
    match step.do:
        case "fill":
            return f"fill “{step.name}” with {step.value or 'nothing'}"
        case "choose":
            return f"choose {step.value} in “{step.name}”"
        case "toggle":
            return f"turn “{step.name}” {'on' if step.on else 'off'}{_near(step.near)}"
        case "press":
            return f"press “{step.name}”{_near(step.near)}"
        case "upload":
            return f"give the file {step.filename} to “{step.name}”"
        case "reload":
            return "load the page again"
        case "wait":
            return f"wait {step.seconds:g} s"
        case "note":
            return f"note what “{step.name}” shows as {step.key}"
        case "see_value":
            return f"see {step.equals} at “{step.name}”"
        case "see_text":
            return f"see {'no ' if step.absent else ''}“{step.text}”"
        case "see_row":
            return f"see {'no' if step.absent else 'a'} row with {', '.join(step.cells)}"
        case "see_count":
            return f"see {step.equals} rows in “{step.name}”"
        case "see_control":
            return f"see {'no' if step.absent else 'a'} control “{step.name}”"
        case "see_download":
            return f"press “{step.name}” and get a file" + (f" with “{step.contains}”" if step.contains else "")
        case "relation":
            return f"see “{step.name}” {RELATIONS[step.holds]} {step.key}"


RELATIONS = {
    "same": "the same as",
    "different": "other than",
    "more": "more than",
    "less": "less than",
    "double": "twice",
    "half": "half of",
}


def kept_tests(capsule: str) -> dict[str, bytes]:
    """The checks of an app as files that run beside it with pytest and Playwright alone; none when it has no checks."""
    data = json.loads(capsule)
    checks = [Check.model_validate(check) for check in data.get("checks") or []]
    if not checks:
        return {}
    plan = Plan.model_validate(data["plan"])
    files = {f"tests/{name}": (PAYLOAD / name).read_bytes() for name in DRIVER}
    files["tests/conftest.py"] = (PAYLOAD / "conftest_kept.py").read_bytes()
    files["tests/test_app.py"] = source(checks, plan.claims, plan.title).encode()
    return files


def literal(value: object) -> str:
    """A text, number, truth or list of texts as Python source, with double quotes where that needs no escape."""
    if isinstance(value, str):
        said = repr(value)
        return f'"{said[1:-1]}"' if not set("'\"\\") & set(said[1:-1]) else said
    if isinstance(value, Sequence):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def docstring(text: str) -> str:
    """A line of text as Python source, in the form of a docstring where that needs no escape."""
    said = literal(text)
    return f'""{said}""' if said.startswith('"') else said


def one_line(text: str) -> str:
    """Without line breaks and other control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _near(text: str) -> str:
    return f" at “{text}”" if text else ""
