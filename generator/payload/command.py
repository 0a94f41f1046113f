"""Runs an app that is a command and holds what it says against what is expected. Refuses to know how it is run.

Stands alone with `values.py`. Every failure is an AssertionError whose first line is one sentence.
"""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

ENTRY = "main.py"
SHOWN = 200
TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Ended:
    """How a command ended: `status` is None when it was ended from outside, and `reason` says why."""

    status: int | None
    output: str
    errors: str
    reason: str = ""


class Command:
    """One app in a folder of its own. A step is a method."""

    def __init__(
        self,
        execute: Callable[[Sequence[str], str, Mapping[str, str]], Ended],
        content: Callable[[str], str | None],
        within: Callable[[str, str], bool],
    ) -> None:
        """`execute` is given arguments, standard input and files to put beforehand; `content` is what a file of the
        folder holds, None when there is none; `within` whether a text holds another, numbers as numbers."""
        self._execute, self._content, self._within = execute, content, within
        self.noted: dict[str, str] = {}

    def run(
        self,
        arguments: Sequence[str] = (),
        stdin: str = "",
        files: Mapping[str, str] | None = None,
        status: int | str = 0,
        prints: str | None = None,
        output: Sequence[str] = (),
        says: Sequence[str] = (),
        absent: Sequence[str] = (),
        drawn: Mapping[str, Any] | None = None,
        leaves: Mapping[str, str] | None = None,
        note: str = "",
    ) -> None:
        """Run it once, and insist on all that is expected."""
        argv = [self._filled(argument) for argument in arguments]
        given = {name: self._filled(content) for name, content in (files or {}).items()}
        ended = self._execute(argv, self._filled(stdin), given)
        name = called(argv)
        both = f"{ended.output}\n{ended.errors}"
        by_itself(argv, ended)
        if (ended.status == 0) if status == "nonzero" else (ended.status != status):
            wanted = "another status than 0" if status == "nonzero" else f"status {status}"
            fail(
                f"{name} ended with status {ended.status}; it must end with {wanted}. It said {shown(both)}.",
                ended,
                str(ended.status),
            )
        if prints is not None and trimmed(ended.output) != trimmed(self._filled(prints)):
            said = f"{name} printed {shown(ended.output)}; it must print {shown(self._filled(prints))}."
            fail(said, ended, "\n".join(trimmed(ended.output)))
        for text in map(self._filled, output):
            if text not in ended.output and not (is_number(text) and self._within(text, ended.output)):
                fail(f"{name} printed {shown(ended.output)}; “{cut(text)}” must be in it.", ended)
        for text in map(self._filled, says):
            if text.lower() not in both.lower() and not self._within(text, both):
                fail(f"{name} said {shown(both)}; “{cut(text)}” must be in it.", ended)
        for text in map(self._filled, absent):
            if text in both:
                fail(f"{name} said {shown(both)}; “{cut(text)}” must not be in it.", ended)
        if drawn and (wrong := mismatch(trimmed(ended.output), **drawn)):
            fail(f"{name} printed {shown(ended.output)}; {wrong}.", ended)
        for path, wanted in (leaves or {}).items():
            there = self._content(path)
            if there is None:
                fail(f"{name} left no file {path}.", ended)
            if self._filled(wanted) not in there:
                fail(f"{path} holds {shown(there)}; {shown(self._filled(wanted))} must be in it.", ended)
        if note:
            self.noted[note] = ended.output.strip()

    def _filled(self, text: str) -> str:
        for key, value in self.noted.items():
            text = text.replace(f"{{{key}}}", value)
        return text


def called(arguments: Sequence[str]) -> str:
    return f"“{cut(shlex.join([ENTRY, *arguments]))}”"


def by_itself(arguments: Sequence[str], ended: Ended) -> None:
    """Insist that it was not ended from outside, nor by an error that nobody caught."""
    if ended.status is None:
        fail(f"{called(arguments)} was ended: {ended.reason}", ended)
    if TRACEBACK in f"{ended.output}\n{ended.errors}":
        said = ended.errors if TRACEBACK in ended.errors else ended.output
        fail(f"{called(arguments)} broke off with a traceback: {last_line(said)}", ended)


def trimmed(text: str) -> list[str]:
    """Lines without what can't be seen at their ends."""
    return [line.rstrip() for line in text.strip().splitlines()]


def mismatch(printed: Sequence[str], many: int, lines: Sequence[str], long: int | None, signs: Sequence[str]) -> str:
    """What is wrong with lines that chance made; "" for nothing."""
    if len(printed) != many:
        return f"there must be {many} line{'' if many == 1 else 's'}"
    for line in printed:
        if lines and line not in lines:
            return f"“{cut(line)}” is none of what may be drawn"
        if long is not None and len(line) != long:
            return f"“{cut(line)}” has {len(line)} signs instead of {long}"
        if signs and (odd := set(line) - set("".join(signs))):
            return f"“{min(odd)}” may not be in it"
        if len(line) >= len(signs) and not all(set(sort) & set(line) for sort in signs):
            return "a sort of signs is missing in it"
    return ""


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d.,\s]*\d", text.strip()))


def last_line(text: str) -> str:
    return cut(([line.strip() for line in text.splitlines() if line.strip()] or ["it says nothing"])[-1])


def shown(text: str) -> str:
    """On one line, so that a break shows as ⏎."""
    return f"“{cut(' ⏎ '.join(text.strip().splitlines()))}”" if text.strip() else "nothing"


def cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class UnmetError(AssertionError):
    """What a step expects is not so. `shown` is the value that stands there instead, "" when there is no such one."""

    def __init__(self, said: str, shown: str) -> None:
        super().__init__(said)
        self.shown = shown


def fail(sentence: str, ended: Ended, shown: str = "") -> NoReturn:
    more = f"Standard output: {ended.output[:600]}\nStandard error: {ended.errors[-800:]}"
    raise UnmetError(f"{sentence}\n{more}", shown)
