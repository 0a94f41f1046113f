"""Calls one function of the program with arguments that a person typed, and tells what came back. Refuses arguments
that are no literal, and to call what is no function of the file. Reads the wish as JSON from standard input.
"""

import ast
import importlib
import itertools
import json
import os
import sys
from collections.abc import Callable
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, HERE)

from mayfly_shown import shown  # noqa: E402

MOST_TEXT, MOST_ITEMS = 500, 200


def found(path: str, function: str) -> Callable[..., Any]:
    """The function of that qualified name in a file of the repository, imported as the program would."""
    file = os.path.join(ROOT, path)
    folders = [place for place in map(os.path.abspath, sys.path) if file.startswith(f"{place}/")]
    module = os.path.relpath(file, max(folders, key=len)).removesuffix(".py").replace("/", ".")
    value: Any = importlib.import_module(module.removesuffix(".__init__"))
    for name in function.split("."):
        value = getattr(value, name)
    if not callable(value):
        raise TypeError(f"{function} is no function")
    made: Callable[..., Any] = value
    return made


def told(wish: dict[str, str]) -> dict[str, str]:
    """What came back, or what was raised."""
    sys.path += [ROOT, os.path.dirname(os.path.join(ROOT, wish["path"]))]
    try:
        arguments = ast.literal_eval(wish["arguments"])
        if not isinstance(arguments, dict):
            raise TypeError("the arguments have to be a dict of names with their values")
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        return {"raised": f"These are no arguments: {str(error)[:MOST_TEXT]}"}
    try:
        function = found(wish["path"], wish["function"])
        result = function(**arguments)
        if hasattr(result, "__next__"):
            result = list(itertools.islice(result, MOST_ITEMS))
    except BaseException as error:
        return {"raised": f"{type(error).__name__}: {str(error)[:MOST_TEXT]}"}
    return {"result": shown(result), "kind": type(result).__name__}


if __name__ == "__main__":
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the function prints is no answer
    said = told(json.load(sys.stdin))
    answer.write(json.dumps(said))
    answer.close()
