"""Decides how each output is worked out: a named operation or an own rule, by what candidates do when they are run.
Refuses to call anything agreed that rests on a single sample, or on samples of one question alone."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from generator.blueprint.agreement import Given, Group, fine, group, same
from generator.blueprint.asking import Asking
from generator.blueprint.cases import Case, Wish
from generator.blueprint.catalogue import catalogue
from generator.blueprint.counted import is_counted
from generator.blueprint.dimensions import law_of
from generator.blueprint.operations import Fitting, candidates, one_of_two, stands_first
from generator.blueprint.pieces import NUMERIC
from generator.blueprint.questions import ask, ask_again, work_out_otherwise
from generator.blueprint.schema import Field, Output
from generator.blueprint.sentence import content, literals
from generator.blueprint.trials import Values, grid, telling, try_functions
from sandbox.contract import Sandbox

Ground = Literal["agreed", "picked", "alike", "alone", "none"]
"""Agreed: candidates that came about apart from each other do the same, or likeness of words and the model's pick among
descriptions name the same operation. Picked: an operation chosen by its description. Alike: functions that were asked
for in the same words do the same, which they do as well where the model recalls a formula wrongly.
Alone: one that runs and nothing more. None: nothing was found."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How an output is worked out, on what ground, with examples: inputs and what comes of them."""

    output: Output
    ground: Ground
    examples: tuple[tuple[Values, Any], ...] = ()
    rivals: tuple[Output, ...] = ()
    """What else it might be, likeliest first."""
    random: bool = False


def decide(
    wishes: Sequence[Wish],
    fields: Sequence[Field],
    text: str,
    asking: Asking,
    box: Callable[[], Sandbox],
    examples: Mapping[str, str] | None = None,
    *,
    every: bool = True,
) -> list[Decision]:
    """One decision for each wish, in order; a wish whose output has its operation already is only tried. `every`: a
    single wish is to use all inputs that the sentence asks for."""
    inputs, ordinary = grid(fields, examples or {}, text)
    if wishes and all(wish.output.operation for wish in wishes):
        return _known([wish.output for wish in wishes], box, fields, inputs[:ordinary])
    cases = [
        Case(
            w,
            list(fields),
            candidates(w.output, w.about, text, fields),
            counted=is_counted(w.output, text),
            plain=candidates(w.output, "", text, fields),
            text=text,
            examples=literals(text),
        )
        for w in wishes
    ]
    if every and len(cases) == 1:
        asked = content(text)[1:]  # The first says what is done: "split" asks for no field "Splitting method".
        cases[0].needed = frozenset(f.name for f in fields if set(content(f.label)) & set(asked))
    for case in cases:
        if law := law_of(case.wish.output, fields, text, counted=case.counted):
            case.law, case.sources = law, [law.source(case.wish.output.name)]
    ask(cases, text, inputs, asking)
    decisions = []
    for case in cases:
        decision = _tried(case, box, inputs, ordinary)
        if decision.ground in ("alone", "none") and not decision.random:
            ask_again(case, text, asking)
            decision = _tried(case, box, inputs, ordinary)
        if decision.ground == "alike":
            work_out_otherwise(case, inputs[:ordinary], text, asking)
            decision = _tried(case, box, inputs, ordinary)
        decisions.append(decision)
    decisions = _told_apart(cases, decisions, box, inputs, ordinary)
    return _all_taken(cases, decisions, text) if every else decisions


def _tried(case: Case, box: Callable[[], Sandbox], inputs: Sequence[Values], ordinary: int) -> Decision:
    """What the candidates of one output do, and what follows from it."""
    operations = [(fit.operation, fit.arguments) for fit in case.fits]
    called = bool(case.sources or operations)
    behaviours = try_functions(box(), case.sources, operations, case.fields, inputs) if called else []
    decision = _settle(case, behaviours, inputs, ordinary)
    if said := _said(case, behaviours, inputs, ordinary, decision):
        return said
    settled = decision.random or decision.ground == "agreed"
    return decision if settled else _meant(case, behaviours, inputs, ordinary, decision) or decision


def _said(
    case: Case, behaviours: Sequence[Sequence[Given]], inputs: Sequence[Values], ordinary: int, decision: Decision
) -> Decision | None:
    """A rule that gives, letter by letter, what the sentence names as an example and nobody typed in; of several those
    that do the same most often. None where there is no such rule."""
    right = [n for n, behaviour in enumerate(behaviours) if case.shows(behaviour, inputs)]
    right = [n for n in right if sum(fine(given) for given in behaviours[n][:ordinary]) * 2 > ordinary]
    if not right:
        return None
    groups = group([behaviours[n] for n in right], ordinary)
    chosen = [right[m] for m in groups[0].members] if groups else right[:1]
    number = _simplest(Group(tuple(chosen), ()), len(case.sources), case, behaviours)
    outputs = [_own(case.wish.output, source) for source in case.sources]
    output = (outputs + [_named(case.wish.output, fit) for fit in case.fits])[number]
    answers = [n for n in range(ordinary) if fine(behaviours[number][n])]
    rivals = tuple(one for one in (decision.output, *decision.rivals) if one != output)
    return Decision(output, "agreed", telling((inputs[n], behaviours[number][n][1]) for n in answers), rivals)


def _meant(
    case: Case, behaviours: Sequence[Sequence[Given]], inputs: Sequence[Values], ordinary: int, decision: Decision
) -> Decision | None:
    """The operation that both the model and the user's own words name, agreed on the inputs that it answers; None when
    they name no such one. What the plan says an output is about may be a formula wrongly recalled: own rules that
    follow it count for nothing unless most of them do the same."""
    at = next((n for n, fit in enumerate(case.fits) if fit.operation.id == case.picked), None)
    if at is None or case.lacking(len(case.sources) + at):
        return None
    output, about = case.wish.output, case.wish.about
    if not (stands_first(case.picked, case.fits, output, about) or stands_first(case.picked, case.plain, output, "")):
        return None
    given = behaviours[len(case.sources) + at]
    answered = [n for n in range(ordinary) if fine(given[n])]
    if case.law and not case.law.allows([(inputs[n], given[n][1]) for n in answered]):
        return None
    crowds = [found for found in group(behaviours, ordinary) if len(found.members) >= 3]
    crowded = any(2 * case.tries(found.members) > case.tries() for found in crowds)
    if crowded or len(answered) < 2 or all(same(given[n][1], given[answered[0]][1]) for n in answered):
        return None
    examples = telling((inputs[n], given[n][1]) for n in answered)
    chosen = _named(output, case.fits[at])
    rivals = tuple(one for one in (decision.output, *decision.rivals) if one != chosen)
    return Decision(chosen, "agreed", examples, rivals)


def _told_apart(
    cases: Sequence[Case],
    decisions: list[Decision],
    box: Callable[[], Sandbox],
    inputs: Sequence[Values],
    ordinary: int,
) -> list[Decision]:
    """The decisions without two that give the same: the output that has less of a choice keeps it."""
    for at, case in enumerate(cases):
        mine = decisions[at]
        rivals = [n for n, d in enumerate(decisions) if n != at and mine.output.operation and _alike(d, mine)]
        if not rivals or all(_need(case, mine) >= _need(cases[n], mine) for n in rivals):
            continue
        case.fits = [fit for fit in case.fits if fit.operation.id != mine.output.operation]
        case.picked = "" if case.picked == mine.output.operation else case.picked
        again = _tried(case, box, inputs, ordinary)
        decisions[at] = again if not any(_alike(d, again) for n, d in enumerate(decisions) if n != at) else mine
    return decisions


def _all_taken(cases: Sequence[Case], decisions: list[Decision], text: str) -> list[Decision]:
    """The decisions, one changed for a near operation that takes an input that is asked for and does nothing else."""
    asked = set(content(text)[1:])
    fields = {f.name for f in cases[0].fields if set(content(f.label)) & asked} if len(cases) > 1 else set()
    idle = fields - set().union(*(taken(d.output) for d in decisions))
    found: list[tuple[float, int, Fitting]] = []
    for at, (case, decision) in enumerate(zip(cases, decisions, strict=True)):
        own = next((f.score for f in case.fits if f.operation.id == decision.output.operation), 0.4)
        for fit in case.fits:
            if fit.score >= 0.4 and idle | taken(decision.output) <= {str(name) for name in fit.arguments.values()}:
                found.append((fit.score - own, at, fit))
    if not idle or not found:
        return decisions
    _, at, fit = max(found, key=lambda one: one[0])
    better = Decision(_named(cases[at].wish.output, fit), "picked", (), (decisions[at].output,))
    return [better if n == at else decision for n, decision in enumerate(decisions)]


def taken(output: Output) -> frozenset[str]:
    """Names that the rule of an output takes its values from."""
    named = {str(value) for value in output.arguments.values()}
    own = (node.arg for node in ast.walk(ast.parse(output.source)) if isinstance(node, ast.arg))
    return frozenset({*named, *own})


def _alike(one: Decision, other: Decision) -> bool:
    named = one.output.operation and one.output.operation == other.output.operation
    return bool(named) and one.output.arguments == other.output.arguments


def _need(case: Case, decision: Decision) -> float:
    """How much nearer the operation of a decision is to a case than any other one."""
    scores = {fit.operation.id: fit.score for fit in case.fits}
    own = scores.pop(decision.output.operation, 0.0)
    return own - max(scores.values(), default=0.0)


def _known(
    outputs: Sequence[Output], box: Callable[[], Sandbox], fields: Sequence[Field], inputs: Sequence[Values]
) -> list[Decision]:
    """What operations give that the sentence names outright; examples are inputs that all of them answer."""
    operations = [catalogue()[output.operation] for output in outputs]
    called = [(operation, output.arguments) for operation, output in zip(operations, outputs, strict=True)]
    behaviours = try_functions(box(), [], called, fields, inputs)
    kept = [n for n in range(len(inputs)) if all(fine(behaviour[n]) for behaviour in behaviours)]
    return [
        Decision(
            output,
            "agreed" if kept else "picked",
            telling((inputs[n], behaviour[n][1]) for n in kept),
            random=operation.random,
        )
        for output, operation, behaviour in zip(outputs, operations, behaviours, strict=True)
    ]


def _settle(case: Case, behaviours: Sequence[Sequence[Given]], inputs: Sequence[Values], ordinary: int) -> Decision:
    outputs = [_own(case.wish.output, source) for source in case.sources]
    outputs += [_named(case.wish.output, fit) for fit in case.fits]
    written = len(case.sources)
    groups = group(behaviours, ordinary)
    derived = dict(case.derived)
    if not any(m < written for found in groups for m in found.members):
        # Some ordinary input is none for this app: what most own rules can't answer counts for nothing.
        kept = [i for i in range(ordinary) if sum(fine(b[i]) for b in behaviours[:written]) * 2 > written]
        if len(kept) >= 2 and written >= 3:
            derived = {kept.index(n): value for n, value in derived.items() if n in kept}
            behaviours, inputs = [[b[i] for i in kept] for b in behaviours], [inputs[i] for i in kept]
            ordinary = len(kept)
            groups = group(behaviours, ordinary)
    if case.law:
        groups = [g for g in groups if case.law.allows([(i, a[1]) for i, a in zip(inputs, g.behaviour, strict=False)])]
    takers = case.takers()
    partial = one_of_two(takers, case.wish.output, case.wish.about)

    def by_hand(found: Group) -> bool:
        """Whether it gives what was worked out in another form, or all that the request says of its lines."""
        once = any(n < len(found.behaviour) and same(found.behaviour[n][1], v) for n, vs in derived.items() for v in vs)
        return once or case.related(inputs, [value for _, value in found.behaviour])

    def weight(found: Group) -> float:
        tries = case.tries(found.members)
        ids = [case.fits[m - written].operation.id for m in found.members if m >= written]
        named = (0.6 + case.fits[_rank(case, ids)].score if ids else 0) + (1.5 if case.picked in ids else 0)
        named -= 1.2 if ids and partial and not tries else 0
        named -= 0.7 if ids and not tries and case.picked not in ids else 0
        return tries + named + (1.5 if by_hand(found) else 0) - 1.6 * min(case.lacking(m) for m in found.members)

    first = takers[0] if takers else None
    at_first = written + case.fits.index(first) if first else written
    twice = first is not None and first.operation.id == case.picked and first.score >= 0.4 and not partial
    twice = twice and first is not None and not first.by_order and not case.lacking(at_first)
    lacks = {f.operation.id: case.lacking(written + n) for n, f in enumerate(case.fits) if f.operation.random}
    least = 0 if case.sources else min((case.lacking(written + n) for n in range(len(case.fits))), default=0)
    drawn = [f for f in case.fits if lacks.get(f.operation.id) == least]
    short = [id_ for id_, lacking in lacks.items() if lacking > least]
    chance = next((f for f in drawn if case.picked in (f.operation.id, "none", "", *short)), None)
    if chance is not None and (not case.sources or case.picked == chance.operation.id):
        rivals = tuple(_named(case.wish.output, f) for f in case.fits if f is not chance)
        found: Ground = "agreed" if twice and first is chance else "picked"
        return Decision(_named(case.wish.output, chance), found, rivals=rivals, random=True)
    ranked = sorted(groups, key=weight, reverse=True)
    grouped = {m for found in ranked for m in found.members}
    unmet = twice and at_first not in grouped and all(m >= written for m in ranked[0].members[2:]) if ranked else False
    if not ranked or unmet or _baseless(case, ranked[0], written):
        at = next((n for n, f in enumerate(case.fits) if f.operation.id == case.picked), None)
        if at is None or case.lacking(written + at):
            own = _running(case, behaviours, ordinary)
            rest = tuple(o for o in outputs if own is None or o.source != case.sources[own])
            return Decision(
                case.wish.output if own is None else outputs[own], "none" if own is None else "alone", (), rest
            )
        fit = case.fits[at]
        return Decision(_named(case.wish.output, fit), "picked", rivals=tuple(outputs), random=fit.operation.random)
    best = ranked[0] if by_hand(ranked[0]) else _described(case, ranked, written) or ranked[0]
    ranked = [best, *(found for found in ranked if found is not best)]
    number = _simplest(best, written, case, behaviours)
    tries = case.tries(best.members)
    named = [case.fits[m - written].operation.id for m in best.members if m >= written]
    lacking = min(case.lacking(m) for m in best.members) > 0
    sure = case.picked in named or by_hand(best) or case.law is not None or (tries >= 2 and bool(named))
    crowd = bool(ranked[1:]) and len(ranked[1].members) >= 3
    agreed = (tries >= 1 and sure and (not lacking or tries >= 4)) or (bool(named) and case.law is not None)
    agreed = agreed or (twice and case.picked in named and not crowd)
    alike = tries >= 3 and tries * 2 > case.tries() and not lacking
    ground: Ground = "agreed" if agreed else "picked" if case.picked in named else "alike" if alike else "alone"
    examples = telling((inputs[i], best.behaviour[i][1]) for i in range(ordinary))
    rivals = tuple(outputs[found.members[0]] for found in ranked[1:])
    return Decision(outputs[number], ground, examples, rivals)


def _described(case: Case, ranked: Sequence[Group], written: int) -> Group | None:
    """What an operation does that the words are near to and the model picked by its description, where nothing but
    functions stands against it: two ways of asking are more than one, however often it was asked."""
    at = next((n for n, fit in enumerate(case.fits, written) if fit.operation.id == case.picked), None)
    if at is None or case.fits[at - written].score < 0.45 or case.lacking(at):
        return None
    only_own = all(member < written for member in ranked[0].members)
    return next((found for found in ranked if at in found.members), None) if only_own else None


def _baseless(case: Case, found: Group, written: int) -> bool:
    """Whether nothing but some likeness of words speaks for an operation."""
    if any(m < written for m in found.members):
        return False
    fits = [case.fits[m - written] for m in found.members]
    likely = any(fit.score >= 0.6 for fit in fits) or case.picked in [fit.operation.id for fit in fits]
    return not likely or min(case.lacking(m) for m in found.members) > 0


def _running(case: Case, behaviours: Sequence[Sequence[Given]], ordinary: int) -> int | None:
    """The own rule that answers most ordinary inputs, half of them at least and not always the same; None: no such."""
    answers = [[given[1] for given in b[:ordinary] if fine(given)] for b in behaviours[: len(case.sources)]]
    running = [
        n for n, a in enumerate(answers) if len(a) * 2 >= ordinary and (a[1:] == [] or any(x != a[0] for x in a))
    ]
    return max(running, key=lambda n: (len(answers[n]), -case.lacking(n)), default=None)


def _rank(case: Case, ids: Sequence[str]) -> int:
    return next(i for i, fit in enumerate(case.fits) if fit.operation.id in ids)


def _simplest(found: Group, written: int, case: Case, behaviours: Sequence[Sequence[Given]]) -> int:
    """An operation before an own rule; among own rules the one that fails least at the edges, then the shortest."""
    named = [m for m in found.members if m >= written]
    if named:
        return next((m for m in named if case.fits[m - written].operation.id == case.picked), named[0])
    return min(found.members, key=lambda m: (sum(not answered for answered, _ in behaviours[m]), len(case.sources[m])))


def _own(output: Output, source: str) -> Output:
    return output.model_copy(update={"source": source, "operation": "", "arguments": {}})


def _named(output: Output, fit: Fitting) -> Output:
    gives = fit.operation.gives
    alike = (output.format in NUMERIC and gives in NUMERIC) or (output.format.endswith("_chart") and gives == "table")
    format_ = output.format if alike else gives
    if output.format == "download" and gives not in ("download", "picture"):
        format_ = "download"
    return output.model_copy(
        update={"operation": fit.operation.id, "arguments": fit.arguments, "source": "", "format": format_}
    )
