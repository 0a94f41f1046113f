"""What is to be taken away as a file, where the sentence says so. Refuses to make a field of a wish to download."""

import re
from collections.abc import Sequence

from generator.blueprint.decide import Decision
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Output

_WISH = re.compile(
    r"\bdownload(?:s|ed|able|ing)?\b(?! (?:speed|time|size|rate))|\bexport(?:s|ed)?\b"
    r"|\bsave (?:it|them|the \w+|as|to (?:a |my )?\w+)\b|\bas a (?:\w+ )?file\b",
    re.I,
)
_BUTTON = re.compile(
    r"(?!.* to$)(?:download|export|save|calculate|compute|submit|generate|convert|copy|print|show)"
    r"(?: (?:the|as|to|it|a|result|results|file|button|option|csv|pdf|txt|text|table|list|schedule|output|excel))*",
    re.I,
)


_OWN_BUTTONS = re.compile(
    r"\b(?:one|an? own) button each\b|\b(?:a|an|one|its|own|separate) (?:own )?button (?:for|to) (?:each|every)\b"
    r"|\beach (?:of them |one )?(?:with|has|gets|by|on) (?:a|an|its|one) (?:own )?(?:separate )?button\b"
    r"|\b(?:two|three|four|five|\d) (?:separate )?buttons\b|\bbuttons for (?:each|every)\b"
    r"|\bje (?:ein(?:en|em|er)?|mit) (?:eigenen? |einem )?(?:button|knopf|schaltfläche)|\b(?:button|knopf) für jede"
    r"|\bun bouton (?:pour|par) cha",
    re.I,
)


def wants_buttons(text: str) -> bool:
    """Whether each of several results is to have a button of its own."""
    return bool(_OWN_BUTTONS.search(text))


def wants_file(text: str) -> bool:
    """Whether the sentence asks for something to take away."""
    return bool(_WISH.search(text))


def is_button(field: Field) -> bool:
    """Whether a field is none: people press it to get what they asked for."""
    worded = field.type in ("yes_no", "text", "long_text", "file")
    return worded and bool(_BUTTON.fullmatch(field.label))


def with_file(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions with a file among what comes of them: the last text, list or table, or else all figures in one."""
    found = [d for d in decisions if d.ground != "none"]
    if any(d.output.format in ("download", "picture") for d in found) or not found:
        return list(decisions)
    figures = (*NUMERIC, "date", "color", "line_chart", "bar_chart", "pie_chart")
    if large := [d for d in found if d.output.format not in figures]:
        last = large[-1]
        output = last.output.model_copy(update={"format": "download"})
        made = Decision(output, last.ground, last.examples, last.rivals, last.random)
        return [made if d is last else d for d in decisions]
    told = [d for d in found if not d.output.format.endswith("_chart")]
    rounded = "{{round({0}, 2) if isinstance({0}, float) else {0}}}"
    lines = [f"f{re.sub('[{}]', '', d.output.label) + ': ' + rounded.format(d.output.name)!r}" for d in told]
    taken = ", ".join(d.output.name for d in told)
    source = f"def results({taken}):\n    return '\\n'.join([{', '.join(lines)}])\n"
    output = Output(label="Results", name="results", format="download", source=source)
    return [*decisions, Decision(output, "alone")] if told else list(decisions)
