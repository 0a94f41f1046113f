"""An app that is there already, held against its checks without a model, on the real engine."""

from generator.contract import Candidate, Check, Claim, Kind, Mark, Plan, SeeText
from generator.prove import prove
from sandbox.contract import Engine


def test_a_claim_has_passed_when_its_check_fails_on_an_empty_app_and_holds_on_this_one(engine: Engine) -> None:
    plan = Plan(
        title="Cakes",
        kind=Kind.WEB,
        claims=[Claim(id=f"c{number}", text=text) for number, text in enumerate(("cakes", "no pies", "tarts"))],
    )
    steps = [SeeText(text="Cakes"), SeeText(text="Pies", absent=True), SeeText(text="Tarts")]
    checks = [Check(id=f"t{n}", claim=f"c{n}", title=f"{n}", steps=[step]) for n, step in enumerate(steps)]
    page = b'<!doctype html><html lang="en"><title>Cakes</title><main><h1>Cakes</h1></main></html>'
    result = prove(plan, checks, Candidate({"index.html": page}, "nobody"), engine, lambda _: None)
    assert [one.mark for one in result.claims] == [Mark.PASSED, Mark.NOT_CHECKED, Mark.FAILED]
    assert "empty app" in result.claims[1].evidence
    assert result.outcome == "partly"
    assert result.reason
