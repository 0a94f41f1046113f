import csv
import json
import sys
from pathlib import Path


def value(text: str) -> str | int | float:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


if len(sys.argv) != 2:
    sys.exit("Give me a CSV file.")
path = Path(sys.argv[1])
if not path.is_file():
    print(f"There is no file {path}.", file=sys.stderr)
    sys.exit(1)
with path.open(newline="") as file:
    rows = [{name: value(text) for name, text in row.items()} for row in csv.DictReader(file)]
print(json.dumps(rows, indent=2, ensure_ascii=False))
