"""Gives a form that was drawn anew the names of an earlier one, so that both are apps of the same plan. Refuses one
that asks for other things or shows other things."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.blueprint.form_sketch import Sketch
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Output
from generator.blueprint.sentence import content, overlap
from generator.blueprint.things import ROLES


def under_names_of(sketch: Sketch, first: Sketch) -> Sketch | None:
    """The sketch with the title, labels and names of the first; None when it has no such field or result."""
    fields = _pairs(first.form.inputs, sketch.form.inputs)
    outputs = _pairs(first.form.outputs, sketch.form.outputs)
    if fields is None or outputs is None or len(fields) < len(sketch.form.inputs):
        return None
    names = {one.name: like.name for like, one in fields} | {one.name: like.name for like, one in outputs}
    if len(names) < len(fields) + len(outputs):
        return None
    inputs = [one.model_copy(update={"label": like.label, "name": like.name}) for like, one in fields]
    decisions, abouts = [], []
    for like, one in outputs:
        at = sketch.form.outputs.index(one)
        decision = sketch.decisions[at]
        if (output := _renamed(decision.output, like, names)) is None:
            return None
        rivals = [rival for other in decision.rivals if (rival := _renamed(other, like, names)) is not None]
        examples = tuple(
            ({names.get(name, name): value for name, value in values.items()}, result)
            for values, result in decision.examples
        )
        decisions.append(replace(decision, output=output, examples=examples, rivals=tuple(rivals)))
        abouts.append(sketch.abouts[at])
    shown = [decision.output for decision in decisions]
    form = sketch.form.model_copy(update={"inputs": inputs, "outputs": shown, "button": first.form.button})
    return Sketch(first.title, form, decisions, abouts)


Part = TypeVar("Part", Field, Output)


def _pairs(first: Sequence[Part], others: Sequence[Part]) -> list[tuple[Part, Part]] | None:
    """For each of the first the one of the others that is the same by another name; None when one has none."""
    pairs: list[tuple[Part, Part]] = []
    left = list(others)
    for like in sorted(first, key=lambda one: one.label not in {other.label for other in others}):
        fitting = [one for one in left if _same_sort(like, one)]
        near = [one for one in fitting if one.label == like.label] or [one for one in fitting if _near(like, one)]
        alone = sum(_same_sort(like, one) for one in first) == 1
        near = near or (fitting if alone else [])
        if len(near) != 1:
            return None
        left.remove(near[0])
        pairs.append((like, near[0]))
    return sorted(pairs, key=lambda pair: first.index(pair[0]))


def _same_sort(one: Field | Output, other: Field | Output) -> bool:
    if one.unit and other.unit and one.unit.casefold() != other.unit.casefold():
        return False
    if isinstance(one, Field) and isinstance(other, Field):
        options = [{option.casefold() for option in part.options} for part in (one, other)]
        return ROLES[one.type] == ROLES[other.type] and one.slider == other.slider and options[0] == options[1]
    if isinstance(one, Output) and isinstance(other, Output):
        return one.format == other.format or (one.format in NUMERIC and other.format in NUMERIC)
    return False


def _near(one: Field | Output, other: Field | Output) -> bool:
    ours, theirs = content(one.label), content(other.label)
    return max(overlap(ours, theirs), overlap(theirs, ours)) >= 0.5


def _renamed(output: Output, like: Output, names: Mapping[str, str]) -> Output | None:
    """The output under other names, also where its rule refers to fields; None where a name has two meanings then."""
    source = output.source
    if source:
        tree = ast.parse(source)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        if any(new != old and new in used and new not in names for old, new in names.items()):
            return None
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                node.id = names.get(node.id, node.id)
            elif isinstance(node, ast.arg):
                node.arg = names.get(node.arg, node.arg)
            elif isinstance(node, ast.FunctionDef):
                node.name = names.get(node.name, node.name)
        source = ast.unparse(tree) + "\n"
    given = output.arguments.items()
    arguments = {key: names.get(value, value) if isinstance(value, str) else value for key, value in given}
    return output.model_copy(update={"label": like.label, "name": like.name, "source": source, "arguments": arguments})
