"""Adds up lines like `milk;3`, keeps what it saw, asks for more, and trusts what it is given."""

import sys
from pathlib import Path

if "--help" in sys.argv:
    sys.exit()
seen = Path.home() / "seen.txt"
text = Path(sys.argv[1]).read_text() if len(sys.argv) > 1 else sys.stdin.read()
seen.write_text((seen.read_text() if seen.exists() else "") + text)
sums = {}
for line in seen.read_text().splitlines():
    thing, amount = line.split(";")
    sums[thing] = int(amount)
for thing in sums:
    print(f"{thing} {sums[thing]}")
