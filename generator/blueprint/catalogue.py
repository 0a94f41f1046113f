"""The catalogue of named operations: what each is about, takes and gives, and how to call it. Refuses unknown ids."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from generator.blueprint.mend import nearest
from generator.payload import blocks
from generator.payload.blocks.operation import Operation, Parameter

HINT = "Connect a stronger model, or say --kind streamlit to get a page that does the same."
"""What to do where no block makes what a command or an api is asked for."""

__all__ = ["HINT", "Operation", "Parameter", "catalogue", "function_of", "known"]


@cache
def catalogue() -> Mapping[str, Operation]:
    """Every operation by its id, in a stable order. Importing them needs no library beyond Python's own."""
    return MappingProxyType({name: function.operation for name, function in _functions().items()})


def known(id: str) -> Operation | None:  # noqa: A002
    """The operation of that id, or the one that was meant by a slip of spelling, or None."""
    found = nearest(id, list(catalogue()), least=0.85) if id else None
    return catalogue()[found] if found else None


def function_of(operation: Operation) -> Callable[..., Any]:
    """What computes it. Some need libraries that only apps and tests have."""
    function: Callable[..., Any] = _functions()[operation.id]
    return function


def tells_by_today(operation: Operation) -> bool:
    """Whether what it gives depends on the day or hour on which it is asked."""
    todo, seen = [function_of(operation)], set()
    while todo:
        function = inspect.unwrap(todo.pop())
        names = set(function.__code__.co_names)
        if names & {"today", "now"}:
            return True
        seen.add(function)
        called = [function.__globals__.get(name) for name in names]
        todo += [one for one in called if inspect.isfunction(one) and inspect.unwrap(one) not in seen]
    return False


@cache
def _functions() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for info in sorted(pkgutil.iter_modules(blocks.__path__), key=lambda i: i.name):
        if info.name.startswith("operations_"):
            module = importlib.import_module(f"{blocks.__name__}.{info.name}")
            found |= {name: thing for name, thing in vars(module).items() if hasattr(thing, "operation")}
    return found
