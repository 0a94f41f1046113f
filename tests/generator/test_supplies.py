"""Packages beyond the image, on the real engine against an index that is played: had when the user agrees, otherwise a
verdict that the writer can act on."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import cast

import pytest

from generator.contract import Candidate, Kind, Mark, Spec
from generator.decisions import AgreePackage, Answer, Decision
from generator.events import Scored, Stage
from generator.supplies import Supplies, with_libraries
from sandbox import Doubt
from sandbox.contract import Engine, Progress, Resolved
from tests.generator import playing
from tests.generator.playing import PROMPTS, Playing, Watched

READING = Spec("a reading log with the pages of all books", kind=Kind.STREAMLIT, rounds=3)

engine = playing.engine


def test_what_cant_be_had_goes_back_to_the_writer_and_what_can_is_tried_with_and_told(
    stage: Playing, engine: Watched, index: None, layers: None
) -> None:
    good, asked = stage.read("reading.good.md"), []

    def importing(name: str) -> str:
        return good.replace("import streamlit as st", f"import {name}\nimport streamlit as st", 1)

    def decide(decision: Decision) -> Answer:
        assert isinstance(decision, AgreePackage)
        asked.append(decision.doubt.name)
        return Answer(decision.doubt.name != "picky")

    stage.plays("reading", "reading.good.md")
    stage.endpoint.script(lambda said: importing("picky") if PROMPTS["writer"] in said.text else None)
    stage.endpoint.on(PROMPTS["repairer"], importing("gloomy"), importing("nowhere"), importing("cheery"))
    result = stage.make(READING, engine, decide=decide)
    reports = [said.text for said in stage.endpoint.asked if PROMPTS["repairer"] in said.text]
    assert "The package picky may not be installed: picky is little known" in reports[0]
    assert "gloomy has no wheel for this Python" in reports[1]
    assert "There is no package named nowhere." in reports[2]
    assert [scored.score for scored in stage.told(Scored)] == [0, 0, 0, 1]
    assert asked == ["picky", "gloomy", "nowhere", "cheery"]
    assert [doubt.name for doubt in result.denied] == ["picky"]
    assert result.candidate
    assert result.candidate.packages == ("cheery-needs==1.0", "cheery==1.0")
    assert [claim.mark for claim in result.claims] == [Mark.PASSED] * 4
    assert "Looking for cheery" in [event.about for event in stage.told(Stage) if event.name == "packages"]


def test_pages_load_their_libraries_from_the_image() -> None:
    page = b'<script src="https://cdn.example/npm/chart.js@4"></script><script src="https://cdn.example/x.js"></script>'
    files = with_libraries(Candidate({"index.html": page, "x.css": b""}, "a-model", "a note")).files
    assert (
        files["index.html"]
        == b'<script src="/vendor/chart.js"></script><script src="https://cdn.example/x.js"></script>'
    )


def test_without_an_answer_nothing_little_known_is_installed(
    stage: Playing, engine: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.plays("reading", "reading.good.md")
    stage.endpoint.script(
        lambda said: (
            "```python app.py\nimport cheery\nimport streamlit as st\n```" if PROMPTS["writer"] in said.text else None
        )
    )
    monkeypatch.setattr(engine, "resolve", lambda *_: pytest.fail("nobody has agreed"))
    result = stage.make(replace(READING, rounds=0), engine)
    assert "cheery may not be installed" in result.reason
    assert {claim.mark for claim in result.claims} == {Mark.FAILED}


def test_what_a_reply_imports_is_begun_with_once_while_it_streams() -> None:
    began: list[tuple[str, ...]] = []
    go = threading.Event()

    class Slow:
        """As much of an engine as has to do with packages."""

        def doubts(self, wanted: Sequence[str]) -> list[Doubt]:
            return [Doubt(name, name, "It is little known.") for name in wanted if name == "picky"]

        def resolve(self, wanted: Sequence[str], progress: Progress) -> Resolved:
            began.append(tuple(wanted))
            assert go.wait(60)
            return Resolved(True, tuple(wanted))

    supplies = Supplies(cast(Engine, Slow()), lambda _: None, lambda _: True)
    with ThreadPoolExecutor(2) as threads:
        for wanted in ((), ("cheery",), ("cheery",), ("picky",)):
            supplies.ahead(wanted, threads)
        go.set()
        assert supplies.supply(("cheery",), lambda work: work()).packages == ("cheery",)
    assert began == [("cheery",)]
