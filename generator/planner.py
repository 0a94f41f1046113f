"""Asks a model for the plan of an app and holds it against the request. Refuses a plan that can't be used, and loses
nothing of the request: what the model leaves out twice becomes a claim in the user's own words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from generator import asked, check_sheet, prompts
from generator.contract import (
    WEIGHTS,
    Claim,
    CommandLine,
    Control,
    Data,
    GeneratorError,
    Kind,
    Plan,
    Question,
    Route,
    Shown,
    Spec,
    Workshop,
)
from generator.conversation import answered, ask, message, request
from generator.decisions import request_of
from generator.events import Remark
from generator.parse import read_json

PLAN_TOKENS = 6_000
LONGEST_NAME = 80
LONGEST_QUESTION = 200
MOST_QUESTIONS = 3
MOST_HOSTS = 5
HOST = re.compile(r"(?=.{4,100}$)([a-z0-9-]+\.)+[a-z0-9-]+(:\d{1,5})?")


class Draft(Data):
    """A plan as the model writes it: numbering the claims, weighing them and fixing the kind is ours."""

    title: str
    claims: list[str]
    core: list[int] = Field(default=[])
    extra: list[int] = Field(default=[])
    controls: list[Control] = Field(default=[])
    outputs: list[Shown] = Field(default=[])
    hosts: list[str] = Field(default=[])
    unchecked: list[str] = Field(default=[])
    background: list[str] = Field(default=[])


class Service(Draft):
    routes: list[Route] = Field(default=[])


class Script(Draft):
    command: CommandLine | None = None


FORMS: Mapping[Kind, type[Draft]] = {Kind.API: Service, Kind.SCRIPT: Script}


class Asking(Data):
    """What the user is asked first, in place of a plan."""

    questions: list[Question] = Field(default=[])


def plan_for(spec: Spec, shop: Workshop, *notes: str) -> Plan:
    """The plan; one without claims says in `unchecked` why no app can come of the spec. A plan that can't be used is
    asked for once more, and so is one that lost something. The user is asked at most once, and where that may be.
    Raises GeneratorError when none can be used."""
    kind = spec.kind or Kind.WEB
    form = FORMS.get(kind, Draft)
    names = prompts.text(f"names_{kind}" if kind in FORMS else "names_page")
    system = prompts.fill(prompts.text("plan"), place=prompts.text(f"place_{kind}"), names=names)
    may_ask = shop.clarify
    asking = [prompts.text("questions")] if may_ask else []
    messages = [message("system", system), request(spec, None, *notes, *asking)]
    text = request_of(spec)
    alone = not spec.files
    usable: list[Plan] = []
    faults: list[str] = []
    while len(usable) < 2 and len(faults) < 2:
        reply = ask(shop, messages, "planner", PLAN_TOKENS, schema=_schema(kind, form, may_ask=may_ask is not None))
        try:
            if reply.finish != "stop":
                raise ValueError("it was not finished; say it shorter")
            data = reply.data or read_json(reply.text)
            if not isinstance(data, dict):
                raise ValueError("it is no JSON object")
            if may_ask and (questions := questions_of(Asking.model_validate(data))):
                spec, may_ask = may_ask(spec, questions), None
                messages = [message("system", system), request(spec, None, *notes)]
                continue
            plan = plan_of(form.model_validate(data), kind)
        except ValueError as error:
            faults.append(check_sheet.said(error))
            comment = f"That plan can't be used: {faults[-1]}"
        else:
            usable.append(plan)
            if not plan.claims or not (gone := asked.lost(text, plan, alone=alone)):
                break
            shop.tell(Remark("The plan leaves out something of the request; asking again."))
            comment = (
                f"That plan doesn't hold all of the request:\n{asked.told(gone)}\nPut each into a claim, a control or "
                "an output"
                + (
                    ", into `unchecked` if it can't be tried, or into `background` if it asks for nothing."
                    if alone
                    else ", or into `unchecked` if it can't be tried."
                )
            )
        messages += answered(reply, f"{comment}\nAnswer with the whole plan, as JSON only.")
    if not usable:
        raise GeneratorError(
            f"The model gave no plan that can be used: {faults[-1]}.", "Say it in other words, or use another model."
        )
    best = min(usable, key=lambda plan: (not plan.claims, len(asked.lost(text, plan, alone=alone))))
    return asked.completed(text, best, alone=alone) if best.claims else best


def questions_of(draft: Asking) -> list[Question]:
    """Those that a person can read and needn't answer."""
    told = [Question(text=line(asked.text), default=line(asked.default)) for asked in draft.questions]
    return [asked for asked in told if asked.text and asked.default][:MOST_QUESTIONS]


def line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_QUESTION]


def plan_of(draft: Draft, kind: Kind) -> Plan:
    """The plan of a draft. Raises ValueError with what is wrong with it."""
    weight = dict.fromkeys(draft.extra, WEIGHTS["extra"]) | dict.fromkeys(draft.core, WEIGHTS["core"])
    texts = [(claim.strip(), weight.get(n, WEIGHTS["usual"])) for n, claim in enumerate(draft.claims, 1)]
    said = [(text, counts) for text, counts in texts if text]
    claims = [Claim(id=f"c{n}", text=text, weight=counts) for n, (text, counts) in enumerate(said, 1)]
    if len(claims) > asked.MOST_CLAIMS:
        raise ValueError(f"it has {len(claims)} claims; put them together, eight at most")
    if not draft.title.strip():
        raise ValueError("it has no title")
    fit_names(draft.controls, draft.outputs)
    routes = draft.routes if isinstance(draft, Service) else []
    command = draft.command if isinstance(draft, Script) else None
    if claims and not {Kind.API: routes, Kind.SCRIPT: command}.get(kind, draft.outputs or draft.controls):
        nothing = {Kind.API: "no routes", Kind.SCRIPT: "no command"}.get(kind, "no controls and no outputs")
        raise ValueError(f"it names {nothing}")
    if not claims and not draft.unchecked:
        raise ValueError("it has no claims")
    return Plan(
        title=" ".join(draft.title.split())[:LONGEST_NAME],
        kind=kind,
        claims=claims,
        controls=draft.controls,
        outputs=draft.outputs,
        routes=routes,
        command=command,
        hosts=[host for host in draft.hosts if HOST.fullmatch(host)][:MOST_HOSTS],
        unchecked=draft.unchecked,
        background=draft.background,
    )


def fit_names(controls: Sequence[Control], outputs: Sequence[Shown]) -> None:
    """Raises ValueError for labels that people couldn't read or tell apart."""
    names = [control.name for control in controls] + [output.name for output in outputs]
    plain = [" ".join(name.split()).casefold() for name in names]
    if bad := [name for name in names if not name.strip() or len(name) > LONGEST_NAME or "\n" in name]:
        raise ValueError(f"these are no labels that people could read: {bad}")
    if twice := sorted({name for name in plain if plain.count(name) > 1}):
        raise ValueError(f"these labels stand for several things: {twice}")


def _schema(kind: Kind, form: type[Draft], *, may_ask: bool) -> Any:
    """What a plan of this kind has, what it offers to programs right behind the claims; a command has no page."""
    schema = bare(form.model_json_schema())
    members, names = schema["properties"], ["title", "claims", "core", "extra", "routes", "command"]
    left_out = {"controls", "outputs"} if kind is Kind.SCRIPT else set()
    order = [*(name for name in names if name in members), *(name for name in members if name not in names)]
    schema["properties"] = {name: members[name] for name in order if name not in left_out}
    if may_ask:
        listed = {"type": "array", "items": bare(Question.model_json_schema())}
        schema = {**schema, "properties": {"questions": listed, **schema["properties"]}, "required": []}
    return schema


def bare(schema: Any) -> Any:
    """A schema without what pydantic says about our own classes: it would only distract a model."""
    if isinstance(schema, list):
        return [bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = ("title", "description", "pattern")  # some endpoints know few patterns; what comes is held against all
    return {key: bare(value) for key, value in schema.items() if not (key in told and isinstance(value, str))}
