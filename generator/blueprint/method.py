"""The blueprint method: many small questions to a small model, a filled blueprint, tested blocks that make the app.
Refuses to claim more than it can show, and to build what no app of blocks can be."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from generator.blueprint.alike import under_names_of
from generator.blueprint.asking import LONGEST, Asking
from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.choose import choose, is_game, is_kept, weigh
from generator.blueprint.claims import Sworn, swear
from generator.blueprint.clause_roles import types_in
from generator.blueprint.clock_sketch import sketch_counter, sketch_timer
from generator.blueprint.command_sketch import Command
from generator.blueprint.decide import Decision
from generator.blueprint.desk_proofs import hold_desk
from generator.blueprint.desk_sketch import Desk, sketch_desk
from generator.blueprint.form_pairs import of_pair
from generator.blueprint.form_proofs import hold_form
from generator.blueprint.form_sketch import Sketch, sketch_form
from generator.blueprint.other_proofs import hold_counter, hold_quiz, hold_timer
from generator.blueprint.play_proofs import hold_play
from generator.blueprint.play_sketch import Play, sketch_play
from generator.blueprint.programs import (
    Program,
    hold_program,
    program_files,
    program_line,
    program_routes,
    sketch_program,
)
from generator.blueprint.quiz_sketch import sketch_quiz
from generator.blueprint.records_even import hold_even, with_even
from generator.blueprint.records_marks import hold_marks
from generator.blueprint.records_proofs import hold_records
from generator.blueprint.records_shared import hold_shared, sketch_shared
from generator.blueprint.records_sketch import sketch_records
from generator.blueprint.records_wishes import with_next
from generator.blueprint.records_worked import hold_worked, sketch_worked
from generator.blueprint.schema import Blueprint, Form
from generator.blueprint.sentence import content, words
from generator.blueprint.things import Inventory
from generator.blueprint.translated import Untranslatable
from generator.blueprint.trials import block_files
from generator.contract import Candidate, Check, GeneratorError, Kind, Plan, Spec, Start, Verdict, Workshop
from generator.events import Remark
from generator.sift import sift
from sandbox.contract import Files, Sandbox

WARMTH = 0.7
"""The temperature of a blueprint that is drawn anew."""
TRIES = 2
"""So often a blueprint is drawn before it is said that none comes of the sentence."""
DRAWING = 0.6
"""The share of a budget's time that the drawing of blueprints may take."""
POSSIBLE = """Can a small app without internet, without accounts and without access to other programs do what the \
user asks?
app: yes, it calculates, lists, asks, times, converts or writes something
impossible: it would have to act in the world or reach other services: book, buy, send, call, look up live data
nonsense: the words don't ask for anything"""

CONNECT = "Connect a stronger model, or say all of it in one sentence: mayfly new."

_OUTSIDE = re.compile(
    r"\b(?:book|buy|order|call|phone|email|e-mail|send|text|hire|pay|post)\b "
    r"(?:me|us|my|a|an|the|it|them|to)\b|\blive\b|"
    r"\bonline\b|\bcurrent (?:price|weather|exchange)|\bweather\b|\bnews\b|\bstock price",
    re.I,
)  # fmt: skip


class NothingDrawn(GeneratorError):  # noqa: N818
    """What the model said made no blueprint; another time it may."""


class BlueprintMethod:
    """One object serves one run: it keeps the blueprint and why each output is as it is."""

    name = "blueprint"
    kinds = frozenset({Kind.STREAMLIT, Kind.WEB, Kind.SCRIPT, Kind.API})
    usual = Kind.STREAMLIT
    ways = 0

    def __init__(self) -> None:
        self.title = ""
        self.blueprint = Blueprint()
        self.program: Program | None = None
        self.sketch: Sketch | None = None
        self.held = Inventory()
        self.sworn = Sworn([], [])
        self.decisions: list[Decision] = []
        self.tried: set[str] = set()
        self.others: list[BlueprintMethod] = []

    def another(self, number: int) -> "BlueprintMethod | None":
        """One whose blueprint of the same names was drawn anew, since this one's left claims without a check."""
        return self.others[number - 1] if number <= len(self.others) else None

    def plan(self, spec: Spec, shop: Workshop) -> Plan:
        """Title, claims and names; the blueprint stands when this returns: of as many as there may be candidates, and
        as are drawn until all is shown, the one of which most is. Raises GeneratorError when no app can come of the
        spec."""
        text = " ".join(spec.text.split())[:LONGEST]
        kind = spec.kind or self.usual
        if kind not in (Kind.SCRIPT, Kind.API) and _ready(text) is None:
            _refuse_what_no_app_can_be(text, Asking(shop, "planner"))
        most = spec.candidates
        tries = max(most, TRIES)
        began = time.monotonic()
        drawn: list[BlueprintMethod] = []
        faults: list[NothingDrawn] = []
        for number in range(tries):
            if drawn and number >= most:
                break
            took = time.monotonic() - began
            if number and spec.budget.seconds and took * (number + 1) / number > DRAWING * spec.budget.seconds:
                break
            one = BlueprintMethod()
            asking = Asking(shop, "planner", 1 + 1000 * number, WARMTH if number else 0.0)
            try:
                one._draw(text, kind, asking, shop)
            except NothingDrawn as fault:
                faults.append(fault)
                if not asking.asked:
                    break
                if number + 1 < tries:
                    shop.tell(Remark("No app came of the first thoughts, so it is thought out once more."))
                continue
            except GeneratorError:
                if not drawn:
                    raise
                break  # The budget or the model is at its end: there is an app without it.
            drawn.append(one)
            self._take(max(drawn, key=lambda one: one.shown), drawn, text, kind)
            if self.shown == 1 or not asking.asked:
                break  # All is shown, or no other comes of drawing it anew.
            if number + 1 < most:
                shop.tell(Remark("Not all of it can be shown to be right, so it is thought out once more."))
        if not drawn:
            raise faults[0]
        return Plan(
            title=self.title,
            kind=kind,
            claims=self.sworn.claims,
            controls=self.held.controls,
            outputs=self.held.outputs,
            routes=program_routes(self.program),
            command=program_line(self.program),
            background=self.sworn.background,
        )

    @property
    def shown(self) -> float:
        """The share of what is claimed that checks stand for."""
        checked = {check.claim for check in self.sworn.checks}
        whole = sum(claim.weight for claim in self.sworn.claims)
        return sum(claim.weight for claim in self.sworn.claims if claim.id in checked) / whole if whole else 1.0

    def _draw(self, text: str, kind: Kind, asking: Asking, shop: Workshop) -> None:
        """Fill a blueprint. Raises GeneratorError when none comes of the text."""
        if kind in (Kind.SCRIPT, Kind.API):
            self.program = sketch_program(kind, text, asking, _Bench(shop))
            if isinstance(self.program, Command):
                self._keep_form(self.program.sketch)
            self.title, self.held = self.program.title, hold_program(self.program)
        elif (ready := _ready(text)) is not None:
            self.title, part = ready
            self.blueprint = Blueprint(title=self.title, parts=[part])
            self.held = hold_desk(part, self.title, text) if isinstance(part, Desk) else hold_play(part, self.title)
        else:
            self.title, self.held = self._sketch(text, asking, shop)
        self.sworn = swear(text, self.held.things)
        self._files(kind)

    def _take(self, best: "BlueprintMethod", drawn: Sequence["BlueprintMethod"], text: str, kind: Kind) -> None:
        """Be the best of those drawn. The others that can bear its names are candidates beside it, and what was found
        out for one of them is asked of all where nothing was found out for the best."""
        self.title, self.blueprint, self.program, self.sketch = best.title, best.blueprint, best.program, best.sketch
        self.held, self.decisions, self.tried = best.held, best.decisions, best.tried
        self.others = []
        known = [best._files(kind)]
        things = best.held.things
        for other in drawn:
            again = other._under_names_of(best, text) if other is not best else None
            if again is None:
                continue
            proofs = {thing.id: thing.proofs for thing in again.held.things}
            things = [one if one.proofs else replace(one, proofs=proofs.get(one.id, ())) for one in things]
            if (files := again._files(kind)) not in known:
                self.others.append(again)
                known.append(files)
        self.sworn = swear(text, things)

    def _under_names_of(self, best: "BlueprintMethod", text: str) -> "BlueprintMethod | None":
        """This one with the other's names; None where it is no app of the same plan, or no form."""
        if (
            best.program
            or not self.sketch
            or not best.sketch
            or not (sketch := under_names_of(self.sketch, best.sketch))
        ):
            return None
        again = BlueprintMethod()
        again._keep_form(sketch)
        again.held = hold_form(sketch.form, sketch.decisions, sketch.abouts, sketch.title, text)
        return again

    def replan(self, spec: Spec, start: Start, shop: Workshop) -> Plan:
        """The plan of the whole sentence, made anew, since the blueprint is not kept; an app without a change stays as
        it is. Raises GeneratorError for a change that would cost a claim, or adds none."""
        if start.candidate and not start.change:
            return start.plan
        if start.candidate and start.candidate.writer != self.name:
            raise GeneratorError("This app isn't made of blocks, so a small model can't change it.", CONNECT)
        plan = self.plan(spec, shop)
        known = {claim.text: claim.id for claim in start.plan.claims}
        fresh = [claim for claim in plan.claims if claim.text not in known]
        free = (f"c{n}" for n in range(1, len(known) + len(fresh) + 1) if f"c{n}" not in known.values())
        ids = {claim.id: known.get(claim.text) or next(free) for claim in plan.claims}
        plan = plan.model_copy(update={"claims": [c.model_copy(update={"id": ids[c.id]}) for c in plan.claims]})
        checks = [check.model_copy(update={"claim": ids[check.claim]}) for check in self.sworn.checks]
        self.sworn = Sworn(plan.claims, checks, plan.background)
        if start.change and (sift(start.checks or (), plan, spec.files)[1] or not (fresh or start.revised)):
            raise GeneratorError("A small model can't make this change and keep all that the app does.", CONNECT)
        return plan

    def checks(self, spec: Spec, plan: Plan, shop: Workshop) -> list[Check]:
        """The checks of the claims that the plan still has."""
        claims = {claim.id for claim in plan.claims}
        return [check for check in self.sworn.checks if check.claim in claims]

    def write(self, spec: Spec, plan: Plan, shop: Workshop) -> Candidate:
        """The app that the blueprint describes."""
        return Candidate(self._files(plan.kind), "blueprint", self._note())

    def _files(self, kind: Kind) -> Files:
        """The app of the blueprint. Raises GeneratorError when there are no blocks for it."""
        if self.program:
            outputs = [output for part in self.blueprint.parts if isinstance(part, Form) for output in part.outputs]
            return program_files(self.program, outputs)
        try:
            return assemble_web(self.blueprint) if kind is Kind.WEB else assemble(self.blueprint)
        except Untranslatable as missing:
            raise NothingDrawn(
                f"There are no building blocks for this as a web page: {missing}.",
                "Leave out the kind to have it as a Streamlit app, or use a stronger model.",
            ) from missing

    def alter(self, spec: Spec, plan: Plan, start: Start, shop: Workshop) -> Candidate:
        """The app that the blueprint of the whole sentence describes."""
        return self.write(spec, plan, shop)

    def repair(
        self,
        spec: Spec,
        plan: Plan,
        candidate: Candidate,
        verdict: Verdict,
        shop: Workshop,
        *,
        thrown: Verdict | None = None,
    ) -> Candidate | None:
        """The same app with the next likeliest rule for what failed; None when none is left."""
        part = self.blueprint.parts[0] if self.blueprint.parts else None
        if not isinstance(part, Form) or (not verdict.reason and not verdict.log):
            return None
        for number, decision in enumerate(self.decisions):
            blamed = decision.output.name in verdict.log or decision.output.label in verdict.reason
            rival = next((r for r in decision.rivals if _rule(r) not in self.tried), None)
            if blamed and rival is not None and decision.ground != "agreed":
                self.tried.add(_rule(rival))
                outputs = [rival if n == number else o for n, o in enumerate(part.outputs)]
                self.blueprint = Blueprint(
                    title=self.blueprint.title, parts=[part.model_copy(update={"outputs": outputs})]
                )
                return Candidate(self._files(plan.kind), "blueprint", f"{rival.label} is worked out in another way")
        return None

    def _sketch(self, text: str, asking: Asking, shop: Workshop) -> tuple[str, Inventory]:
        match choose(text, asking):
            case "records" if (shared := sketch_shared(text)) is not None:
                title, records = shared
                self.blueprint = Blueprint(title=title, parts=[records])
                return title, hold_shared(records, title, text)
            case "records":
                title, records = sketch_records(text, asking)
                worked = sketch_worked(text, records, asking, _Bench(shop))
                records = with_even(with_next(records, text), text)
                self.blueprint = Blueprint(title=title, parts=[records])
                held = hold_records(records, title)
                hold_worked(held, records, worked)
                hold_even(held, records)
                hold_marks(held, records)
                return title, held
            case "quiz":
                title, quiz = sketch_quiz(text, asking)
                if not quiz.cards and quiz.drill is None and not quiz.own_cards:
                    raise NothingDrawn("No sure questions came to mind.", "Say what the quiz is about in other words.")
                self.blueprint = Blueprint(title=title, parts=[quiz])
                return title, hold_quiz(quiz, title)
            case "timer":
                title, timer = sketch_timer(text, asking)
                self.blueprint = Blueprint(title=title, parts=[timer])
                return title, hold_timer(timer, title)
            case "counter":
                title, counter = sketch_counter(text, asking)
                self.blueprint = Blueprint(title=title, parts=[counter])
                return title, hold_counter(counter, title)
        sketch = sketch_form(text, asking, _Bench(shop))
        if all(decision.ground == "none" for decision in sketch.decisions):
            raise NothingDrawn(
                "No way was found to work out what is asked for.",
                "Say in more words how the result follows from what is typed in.",
            )
        if not sketch.form.inputs and types_in(text):
            raise NothingDrawn(
                "It isn't clear what is typed in.", "Name each thing that is typed in, pasted or picked."
            )
        self._keep_form(sketch)
        return sketch.title, hold_form(sketch.form, sketch.decisions, sketch.abouts, sketch.title, text)

    def _keep_form(self, sketch: Sketch) -> None:
        self.title, self.sketch, self.decisions = sketch.title, sketch, sketch.decisions
        self.tried = {_rule(decision.output) for decision in sketch.decisions}
        self.blueprint = Blueprint(title=sketch.title, parts=[sketch.form])

    def _note(self) -> str:
        grounds = [f"{d.output.label}: {d.output.operation or 'an own rule'}, {d.ground}" for d in self.decisions]
        return "; ".join(grounds)


class _Bench:
    """The scratch sandbox with the blocks in it, from the first time it is needed."""

    def __init__(self, shop: Workshop) -> None:
        self.shop, self.box = shop, None  # type: Workshop, Sandbox | None

    def __call__(self) -> Sandbox:
        if self.box is None:
            self.box = self.shop.scratch()
            self.box.put(block_files())
        return self.box


def _ready(text: str) -> tuple[str, Play | Desk] | None:
    """What the text asks for, with its title, where its words alone say all of it: a game, or what one works at."""
    return (None if is_kept(text) else sketch_play(text)) or sketch_desk(text)


def _rule(output: object) -> str:
    return f"{getattr(output, 'operation', '')} {getattr(output, 'source', '')}"


def _refuse_what_no_app_can_be(text: str, asking: Asking) -> None:
    """GeneratorError for what is surely nothing to build; in doubt there is an app."""
    if not content(text):
        raise GeneratorError("Nothing is asked for.", "Say in a sentence what the app should do.")
    if is_game(text):
        raise GeneratorError("An app of this kind needs a stronger model.", "Connect one, or ask for another app.")
    clear = max(weigh(text).values()) >= 3
    suspect = _OUTSIDE.search(text) or (not clear and (len(words(text)) <= 3 or _babble(text)))
    if not suspect or of_pair(text):
        return
    votes = asking.gather(
        [lambda: asking.pick(POSSIBLE, f"Request: {text}", ("app", "impossible", "nonsense"), temperature=0.5)] * 3
    )
    if votes.count("impossible") == 3 and not clear:
        raise GeneratorError(
            "An app without internet and accounts can't do this.",
            "Ask for something that the app itself can work out or keep.",
        )
    if votes.count("nonsense") >= 2 and _babble(text):
        raise GeneratorError("It isn't clear what is asked for.", "Say in a sentence what the app should do.")


def _babble(text: str) -> bool:
    """Whether most words don't look like words of a language: no vowel, or a run of consonants."""
    said = [word for word in words(text) if word.isascii() and word.isalpha()]
    odd = [
        w
        for w in said
        if not re.search(r"[aeiouy]", w) or re.search(r"[^aeiouy]{5}", w) or w in ("asdf", "qwer", "qwerty")
    ]
    return bool(said) and len(odd) * 2 >= len(said)
