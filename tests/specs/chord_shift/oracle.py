"""Judges any app made for the sentence beside this file. Sharps and flats are the same note."""

import re

from tests.specs.callers import Command

NOTES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SIGNS = {"#": 1, "♯": 1, "b": -1, "♭": -1, "": 0}


def chords(command: Command, *arguments: str) -> list[tuple[int, str]]:
    ran = command(*arguments)
    assert ran.status == 0, ran
    found = [re.fullmatch(r"([A-G])([#♯b♭]?)(\S*)", chord) for chord in ran.output.replace(",", " ").split()]
    assert len(ran.output.strip().splitlines()) == 1, ran
    assert all(found), ran
    return [((NOTES[chord[1]] + SIGNS[chord[2]]) % 12, chord[3]) for chord in found if chord]


def test_higher(command: Command) -> None:
    assert chords(command, "2", "Am", "F", "C7", "G") == [(11, "m"), (7, ""), (2, "7"), (9, "")]
    assert chords(command, "3", "E", "Bm") == [(7, ""), (2, "m")]


def test_lower(command: Command) -> None:
    assert chords(command, "-3", "C", "Em", "A7") == [(9, ""), (1, "m"), (6, "7")]


def test_sharps_and_flats_are_chords_too(command: Command) -> None:
    assert chords(command, "1", "F#m", "Bb", "C#") == [(7, "m"), (11, ""), (2, "")]
