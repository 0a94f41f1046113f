"""What a command must refuse, where the sentence says how it ends then: values that are wrong for their type, or that
the operation itself refuses when it is tried. Refuses to make up what is wrong."""

from collections.abc import Callable, Mapping
from typing import Any

from generator.blueprint.catalogue import HINT, catalogue
from generator.blueprint.command_words import Used
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.samples import WORDED
from generator.blueprint.schema import Field, Form
from generator.blueprint.trials import Values, grid, try_functions
from generator.contract import GeneratorError
from sandbox.contract import Sandbox

ODD = ("nowhere", "192.168.10.300/26", "10.0.0.1/99")
"""Texts that an operation on texts of a form of their own refuses."""
REFUSAL = "AnswerError"
"""What an operation raises for people to read; anything else is a fault."""
OTHER_COLUMNS = ("Name,City\nAnna,Oslo\n", "Name,Colour\nBen,red\n")


def refused(use: Used, form: Form, box: Callable[[], Sandbox]) -> tuple[tuple[str, Values], ...]:
    """Values that aren't right, each with what the refusal names of it: "" for the last of several files. None where
    nothing is said of wrong ones, or none is named. Raises GeneratorError where nothing is known to be wrong."""
    if not use.wrong:
        return ()
    usual = grid(form.inputs, {})[0][0]
    found = [(said, {**usual, f.name: said}) for f in form.inputs for said in _wrong(f)]
    tried = [] if found else _tried(form, usual, box)
    if not found and not tried:
        raise GeneratorError(f"There is no building block for when it ends with status {use.failure}.", HINT)
    return tuple([*found, *((name, values) for name, values, told in tried if name in told)][:4])


def _wrong(field: Field) -> tuple[str, ...]:
    """What can't be read as a value of a field."""
    if field.type == "date":
        return ("2027-02-30", "yesterday")
    return ("many",) if field.type in NUMERIC else ()


def _tried(form: Form, usual: Mapping[str, Any], box: Callable[[], Sandbox]) -> list[tuple[str, Values, str]]:
    """What the operation of the first output refuses: the name of what is wrong, the values, and what it says."""
    operation = catalogue().get(form.outputs[0].operation)
    tries: list[tuple[str, Values]] = []
    for field in form.inputs:
        if isinstance(usual[field.name], list):
            tries.append(("", {**usual, field.name: list(OTHER_COLUMNS)}))
        elif field.type in WORDED:
            tries += [(odd, {**usual, field.name: odd}) for odd in ODD]
    if operation is None or not tries:
        return []
    called = [(operation, form.outputs[0].arguments)]
    (said,) = try_functions(box(), [], called, form.inputs, [values for _, values in tries])
    return [(*one, str(told)) for one, (ok, told) in zip(tries, said, strict=True) if not ok and REFUSAL in str(told)]
