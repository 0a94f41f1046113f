"""What candidates are given on trial: a model within a cap, files to read, hosts by a proxy; what they made of it."""

from dataclasses import replace

import pytest

from generator.access import Given
from generator.contract import Access, Candidate, Kind, Mark, Spec, Workshop
from generator.endpoint import Endpoint
from generator.freehand import Freehand
from generator.trial import Trials
from sandbox import Engine
from tests.endpoint_server import ASKING, PlayedEndpoint
from tests.generator.trying import check, plan

SHOW = b"""\
import streamlit as st
st.markdown("**Answer:** " + answer + open("given/notes.txt").read())
"""
FETCHING = b"""<!doctype html><html lang=en><title>Live</title><h1>Live</h1>
<output aria-label=Said>waiting</output><script>
const say = text => { document.querySelector('output').textContent = text }
fetch('http://api.example.com/').then(answer => say('status ' + answer.status), () => say('no answer'))
</script></html>"""


def test_an_app_on_trial_asks_the_model_and_reads_what_it_was_given(engine: Engine, endpoint: PlayedEndpoint) -> None:
    endpoint.say("the model")
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name)
    given = Given(Access(("api.example.com",), model, {"given/notes.txt": b" and the notes"}))
    with Trials(engine, plan(Kind.STREAMLIT), lambda event: None, given) as trials:
        verdict = trials.run(
            1,
            Candidate({"app.py": ASKING + SHOW}, "a person"),
            [check("k1", {"do": "see_text", "text": "the model and the notes"})],
        )
    assert [outcome.mark for outcome in verdict.checks] == [Mark.PASSED]
    assert given.asked.calls >= 1
    refused = {(one.host, one.refused) for one in given.told(None).connections}
    assert refused == {("elsewhere.example.com", "This host and port are not permitted.")}


def test_a_page_on_trial_reaches_for_its_hosts_through_the_proxy(engine: Engine) -> None:
    given = Given(Access(("api.example.com",)))
    with Trials(engine, plan(Kind.WEB), lambda event: None, given) as trials:
        trials.run(
            1, Candidate({"index.html": FETCHING}, "a person"), [check("k1", {"do": "see_text", "text": "status 403"})]
        )
    assert {(one.host, one.port) for one in given.told(None).connections} == {("api.example.com", 80)}


def test_a_host_that_was_not_allowed_is_unmet() -> None:
    wanted = plan(Kind.WEB).model_copy(update={"hosts": ["a.example.com", "b.example.com", "c.example.com"]})
    given = Given(Access(("a.example.com", "b.example.com:8080")))
    assert given.told(wanted).unmet == ("c.example.com",)


def test_planner_and_writer_are_told_what_the_user_lets_the_app_have(endpoint: PlayedEndpoint, engine: Engine) -> None:
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name)
    access = Access(("api.example.com",), model, {"given/notes.txt": b""})
    shop = Workshop(
        {"writer": model}, engine, lambda: pytest.fail("no sandbox is needed"), lambda event: None, access=access
    )
    hosts = ["api.example.com", "https://evil.example/x", "localhost"]
    endpoint.say(
        {"title": "Rates", "claims": ["It shows rates"], "outputs": [{"name": "Rate", "form": "value"}], "hosts": hosts}
    )
    made = Freehand().plan(Spec("the rates of today", kind=Kind.STREAMLIT), shop)
    assert made.hosts == ["api.example.com"]
    endpoint.say("```python app.py\nimport streamlit as st\n```")
    Freehand().write(Spec("the rates of today"), made, shop)
    for asked in endpoint.asked:
        for told in ("reach api.example.com", "OPENAI_BASE_URL", "given/notes.txt"):
            assert told in asked.text
    Freehand().write(Spec("the rates of today"), made, replace(shop, access=Access()))
    assert "OPENAI_BASE_URL" not in endpoint.asked[-1].text
