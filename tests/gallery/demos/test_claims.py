"""Every demo does what it claims, offline: its checks, and what must hold for every app, in its sandbox. The parts that
they are made of have tests of their own beside this."""

import pytest

from gallery.demo import demo, demos
from generator.access import Given
from generator.contract import Access, Candidate, Mark
from generator.trial import Trials
from sandbox import Engine, lacking


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in demos()])
def test_a_demo_does_what_it_claims(engine: Engine, name: str) -> None:
    one = demo(name)
    supply = engine.resolve(lacking(one.files), lambda _: None)
    candidate = Candidate(one.files, "folder", packages=supply.packages)
    with Trials(engine, one.plan, lambda _: None, Given(Access(), one.spec.files)) as trials:
        empty = trials.empty(one.checks)
        verdict = trials.run(1, candidate, one.checks, supply)
    assert {said.mark for said in empty.checks} == {Mark.FAILED}, "a check that passes on an empty app proves nothing"
    wrong = [said for said in (*verdict.checks, *verdict.invariants) if said.mark is not Mark.PASSED]
    assert [f"{said.title}: {said.evidence}" for said in wrong] == []
