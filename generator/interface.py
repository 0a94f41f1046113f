"""What an app offers to programs rather than to eyes: the routes of an api, the command line of a script. Refuses to
say anything about a page."""

import re
from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import Field

from generator.check_form import ROUTE, Data, Request, Run, Step


class Part(Data):
    """One field that a route takes or gives."""

    name: str
    form: Literal["text", "number", "whole number", "true or false", "date", "list", "object", "file"] = "text"
    about: str = ""


class Route(Data):
    """One thing that an api can be asked."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str = Field(pattern=ROUTE)
    """Parts that vary stand in braces: /items/{id}."""
    takes: Literal["nothing", "query", "json", "form", "text"] = "nothing"
    """Where its fields come from, beside those of the path."""
    fields: list[Part] = Field(default=[])
    status: int = 200
    """What it answers when all is well."""
    gives: list[Part] = Field(default=[])
    about: str = ""


class Argument(Data):
    """One argument of a command, as a person types it: `FILE`, `--rate`."""

    name: str = Field(pattern=r"^[^\s=]{1,60}$")
    form: Literal["text", "number", "whole number", "flag", "choice", "date", "file", "folder"] = "text"
    options: list[str] = Field(default=[])
    required: bool = False
    about: str = ""


class CommandLine(Data):
    """How a command is used."""

    arguments: list[Argument] = Field(default=[])
    reads: str = ""
    """What standard input holds, "" when it is not read."""
    prints: str = ""
    """What stands on standard output, line by line."""
    writes: dict[str, str] = Field(default={})
    """Name of a file that it writes -> what the file holds."""


class Offered(Protocol):
    """The part of a plan that says what programs may use."""

    @property
    def routes(self) -> Sequence[Route]: ...

    @property
    def command(self) -> CommandLine | None: ...


def unplanned(step: Step, plan: Offered) -> str:
    """Why a step uses what the plan doesn't have, or "". What is expected to be refused needs no plan."""
    told = ("/", "/openapi.json")
    if isinstance(step, Request) and step.path not in told and not str(step.status).startswith("4"):
        there = any(route.method == step.method and _leads(route.path, step.path) for route in plan.routes)
        return "" if there else f"It asks for a route that the plan doesn't have: {step.method} {step.path}."
    if isinstance(step, Run) and plan.command and step.status == 0:
        known = {name for argument in plan.command.arguments for name in re.split(r"[,/|]", argument.name)} | {"--help"}
        given = {argument.partition("=")[0] for argument in step.arguments if re.match(r"--[a-z]", argument)}
        if foreign := sorted(given - known):
            return f"It uses an option that the plan doesn't have: {foreign[0]}."
    return ""


def _leads(route: str, path: str) -> bool:
    """Whether a path is one of a route's: /items/3 of /items/{id}."""
    parts, wanted = route.strip("/").split("/"), path.strip("/").split("/")
    alike = all(part.startswith("{") or part == asked for part, asked in zip(parts, wanted, strict=False))
    return alike and (len(parts) == len(wanted) or (":path}" in route and len(wanted) >= len(parts)))


def usage(plan: Offered) -> list[str]:
    """How programs and people at a terminal use it, in lines of plain text; none for an app that is only looked at."""
    lines = []
    for route in plan.routes:
        lines += [f"{route.method} {route.path}{_about(route.about)}"]
        lines += [f"  takes {part.name}{_about(part.about)}" for part in route.fields]
        lines += [f"  gives {part.name}{_about(part.about)}" for part in route.gives]
    if plan.command is None:
        return lines
    synopsis = [argument.name if argument.required else f"[{argument.name}]" for argument in plan.command.arguments]
    lines += [" ".join(["main.py", *synopsis])]
    for argument in plan.command.arguments:
        options = [", ".join(argument.options)] if argument.options else []
        lines += [f"  {argument.name}{_about('; '.join(filter(None, [argument.about, *options])))}"]
    lines += [f"  standard input{_about(plan.command.reads)}"] if plan.command.reads else []
    lines += [f"  prints{_about(plan.command.prints)}"] if plan.command.prints else []
    return lines + [f"  writes {name}{_about(content)}" for name, content in plan.command.writes.items()]


def _about(text: str) -> str:
    return f": {' '.join(text.split())}" if text.strip() else ""
