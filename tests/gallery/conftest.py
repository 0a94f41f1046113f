"""What the gallery's tests share: a shelf in a folder of its own, and results as a run would hand them over."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gallery.capsule import make_capsule
from gallery.receipt import make_receipt
from gallery.shelf import Shelf
from generator.contract import (
    Candidate,
    Check,
    Claim,
    ClaimResult,
    Kind,
    Mark,
    Outcome,
    Plan,
    Press,
    Result,
    SeeText,
    Spec,
    Usage,
    Verdict,
)

PNG = b"\x89PNG\r\n\x1a\nnot really a picture"


class Clock:
    """Time that only a test moves."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(tmp_path: Path, clock: Clock) -> Iterator[Shelf]:
    with Shelf(tmp_path / "home", clock=clock) as opened:
        yield opened


@pytest.fixture
def result() -> Callable[..., Result]:
    """A result with one passed and one failed claim, unless told otherwise."""

    def build(
        marks: tuple[Mark, ...] = (Mark.PASSED, Mark.FAILED),
        files: dict[str, bytes] | None = None,
        kind: Kind = Kind.WEB,
        title: str = "Cake Counter",
        **more: Any,
    ) -> Result:
        claims = [Claim(id=f"c{n}", text=f"Pressing Add counts cake {n}") for n in range(1, len(marks) + 1)]
        evidence = {Mark.PASSED: "Count showed 1.", Mark.FAILED: "Count showed 2, not 1.", Mark.NOT_CHECKED: ""}
        checks = [
            Check(id=f"k{n}", claim=c.id, title=c.text, steps=[Press(name="Add"), SeeText(text="1")])
            for n, c in enumerate(claims, 1)
        ]
        outcomes = [Outcome(k.id, k.title, m, evidence[m], "end.png") for k, m in zip(checks, marks, strict=True)]
        score = sum(m is Mark.PASSED for m in marks) / max(len(marks), 1)
        values: dict[str, Any] = {
            "plan": Plan(
                title=title,
                kind=kind,
                claims=claims,
                **{key: more.pop(key) for key in ("routes", "command") if key in more},
            ),
            "candidate": Candidate(files or {"index.html": b"<h1>Cakes</h1>"}, writer="freehand"),
            "verdict": Verdict(
                started=True,
                checks=outcomes,
                invariants=[Outcome("starts", "It starts", Mark.PASSED)],
                score=score,
                pictures={"end.png": PNG},
            ),
            "claims": [ClaimResult(c, m, evidence[m], "end.png") for c, m in zip(claims, marks, strict=True)],
            "checks": checks,
            "usage": Usage(calls=3, tokens_in=900, tokens_out=300, cost=Decimal("0.0042")),
            "seconds": 12.5,
            "stages": {"plan": 2.0, "code": 8.0, "trial": 2.5},
        }
        return Result(**(values | more))

    return build


@pytest.fixture
def shelved(shelf: Shelf, result: Callable[..., Result]) -> Callable[..., str]:
    """Puts a result on the shelf as an ended run and gives the entry's id."""

    def put(sentence: str = "count cakes", **more: Any) -> str:
        made = result(**more)
        spec = Spec(sentence)
        entry, run = shelf.begin(sentence)
        assert made.plan is not None
        assert made.candidate is not None
        assert made.verdict is not None
        shelf.describe(entry, made.plan.title, made.plan.kind)
        receipt = make_receipt(entry, spec, made, "a-model")
        shelf.put(
            entry,
            made.candidate.files,
            made.verdict.pictures,
            receipt=receipt.model_dump_json(),
            capsule=make_capsule(spec, made, "a-model"),
            passed=receipt.passed,
            claims=len(receipt.claims),
        )
        shelf.end(run)
        return entry

    return put
