"""Makes an app of the evidence of one failure, which shows it and runs the failing test again on a copy, and puts it on
the shelf. Refuses to interpret anything of the evidence: it is data beside files that are always the same.
"""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from gallery.capsule import make_capsule
from gallery.debug.case import Case
from gallery.debug.elsewhere import CASE, COPY, EVIDENCE, described, services
from gallery.debug.evidence import Evidence, as_data
from gallery.receipt import Receipt, make_receipt
from gallery.shelf import GIVEN, Shelf
from gallery.text import line
from generator.attachments import FOLDER
from generator.contract import (
    Access,
    Candidate,
    Check,
    Claim,
    ClaimResult,
    Control,
    Fill,
    Kind,
    Mark,
    Plan,
    Press,
    Result,
    SeeText,
    Spec,
    Step,
    Usage,
    Wait,
)
from generator.events import Event
from generator.prove import prove as held_against
from sandbox.contract import Engine, Files, Image

PAYLOAD = Path(__file__).parent / "payload" / "tool"
ROOT = "{root}"
"""Stands where the tool puts the folder that it unpacks the copy into."""
WRITER = "views"
MOST_COPY_MB, MOST_COPY_FILES = 40, 3000
"""Of a copy for which there is room in an open app's sandbox."""
LONGEST_SEEN = 80
BOOT = 2.0
"""Seconds that a sandbox of its own takes beside."""
RUN, AGAIN, OPEN = "Run the failing test", "Run it again", "Open the page again"
TRY, FILTER = "Try the patch", "Filter the lines"
NOT_TRIED = "It was not tried yet."
LATER = "data/evidence.json"
"""Where an open tool looks for what was found since it was opened."""


def files(evidence: Evidence, data: Files) -> Files:
    """The app's files: its own, which a model may change, and the data as what is attached, which none does."""
    made = {path.relative_to(PAYLOAD).as_posix(): path.read_bytes() for path in sorted(PAYLOAD.rglob("*.*"))}
    made = {path: content for path, content in made.items() if "__pycache__" not in path}
    data = {name: content for name, content in data.items() if name != COPY or not described(data).get("elsewhere")}
    if evidence.packages:
        made["requirements.txt"] = "".join(f"{name}\n" for name in evidence.packages).encode()
    return {**made, **{FOLDER + name: content for name, content in data.items()}}


def data_of(evidence: Evidence, case: Case | None) -> Files:
    """What the app shows and runs. Without a case, or with one there is no room for, it runs nothing."""
    made = {EVIDENCE: json.dumps(as_data(evidence)).encode()}
    if case is not None and runs(case):
        away = elsewhere(case)
        root = "/app" if away else ROOT
        commands = {
            "attempt": case.argv(),
            "suite": case.argv(case.suite) if case.suite is not None else [],
            "call": case.calling,
            "env": case.environment({"out": f"{root}/.mayfly/out/told.json"}, root),
            "elsewhere": away,
            "packages": evidence.packages,
        }
        made[CASE] = json.dumps(commands).encode()
        made[COPY] = packed({**case.files, **case.payload})
    return made


def runs(case: Case) -> bool:
    """Whether the command can be run from the open tool."""
    return sum(map(len, {**case.files, **case.about}.values())) <= MOST_COPY_MB << 20


def elsewhere(case: Case) -> str:
    """The image of the sandbox that it is run in, where that of an open app has no browser, or no room; else ""."""
    crowded = len(case.files) + len(case.about) > MOST_COPY_FILES
    return case.image.value if case.image is Image.TESTER or crowded else ""


def packed(copy: Files) -> bytes:
    """One archive, the same for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, content in sorted(copy.items()):
            archive.writestr(zipfile.ZipInfo(path), content)
    return out.getvalue()


# --- what it claims ---------------------------------------------------------------------------------------------------


def plan_of(evidence: Evidence, case: Case | None) -> tuple[Plan, list[Check]]:
    """What is true of the tool, and how each of that is seen."""
    signature = evidence.reproduced.signature
    proofs: list[tuple[str, Sequence[Step]]] = []
    if case is not None and runs(case) and evidence.reproduced.how == "steady" and signature:
        slowest = max((attempt.seconds for attempt in evidence.reproduced.attempts), default=0.0)
        run = OPEN if case.how == "page" else RUN if evidence.test else AGAIN
        wait = Wait(seconds=min(10.0, 1 + 2 * slowest + (BOOT if elsewhere(case) else 0)))
        steps: list[Step] = [Press(name=run), wait, SeeText(text="Fails as before")]
        proofs.append(("It reproduces the failure, in a sandbox.", steps))
        if evidence.patch and not evidence.patch.broken:
            steps = [Press(name=TRY), wait, SeeText(text="Passes now")]
            proofs.append(("With the patch that was found the failing test passes.", steps))
    if seen := failing_value(evidence):
        proofs.append(("It shows the failing value.", [SeeText(text=seen)]))
    elif signature and signature.message:
        proofs.append(("It says how it fails.", [SeeText(text=beginning(signature.message))]))
    if evidence.suspects:
        proofs.append(("It shows the likeliest line.", [SeeText(text=beginning(evidence.suspects[0].text))]))
    for report in (evidence.log, evidence.data):
        if report and report.findings:
            proofs.append(("It shows what is odd first.", [SeeText(text=beginning(report.findings[0].text))]))
    if evidence.log and evidence.log.shown:
        text = evidence.log.shown[0].text
        steps = [Fill(name=FILTER, value=beginning(text)), SeeText(text=f"of {evidence.log.lines:,} line")]
        proofs.append(("Its lines can be filtered.", steps))
    claims = [Claim(id=f"c{number}", text=text) for number, (text, _) in enumerate(proofs, 1)]
    checks = [
        Check(id=f"t{claim.id[1:]}", claim=claim.id, title=claim.text, steps=list(steps))
        for claim, (_, steps) in zip(claims, proofs, strict=True)
    ]
    controls = [Control(name=name, role="button") for name in (RUN, AGAIN, OPEN, TRY)] + [
        Control(name=FILTER, role="text")
    ]
    used = {step.name for check in checks for step in check.steps if isinstance(step, Press | Fill)}
    controls = [control for control in controls if control.name in used]
    return Plan(title=title_of(evidence), kind=Kind.API, claims=claims, controls=controls), checks


def failing_value(evidence: Evidence) -> str:
    """What stood where another value was expected."""
    return beginning(evidence.comparison.actual) if evidence.comparison else ""


def beginning(text: str) -> str:
    """So much of a text as is surely seen on one line."""
    return line(text.strip().partition("\n")[0], 10_000)[:LONGEST_SEEN].strip()


def title_of(evidence: Evidence) -> str:
    signature = evidence.reproduced.signature
    if signature:
        where = evidence.test.rpartition("::")[2] or signature.function or evidence.repository
        return line(f"{signature.kind} in {where}", 80)
    return line(f"{'A log' if evidence.log else 'Data' if evidence.data else 'A failure'} of {evidence.repository}", 80)


# --- the shelf --------------------------------------------------------------------------------------------------------


def begin(shelf: Shelf, evidence: Evidence, case: Case | None, sentence: str = "") -> tuple[str, int]:
    """Put the tool on the shelf, on trial, to be opened like any other app; gives the ids of the entry and of the run
    that makes it, which goes on until it is ended. Nothing of the tool is proved yet."""
    spec = Spec(sentence or f"find the bug: {title_of(evidence)}", Kind.API, data_of(evidence, case))
    entry, run = shelf.begin(spec.text, spec.files)
    renew(shelf, entry, evidence, case)
    return entry, run


def renew(shelf: Shelf, entry: str, evidence: Evidence, case: Case | None) -> None:
    """Put the tool with what is known now on the shelf."""
    spec = Spec(shelf.find(entry).spec, Kind.API, data_of(evidence, case))
    plan, checks = plan_of(evidence, case)
    candidate = Candidate(files(evidence, spec.files), WRITER, packages=evidence.packages)
    claims = [ClaimResult(claim, Mark.NOT_CHECKED, NOT_TRIED) for claim in plan.claims]
    result = Result(plan, candidate, None, claims, checks, Usage(), sum(evidence.seconds.values()), reason=NOT_TRIED)
    shelf.describe(entry, plan.title, plan.kind)
    save(shelf, entry, spec, result)


def prove(
    shelf: Shelf,
    engine: Engine,
    entry: str,
    evidence: Evidence,
    case: Case | None,
    tell: Callable[[Event], None] = lambda _: None,
) -> Receipt:
    """Hold the tool against its claims, in a browser, and put down what came of it. Raises SandboxError."""
    plan, checks = plan_of(evidence, case)
    candidate = Candidate(shelf.files(entry), WRITER, packages=evidence.packages)
    supply = engine.resolve(evidence.packages, lambda _: None)
    given = shelf.files(entry, GIVEN)
    with services(given, engine) as offered:
        result = held_against(plan, checks, candidate, engine, tell, supply, Access(services=offered))
    return save(shelf, entry, Spec(shelf.find(entry).spec, Kind.API, given), result)


def save(shelf: Shelf, entry: str, spec: Spec, result: Result) -> Receipt:
    receipt = make_receipt(entry, spec, result, "")
    shelf.put(
        entry,
        result.candidate.files if result.candidate else {},
        result.verdict.pictures if result.verdict else {},
        receipt=receipt.model_dump_json(),
        capsule=make_capsule(spec, result, ""),
        passed=receipt.passed,
        claims=len(receipt.claims),
    )
    return receipt
