"""Rounds up how many of something are needed: nobody buys a third of a bottle. Refuses to for what is measured."""

import ast
import math
import re

from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Output
from generator.blueprint.sentence import content

_NEEDED = re.compile(
    r"\bhow many ([\w-]+)\b(?=[^.?!;]*\b(?:buy|needs?|needed|order|bring|take|rent|hire|get|book|pack|bake|must|have to"
    r"|required|enough)\b)"
    r"|\bnumber of ([\w-]+)\b(?=[^.?!;]{0,20}\b(?:needed|required|to (?:buy|order|bring|rent|hire|bake|pack)))",
    re.I,
)
_MEASURES = frozenset(
    content(
        "hours minutes seconds km kilometres kilometers miles metres meters cm centimetres feet inches litres liters ml"
        " gallons grams g kg kilos kilograms pounds ounces calories kcal percent euros dollars points degrees watts"
    )
)


def is_counted(output: Output, text: str) -> bool:
    """Whether an output is how many of something one needs, where only whole ones can be had."""
    if output.format not in NUMERIC or output.format == "percent":
        return False
    nouns = {stem for found in _NEEDED.findall(text) for stem in content(" ".join(found))}
    return bool((nouns - _MEASURES) & set(content(output.label)))


def whole(source: str) -> str:
    """The function with each result rounded up. A remainder that only the arithmetic of floats leaves is none."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
            rounded = ast.Call(ast.Name("round", ast.Load()), [node.value, ast.Constant(9)], [])
            node.value = ast.Call(ast.Attribute(ast.Name("math", ast.Load()), "ceil", ast.Load()), [rounded], [])
    function = tree.body[0] if tree.body else None
    if isinstance(function, ast.FunctionDef):
        function.body.insert(0, ast.Import([ast.alias("math")]))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def whole_number(value: float) -> float:
    return math.ceil(round(value, 9))
