"""What is asked of the model to work out one output: a pick among operations, functions, values worked out by hand.
Refuses to say which of the answers is right."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from generator.blueprint.agreement import same
from generator.blueprint.asking import Asking
from generator.blueprint.cases import Case
from generator.blueprint.counted import whole_number
from generator.blueprint.functions import derive, each_line, foretell, question, sample, sample_line
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.trials import Values

SECONDS = 2
"""How many results are worked out in another form."""
PICK = """Which operation does exactly what is asked for? Answer "none" when none does."""


def ask_again(case: Case, text: str, asking: Asking) -> None:
    """More tries at the function, where those before are at odds."""
    ask = question(case.wish.output, case.wish.about, text, case.fields)
    calls: list[Callable[[], str]] = [lambda: sample(asking, ask, case.wish.output.name, case.fields)] * 4
    if (lines := each_line(case.wish.output, text, case.fields)) is not None:
        calls[:3] = [lambda: sample_line(asking, case.wish.output, text, case.fields, lines)] * 3
    more = asking.gather(calls)
    case.add(more)


def ask(cases: Sequence[Case], text: str, inputs: Sequence[Values], asking: Asking) -> None:
    """Put all questions of all outputs at once: a pick among operations, tries at the function, sums by hand. Where
    the words speak well for an operation, the others are put only when the pick is another one."""
    calls: list[Callable[[], Any]] = []
    for case in cases:

        def chosen(case: Case = case) -> None:
            case.picked = _pick(case, text, asking)

        calls += [chosen] if case.fits else []
        calls += [] if speaks_for(case, 0.6) else _tries(case, text, inputs, asking)
    asking.gather(calls)
    doubtful = [case for case in cases if speaks_for(case, 0.6) and case.fits[0].operation.id != case.picked]
    asking.gather([call for case in doubtful for call in _tries(case, text, inputs, asking)])


def speaks_for(case: Case, least: float) -> bool:
    """Whether the words alone speak well for the nearest operation, and it takes all that is asked for."""
    first = case.fits[0] if case.fits else None
    return first is not None and first.score >= least and not first.by_order and not case.lacking(len(case.sources))


def _tries(case: Case, text: str, inputs: Sequence[Values], asking: Asking) -> list[Callable[[], None]]:
    """The questions by which a function is found, or a value worked out by hand; none where chance decides."""
    wish, fields = case.wish, case.fields
    if case.fits and case.fits[0].operation.random and case.fits[0].score >= 0.3:
        return []
    ask = question(wish.output, wish.about, text, fields)
    lines = each_line(wish.output, text, fields)

    def written() -> None:
        case.add([sample(asking, ask, wish.output.name, fields)])

    def by_line() -> None:
        if lines is not None:
            case.add([sample_line(asking, wish.output, text, fields, lines)])

    def worked() -> None:
        if (value := derive(asking, wish.output, text, fields, inputs[0])) is not None:
            case.derived.setdefault(0, []).append(whole_number(value) if case.counted else value)

    near = case.law is not None or speaks_for(case, 0.45)
    by_hand = wish.output.format in NUMERIC and fields and all(f.type in NUMERIC for f in fields) and not near
    return [written] * (3 if near else 5) + [by_line] * (4 if lines else 0) + [worked] * (2 if by_hand else 0)


def _pick(case: Case, text: str, asking: Asking) -> str:
    """The operation that the model takes to be meant. What it says an output is about may be a formula wrongly
    recalled, which fits no description: then the label alone is asked about."""
    known = {fit.operation.id: fit for fit in case.fits[:5]}
    lines = "\n".join(f"{id_}: {fit.operation.about}" for id_, fit in known.items())
    wish = case.wish
    ask = f"Operations:\n{lines}\nnone: something else\n\nRequest: {text}\nWanted: {wish.output.label}"
    picked = asking.pick(PICK, f"{ask} ({wish.about})", [*known, "none"])
    return asking.pick(PICK, ask, [*known, "none"]) if picked == "none" else picked


def work_out_otherwise(case: Case, inputs: Sequence[Values], text: str, asking: Asking) -> None:
    """Ask in another form than for a function: for the sum in numbers, or for the very lines that an app shows. Who
    recalls a formula wrongly does so in every function, but seldom does the wrong sum."""

    def worked(number: int) -> None:
        told: Any
        if case.wish.output.format in NUMERIC:
            told = derive(asking, case.wish.output, text, case.fields, inputs[number])
            told = told if told is None or not case.counted else whole_number(told)
        else:
            told = foretell(asking, case.wish.output, text, case.fields, inputs[number])
        # To repeat what was typed in is no opinion.
        if told not in (None, []) and not any(same(told, value) for value in inputs[number].values()):
            case.derived.setdefault(number, []).append(told)

    asking.gather([partial(worked, number) for number in range(1, len(inputs))[:SECONDS]])
