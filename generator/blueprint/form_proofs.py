"""What a form can be held to: outputs whose rule stands on more than one sample, for inputs that are not the defaults.
Refuses to prove an output by the rule that the app itself uses alone."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.blueprint.catalogue import known, tells_by_today
from generator.blueprint.decide import Decision, taken
from generator.blueprint.form_pairs import RETURN, goes_back
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.said_proofs import said_proofs
from generator.blueprint.samples import told
from generator.blueprint.schema import Field, Form, Output
from generator.blueprint.things import ROLES, Inventory, Proof
from generator.blueprint.trials import TABLES, echoes
from generator.contract import (
    Choose,
    Fill,
    Note,
    Press,
    Relation,
    SeeControl,
    SeeDownload,
    SeeOrder,
    SeeRow,
    SeeValue,
    Step,
    Toggle,
    Upload,
)
from generator.payload.blocks.formats import missing, shown
from generator.payload.values import cells_in, same, within

FORMS = {"long_text": "text", "list": "list", "table": "table", "download": "download", "picture": "picture"}
WORDS = "calculate calculator compute work convert converter tool get tell result estimate find say many much turn read"


def hold_form(
    form: Form, decisions: Sequence[Decision], abouts: Sequence[str], title: str, text: str = ""
) -> Inventory:
    """Names and things of a form; `decisions` and `abouts` are in the order of its outputs. `text`: what the user
    said."""
    kept = Inventory()
    for one in form.inputs:
        kept.control(one.label, "slider" if one.slider else ROLES[one.type], one.options)
    button = form.button or ("Generate" if any(d.random for d in decisions) else "")
    kept.control(button, "button")
    for output, decision, about in zip(form.outputs, decisions, abouts, strict=True):
        if decision.ground == "none":
            continue
        shape = "chart" if output.format.endswith("_chart") else FORMS.get(output.format, "value")
        kept.output(output.label, shape, about)
        kept.output(_button(output), "download")
        operation = known(output.operation)
        terms = f"{output.label} {output.unit} {about} {operation.about if operation else ''} {title} {WORDS}"
        terms += " " + " ".join(" ".join(f.options) for f in form.inputs)
        terms += f" {RETURN}" if _goes_back(form, decision) else ""
        terms += " download save export file csv txt" if output.format == "download" else ""
        called = f"{output.label} {about}"
        press = output.label if form.apart else button
        kept.control(press, "button")
        proofs = [*said_proofs(form, output, about, press, text), *_proofs(form, output, decision, press)]
        kept.thing(f"output {output.name}", terms, *proofs, sort="main", own=called)
    if form.apart:
        pressed = [_proofs(form, o, d, o.label)[:1] for o, d in zip(form.outputs, decisions, strict=True)]
        steps = tuple(step for proof in pressed for one in proof for step in one.steps)
        shown_each = [Proof("Each has a button of its own.", steps, "agreement")] if all(pressed) else []
        kept.thing("buttons", "button press click own separate each one two three four five by", *shown_each)
    seen = tuple(SeeControl(name=f.label) for f in form.inputs)
    proof = [Proof(f"There are fields for {', '.join(f.label for f in form.inputs)}.", seen)] if seen else []
    for one in form.inputs:
        words = "enter type paste upload pick choose select set input checkbox box give field file"
        words += " csv excel spreadsheet table document" if one.type == "file" else ""
        lines = one.type == "long_text" and any("\n" in str(v.get(one.name)) for d in decisions for v, _ in d.examples)
        words += " line" if lines or any(o.operation == "pick_one" for o in form.outputs) else ""
        proofs = list(proof)
        if one.slider:
            ends = [f"{end:g}" for end in (one.minimum, one.maximum) if end is not None]
            words += f" slider three two four {' '.join(ends)}"
            steps = tuple(Choose(name=one.label, value=end) for end in ends)
            proofs = [Proof(f"{one.label} goes from {' to '.join(ends)}.", steps)]
        told = f"{one.label} {one.unit} {' '.join(one.options)} {words}"
        # A field that nothing takes its value from is there, but does nothing that was asked for.
        by = [f"output {output.name}" for output in form.outputs if one.name in taken(output)]
        kept.thing(f"field {one.name}", told, *(proofs if by else ()), sort="field", taken_by=by)
    return kept


def _goes_back(form: Form, decision: Decision) -> bool:
    """Whether an output is shown to turn back what another one makes, or to go either way as chosen."""
    output = decision.output
    if decision.ground != "agreed" or not (operation := known(output.operation)):
        return False
    modes = [p for p in operation.parameters if {"encode", "decode"} <= set(p.options)]
    chosen = [output.arguments.get(mode.name) for mode in modes]
    either = chosen and len({str(values.get(str(chosen[0]))) for values, _ in decision.examples}) > 1
    others = [one.operation for one in form.outputs if one.name != output.name]
    return bool(either) or goes_back(output.operation, others)


def _proofs(form: Form, output: Output, decision: Decision, button: str) -> list[Proof]:
    if decision.random:
        return _chance(form, output, decision, button)
    if decision.ground != "agreed" or output.format == "picture" or output.format.endswith("_chart"):
        return []
    timely = _timely(output)
    if timely and (not any(f.type == "date" for f in form.inputs) or _moves(output)):
        return []
    proofs = []
    shown_first = not any(f.options or f.type in ("text", "long_text", "file") for f in form.inputs)
    chosen = decision.examples[1:] if shown_first else decision.examples
    for values, result in [one for one in chosen if not echoes(*one)][:3]:
        if (seen := [*_seen(output, result, values), *_taken(output, result)]) and ordinary(result):
            entered = _told(form.inputs, values) if timely else values
            given = ", ".join(f"{f.label} {short(entered[f.name])}" for f in form.inputs)
            steps = (*_entered(form.inputs, entered), *([Press(name=button)] if button else []), *seen)
            proofs.append(Proof(f"{output.label} is {short(result)} for {given}.", steps, "agreement"))
    return proofs


def _timely(output: Output) -> bool:
    """Whether what is shown depends on the day on which it is asked for."""
    operation = known(output.operation)
    return tells_by_today(operation) if operation else bool(re.search(r"\b(?:today|now)\(", output.source))


def _moves(output: Output) -> bool:
    """Whether it is another one for a day just as far from today: a date, or a wait for the same day of each year."""
    return output.format == "date" or bool(re.search(r"birthday", f"{output.operation} {output.label}", re.I))


def _told(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with days told by how far they are from today."""
    days = {f.name for f in fields if f.type == "date"}
    return {name: told(str(value)) if name in days else value for name, value in values.items()}


def _chance(form: Form, output: Output, decision: Decision, button: str) -> list[Proof]:
    """What is left to chance differs from one press to the next, where it has room to. A thing picked from a list is
    one of its lines, whatever is drawn."""
    if output.operation == "pick_one" and button:
        return _picked(form, output, button)
    roomy = ("password", "uuid", "team", "shuffle", "passphrase", "username", "lorem", "pairs", "order")
    if decision.ground != "agreed" or not any(word in output.operation for word in roomy) or not button:
        return []
    values = {f.name: f.default for f in form.inputs}
    for one in form.inputs:
        if one.type in ("long_text", "text") and not one.default:
            values[one.name] = "Ann\nBob\nCleo\nDan\nEve\nFay\nGus\nHal"
    entered = _entered([f for f in form.inputs if f.type in ("long_text", "text")], values)
    again = (Press(name=button), Note(name=output.label, key="first"), Press(name=button))
    steps = (*entered, *again, Relation(name=output.label, key="first", holds="different"))
    return [Proof(f"{output.label} differs from one press to the next.", steps, "relation")]


def _picked(form: Form, output: Output, button: str) -> list[Proof]:
    """A line that all lines are is picked as it stands; of very many, another one the next time."""
    one = next((f for f in form.inputs if f.name in taken(output) and f.type == "long_text"), None)
    if one is None:
        return []
    alike = (Fill(name=one.label, value="\n".join(["Alder Birch"] * 3)), Press(name=button))
    many = (Fill(name=one.label, value="\n".join(map(str, range(1, 301)))), Press(name=button))
    again = (Note(name=output.label, key="first"), Press(name=button))
    return [
        Proof("One line of those entered is picked.", (*alike, SeeValue(name=output.label, equals="Alder Birch"))),
        Proof(
            "It is another one the next time.",
            (*many, *again, Relation(name=output.label, key="first", holds="different")),
            "relation",
        ),
    ]


def _entered(fields: Sequence[Field], values: Mapping[str, Any]) -> list[Step]:
    return [enter(one, values[one.name]) for one in fields if values.get(one.name) is not None]


def enter(one: Field, value: Any) -> Step:
    """The step that puts a value into a field."""
    if one.type == "yes_no":
        return Toggle(name=one.label, on=bool(value))
    if one.type in ("choice", "multi_choice", "column") or one.slider:
        return Choose(name=one.label, value=short(value[0] if isinstance(value, list) else value))
    if one.type == "file":
        kind = "csv" if any(str(value) == table for table in TABLES) else "txt"
        return Upload(name=one.label, filename=f"sample.{kind}", content=str(value))
    return Fill(name=one.label, value=f"{value:.10g}" if isinstance(value, int | float) else str(value))


def _button(output: Output) -> str:
    """What a result that is a file, too, is downloaded by; "" for others."""
    operation = known(output.operation)
    whole = operation is not None and operation.gives == "download"
    return "" if output.format != "download" else output.label if whole else f"Download {output.label}"


def _taken(output: Output, result: Any) -> list[Step]:
    """What is to be in the file: of a table a cell, of lines all of them, one after the other."""
    if not (name := _button(output)):
        return []
    rows = result if isinstance(result, list) else [str(result)]
    first = next(iter(rows), "")
    if isinstance(first, dict):
        rows = [next((cell for cell in (*first.values(), *first) if isinstance(cell, str)), "")]
    return [SeeDownload(name=name, contains="\n".join(map(str, rows))[:400])]


def _seen(output: Output, result: Any, values: Mapping[str, Any]) -> list[Step]:
    """What is to be seen of a result of these inputs. A text that is part of an input is told letter by letter: what
    shows the whole input shows it too."""
    if _button(output) == output.label:
        return []
    if isinstance(result, list) and result and all(isinstance(row, dict) for row in result):
        rows = [[shown(cell) for cell in row.values() if not missing(cell)] for row in result]
        ranks = [[cell for cell in row.values() if isinstance(cell, int | float)] for row in result]
        return [*_rows(output, [row for row in rows if row], ranks), *_gone(_cells(values), rows)]
    if isinstance(result, bool):
        return [SeeValue(name=output.label, equals="Yes" if result else "No")]
    if isinstance(result, int | float):
        return [SeeValue(name=output.label, equals=written(result, output))]
    if isinstance(result, list):
        rows = [[str(item)] for item in result if isinstance(item, str | int | float)]
        return [*_rows(output, rows), *_gone([[line] for line in _lines(values)], rows)]
    if isinstance(result, str) and output.format not in NUMERIC:
        part = any(isinstance(v, str) and same(result, v) for v in values.values())
        return [SeeValue(name=output.label, equals=result, exact=part)]
    return []


def _rows(output: Output, rows: Sequence[Sequence[str]], ranks: Sequence[Any] = ()) -> list[Step]:
    """The first row and the last, and that they stand in this order, where each can be told from the others. Of rows
    with the same figures any may come first."""
    if not rows:
        return []
    even = {n for n in range(1, len(ranks)) if ranks[n] and ranks[n] in ranks[:n]}
    named = [row[0] for n, row in enumerate(rows) if n not in even][:6]
    apart = len(named) > 1 and not any(within(a, b) for a in named for b in named if a is not b)
    order: list[Step] = [SeeOrder(name=output.label, values=named)] if apart else []
    return [*(SeeRow(cells=list(row)) for row in (rows[0], rows[-1])), *order]


def _lines(values: Mapping[str, Any]) -> list[str]:
    """The lines of what is given as a text or a file."""
    return [
        line for value in values.values() for line in str(value).splitlines() if "\n" in str(value) and line.strip()
    ]


def _cells(values: Mapping[str, Any]) -> list[list[str]]:
    """The rows of a table that is given, below its head."""
    return [cells_in(line).split("\t") for line in _lines(values)[1:]]


def _gone(given: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> list[Step]:
    """Where the result is some of the rows that were given: that another one of them is not there any more."""
    kept = [[row for row in rows if all(within(cell, "\t".join(row)) for cell in cells)] for cells in given]
    left = [cells for cells, found in zip(given, kept, strict=True) if not found]
    return [SeeRow(cells=list(cells), absent=True) for cells in left[:2]] if any(kept) else []


def written(value: float, output: Output) -> str:
    """A number to more decimals than apps show: rounded here, a half would go the other way there."""
    if output.format == "integer" or float(value).is_integer():
        return f"{round(value)}"
    if abs(value) < 1:
        return f"{value:.3g}"
    whole, _, decimals = f"{value:.5f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


def ordinary(result: Any) -> bool:
    """Whether a result says something: an empty text or a zero may come from anything."""
    return result not in ("", 0, 0.0, None, [], {}) and (isinstance(result, list) or len(str(result)) <= 400)


def short(value: Any) -> str:
    if isinstance(value, list):
        ends = [value[0], value[-1]] if len(value) > 2 else value
        rows = [", ".join(map(str, row.values())) if isinstance(row, dict) else str(row) for row in ends]
        value = f" {'…' if len(value) > 2 else '/'} ".join(rows)
    text = f"{value:.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
