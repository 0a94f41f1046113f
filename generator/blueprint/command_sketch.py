"""Sketches a command: what it is given and how, and what it prints. Refuses an option that nothing can be done with."""

import re
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field as part
from typing import Any, Literal

from generator.blueprint.agreement import fine
from generator.blueprint.asking import Asking
from generator.blueprint.cases import Wish
from generator.blueprint.catalogue import HINT, Operation, Parameter, catalogue, function_of
from generator.blueprint.command_named import of_named
from generator.blueprint.command_refused import refused
from generator.blueprint.command_words import Option, Used, used
from generator.blueprint.covered import VERBS, beyond, does, is_by_chance, is_enough
from generator.blueprint.decide import Decision, decide
from generator.blueprint.form_pairs import of_pair
from generator.blueprint.form_sketch import Sketch, sketch_form
from generator.blueprint.form_tables import of_table
from generator.blueprint.mend import number, readable
from generator.blueprint.operations import answered, fit, ranked, terms
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.questions import PICK
from generator.blueprint.schema import Field, Form, Output
from generator.blueprint.sentence import counts
from generator.blueprint.trials import Values, try_functions
from generator.contract import GeneratorError
from generator.payload.blocks.operation import Lines, Numbers, Upload
from sandbox.contract import Sandbox

LEAST = 0.25
"""How near the words must come to an operation that is picked for them."""
MARGIN = 0.15
"""How much nearer they may come to another one."""
RIVAL = 0.35
SYNONYMS = {
    "how_many": "top number count limit first",
    "length": "character sign letter long",
    "between": "separator",
    "order": "sort",
}
_OUTSIDE = re.compile(
    r"\b(?:downloads?|fetch(?:es)?|scrapes?|sends?(?! (?:me|us)\b)|posts? to|tweets?|online|renames?)\b", re.I
)
"""What reaches beyond the files that a command reads."""
PRINTED = (*NUMERIC, "text", "long_text", "list", "table", "date", "color")

How = Literal["argument", "many", "file", "files", "filter", "stdin", "folder", "option", "flag"]
"""Many: one value or more in a row. Filter: a file, or standard input when none is named."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a field is given."""

    field: Field
    how: How
    name: str = ""
    """As people type it: `FILE`, `--length`; "" for standard input."""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its form, the way in which each field is given, and what the sentence says of its use."""

    sketch: Sketch
    ways: tuple[Way, ...]
    used: Used
    turned: Mapping[str, tuple[Values, Any]] = part(default_factory=dict)
    """Name of an option's field -> an example whose result is another one without it."""
    wrong: tuple[tuple[str, Values], ...] = ()
    """What is refused: the text by which the refusal names it, and the values."""

    @property
    def title(self) -> str:
        return self.sketch.title

    @property
    def form(self) -> Form:
        return self.sketch.form


def sketch_command(text: str, asking: Asking, box: Callable[[], Sandbox]) -> Command:
    """The operation that the sentence asks for with its parameters as arguments, else a form's fields as these. Raises
    GeneratorError when there is neither."""
    use = used(text)
    if _OUTSIDE.search(text):
        raise GeneratorError("A command that has no network and changes no files of yours can't do this.", HINT)
    if use.unclear:
        raise GeneratorError(f"There is no building block for when it ends with status {use.unclear}.", HINT)
    named = of_named(text, use)
    if not of_pair(use.wish) and not named and (found := _by_operation(use, text, asking, box)) is not None:
        return found
    known = named or of_pair(use.wish) or of_table(use.wish)
    sketch = sketch_form(use.wish if known else text, asking, box, known)
    done = [answered(use.wish, one) for d in sketch.decisions if (one := catalogue().get(d.output.operation))]
    covered = known or not done or does(use.core, set().union(*done))
    if not covered or not all(decision.ground == "agreed" for decision in sketch.decisions):
        raise GeneratorError("No way was found to work out what the command is to print.", HINT)
    if odd := next((o.label for o in sketch.form.outputs if o.format not in PRINTED), ""):
        raise GeneratorError(f"A command can't print this: {odd}.", HINT)
    fields = sketch.form.inputs
    for field in fields:
        own = not any(field.name in output.arguments.values() for output in sketch.form.outputs)
        field.type = "long_text" if field.type == "file" and own else field.type
    options = _by_words(use.options, [(field.name, f"{field.label} {field.name}", field.type) for field in fields])
    ways = _ways(fields, options, use, {name for o in sketch.form.outputs for name in _several_of(o)})
    return Command(sketch, ways, use, wrong=refused(use, sketch.form, box))


def meant(wish: str, core: str, text: str, asking: Asking) -> Operation | None:
    """The operation that both the words of a wish and the model name, when it does all that is asked for. `core`: what
    it must answer to for the most part."""
    near = [(one, score) for one, score in ranked(wish) if one.gives in PRINTED and score > 0]
    lines = "\n".join(f"{one.id}: {one.about}" for one, _ in near)
    ask = f"Operations:\n{lines}\nnone: something else\n\nRequest: {text}"
    picked = asking.pick(PICK, ask, [*(one.id for one, _ in near), "none"])
    scores = {one.id: score for one, score in near}
    if scores.get(picked, 0) < max(LEAST, max(scores.values(), default=0) - MARGIN):
        return None
    operation = catalogue()[picked]
    chance = re.search(r"\brandom|\bgenerat|\broll|\bpick|\bshuffl|\bdraw|\btoss|\bflip|\bplacehold", wish, re.I)
    asked, done = set(terms(core)) - VERBS, answered(wish, operation)
    if operation.random and not chance:
        return None
    more = [one for one, score in near if one.id != picked and score >= RIVAL and not one.random]
    if (
        not is_enough(core, done)
        or is_by_chance(wish, done, operation)
        or any(asked & set(terms(one.id)) - done for one in more)
    ):
        return None
    return operation


def _by_operation(use: Used, text: str, asking: Asking, box: Callable[[], Sandbox]) -> Command | None:
    """A single operation that does all that is asked for; None when no such one is found."""
    operation = meant(use.wish, use.core, text, asking)
    if operation is None or not does(use.core, answered(use.wish, operation)):
        return None
    shapes = [(p.name, f"{p.name} {_synonyms(p)}", p.type) for p in operation.parameters]
    options = _by_words(use.options, shapes)
    fields = [_field(p, options.get(p.name)) for p in operation.parameters if p.required or p.name in options]
    arguments = fit(operation, fields, use.wish)
    if arguments is None:
        return None
    free = [p for p in operation.parameters if p.type in NUMERIC and p.name not in arguments]
    said = _said(free, use, plain=not use.options)
    arguments |= said
    title = re.split(r"[:,;(]", operation.about)[0].strip()
    output = Output.model_validate({"label": title, "format": operation.gives, "operation": operation.id})
    output.arguments = arguments
    (decision,) = decide([Wish(output, operation.about)], fields, text, asking, box)
    unsaid = [one for one in counts(use.core) if one.value not in (1, *arguments.values())]
    if beyond(use.core, answered(use.wish, operation)) or (unsaid and len(free) > len(said)):
        decision = Decision(output, "picked", decision.examples, random=decision.random)
    sure = len({str(result) for _, result in decision.examples}) > 1
    sketch = Sketch(title, Form(inputs=fields, outputs=[output]), [decision], [operation.about])
    wrong = refused(use, sketch.form, box)
    ways = _ways(fields, options, use, _several(operation))
    if decision.random:
        return Command(sketch, ways, use, wrong=wrong)
    if not sure:
        return None
    turned = [way.field for way in ways if way.how in ("option", "flag")] if decision.ground == "agreed" else []
    return Command(sketch, ways, use, contrasts(turned, decision, operation, fields, box), wrong)


def _said(free: Sequence[Parameter], use: Used, *, plain: bool) -> dict[str, int]:
    """The numbers of the sentence that name a parameter, `3 dice`; `plain`: a single one says how many."""
    found: dict[str, int] = {}
    numbers = counts(use.core)
    for one in free:
        named = [n.value for n in numbers if set(terms(n.unit)) & set(terms(f"{one.name} {_synonyms(one)}"))]
        if len(named) == 1 or (plain and one.name == "how_many" and len(numbers) == 1):
            found[one.name] = int(named[0] if named else numbers[0].value)
    return found


def contrasts(
    turned: Sequence[Field],
    decision: Decision,
    operation: Operation,
    fields: Sequence[Field],
    box: Callable[[], Sandbox],
) -> dict[str, tuple[Values, Any]]:
    """For each of the fields an example whose result is another one when it alone has its default; what makes no
    difference in any example has none."""
    found: dict[str, tuple[Values, Any]] = {}
    for one in turned:
        others = _others(one)
        pairs = [({**values, one.name: one.default}, {**values, one.name: other})
                 for values, _ in decision.examples for other in others]  # fmt: skip
        given = [values for pair in pairs for values in pair]
        (said,) = try_functions(box(), [], [(operation, decision.output.arguments)], fields, given) if given else [()]
        for at, (_, values) in enumerate(pairs):
            without, with_it = said[2 * at : 2 * at + 2]
            if fine(with_it) and with_it != without:
                found[one.name] = (values, with_it[1])
                break
    return found


def _others(one: Field) -> tuple[Any, ...]:
    """Values that a field doesn't have by itself."""
    if one.type == "yes_no":
        return (not one.default,)
    if one.options:
        return tuple(option for option in one.options if option != one.default)
    return (2, 5, 12) if one.type in NUMERIC else (" | ", "e")


def _synonyms(parameter: Parameter) -> str:
    """Other words by which people name a parameter."""
    return SYNONYMS.get(parameter.name, "")


def _field(parameter: Parameter, option: Option | None) -> Field:
    default = option.default if option and option.default else parameter.default
    label = "Table file" if parameter.type == "file" and parameter.name == "file" else readable(parameter.name)
    given = {"type": parameter.type, "options": list(parameter.options), "default": default}
    return Field.model_validate({"label": label, "name": parameter.name, **given})


def _several(operation: Operation) -> frozenset[str]:
    """Parameters that take several values or files in a row."""
    hints = typing.get_type_hints(function_of(operation), include_extras=True)
    return frozenset(p.name for p in operation.parameters if hints.get(p.name) in (Numbers, Lines, list[Upload]))


def _several_of(output: Output) -> set[str]:
    """Fields whose files an output takes all in a row."""
    operation = catalogue().get(output.operation)
    taken = _several(operation) if operation else ()
    return {str(output.arguments[p]) for p in taken if p in output.arguments}


def _by_words(options: Sequence[Option], shapes: Sequence[tuple[str, str, str]]) -> dict[str, Option]:
    """Name of a field -> its option. Raises GeneratorError for an option that names nothing of what there is."""
    found: dict[str, Option] = {}
    for option in options:
        stems = set(terms(option.name.removeprefix("--no-").replace("-", " ")))
        free = [(name, set(terms(words)), kind) for name, words, kind in shapes if name not in found]
        named = [name for name, words, _ in free if stems & words]
        counts = [name for name, _, kind in free if kind in NUMERIC]
        takes = option.value or number(option.default) is not None
        meant = named[0] if named else counts[0] if takes and len(counts) == 1 else ""
        if not meant:
            raise GeneratorError(f"There is no building block for what {option.name} is to do.", HINT)
        found[meant] = option
    return found


def _ways(
    fields: Sequence[Field], options: dict[str, Option], use: Used, several: typing.Collection[str]
) -> tuple[Way, ...]:
    """How each field is given; what is asked for by no option stands in the arguments, in order."""
    ways = []
    texts = [f for f in fields if f.type in ("long_text", "file") or f.name in several]
    for field in fields:
        if option := options.get(field.name):
            ways.append(Way(field, "flag" if field.type == "yes_no" else "option", option.name, option.about))
        elif field.type == "yes_no":
            ways.append(Way(field, "flag", f"--{field.name.replace('_', '-')}", field.label))
        elif field.type == "folder":
            ways.append(Way(field, "folder", "FOLDER", field.label))
        elif field in texts:
            ways.append(_read(field, use, several, alone=len(texts) == 1))
        else:
            ways.append(Way(field, "argument", field.name.upper(), field.label))
    return tuple(ways)


def _read(field: Field, use: Used, several: typing.Collection[str], *, alone: bool) -> Way:
    """How a text comes: of several each is a file of its own."""
    about, many = field.label, field.name in several and field.type == "text"
    if field.type == "file" and field.name in several:
        return Way(field, "files", "FILE", about)
    if not alone:
        return Way(field, "file", field.name.upper(), about)
    if use.stdin:
        return Way(field, "filter", "FILE", about) if use.file and not many else Way(field, "stdin", "", about)
    if use.file or field.type == "file":
        return Way(field, "file", "FILE", about)
    if many or (use.given and field.name in several):
        return Way(field, "many", field.name.upper(), about)
    return Way(field, "argument", field.name.upper(), about) if use.given else Way(field, "filter", "FILE", about)


def is_optional(way: Way) -> bool:
    """Whether a command does without it."""
    return way.how in ("flag", "filter") or (way.how == "option" and way.field.default is not None)


def as_typed(value: Any) -> str:
    """A value as it stands in the arguments."""
    return f"{value:.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
