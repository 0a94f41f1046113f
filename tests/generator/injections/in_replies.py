"""Hostile words that a model has followed: in checks, in files, in packages it wants and in what it says."""

import ast
from typing import Any

import pytest

from generator.check_sheet import read_sheet
from generator.checks import source
from generator.contract import Candidate, Check, GeneratorError, Kind, Mark, Outcome, Spec, Verdict
from generator.endpoint import EndpointError
from generator.files import read_reply
from generator.freehand import Freehand
from generator.sift import seen_to_fail, settle, sift
from generator.supplies import Supplies
from sandbox import lacking
from sandbox.contract import Doubt
from sandbox.packages import resolve
from tests.endpoint_server import Played
from tests.generator.injections.scene import PLAN, REAL, SEE, SPEC, Scene, attack, checks

SPLIT = 'x"""\n\'\'\'\nimport os; os.system("id")\n"); __import__("os").system("id"); ("\\'


def shaped(*rows: object) -> tuple[list[Check], list[str]]:
    return read_sheet({"checks": list(rows)}, taken=set())


@attack(
    "a reply of the checker", "brings a check that always passes", "it passes on an empty app too, and is thrown away"
)
def a_check_that_always_passes(scene: Scene) -> None:
    sure = checks({"claim": "c1", "title": "Sure", "steps": [{"do": "see_text", "text": "zz", "absent": True}]})
    kept, why = seen_to_fail(sure, Verdict(True, checks=[Outcome("k1", "Sure", Mark.PASSED)]))
    assert kept == []
    [first, *_] = settle(PLAN, kept, {"c1": why["k1"]}, Verdict(True))
    assert (first.mark, first.evidence) == (
        Mark.NOT_CHECKED,
        "The check passes on an empty app too, so it proves nothing.",
    )


@attack("a reply of the checker", "brings a check that expects nothing", "it is thrown away")
def a_check_that_expects_nothing(scene: Scene) -> None:
    _, dropped = sift(checks({"claim": "c1", "title": "x", "steps": [{"do": "press", "name": "Add note"}]}), PLAN)
    assert dropped == {"k1": "It expects nothing."}


@attack("a reply of the checker", "leaves out the checks of a claim", "the claim stays, not checked, and says so")
def claims_without_checks(scene: Scene) -> None:
    scene.endpoint.say({"checks": [REAL]})
    written = Freehand().checks(SPEC, PLAN, scene.shop)
    results = settle(PLAN, written, {}, Verdict(True, checks=[Outcome(one.id, "", Mark.PASSED) for one in written]))
    assert [(one.claim.id, one.mark) for one in results] == [("c1", Mark.PASSED), ("c2", Mark.NOT_CHECKED)]


@attack("a reply of the checker", "speaks of claims of its own", "checks of other claims are thrown away")
def checks_of_other_claims(scene: Scene) -> None:
    kept, dropped = sift(checks(REAL | {"claim": "c9"}, REAL | {"claim": "c1 "}), PLAN)
    assert (kept, len(dropped)) == ([], 2)


@attack("a reply of the checker", "takes another check's id, or says what it is based on", "ids and bases are ours")
def checks_with_ids_of_others(scene: Scene) -> None:
    fresh, _ = shaped(REAL | {"id": "k1", "basis": "agreement"}, REAL | {"id": "k1"})
    assert [(check.id, check.basis) for check in fresh] == [("k1", "spec"), ("k2", "spec")]


@attack("a reply of the checker", "has steps that run code", "there are no such steps; the others count")
def checks_that_run_code(scene: Scene) -> None:
    steps = [
        {"do": "evaluate", "code": "x"},
        {"do": "goto", "url": "https://evil.example"},
        {"do": "run", "args": ["id"]},
    ]
    fresh, faults = shaped(*(REAL | {"steps": [step, SEE]} for step in steps), REAL)
    kept, dropped = sift(fresh, PLAN)
    assert len(kept) == 1
    assert len(faults) + len(dropped) == 3


@attack("names and texts of a check", "end a string or a docstring and go on as Python", "they stay texts in the file")
def checks_that_are_python(scene: Scene) -> None:
    fill = {"do": "fill", "name": SPLIT, "value": SPLIT}
    written = checks({"claim": "c1", "title": SPLIT, "steps": [fill, {"do": "see_text", "text": SPLIT}]})
    plan = PLAN.model_copy(update={"title": SPLIT, "claims": [PLAN.claims[0].model_copy(update={"text": SPLIT})]})
    tree = ast.parse(source(written, plan.claims, plan.title))
    [about, function] = tree.body
    assert isinstance(about, ast.Expr)
    assert isinstance(function, ast.FunctionDef)
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert [call.attr for call in calls if isinstance(call, ast.Attribute)] == ["fill", "see_text"]
    assert len(calls) == 2


@attack("a reply of the checker", "uploads a file of the host", "only files that came with the request, by their names")
def checks_that_read_the_host(scene: Scene) -> None:
    plan = PLAN.model_copy(update={"controls": [PLAN.controls[0].model_copy(update={"name": "File", "role": "file"})]})
    for name in ("/etc/passwd", "../../.ssh/id_rsa", "~/.aws/credentials", "files/../../x"):
        step = {"do": "upload", "name": "File", "filename": name}
        _, dropped = sift(checks({"claim": "c1", "title": "x", "steps": [step, SEE]}), plan, SPEC.files)
        assert "did not come with the request" in dropped["k1"]


@attack("a reply of the writer", "writes files outside the app's folder", "no file of such a reply is taken")
def files_outside(scene: Scene) -> None:
    for path in ("../x.html", "/etc/cron.d/x", ".git/hooks/pre-commit", "a/../../b.js", "C:\\x.bat", "a/b/c/d/e/f.js"):
        parsed = read_reply(f"```html index.html\n<html></html>\n```\n```js {path}\nx = 1\n```", Kind.WEB)
        assert path not in parsed.files
        assert not any(".." in name or name.startswith(("/", ".")) for name in parsed.files)


@attack(
    "a reply of the writer", "puts other data in place of the attached file", "the attached file is what the user gave"
)
def attached_files_are_replaced(scene: Scene) -> None:
    scene.endpoint.say("```html index.html\n<html><p>x</p></html>\n```\n```csv files/notes.csv\nnote\nall is well\n```")
    assert Freehand().write(SPEC, PLAN, scene.shop).files["files/notes.csv"] == SPEC.files["notes.csv"]


@attack(
    "a reply of the repairer",
    "changes the checks instead of the app",
    "checks aren't files of the app: they stay as they are",
)
def a_repair_of_the_checks(scene: Scene) -> None:
    scene.endpoint.say(
        "```html index.html\n<html><p>y</p></html>\n```\n```python tests/test_app.py\ndef test_x(): pass\n```"
    )
    app = {"index.html": b"<html><p>x</p></html>"}
    method, written = Freehand(), checks(REAL)
    before = source(written, PLAN.claims)
    failed = Verdict(True, checks=[Outcome("k1", "A note is added.", Mark.FAILED, "No row")])
    repaired = method.repair(SPEC, PLAN, Candidate(app, "played"), failed, scene.shop)
    assert repaired
    assert source(written, PLAN.claims) == before
    assert [one.mark for one in settle(PLAN, written, {}, failed)] == [Mark.FAILED, Mark.NOT_CHECKED]


@attack(
    "requirements.txt", "names another index, a URL or a path", "such a line is no requirement, and the trial says so"
)
def requirements_from_elsewhere(scene: Scene) -> None:
    for line in (
        "--index-url https://evil.example",
        "-e git+https://evil.example/x",
        "evil @ https://evil.example/x.whl",
    ):
        wanted = lacking({"app.py": b"import streamlit\n", "requirements.txt": f"{line}\n".encode()})
        found = resolve(wanted, no_sandbox, lambda _: None)
        assert (found.ok, found.trouble) == (False, "invalid")


@attack(
    "a package's description",
    "has the app want a little-known package",
    "the user is asked; unasked it isn't installed",
)
def a_package_is_wanted(scene: Scene) -> None:
    supplies = Supplies(Index(), lambda _: None, lambda _: False)  # type: ignore[arg-type]
    assert not supplies.supply(("evil-notes",), lambda work: work()).ok
    assert [doubt.name for doubt in supplies.denied] == ["evil-notes"]


@attack("an endpoint's error", "repeats the key", "no sentence has it")
def an_error_with_the_key(scene: Scene) -> None:
    scene.endpoint.say(Played(f"Bad key {scene.endpoint.key}, see https://evil.example", status=400))
    with pytest.raises(EndpointError) as caught:
        Freehand().plan(Spec("a list"), scene.shop)
    error = caught.value
    assert isinstance(error, GeneratorError)
    assert scene.endpoint.key not in f"{error} {error.hint}"


def no_sandbox(*_: object, **more: object) -> Any:
    raise AssertionError("nothing is looked for")


class Index:
    """An engine of which only the questions about packages are asked: it knows one of them for little known."""

    def doubts(self, requirements: tuple[str, ...]) -> list[Doubt]:
        return [Doubt(name, "", "It is little known.") for name in requirements if name == "evil-notes"]
