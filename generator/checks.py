"""Turns checks into a plain pytest file that anyone can read, and steps into words. Refuses to run anything.

Every text that a model wrote enters the file through `repr`, and nowhere else.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote_plus, urlencode

from generator.check_form import One
from generator.contract import Check, Claim, Drawn, Kind, Plan, Request, Run, Step
from generator.kinds import SERVER
from generator.report import cut

PAYLOAD = Path(__file__).parent / "payload"
DRIVER = ("steps.py", "exchange.py", "view.py", "values.py", "look.js", "timers.js")
"""What a file of checks needs beside it."""
COMMAND_DRIVER = ("command.py", "values.py")
"""The same for the checks of a script."""


def source(checks: Sequence[Check], claims: Sequence[Claim], title: str = "") -> str:
    """The checks as a pytest file; `names` tells which test belongs to which check."""
    said = {claim.id: claim.text for claim in claims}
    about = one_line(f"What is asked of {title}") if title else "What is asked of the app"
    used = "each thing used as a person uses it, by the names that are seen"
    parts = [f"{docstring(f'{about}, {used}.')}\n"]
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
    plain = [literal(given.pop(key)) for key in PLAIN.get(step.do, USUAL) if key in given]
    return f"{step.do}({', '.join([*plain, *(f'{key}={literal(value)}' for key, value in given.items())])})"


USUAL = ("name", "text", "cells", "seconds", "value", "filename", "content", "key", "equals", "holds")
PLAIN = {
    "request": ("method", "path"),
    "run": ("arguments",),
    "see_cell": ("name", "row", "column", "equals"),
    "see_order": ("name", "values"),
    "see_download": ("name",),
}
"""What stands in a call without its name, in this order."""


def words(step: Step) -> str:
    """A step as a person would say it."""
    match step.do:
        case "fill":
            return f"fill {_one(step)} with {step.value or 'nothing'}"
        case "choose":
            return f"choose {step.value} in {_one(step)}"
        case "toggle":
            return f"turn {_one(step)} {'on' if step.on else 'off'}"
        case "press":
            return f"press {_one(step)}"
        case "upload":
            came = "that came with the request " if step.content is None else ""
            return f"give the file {step.filename} {came}to “{step.name}”"
        case "reload":
            return "load the page again"
        case "wait":
            return f"wait {step.seconds:g} s"
        case "note":
            return f"note what “{step.name}” shows as {step.key}"
        case "see_value":
            return f"see {'exactly ' if step.exact else ''}{step.equals or 'nothing'} at “{step.name}”"
        case "see_text":
            return f"see {'no ' if step.absent else ''}“{step.text}”"
        case "see_row":
            return f"see {'no' if step.absent else 'a'} row with {', '.join(step.cells)}"
        case "see_count":
            return f"see {step.equals} rows in “{step.name}”"
        case "see_control":
            return f"see {'no' if step.absent else 'a'} control {_one(step)}"
        case "see_cell":
            return f"see {step.equals} as {step.column} of {step.row} in “{step.name}”"
        case "see_order":
            return f"see {', '.join(step.values)} in this order in “{step.name}”"
        case "see_error":
            return f"see {'no word' if step.absent else 'it said'} that something is wrong"
        case "see_download":
            wanted = [f"“{step.contains}”"] if step.contains else []
            wanted += [f"a line of {', '.join(step.cells)}"] if step.cells else []
            return f"press “{step.name}” and get a file" + (f" with {' and '.join(wanted)}" if wanted else "")
        case "relation":
            return f"see “{step.name}” {RELATIONS[step.holds]} {step.key}"
        case "request":
            return _request(step)
        case "run":
            return _run(step)


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
    is_command = plan.kind is Kind.SCRIPT
    files = {f"tests/{name}": (PAYLOAD / name).read_bytes() for name in (COMMAND_DRIVER if is_command else DRIVER)}
    files["tests/conftest.py"] = (PAYLOAD / f"conftest_{'command' if is_command else 'kept'}.py").read_bytes()
    if not is_command:
        files["tests/server.py"] = (
            '"""What the app is started by: a module of Python with its arguments."""\n\n'
            f"START = {literal(SERVER[plan.kind])}\n"
        ).encode()
    files["tests/test_app.py"] = source(checks, plan.claims, plan.title).encode()
    return files


def literal(value: object) -> str:
    """A value as JSON has them as Python source, with double quotes where that needs no escape."""
    if isinstance(value, str):
        said = repr(value)
        return f'"{said[1:-1]}"' if not set("'\"\\") & set(said[1:-1]) else said
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{literal(key)}: {literal(part)}' for key, part in value.items())}}}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def docstring(text: str) -> str:
    """A line of text as Python source, in the form of a docstring where that needs no escape."""
    said = literal(text)
    return f'""{said}""' if said.startswith('"') else said


def walked(steps: Sequence[Step]) -> str:
    """Steps as a sentence. Of many only the first is told, and the last ones: what must be seen stands at the end."""
    said = [cut(one_line(words(step)), MOST_SHOWN) for step in steps]
    last = 1
    while last < len(said) and len(", ".join([said[0], *said[last:]])) > MOST_WALKED:
        last += 1
    if last > 1:
        said[1:last] = [f"and so on for {counted(last - 1, 'step', 'steps')}"]
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


def one_line(text: str) -> str:
    """Without line breaks and other control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _one(step: One) -> str:
    place = f" at “{step.near}”" if step.near else f" number {step.nth}" if step.nth > 1 else ""
    return f"“{step.name}”{place}"


def _request(step: Request) -> str:
    sent = step.body if step.body is not None else step.form
    given = [f"file {file.filename}" for file in step.files.values()] or ([_json(sent)] if sent else [])
    seen = [
        str(step.status) if step.status != "2xx" else "",
        *(f"{place or 'the answer'} {_json(value)}" for place, value in step.fields.items()),
        *(f"{place} other than {_json(value)}" for place, value in step.lacks.items()),
        *(f"{place or 'the answer'} with {counted(n, 'entry', 'entries')}" for place, n in step.counts.items()),
        f"“{step.text}”" if step.text else "",
        f"a redirect to {step.location}" if step.location else "",
    ]
    asked = f"ask {step.method} {step.path}{'?' if step.query else ''}{unquote_plus(urlencode(step.query))}"
    asked += f"{' with ' + ', '.join(given) if given else ''}"
    return f"{asked} and get {_listed(seen) or 'an answer'}"


def _drawn(drawn: Drawn) -> str:
    told = f"{drawn.many} line{'' if drawn.many == 1 else 's'}"
    told += f" of {drawn.long} signs" if drawn.long is not None else ""
    ends = f"“{drawn.lines[0]}” to “{drawn.lines[-1]}”" if len(drawn.lines) > 4 else ", ".join(drawn.lines)
    told += f" from {ends}" if drawn.lines else ""
    return told + (f" made of {' and '.join(drawn.signs)}" if drawn.signs else "")


def _run(step: Run) -> str:
    given = [*(f"the file {name}" for name in step.files), *(["standard input"] if step.stdin else [])]
    seen = [
        {0: "", "nonzero": "an error"}.get(step.status, f"status {step.status}"),
        "" if step.prints is None else f"exactly {_text(step.prints)}" if step.prints.strip() else "nothing printed",
        *(_text(text) for text in (*step.output, *step.says)),
        *(f"no {_text(text)}" for text in step.absent),
        _drawn(step.drawn) if step.drawn else "",
        *(f"{_text(text)} in {name}" for name, text in step.leaves.items()),
    ]
    called = shlex.join(["main.py", *step.arguments])
    return f"run {called}{' with ' + ' and '.join(given) if given else ''} and see {_listed(seen) or 'it end well'}"


def _text(text: str) -> str:
    said = " ⏎ ".join(text.strip().splitlines())
    return f"“{said}”" if len(said) <= MOST_SHOWN else f"“{said[:MOST_SHOWN]}…”"


def counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _listed(seen: Sequence[str]) -> str:
    return ", ".join(filter(None, seen))


def _json(value: object) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN]}…"


MOST_SHOWN = 120
MOST_WALKED = 300
