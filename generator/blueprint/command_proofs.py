"""What a command can be held to: what it prints for arguments, files and standard input, and how it ends. Refuses to
prove what it prints by nothing but its own rule."""

import re
from collections.abc import Mapping
from typing import Any

from generator.blueprint.catalogue import known
from generator.blueprint.chance import drawn
from generator.blueprint.command_sketch import Command, Way, as_typed, is_optional
from generator.blueprint.decide import Decision
from generator.blueprint.form_proofs import WORDS, ordinary, short, written
from generator.blueprint.operations import terms
from generator.blueprint.schema import Output
from generator.blueprint.things import Inventory, Proof
from generator.blueprint.trials import Values
from generator.contract import CommandLine, Drawn, Run, Step
from generator.interface import Argument
from generator.payload.blocks.terminal import lines

FORMS = {"number": "number", "money": "number", "percent": "number", "integer": "whole number", "date": "date"}
AROUND = (
    "command line script tool program terminal cli print prints output standard input stdin argument read file"
    " skript kommandozeile kommandozeilen befehl kommando programm druckt zeigt textdatei datei commande fichier"
)
FOLDER = "things"
EITHER_WAY = frozenset(["days_apart"])
"""Operations that give the same for their two values in either order."""
TREES = "Ash\nBirch\nCedar\nElm"
FOREST = "\n".join(f"tree{number:04}" for number in range(1000))


def hold_command(command: Command) -> Inventory:
    """The things that a command does; its outputs are in the order of the decisions."""
    kept = Inventory()
    form, sketch = command.form, command.sketch
    proofs = {o.name: _proofs(command, o, d) for o, d in zip(form.outputs, sketch.decisions, strict=True)}
    options = set(terms(" ".join(way.name for way in command.ways if way.how in ("option", "flag"))))
    for output, about in zip(form.outputs, sketch.abouts, strict=True):
        operation = known(output.operation)
        told = f"{output.label} {about} {operation.about if operation else ''} {sketch.title} {WORDS} {AROUND}"
        told += " " + " ".join(f"{w.field.label} {' '.join(w.field.options)}" for w in command.ways)
        told += (
            " separated tab comma semicolon space line" if operation and operation.gives in ("list", "table") else ""
        )
        told += f" {command.used.like}"
        told = " ".join(word for word in told.split() if not set(terms(word)) & options)
        kept.thing(f"output {output.name}", told, *proofs[output.name], sort="main")
    for way in command.ways:
        if way.how in ("option", "flag"):
            told = f"{way.name.replace('-', ' ')} {way.about} {way.field.label} {as_typed(way.field.default)}"
            examples = [command.turned[way.field.name]] if way.field.name in command.turned else []
            shown = [
                p for o in form.outputs for values, result in examples for p in _printed(command, o, values, result)
            ]
            chance = [
                p for d in sketch.decisions[:1] if d.random and d.ground == "agreed" for p in _turned(command, way)
            ]
            kept.thing(f"field {way.field.name}", told, *shown, *chance)
    read = [way for way in command.ways if way.how in ("file", "files", "filter", "folder")]
    status = f"ends with status {command.used.failure}"
    for way in read[:1] if command.used.missing else []:
        kept.thing("missing", f"{command.used.missing} {status}", _missing(command, way))
    if command.used.wrong:
        told = f"{command.used.wrong} {status} error message name stderr stop exit code"
        right = [p for o, d in zip(form.outputs, sketch.decisions, strict=True) for p in _proofs(command, o, d)][:1]
        before = right[0].steps if right else ()  # One that refuses everything would pass without.
        kept.thing("wrong", told, *(_refused(command, said, values, before) for said, values in command.wrong))
    if all(output.operation in EITHER_WAY for output in form.outputs):
        kept.thing(
            "either way",
            "whichever comes first earlier either order round, egal welches zuerst kommt, Reihenfolge, peu importe",
            *_turned_round(command),
        )
    return kept


def as_line(command: Command) -> CommandLine:
    """How it is used, for the plan."""
    arguments = [
        Argument(
            name=way.name,
            form={"file": "file", "files": "file", "filter": "file", "folder": "folder", "flag": "flag"}.get(
                way.how, _form(way)
            ),  # type: ignore[arg-type]
            options=way.field.options,
            required=not is_optional(way),
            about=way.about,
        )
        for way in command.ways
        if way.how != "stdin"
    ]
    reads = next((way.about for way in command.ways if way.how in ("stdin", "filter")), "")
    return CommandLine(arguments=arguments, reads=reads, prints=", ".join(o.label for o in command.form.outputs))


def _form(way: Way) -> str:
    return FORMS.get(way.field.type, "choice" if way.field.options else "text")


def _proofs(command: Command, output: Output, decision: Decision) -> list[Proof]:
    if decision.ground != "agreed":
        return []
    if decision.random:
        return _chance(command, output) if len(command.form.outputs) == 1 else []
    telling = [(values, result) for values, result in decision.examples if result not in values.values()]
    return [p for values, result in telling[:3] for p in _printed(command, output, values, result)]


def _chance(command: Command, output: Output) -> list[Proof]:
    """What holds of any draw, and that the next one is another, where there is room."""
    few, many = _sample(command, TREES), _sample(command, FOREST)
    proofs = [Proof(f"{output.label}: what may be drawn.", steps, "relation") for steps in _drawn(command, output, few)]
    if _roomy(output) or few != many:
        again = _given(command, many).model_copy(update={"absent": ["{first}"]})
        steps = (again.model_copy(update={"absent": [], "note": "first"}), again)
        proofs.append(Proof(f"{output.label} differs from one run to the next.", steps, "relation"))
    return proofs


def _drawn(command: Command, output: Output, values: Mapping[str, Any]) -> list[tuple[Run, ...]]:
    """A run with these values and what holds of its draw; none where that isn't known."""
    holds = _holds(output, values)
    return [(_given(command, values).model_copy(update={"drawn": holds}),)] if holds else []


def _holds(output: Output, values: Mapping[str, Any]) -> Drawn | None:
    operation = known(output.operation)
    if operation is None:
        return None
    taken = {p.name: output.arguments.get(p.name, p.default) for p in operation.parameters}
    return drawn(operation.id, {name: values.get(str(value), value) for name, value in taken.items()})


def _turned(command: Command, way: Way) -> list[Proof]:
    """That an option changes what may be drawn."""
    output = command.form.outputs[0]
    usual = _sample(command, TREES)
    for other in (not way.field.default,) if way.field.type == "yes_no" else (12, 5, 3):
        values = {**usual, way.field.name: other}
        if other != way.field.default and _holds(output, values) != _holds(output, usual):
            told = f"With {way.name} {'' if way.how == 'flag' else other}".strip()
            return [
                Proof(f"{told} something else may be drawn.", s, "relation") for s in _drawn(command, output, values)
            ]
    return []


def _sample(command: Command, lines_: str) -> dict[str, Any]:
    """What each field has by itself, or these lines where a text is wanted."""
    texts = [w.field.name for w in command.ways if w.how in ("file", "filter", "stdin", "many")]
    return {**_defaults(command), **dict.fromkeys(texts, lines_)}


def _printed(command: Command, output: Output, values: Mapping[str, Any], result: Any) -> list[Proof]:
    """One example: what is printed for it."""
    if not ordinary(result) or any(isinstance(value, str) and value.startswith("-") for value in values.values()):
        return []
    told = ", ".join(f"{way.field.label} {short(values[way.field.name])}" for way in command.ways)
    seen = _expected(command, output, result, values)
    lines_ = str(seen.get("prints") or seen["output"][0]).splitlines()
    step = _given(command, values).model_copy(update=seen)
    title = f"It prints {short(' / '.join(' '.join(line.split()) for line in lines_))} for {told}."
    return [Proof(title, (step,), "agreement")]


def _expected(command: Command, output: Output, result: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is printed: all of it where the result is the only one and no number that may be rounded."""
    if isinstance(result, int | float) and not isinstance(result, bool):
        return {"output": [written(result, output)]}
    folder = next((way for way in command.ways if way.how == "folder"), None)
    said = lines(_below(result, values[folder.field.name]) if folder else result, between=command.used.between)
    return {"prints": "\n".join(said)} if len(command.form.outputs) == 1 else {"output": said}


def _below(result: Any, files: Mapping[str, str]) -> Any:
    """A result whose paths are those of files in the folder that is named."""
    if isinstance(result, list):
        return [_below(one, files) for one in result]
    if isinstance(result, dict):
        return {key: _below(one, files) for key, one in result.items()}
    return f"{FOLDER}/{result}" if result in files else result


def _given(command: Command, values: Mapping[str, Any]) -> Run:
    """A run of the command with these values, each by its way."""
    files: dict[str, str] = {}
    stdin = ""
    for way in command.ways:
        value = values[way.field.name]
        if way.how in ("file", "filter"):
            files[_file(way)] = str(value)
        elif way.how == "files":
            files |= {_file(way, number): one for number, one in enumerate(value, 1)}
        elif way.how == "folder":
            files |= {f"{FOLDER}/{path}": content for path, content in value.items()}
        elif way.how == "stdin":
            stdin = str(value)
    return Run(arguments=_arguments(command, values), stdin=stdin, files=files)


def _arguments(command: Command, values: Mapping[str, Any]) -> list[str]:
    argv: list[str] = []
    for way in command.ways:
        value = values.get(way.field.name)
        if way.how == "flag":
            argv += [way.name] if bool(value) != bool(way.field.default) else []
        elif way.how == "option":
            argv += [way.name, as_typed(value)] if value is not None and value != way.field.default else []
        elif way.how in ("file", "filter"):
            argv.append(_file(way))
        elif way.how == "files":
            argv += [_file(way, number) for number, _ in enumerate(value or (), 1)]
        elif way.how == "folder":
            argv.append(FOLDER)
        elif way.how == "many":
            argv += [part.strip() for part in str(value).replace(",", "\n" if "\n" in str(value) else " ").split()]
        elif way.how == "argument":
            argv.append(as_typed(value))
    return argv


def _missing(command: Command, way: Way) -> Proof:
    """A file or folder that isn't there: said by name, with the status that was asked for."""
    told = {one.field.name: one.field.default if is_optional(one) else _any(one) for one in command.ways}
    argv = ["not-there" if one in (_file(way), _file(way, 1), FOLDER) else one for one in _arguments(command, told)]
    step = Run(arguments=argv, status=command.used.failure, says=["not-there"])
    return Proof(f"What isn't there is named, and it ends with status {command.used.failure}.", (step,))


def _refused(command: Command, said: str, values: Values, before: tuple[Step, ...]) -> Proof:
    """Values that aren't right: said by name, with the status that was asked for, after right ones were taken."""
    given = _given(command, values)
    said = said or list(given.files)[-1]
    step = given.model_copy(update={"status": command.used.failure, "says": [said]})
    return Proof(f"For {short(said)} it says so and ends with status {command.used.failure}.", (*before, step))


def _turned_round(command: Command) -> list[Proof]:
    """That two values give the same in either order."""
    first, second = (way.field.name for way in command.ways)
    examples = [values for decision in command.sketch.decisions for values, _ in decision.examples]
    return [
        Proof(
            "The other way round it prints the same.",
            (
                _given(command, values).model_copy(update={"note": "first"}),
                _given(command, {first: values[second], second: values[first]}).model_copy(
                    update={"prints": "{first}"}
                ),
            ),
            "relation",
        )
        for values in examples[:2]
    ]


def _any(way: Way) -> Any:
    return way.field.options[0] if way.field.options else {"date": "2027-05-04"}.get(way.field.type, "1")


def _defaults(command: Command) -> dict[str, Any]:
    return {way.field.name: way.field.default if is_optional(way) else _any(way) for way in command.ways}


def _file(way: Way, number: int | str = "") -> str:
    table = way.field.type == "file" and re.search(r"\btable|\bcsv", way.field.label, re.I)
    return f"{way.field.name}{number}.{'csv' if table else 'txt'}"


def _roomy(output: Output) -> bool:
    """Whether chance has so much room that two results are never the same."""
    return any(word in output.operation for word in ("password", "passphrase", "ids"))
