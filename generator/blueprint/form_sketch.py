"""Sketches a form: what people enter and what they want to see. Refuses to say how it is worked out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.blueprint.asking import TEXT, Asking, listing, one_of, record
from generator.blueprint.cases import Wish
from generator.blueprint.decide import Decision, decide, taken
from generator.blueprint.dimensions import law_of
from generator.blueprint.fields import FIELD, as_field, is_shown, without_results
from generator.blueprint.form_files import is_button, wants_buttons, wants_file, with_file
from generator.blueprint.form_pairs import of_pair
from generator.blueprint.form_tables import of_table
from generator.blueprint.functions import ALLOWED
from generator.blueprint.measures import is_period
from generator.blueprint.mend import identifier
from generator.blueprint.operations import candidates, names_several, open_options
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Form, Output
from generator.blueprint.sentence import content, overlap
from sandbox.contract import Sandbox

FORMATS = (
    "number",
    "money",
    "percent",
    "text",
    "long_text",
    "list",
    "table",
    "date",
    "download",
    "bar_chart",
    "line_chart",
    "picture",
)

TASK = """You design a small app: a form. List what the user types in, picks or uploads (inputs) and what the app \
then shows (outputs). Take everything from the request, add nothing. An input is never a result. Short labels in \
the user's language. Types: number, money, percent, text, long_text (several lines), choice (with options), yes_no, \
date, time, file.

Request: How much does a taxi ride cost? I give the distance in km, the price per km and whether it is night (20% \
more), and pick the city or the airport tariff.
{"title":"Taxi Cost","inputs":[{"label":"Distance (km)","type":"number","example":"12"},{"label":"Price per \
km","type":"money","example":"2.5"},{"label":"Night","type":"yes_no","example":"no"},{"label":"Tariff",\
"type":"choice","options":["City","Airport"],"example":"City"}],"outputs":[{"label":"Total \
price","format":"money","about":"distance times price per km, 20 % more at night"}]}

Request: paste a list of names and pick a winner at random
{"title":"Winner Picker","inputs":[{"label":"Names","type":"long_text","example":"Ann\\nBob\\nCleo"}],\
"outputs":[{"label":"Winner","format":"text","about":"one of the names, picked at random"}]}

Request: toss a coin
{"title":"Coin Toss","inputs":[],"outputs":[{"label":"Result","format":"text","about":"heads or tails at random"}]}"""

SHAPE = record(
    title=TEXT,
    inputs=listing(FIELD, most=8),
    outputs=listing(record(label=TEXT, format=one_of(*FORMATS), about=TEXT), least=1, most=6),
)


def ask_form(text: str, asking: Asking) -> dict[str, Any]:
    """What the model makes of the sentence as a form; raises nothing, {} when it gives nothing."""
    return asking.fill(TASK, f"Request: {text}", SHAPE, most=500) or {}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A form, how each of its outputs is worked out and what the model said of each."""

    title: str
    form: Form
    decisions: list[Decision]
    abouts: list[str]


def sketch_form(
    text: str, asking: Asking, box: Callable[[], Sandbox], known: Mapping[str, Any] | None = None
) -> Sketch:
    """Fields and outputs from the model's list, each output by the rule that stands best when it is run. `known`: a
    list of them that stands already."""
    said = known or of_pair(text) or of_table(text) or ask_form(text, asking)
    fields = [f for one in said.get("inputs") or [] if isinstance(one, dict) and (f := as_field(one, text)) is not None]
    examples = {
        f.name: str(one.get("example", ""))
        for one in said.get("inputs") or []
        if isinstance(one, dict) and (f := as_field(one, text)) is not None and f.type in ("text", "long_text")
    }
    fields = [field for field in fields if not is_shown(field, text)]
    starts = {str(one["label"]): one["default"] for one in said.get("inputs") or [] if one.get("default")}
    for field in fields:
        field.default = starts.get(field.label, field.default)
        if field.type == "text" and re.search(r"\bcolumn\b", field.label, re.I):
            field.type = "column"
    told_apart(fields)
    outputs: list[Output] = []
    abouts: list[str] = []
    for one in said.get("outputs") or []:
        whole = " ".join(str(one["label"]).split()) or "Result"
        bare = re.sub(r"\s*\(([^()]*)\)$", "", whole) or whole
        taken = {f.label.casefold() for f in fields} | {o.label.casefold() for o in outputs}
        label = next((name for name in (bare, whole, f"{whole} result") if name.casefold() not in taken), whole)
        unit = _unit_of_time(f"{label} {one['about']}") if any(f.type == "time" for f in fields) else ""
        shown = {"unit": unit} if one["format"] == "number" else {}
        kinds = {f.type for f in fields}
        clock = one["format"] == "date" and "time" in kinds and "date" not in kinds
        format_ = "text" if clock else one["format"]
        if format_ in (*NUMERIC, "text") and any(names_several(said) for said in (label, one["about"])):
            format_ = "list"  # The ten most frequent words are no number.
        outputs.append(Output.model_validate({"label": label[:60], "format": format_, **shown}))
        abouts.append(str(one["about"])[: None if known else 200])
    used = {value for one in said.get("outputs") or [] for value in one.get("arguments", {}).values()}
    fields = _without_periods(fields, outputs, text)
    own = [f for f in without_results(fields, [o.label for o in outputs]) if not is_button(f)]
    fields = [f for f in fields if f in own or f.label in used]
    fields += choices(fields, outputs, abouts, text)
    for output, about in zip(outputs, abouts, strict=True):
        with_own_options(fields, output, about, text)
    for field in fields:
        field.name += "_given" if field.name in ALLOWED else ""
    form = Form(inputs=fields, outputs=outputs or [Output(label="Result")])
    names: dict[str, str] = {f.label: f.name for f in form.inputs}
    for output, one in zip(outputs, said.get("outputs") or [], strict=True):
        output.operation = str(one.get("operation", ""))
        output.arguments = {name: names.get(value, value) for name, value in one.get("arguments", {}).items()}
    wishes = [Wish(output, about) for output, about in zip(form.outputs, abouts or [""], strict=True)]
    decisions = decide(wishes, form.inputs, text, asking, box, examples)
    if wants_file(text):
        decisions = with_file(decisions)
    kept = [n for n, d in enumerate(decisions) if d.ground != "none"] or [0]
    form.outputs = [decisions[n].output for n in kept]
    form.inputs = _wanted(form.inputs, form.outputs, text)
    form.apart = len(kept) > 1 and wants_buttons(text) and not any(decisions[n].random for n in kept)
    told = [wishes[n].about if n < len(wishes) else "" for n in kept]
    return Sketch(str(said.get("title") or "App")[:60], form, [decisions[n] for n in kept], told)


def _without_periods(fields: Sequence[Field], outputs: Sequence[Output], text: str) -> list[Field]:
    """The fields without a year for which the result is wanted, where the units make the result of the others."""
    others = [f for f in fields if not is_period(f.label, text)]
    return others if any(law_of(output, others, text) for output in outputs) else list(fields)


def _wanted(fields: Sequence[Field], outputs: Sequence[Output], text: str) -> list[Field]:
    """The fields without those that neither the sentence asks for nor any output takes."""
    used = frozenset().union(*(taken(output) for output in outputs))
    return [f for f in fields if f.name in used or overlap(content(f.label), content(text)) == 1]


def _unit_of_time(said: str) -> str:
    """What a stretch of time between times of day is told in."""
    stretch = re.search(r"\btime\b|\bduration|\bhours?\b|\bminutes?\b|\blong\b|\bworked\b|\blength\b", said, re.I)
    return "" if not stretch else "min" if re.search(r"\bin minutes\b|^minutes\b", said, re.I) else "h"


def told_apart(fields: Sequence[Field]) -> None:
    """Give fields of the same label their units back: two temperatures are one in Celsius and one in Fahrenheit."""
    labels = [field.label for field in fields]
    for field in fields:
        if labels.count(field.label) > 1 and field.unit:
            field.label, field.unit = f"{field.label} ({field.unit})", ""
            field.name = identifier(field.label)


def choices(fields: Sequence[Field], outputs: Sequence[Output], abouts: Sequence[str], text: str) -> list[Field]:
    """Fields for what an operation leaves open and the sentence names options of: upper, lower or title case."""
    added: list[Field] = []
    for output, about in zip(outputs, abouts, strict=True):
        for parameter, named in open_options(output, about, text, fields):
            label = parameter.replace("_", " ").capitalize()
            if label.casefold() not in {f.label.casefold() for f in [*fields, *added]}:
                added.append(Field(label=label, type="choice", options=named, default=named[0]))
    return added


def with_own_options(fields: Sequence[Field], output: Output, about: str, text: str) -> None:
    """Give fields the options that the nearest operation knows, where a model made up others for the same thing."""
    near = candidates(output, about, text, fields, most=1)
    for parameter in near[0].operation.parameters if near and near[0].score >= 0.45 else ():
        field = next((f for f in fields if f.name == near[0].arguments.get(parameter.name)), None)
        known = {option.casefold() for option in parameter.options}
        if field is not None and known and not known >= {option.casefold() for option in field.options}:
            field.options = list(parameter.options)
            field.default = parameter.default or parameter.options[0]
