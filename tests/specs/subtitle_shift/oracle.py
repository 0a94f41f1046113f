"""Judges any app made for the sentence beside this file. A thousandth of a second more or less is nobody's matter."""

import re

from tests.specs.callers import Command

FILM = """1
00:00:00,700 --> 00:00:03,050
Where is he?

2
00:00:58,900 --> 00:01:01,400
- Gone. At 10:30.
- <i>Déjà ?</i>

3
00:59:58,000 --> 00:59:59,999
12
"""
OTHER = """1
01:00:01,250 --> 01:00:02,000
Run!

2
01:59:59,500 --> 02:00:04,125
The end
"""
TIME = r"(\d\d):([0-5]\d):([0-5]\d),(\d{3})"


def thousandths(*parts: str) -> int:
    hours, minutes, seconds, rest = (int(part) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def blocks(text: str) -> list[tuple[str, int, int, list[str]]]:
    """Each subtitle: its number, when it comes and goes, and its lines."""
    found = []
    for block in re.split(r"\n\s*\n", text.lstrip("\ufeff").replace("\r", "").strip()):
        number, times, *lines = block.split("\n")
        told = re.fullmatch(rf"{TIME} --> {TIME}\s*", times)
        assert told, f"no times: {times!r} in\n{text}"
        parts = told.groups()
        found.append((number.strip(), thousandths(*parts[:4]), thousandths(*parts[4:]), lines))
    return found


def moves(command: Command, film: str, seconds: str) -> None:
    command.put({"film.srt": film})
    ran = command("film.srt", seconds)
    assert ran.status == 0, ran
    by = round(float(seconds) * 1000)
    got, was = blocks(ran.output), blocks(film)
    assert [(number, lines) for number, _, _, lines in got] == [(number, lines) for number, _, _, lines in was], ran
    for (_, *now, _), (_, *then, _) in zip(got, was, strict=True):
        for time, before in zip(now, then, strict=True):
            assert abs(time - max(0, before + by)) <= 1, (seconds, before, time, ran.output)


def test_later(command: Command) -> None:
    moves(command, FILM, "2.5")
    moves(command, OTHER, "61")


def test_earlier(command: Command) -> None:
    moves(command, OTHER, "-1.75")
    moves(command, OTHER, "-3600")


def test_not_before_the_start(command: Command) -> None:
    moves(command, FILM, "-1.2")
    moves(command, FILM, "-4")
