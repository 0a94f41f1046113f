"""What the sentence itself says comes of what, held against the app whatever its rule: an example with both its ends, a
rate that it names. Refuses to read more into an example than stands there."""

import re
from collections.abc import Sequence

from generator.blueprint.operations import how_many
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.schema import Field, Form, Output
from generator.blueprint.sentence import stem, words
from generator.blueprint.things import Proof
from generator.contract import Fill, Press, SeeRow, SeeValue, Step
from generator.payload.values import number

_QUOTED = r"[\"“]([^\"”]{1,40})[\"”]"
_BARE = r"((?:[#$€£])?[\w@+-]*\d[\w@+%-]*(?:[.:/,]\w+)*|(?-i:[A-Z]{2,})\b)"
_ONE = rf"(?:{_QUOTED}|{_BARE})"
_LIKE = r"(?:like|such as|e\.g\.|for example)"
_PAIRS = (
    re.compile(rf"\b{_LIKE},? {_ONE}[^.;!?]{{0,30}}?\b(?:in)?to\b[^.;!?]{{0,40}}?\b{_LIKE},? {_ONE}", re.I),
    re.compile(
        rf"{_ONE} (?:becomes|gives|makes|turns into|is turned into|is shown as|comes out as|->|=>|→) {_ONE}", re.I
    ),
)
"""What goes in and what comes out of it, as people put it."""
_RATE = re.compile(
    r"\b(?:at|with|for) (\d+(?:[.,]\d+)?) (words?|characters?|letters?|lines?) (?:a|an|per|each|every|in a|in one) "
    r"(second|minute|hour|page|line)\b",
    re.I,
)
_SPANS = ("second", "minute", "hour")
_WORDS = words(
    "anchor basket candle dragon ember falcon garden harbour island jacket kettle lantern meadow needle orchard pepper "
    "quiver ribbon saddle thunder umbrella"
)
_LONGEST = 6000
"""Characters that a check may type."""


def said_proofs(form: Form, output: Output, about: str, button: str, text: str) -> list[Proof]:
    """What the sentence says outright of this output; where it has several, examples may be another's."""
    press: list[Step] = [Press(name=button)] if button else []
    found = [*_by_rate(form, output, about, press, text), *_by_number(form, output, press, text)]
    if len(form.inputs) == len(form.outputs) == 1:
        found += [_by_example(form.inputs[0], output, press, *ends) for ends in _examples(text)]
    return [proof for proof in found if proof is not None]


def _examples(text: str) -> list[tuple[str, str]]:
    """Each example with both its ends."""
    ends = [[one for one in match.groups() if one] for pattern in _PAIRS for match in pattern.finditer(text)]
    return [(given.rstrip(".,"), comes.rstrip(".,")) for given, comes in ends if given != comes]


def _by_example(field: Field, output: Output, press: Sequence[Step], given: str, comes: str) -> Proof | None:
    fits = number(given) is not None if field.type in NUMERIC else field.type in ("text", "long_text", "time")
    shows = number(comes) is not None if output.format in NUMERIC else output.format in ("text", "long_text")
    if not fits or not shows or re.match(r"\d+-\d+", given):
        return None
    steps = (Fill(name=field.label, value=given), *press, SeeValue(name=output.label, equals=comes))
    return Proof(f"{output.label} is {comes} for {given}, as the request says.", steps)


def _by_rate(form: Form, output: Output, about: str, press: Sequence[Step], text: str) -> list[Proof | None]:
    """So many words a minute: as many minutes as there are times so many words."""
    rate, field = _RATE.search(text), next((f for f in form.inputs if f.type == "long_text"), None)
    if rate is None or field is None or output.format not in (*NUMERIC, "text"):
        return []
    wanted = {stem(word) for word in words(f"{rate[3]} {'time duration' if rate[3].casefold() in _SPANS else ''}")}
    each = float(rate[1].replace(",", "."))
    if not wanted & {stem(word) for word in words(f"{output.label} {output.unit} {about}")} or not each.is_integer():
        return []
    found: list[Proof | None] = []
    for times in (3, 7):
        typed = _so_many(rate[2].casefold(), round(each * times))
        if len(typed) <= _LONGEST:
            steps = (Fill(name=field.label, value=typed), *press, SeeValue(name=output.label, equals=str(times)))
            found.append(Proof(f"{output.label} is {times} for {each * times:g} {rate[2]}.", steps))
    return found


def _so_many(what: str, many: int) -> str:
    if what.startswith("word"):
        return " ".join(["oak"] * many)
    return "\n".join(["oak"] * many) if what.startswith("line") else "x" * many


def _by_number(form: Form, output: Output, press: Sequence[Step], text: str) -> list[Proof | None]:
    """The so many most frequent ones: of more than that, the last of them is there and the next one isn't."""
    many, field = how_many(text), next((f for f in form.inputs if f.type == "long_text"), None)
    frequent = re.search(r"\bwords?\b", text, re.I) and re.search(
        r"\bmost (?:frequent|common|used|often)|commonest", text
    )
    if not many or many > len(_WORDS) - 1 or field is None or not frequent or output.format not in ("table", "list"):
        return []
    named = _WORDS[: many + 1]
    typed = " ".join(" ".join([word] * (len(named) - n)) for n, word in enumerate(named))
    there, gone = SeeRow(cells=[named[-2]]), SeeRow(cells=[named[-1]], absent=True)
    steps = (Fill(name=field.label, value=typed), *press, there, gone)
    return [Proof(f"{output.label} ends with number {many} of {len(named)}.", steps)]
