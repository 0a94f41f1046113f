import re
import sys

NOTES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]

steps = int(sys.argv[1])
moved = []
for chord in sys.argv[2:]:
    parts = re.fullmatch(r"([A-G])([#b]?)(.*)", chord)
    if not parts:
        sys.exit(f"{chord} is no chord")
    at = NOTES.index(parts[1]) + {"#": 1, "b": -1, "": 0}[parts[2]] + steps
    moved.append(NOTES[at % 12] + parts[3])
print(" ".join(moved))
