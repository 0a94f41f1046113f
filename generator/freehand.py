"""How a strong model makes an app: it plans, writes checks without sight of code, writes files and repairs them.
Refuses to show a check to the writer before there is an app, and to go on with a reply that leaves something out."""

from collections.abc import Sequence
from dataclasses import replace

from generator import check_sheet, prompts
from generator.attachments import FOLDER
from generator.contract import (
    Access,
    Candidate,
    Check,
    GeneratorError,
    Kind,
    Message,
    Plan,
    Spec,
    Start,
    Verdict,
    Workshop,
)
from generator.conversation import answered, ask, ask_whole, message, request
from generator.edits import apply_edits, broken
from generator.events import Remark
from generator.files import Parsed, read_reply
from generator.growing import Growing
from generator.kinds import ENTRY
from generator.parse import read_json
from generator.planner import plan_for
from generator.report import loss, report
from generator.revision import revised
from generator.sift import sift
from sandbox import page_libraries
from sandbox.contract import Files

FILE_TOKENS = 16_000
"""For checks as well: models that think before they speak count that in."""
MOST_EARLIER = 4_000
"""Letters of a repair that was thrown away, for the next one to see."""
FILES_NAMED = 20
UNCHANGED = "NOTHING TO CHANGE"
"""How a repair says that the report is wrong rather than the app; its prompt knows the words."""
THOUGHT = (
    "Think first: this time begin your answer with one line for each claim, which state it needs and how the app makes "
    "it true; the blocks follow."
)
SIMPLEST = (
    "Build the simplest app that makes the claims true: one state, one function that shows all of it, native controls, "
    "nothing that the plan doesn't ask for."
)
IN_PARTS = (
    "Build it in parts: first the functions that work things out, pure and without any control, then what shows them."
)
WAYS = (("by another approach", THOUGHT), ("by a simpler design", SIMPLEST))
"""Note and words of each other way to build an app when repairs gain nothing."""
LANES = (
    ("", "", 0.2),
    ("freely", "", 0.9),
    ("thought through first", THOUGHT, 0.4),
    ("in parts", IN_PARTS, 0.4),
    ("as simply as can be", SIMPLEST, 0.4),
)
"""Note, words and temperature of each candidate of a race; after the last it goes on freely."""
EXAMPLES = {
    Kind.WEB: ("js", "updateTotal"),
    Kind.STREAMLIT: ("python", "monthly_total"),
    Kind.API: ("python", "add_item"),
    Kind.SCRIPT: ("python", "read_rows"),
}
"""A block of a repair, as its prompt shows it."""


class Freehand:
    """A contract.Method for models that can be trusted with whole files."""

    name = "freehand"
    kinds = frozenset(Kind)
    usual = None
    ways = len(WAYS)

    def __init__(self, lane: int = 0) -> None:
        self._lane = LANES[lane] if lane < len(LANES) else LANES[1]
        self._failures = ""
        self._edits = ""
        """The last reply to a report, for when what came of it was thrown away."""
        self._written = False
        self._anew = 0

    def another(self, number: int) -> "Freehand":
        return Freehand(number)

    def plan(self, spec: Spec, shop: Workshop) -> Plan:
        """The plan; one without claims says in `unchecked` why no app can come of the spec."""
        return plan_for(spec, shop, *_access_notes(shop.access))

    def replan(self, spec: Spec, start: Start, shop: Workshop) -> Plan:
        """The plan as it stands, or after the change."""
        if start.revised or not start.change:
            return start.revised or start.plan
        return revised(spec, start, shop, *_access_notes(shop.access))

    def checks(self, spec: Spec, plan: Plan, shop: Workshop) -> list[Check]:
        """Checks for every claim; for claims that are left without a usable one it asks once more."""
        messages = [message("system", checking(plan.kind)), request(spec, plan)]
        gathered: list[Check] = []
        for last in (False, True):
            reply = ask(shop, messages, "checker", FILE_TOKENS, schema=check_sheet.schema(plan.kind))
            data = reply.data or read_json(reply.text)
            fresh, faults = check_sheet.read_sheet(data, taken={check.id for check in gathered})
            gathered += fresh if reply.finish == "stop" else fresh[:-1]
            kept, dropped = sift(gathered, plan, spec.files)
            covered = {check.claim for check in kept}
            bare = [claim.id for claim in plan.claims if claim.id not in covered]
            if last or not bare:
                break
            titles = {check.id: check.title for check in gathered}
            faults += [f"{titles[ident]}: {why}" for ident, why in dropped.items()]
            listed = "\n".join(f"- {fault}" for fault in faults) or "- none was written"
            messages += answered(
                reply,
                f"No check can be used for {', '.join(bare)}:\n{listed}\nWrite checks for these claims, in the same "
                "form. Leave out a claim that these steps can't check.",
            )
        return gathered

    def write(self, spec: Spec, plan: Plan, shop: Workshop) -> Candidate:
        """The app's files; after a failed attempt, by another approach."""
        system = prompts.fill(prompts.text(f"code_{plan.kind}"), rules=_rules(plan.kind))
        more = [*_access_notes(shop.access)]
        note, words, temperature = self._lane
        if self._written or self._failures:
            note, words = WAYS[min(self._anew, len(WAYS) - 1)]
            self._anew += 1
            said = "kept failing as reported, and repairs didn't help" if self._failures else "did not do all of it"
            more += [prompts.tagged("report", self._failures)] if self._failures else []
            more.append(
                f"An earlier app for this plan {said}. Write a new one from the beginning, built in another way."
            )
        self._written = True
        messages = [message("system", system), request(spec, plan, *more, *([words] if words else []))]
        attached = _attached(spec)

        def arriving(whole: Files, so_far: Files) -> None:
            shop.arriving({**whole, **attached} if whole else {}, so_far)

        parsed, _ = _reply_files(replace(shop, arriving=arriving), messages, "writer", plan.kind, {}, temperature)
        if ENTRY[plan.kind] not in parsed.files:
            fault = " ".join(parsed.faults) or f"It gave no {ENTRY[plan.kind]}."
            raise GeneratorError(f"The model wrote no app. {fault}", "Try again, or use another model.")
        return Candidate({**parsed.files, **attached}, shop.model("writer").name, note)

    def alter(self, spec: Spec, plan: Plan, start: Start, shop: Workshop) -> Candidate:
        """The app with the change, by edits of what it touches."""
        assert start.candidate, "there is nothing to change"
        attached, own = _parted(spec, start.candidate)
        known = {(claim.id, claim.text) for claim in start.plan.claims}
        fresh = [claim.text for claim in plan.claims if (claim.id, claim.text) not in known]
        more = [*_shown(own), *_access_notes(shop.access)]
        more += [prompts.tagged("new", "\n".join(fresh))] if fresh else []
        messages = [
            message("system", _editing("alter", plan.kind)),
            request(spec, plan, *more, prompts.tagged("change", start.change)),
        ]
        files, _ = _edited(shop, messages, plan.kind, own, self._lane[2])
        if files == own:
            raise GeneratorError("The model made no change.", "Say the change in other words, or use another model.")
        return Candidate({**files, **attached}, shop.model("repairer").name, "changed")

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
        """The candidate after edits; None when the model changes nothing or its edits find no place."""
        self._failures = report(verdict)
        attached, own = _parted(spec, candidate)
        more = [*_shown(own), prompts.tagged("report", self._failures), *_access_notes(shop.access)]
        if thrown:
            more += [
                prompts.tagged("earlier", self._edits[-MOST_EARLIER:]),
                prompts.tagged("loss", loss(verdict, thrown)),
                "That earlier repair was thrown away, with what it lost, and the files stand as before it. Look for "
                "another cause.",
            ]
        messages = [message("system", _editing("repair", plan.kind)), request(spec, plan, *more)]
        files, self._edits = _edited(shop, messages, plan.kind, own)
        if files == own:
            return None
        return Candidate({**files, **attached}, shop.model("repairer").name, "repaired")


def _parted(spec: Spec, candidate: Candidate) -> tuple[Files, Files]:
    """The attached files, and the app's own."""
    attached = _attached(spec)
    return attached, {name: body for name, body in candidate.files.items() if name not in attached}


def _shown(files: Files) -> list[str]:
    return [prompts.tagged("file", f"{name}\n{body.decode('utf-8', 'replace')}") for name, body in files.items()]


def _editing(prompt: str, kind: Kind) -> str:
    """A prompt whose answer is edits."""
    language, example = EXAMPLES[kind]
    form = prompts.fill(prompts.text("edit_form"), entry=ENTRY[kind], language=language, example=example)
    return prompts.fill(prompts.text(prompt), form=form, rules=_rules(kind))


def _edited(
    shop: Workshop, messages: Sequence[Message], kind: Kind, own: Files, temperature: float = 0.2
) -> tuple[Files, str]:
    """The files after the edits of a reply; those that can't be made are asked for once more, with what was wrong. And
    the reply."""
    parsed, text = _reply_files(shop, messages, "repairer", kind, own, temperature)
    files, faults = apply_edits({**own, **parsed.files}, parsed.edits)
    for path, fault in broken(own, files).items():
        faults.append(fault)
        files = {**files, path: own[path]} if path in own else {n: b for n, b in files.items() if n != path}
    if not faults:
        return files, text
    shop.tell(Remark(f"An edit can't be made; asking again. {faults[0]}"))
    listed = "\n".join(f"- {fault}" for fault in faults)
    rest = "The other edits were made. " if files != own else ""
    comment = f"{listed}\n{rest}Give again what wasn't made, in the same form, or the whole file in one block."
    again = [*messages, message("assistant", text), message("user", comment)]
    parsed, more = _reply_files(shop, again, "repairer", kind, files)
    return apply_edits({**files, **parsed.files}, parsed.edits)[0], f"{text}\n{more}"


def checking(kind: Kind) -> str:
    """What a writer of checks is told about apps of this kind."""
    steps = {Kind.API: ("steps_page", "steps_request"), Kind.SCRIPT: ("steps_run",)}.get(kind, ("steps_page",))
    more = prompts.text(f"checks_{kind}" if kind in (Kind.API, Kind.SCRIPT) else "checks_page")
    return prompts.fill(prompts.text("checks"), steps="\n\n".join(map(prompts.text, steps)), more=more)


def _reply_files(
    shop: Workshop, messages: Sequence[Message], role: str, kind: Kind, known: Files, temperature: float = 0.2
) -> tuple[Parsed, str]:
    """The files or edits of a reply, asked for once more when it has none that can be used; and its text."""
    growing = Growing(known)
    reply = ask_whole(shop, messages, role, FILE_TOKENS, temperature=temperature, growing=growing)
    parsed = read_reply(reply.text, kind, known)
    if (parsed.files or parsed.edits) and reply.finish == "stop" and not parsed.cut:
        return parsed, reply.text
    if role == "repairer" and UNCHANGED in reply.text[:80].upper():
        return Parsed(), reply.text
    told = growing.hopeless or " ".join(parsed.faults)
    fault = told or ("It was cut off." if parsed.files else "It held no files.")
    shop.tell(Remark(f"The reply can't be used; asking again. {fault}"))
    wanted = "edits" if role == "repairer" else "complete files"
    comment = f"{fault} Answer with the {wanted} only, each in one block with its head, and no other word."
    growing = Growing(known, lenient=True)
    again = [*messages, *answered(reply, comment)]
    reply = ask_whole(shop, again, role, FILE_TOKENS, temperature=0.5, growing=growing)
    parsed = read_reply(reply.text, kind, known)
    if reply.finish != "stop" or parsed.cut:
        return Parsed(faults=(growing.hopeless or "Its reply was cut off twice.",)), reply.text
    return parsed, reply.text


def _rules(kind: Kind) -> str:
    vendor = ", ".join(f"{one.name} {one.version} at `/vendor/{one.file}`" for one in page_libraries())
    libraries = prompts.text("libraries").removeprefix("" if kind is Kind.STREAMLIT else "streamlit, ")
    return prompts.fill(prompts.text(f"rules_{kind}"), libraries=libraries, vendor=vendor)


def _attached(spec: Spec) -> dict[str, bytes]:
    return {FOLDER + name: body for name, body in spec.files.items()}


def _access_notes(access: Access) -> list[str]:
    """What the user lets the app have, a sentence each."""
    notes = []
    if access.hosts:
        notes.append(
            f"The user lets this app reach {', '.join(access.hosts)} by HTTP and HTTPS, and nothing else: from Python "
            "by `urllib.request`, which finds the proxy in the environment, from a page by `fetch`. The app says in a "
            "sentence when there is no answer."
        )
    if access.model:
        notes.append(
            "The user lets this app ask a language model: chat completions at the environment's OPENAI_BASE_URL with "
            "OPENAI_API_KEY as the bearer token, under any model name; text in and text out, no tools."
        )
    if access.files:
        names = prompts.tagged("names", "\n".join(list(access.files)[:FILES_NAMED]))
        notes.append(f"The user lets this app read these files, relative to its folder:\n{names}")
    return notes
