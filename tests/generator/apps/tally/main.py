"""Adds up the second column of lines like `milk;3`, from files or standard input."""

import argparse
import sys
from pathlib import Path


def read(text: str, name: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        thing, _, amount = line.partition(";")
        try:
            sums[thing.strip()] = sums.get(thing.strip(), 0) + float(amount)
        except ValueError:
            raise ValueError(f"{name}, line {number}: {amount[:40]!r} is no number.") from None
    return sums


def main() -> int:
    parser = argparse.ArgumentParser(description="Adds up amounts by thing. Example: main.py --top 2 list.txt")
    parser.add_argument("FILE", nargs="?", help="lines like milk;3; standard input otherwise")
    parser.add_argument("--top", type=int, default=10, help="so many things at most (default 10)")
    parser.add_argument("--out", help="a file to write to instead")
    given = parser.parse_args()
    if given.top < 1:
        parser.error("--top must be 1 or more")
    try:
        text = Path(given.FILE).read_text("utf-8-sig", "replace") if given.FILE else sys.stdin.read()
        sums = read(text, given.FILE or "standard input")
    except (OSError, ValueError) as error:
        print(f"main.py: {error}", file=sys.stderr)
        return 1
    if not sums:
        print("main.py: there is nothing to add up.", file=sys.stderr)
        return 1
    lines = [f"{thing}\t{amount:.2f}" for thing, amount in sorted(sums.items(), key=lambda one: (-one[1], one[0]))]
    said = "".join(f"{line}\n" for line in lines[: given.top])
    if given.out:
        Path(given.out).write_text(said, encoding="utf-8")
    else:
        sys.stdout.write(said)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
