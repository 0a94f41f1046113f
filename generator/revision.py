"""Asks a model what a change means for a plan: what is added, altered and removed. Refuses to touch a claim that the
change says nothing of: whoever takes one away has to quote the words that say so.

`kept` and `numbered` say which checks outlive the change, word for word, and put those that are written beside them.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from pydantic import Field

from generator import asked, check_sheet, prompts
from generator.contract import (
    Check,
    Claim,
    CommandLine,
    Control,
    Data,
    GeneratorError,
    Plan,
    Route,
    Shown,
    Spec,
    Start,
    Workshop,
)
from generator.conversation import answered, ask, message, request
from generator.events import Remark
from generator.parse import read_json
from generator.planner import FORMS, HOST, MOST_HOSTS, PLAN_TOKENS, bare, fit_names
from generator.sift import sift

T = TypeVar("T")
MOST_ADDED = 8
SHORTEST_QUOTE = 3


class Removed(Data):
    id: str
    because: str = ""


class Altered(Removed):
    text: str


class Draft(Data):
    """What is different after the change, as the model writes it."""

    added: list[str] = Field(default=[])
    altered: list[Altered] = Field(default=[])
    removed: list[Removed] = Field(default=[])
    controls: list[Control] = Field(default=[])
    outputs: list[Shown] = Field(default=[])
    routes: list[Route] = Field(default=[])
    command: CommandLine | None = None
    gone: list[str] = Field(default=[])
    hosts: list[str] = Field(default=[])
    unchecked: list[str] = Field(default=[])


def with_change(spec_text: str, change: str) -> str:
    """The request after the change, in one text."""
    before = spec_text.strip()
    return f"{before}{'' if before.endswith(('.', '!', '?', '。')) else '.'}\n{change.strip()}"


def revised(spec: Spec, start: Start, shop: Workshop, *notes: str) -> Plan:
    """The plan after the change of the start. Raises GeneratorError when the model gives none that can be used."""
    kind = start.plan.kind
    names = prompts.text(f"names_{kind}" if kind in FORMS else "names_page")
    system = prompts.fill(prompts.text("replan"), place=prompts.text(f"place_{kind}"), names=names)
    change = prompts.tagged("change", start.change)
    messages = [message("system", system), request(spec, start.plan, *notes, change)]
    faults: list[str] = []
    while len(faults) < 2:
        reply = ask(shop, messages, "planner", PLAN_TOKENS, schema=bare(Draft.model_json_schema()))
        try:
            if reply.finish != "stop":
                raise ValueError("it was not finished; say it shorter")
            draft = Draft.model_validate(reply.data or read_json(reply.text))
            if faults:
                draft = _said(draft, start, shop)
            plan = applied(draft, start, spec.files)
        except ValueError as error:
            faults.append(check_sheet.said(error))
            messages += answered(
                reply, f"That can't be used: {faults[-1]}\nAnswer with the whole object, as JSON only."
            )
        else:
            return _completed(plan, draft, start.change)
    raise GeneratorError(
        f"The model gave no plan for the change that can be used: {faults[-1]}.",
        "Say the change in other words, or use another model.",
    )


def applied(draft: Draft, start: Start, attached: Collection[str] = ()) -> Plan:
    """The plan with what the draft says. Raises ValueError with what is wrong with the draft."""
    plan = start.plan
    known = {claim.id for claim in plan.claims}
    if strange := [one.id for one in (*draft.altered, *draft.removed) if one.id not in known]:
        raise ValueError(f"the plan has no claims {', '.join(strange)}")
    if unsaid := [one.id for one in (*draft.altered, *draft.removed) if not _says(start.change, one.because)]:
        raise ValueError(f"`because` of {', '.join(unsaid)} doesn't stand in the change: these claims stay as they are")
    removed = {one.id for one in draft.removed}
    texts = {one.id: " ".join(one.text.split()) for one in draft.altered}
    claims = [
        claim.model_copy(update={"text": texts.get(claim.id) or claim.text})
        for claim in plan.claims
        if claim.id not in removed
    ]
    fresh = [text for text in (" ".join(text.split()) for text in draft.added) if text]
    if len(fresh) > MOST_ADDED:
        raise ValueError(f"it adds {len(fresh)} claims; put them together")
    claims += [
        Claim(id=ident, text=text) for ident, text in zip(_free(claims + plan.claims, fresh), fresh, strict=True)
    ]
    gone = {_plain(name) for name in draft.gone}
    controls = _merged(plan.controls, draft.controls, gone, _label)
    outputs = _merged(plan.outputs, draft.outputs, gone, _label)
    fit_names(controls, outputs)
    hosts = [host for host in draft.hosts if HOST.fullmatch(host) and host not in plan.hosts]
    unchecked = [text for text in draft.unchecked if text.strip() and text not in plan.unchecked]
    after = plan.model_copy(
        update={
            "claims": claims,
            "controls": controls,
            "outputs": outputs,
            "routes": _merged(plan.routes, draft.routes, gone, _request),
            "command": draft.command or plan.command,
            "hosts": [*plan.hosts, *hosts][:MOST_HOSTS],
            "unchecked": [*plan.unchecked, *unchecked],
        }
    )
    if after == plan:
        raise ValueError("it changes nothing")
    if not after.claims:
        raise ValueError("no claim is left")
    if lost := sift(kept(start, after)[0], after, attached)[1]:
        raise ValueError(f"claims that stay can't be checked ({next(iter(lost.values()))}): alter them as well")
    return after


def kept(start: Start | None, plan: Plan) -> tuple[list[Check], Plan | None]:
    """The checks that stand, word for word, and the plan with only the claims that still need some; None when none
    does."""
    if start is None:
        return [], plan
    before = {(claim.id, claim.text) for claim in start.plan.claims}
    standing = {claim.id for claim in plan.claims if (claim.id, claim.text) in before}
    checks = [check for check in start.checks or () if check.claim in standing]
    bare_claims = [claim for claim in plan.claims if start.checks is None or claim.id not in standing]
    return checks, plan.model_copy(update={"claims": bare_claims}) if bare_claims else None


def numbered(checks: Sequence[Check], beside: Sequence[Check]) -> list[Check]:
    """The checks under ids that those beside them don't have."""
    taken = {check.id for check in beside}
    free = (f"k{n}" for n in range(1, len(taken) + len(checks) + 1) if f"k{n}" not in taken)
    return [check.model_copy(update={"id": next(free)}) for check in checks] if taken else list(checks)


def _said(draft: Draft, start: Start, shop: Workshop) -> Draft:
    """The draft without what it does to claims that the change says nothing of."""
    unsaid = {one.id for one in (*draft.altered, *draft.removed) if not _says(start.change, one.because)}
    if unsaid:
        shop.tell(Remark(f"The model would touch {', '.join(sorted(unsaid))}, of which the change says nothing."))
    altered = [one for one in draft.altered if one.id not in unsaid]
    return draft.model_copy(
        update={"altered": altered, "removed": [one for one in draft.removed if one.id not in unsaid]}
    )


def _completed(plan: Plan, draft: Draft, change: str) -> Plan:
    """The plan with what the change asks and the draft has nothing of, as claims in the user's words."""
    lost = asked.lost(change, plan)
    quoted = [_plain(one.because) for one in (*draft.altered, *draft.removed)]
    clauses = [c for c in lost.clauses if not any(_plain(c) in quote or quote in _plain(c) for quote in quoted)]
    claims = [Claim(id=ident, text=text) for ident, text in zip(_free(plan.claims, clauses), clauses, strict=True)]
    exact = [name for name in asked.exact(change) if name not in plan.exact]
    return plan.model_copy(update={"claims": [*plan.claims, *claims], "exact": [*plan.exact, *exact]})


def _says(change: str, quote: str) -> bool:
    """Whether the quote stands in the change."""
    return len(_plain(quote)) >= SHORTEST_QUOTE and _plain(quote) in _plain(change)


def _free(claims: Sequence[Claim], fresh: Sequence[str]) -> Iterator[str]:
    """An id for each fresh claim that none has."""
    taken = {claim.id for claim in claims}
    free = (f"c{n}" for n in range(1, len(taken) + len(fresh) + 1) if f"c{n}" not in taken)
    return islice(free, len(fresh))


def _merged(before: Sequence[T], fresh: Sequence[T], gone: set[str], name: Callable[[T], str]) -> list[T]:
    """Those that stay, then those that are new or described anew."""
    anew = {_plain(name(one)) for one in fresh}
    stay = [one for one in before if _plain(name(one)) not in anew | gone]
    return [*stay, *(one for one in fresh if _plain(name(one)) not in gone)]


def _label(one: Control | Shown) -> str:
    return one.name


def _request(route: Route) -> str:
    return f"{route.method} {route.path}"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
