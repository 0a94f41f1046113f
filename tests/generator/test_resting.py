"""How long a page is given to come right: as long as something may still come, and no longer."""

import pytest

from generator.contract import Candidate, Kind, Mark, Verdict
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import by_id, check, plan

LATER = {
    "timer": "setTimeout(say, 1800)",
    "interval": "let times = 0; const id = setInterval(() => { if (++times === 6) { clearInterval(id); say() } }, 300)",
    "frames": "const on = began => now => now - began > 1800 ? say() : requestAnimationFrame(on(began || now));"
    "requestAnimationFrame(on(0))",
    "worker": "const work = 'const end = Date.now() + 1800; while (Date.now() < end); postMessage(1)';"
    "new Worker(URL.createObjectURL(new Blob([work]))).onmessage = say",
    "key": "const how = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(9), iterations: 4e6 };"
    "crypto.subtle.importKey('raw', new Uint8Array(9), 'PBKDF2', false, ['deriveBits'])"
    ".then(key => crypto.subtle.deriveBits(how, key, 256)).then(say)",
    "motion": "document.querySelector('h1').animate([{ opacity: 0 }, { opacity: 1 }], 1800).onfinish = say",
    "never": "",
    "ticks": "setInterval(() => 0, 300)",
}
"""What a page does when its button is pressed, until it says so."""
PAGE = "<!doctype html><html lang=en><title>Late</title><h1>Late</h1><p id=out></p>" + "".join(
    f"<button onclick=\"late('{name}')\">{name}</button>" for name in LATER
)
SCRIPT = (
    "const say = () => { document.getElementById('out').textContent = 'It came' };const late = name => (%s)[name]()"
)
WORKS = "{" + ",".join(f"{name}: () => {{ {script} }}" for name, script in LATER.items()) + "}"
STREAMLIT = """
import streamlit as st
st.title("Late")
if st.button("again"):
    st.session_state.count = 0
@st.fragment(run_every=0.6)
def later():
    st.session_state.count = st.session_state.get("count", -99) + 1
    st.write("It came" if st.session_state.count > 3 else "Not yet")
later()
"""


def steps(name: str) -> list[dict[str, object]]:
    return [{"do": "press", "name": name}, {"do": "see_text", "text": "It came"}]


@pytest.fixture(scope="module")
def late(engine: Engine) -> Verdict:
    page = f"{PAGE}<script>{SCRIPT % WORKS}</script>"
    with Trials(engine, plan(Kind.WEB), lambda event: None) as trials:
        return trials.run(
            1, Candidate({"index.html": page.encode()}, "a person"), [check(name, *steps(name)) for name in LATER]
        )


@pytest.mark.parametrize("name", [name for name in LATER if name not in ("never", "ticks")])
def test_a_page_is_waited_for_while_something_may_come(late: Verdict, name: str) -> None:
    said = by_id(late.checks)[name]
    assert said.mark is Mark.PASSED, said


def test_a_page_that_rests_is_waited_for_no_longer(late: Verdict) -> None:
    said = by_id(late.checks)
    assert said["never"].mark is said["ticks"].mark is Mark.FAILED
    assert said["never"].seconds < said["ticks"].seconds


def test_a_streamlit_page_that_runs_again_by_itself_is_waited_for(engine: Engine) -> None:
    with Trials(engine, plan(Kind.STREAMLIT), lambda event: None) as trials:
        tried = trials.run(1, Candidate({"app.py": STREAMLIT.encode()}, "a person"), [check("again", *steps("again"))])
    assert by_id(tried.checks)["again"].mark is Mark.PASSED, tried
