"""Runs candidate functions on the same inputs, each in a process of its own, and prints what they gave as JSON.

Reads {"sources": [...], "own": n, "inputs": [{name: value}], "types": {name: type}} from standard input: the first n
sources take a time of day as a moment of today, the others as text. Runs inside a sandbox only: it trusts nothing that
it runs, and promises nothing beyond the shape of what it prints.
"""

import datetime
import inspect
import json
import math
import multiprocessing
import random
import resource
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any

SECONDS = 3


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON that compares well: numbers to nine digits, dates as ISO, files by what is in them."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            return str(value)
        return float(f"{value:.9g}")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, dict) and depth < 3:
        return {str(key)[:200]: plain(item, depth + 1) for key, item in list(value.items())[:100]}
    if isinstance(value, (list, tuple, set)) and depth < 3:
        items = sorted(value, key=str) if isinstance(value, set) else value
        return [plain(item, depth + 1) for item in list(items)[:100]]
    if isinstance(data := getattr(value, "data", value), bytes):
        return data.decode("utf-8", "replace")[:2000]
    return str(value)[:2000]


def real(value: Any, kind: str | None) -> Any:
    """A value from JSON as what the app passes."""
    if kind == "date" and value is not None:
        return datetime.date.fromisoformat(value)
    if kind == "integer" and value is not None:
        return int(value)
    if kind == "time" and value is not None:
        return datetime.datetime.combine(datetime.date.today(), datetime.time.fromisoformat(value))
    return value


def work(source: str, inputs: Sequence[Mapping[str, Any]], types: Mapping[str, str], pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
    sys.stdout = sys.stderr
    given: list[list[Any]] = []
    try:
        space: dict[str, Any] = {"__name__": "rule"}
        exec(source, space)  # noqa: S102  what this file is for
        function = [thing for thing in space.values() if inspect.isfunction(thing)][-1]
        names = list(inspect.signature(function).parameters)
    except BaseException as error:
        pipe.send_bytes(json.dumps([["error", repr(error)[:200]]] * len(inputs)).encode())
        return
    for values in inputs:
        random.seed(7)
        try:
            result = function(**{name: real(values[name], types.get(name)) for name in names})
            given.append(["ok", plain(result)])
        except BaseException as error:
            given.append(["error", f"{type(error).__name__}: {error}"[:200]])
    pipe.send_bytes(json.dumps(given).encode())


def main() -> None:
    order = json.loads(sys.stdin.read())
    context = multiprocessing.get_context("fork")
    results: list[Any] = []
    texts = {name: kind for name, kind in order["types"].items() if kind != "time"}
    for number, source in enumerate(order["sources"]):
        types = order["types"] if number < order.get("own", 0) else texts
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(source, order["inputs"], types, there), daemon=True)
        process.start()
        there.close()
        try:
            heard = here.recv_bytes(1 << 20) if here.poll(SECONDS) else b""
            results.append(json.loads(heard))
        except (EOFError, OSError, ValueError):
            results.append([["error", "no answer in time"]] * len(order["inputs"]))
        process.kill()
        process.join()
    print(json.dumps(results))


main()
