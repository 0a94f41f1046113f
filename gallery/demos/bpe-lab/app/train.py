"""Trains in a process of its own, so that the page stays quick and training can be ended at any moment. Refuses to be
talked to: it reads one line of JSON (`vocabulary`, `pattern`) and then the text, and tells of each step, as JSON."""

import json
import sys
import time

from learn import Merge, merges
from split import as_bytes, as_text, counted

EVERY = 0.1
"""Seconds between two lines of news."""


def main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    began = time.monotonic()
    try:
        found = counted(as_text(data), asked["pattern"])
    except ValueError as error:
        tell({"error": str(error)})
        return
    chunks = {as_bytes(chunk): times for chunk, times in found.items()}
    tell({"bytes": len(data), "chunks": found.total(), "unique": len(chunks)})
    news: list[Merge] = []
    told = time.monotonic()
    for merge in merges(chunks, asked["vocabulary"]):
        news.append(merge)
        if time.monotonic() - told > EVERY:
            tell({"merges": [(m.left, m.right, m.count, m.tokens) for m in news]})
            news, told = [], time.monotonic()
    tell({"merges": [(m.left, m.right, m.count, m.tokens) for m in news]})
    tell({"seconds": round(time.monotonic() - began, 3)})


def tell(what: dict[str, object]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
