"""Operations on music as it is written in letters. They refuse what is no chord."""

import re

from .operation import AnswerError, Lines, operation

SHARPS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLATS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_CHORD = re.compile(r"([A-G])([#♯b♭]?)((?:m|maj|min|dim|aug|sus|add|M|[+°ø()#b♯♭]|-?\d)*)(?:/([A-G])([#♯b♭]?))?")


@operation("Transpose chords by half tones, semitones: guitar chords moved higher up or lower down", "text")
def transpose_chords(chords: Lines, half_tones: int) -> str:
    flat = bool(re.search(r"(?:^|[\s/,])[A-G][b♭]", "\n".join(chords)))
    return "\n".join(" ".join(_moved(one, half_tones, flat) for one in re.split(r"[\s,]+", line)) for line in chords)


def _moved(chord: str, half_tones: int, flat: bool) -> str:
    found = _CHORD.fullmatch(chord)
    if found is None:
        raise AnswerError(f"{chord} is no chord such as Am or C7.")
    root, sign, rest, bass, bass_sign = found.groups(default="")
    below = f"/{_note(bass + bass_sign, half_tones, flat)}" if bass else ""
    return _note(root + sign, half_tones, flat) + rest + below


def _note(name: str, half_tones: int, flat: bool) -> str:
    place = SHARPS.index(name[0]) + {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(name[1:], 0)
    return (FLATS if flat else SHARPS)[(place + half_tones) % 12]
