"""What must be true of any app: for each invariant an app that breaks it is found out, and right ones pass."""

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from generator.contract import Candidate, Kind, Mark, Verdict
from generator.page_trial import INVARIANTS
from generator.tester import Opening
from generator.trial import Trials
from sandbox import Engine
from tests.generator.trying import by_id, plan

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Notes</title><h1>Notes</h1>%s</html>"""
FIELD = '<label>Note <input id="note"></label> <button onclick="add(note.value)">Add</button><ul id="notes"></ul>'
NUMBER = '<label>How many <input type="number" value="3" oninput="show(this.value)"></label><p id="stars"></p>'
ADD = "<script>const add = text => { const line = document.createElement('li'); %s; notes.append(line) }</script>"

WRONG = {
    "pale on pale": ("shows", '<body style="color: #fefefe">All is said in white', "The page's picture is blank"),
    "behind a curtain": (
        "shows",
        '<div style="position: fixed; inset: 0; background: #fff"></div>',
        "The page's picture is blank, though it has 5 characters of text",
    ),
    "a script that fails": ("no_errors", "<script>nothing.here = 1</script>", "nothing is not defined"),
    "a file that is missing": ("no_errors", "<script>fetch('prices.json')</script>", "/prices.json answered 404."),
    "an error it has logged": ("no_errors", "<script>console.error('no prices')</script>", "the console said"),
    "pale words": (
        "legible",
        '<p style="color: #aaa">Nobody reads this</p>',
        "“Nobody reads this” is hard to read: #aaaaaa on #ffffff is a contrast of 2.32, where 4.5 is needed.",
    ),
    "a button without a name": ("legible", '<button id="go"></button>', '<button id="go"></button>'),
    "a field without a name": ("legible", '<input id="who">', 'must have labels: <input id="who">'),
    "a picture without words": ("legible", '<img width="9" height="9" src="data:image/gif,">', "alternative text"),
    "wider than a phone": ("phone", '<p style="width: 700px">So long a line</p>', "reaches 7"),
    "broken by what it saved": (
        "reload",
        "<script>if (localStorage.been) nothing.here = 1; localStorage.been = 1</script>",
        "After a reload there was an error",
    ),
    "a button that fails": ("buttons", '<button onclick="nothing.here = 1">Go</button>', "After “Go” was pressed"),
    "nothing": (
        "odd",
        FIELD + ADD % "line.textContent = text[0].toUpperCase()",
        "With nothing at all in its fields there was an error",
    ),
    "an emoji": ("odd", FIELD + ADD % "line.textContent = btoa(text)", "With an emoji and a script tag in its fields"),
    "a script tag": (
        "odd",
        FIELD + ADD % "line.innerHTML = text",
        "With an emoji and a script tag in its fields the app ran them as code",
    ),
    "a quotation mark": (
        "odd",
        FIELD + ADD % "line.setAttribute('onclick', `'${text}'`); line.click()",
        "With an emoji and a script tag in its fields there was an error",
    ),
    "less than nothing": (
        "odd",
        NUMBER + "<script>const show = n => { stars.textContent = '*'.repeat(n) }</script>",
        "With a negative number in its fields there was an error",
    ),
    "a long value": (
        "odd",
        FIELD + ADD % "if (text.length > 999) throw Error('too much'); line.textContent = text",
        "With a very long value in its fields there was an error",
    ),
    "gone blank": (
        "odd",
        FIELD + "<script>const add = text => { if (text < 0) document.body.replaceChildren() }</script>",
        "The page is blank",
    ),
}
RIGHT = {
    "shown as text": FIELD + ADD % "line.textContent = text",
    "refused in words": FIELD
    + '<p role="alert" id="said"></p>'
    + "<script>const add = text => { said.textContent = /^[a-z]+$/.test(text) ? '' : 'Letters only.' }</script>",
    "asked back": FIELD + "<script>const add = text => { if (!text) alert('Write something first.') }</script>",
    "a form of its own": '<form><label>Search <input name="q"></label><button>Find</button></form>',
    "nothing to use": "<p>Only words</p>",
    "there after a moment": "<body hidden><script>setTimeout(() => { document.body.hidden = false }, 900)</script>",
    "faded in": "<style>@keyframes in { from { opacity: 0 } } body { animation: in 1s steps(1) }</style>",
}
STREAMLIT_WRONG = {
    "a number out of any text": (
        "odd",
        'st.write(float(st.text_input("Price", "1")) * 2)',
        "With nothing at all in its fields the app showed an error: “ValueError",
    ),
    "markup of any text": (
        "odd",
        'st.markdown(st.text_input("Name"), unsafe_allow_html=True)',
        "With an emoji and a script tag in its fields there was an error",
    ),
    "a button without a name, and pale words": (
        "legible",
        "st.button('')\nst.markdown('<p style=\"color: #bbb\">Nobody reads this</p>', unsafe_allow_html=True)",
        "Buttons must have discernible text|“Nobody reads this” is hard to read",
    ),
}
STREAMLIT_RIGHT = """
from html import escape

name = st.text_input("Name")
price = st.text_input("Price", "1")
people = st.number_input("People", min_value=1, value=2)
with st.form("entry", clear_on_submit=True):
    st.date_input("Since", None)
    st.date_input("Until")
    st.time_input("At", None)
    st.form_submit_button("Add")
st.caption("Streamlit's own colour for this is paler than axe-core likes.")
st.markdown(f"<p>{escape(name)}</p>", unsafe_allow_html=True)
st.checkbox("Tip") and st.write("with a tip")
try:
    st.metric("Each pays", f"{float(price) / people:.2f}")
except ValueError:
    st.error("The price must be a number.")
st.bar_chart([1, 2])
st.image(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>".decode())
"""
SLOW = b"""
import time

import streamlit as st

time.sleep(1.5)
st.title("At last")
st.button("Again")
"""


@pytest.fixture(scope="module")
def web(engine: Engine) -> Iterator[Trials]:
    with Trials(engine, plan(Kind.WEB), lambda event: None) as opened:
        yield opened


@pytest.fixture(scope="module")
def streamlit(engine: Engine) -> Iterator[Trials]:
    with Trials(engine, plan(Kind.STREAMLIT), lambda event: None) as opened:
        yield opened


def page(trials: Trials, body: str) -> Verdict:
    return trials.run(1, Candidate({"index.html": (PAGE % body).encode()}, "a person"), [])


def script(trials: Trials, body: str) -> Verdict:
    source = f'import streamlit as st\n\nst.title("App")\n{body}\n'
    return trials.run(1, Candidate({"app.py": source.encode()}, "a person"), [])


@pytest.mark.parametrize("name", WRONG)
def test_a_page_that_breaks_it_is_found_out(web: Trials, name: str) -> None:
    invariant, body, said = WRONG[name]
    outcome = by_id(page(web, body).invariants)[invariant]
    assert outcome.mark is Mark.FAILED
    assert said in outcome.evidence


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_page_holds_them_all(web: Trials, name: str) -> None:
    invariants = page(web, RIGHT[name]).invariants
    assert [(o.id, o.evidence) for o in invariants if o.mark is not Mark.PASSED] == []
    assert [o.id for o in invariants] == list(INVARIANTS)


@pytest.mark.parametrize("name", STREAMLIT_WRONG)
def test_a_streamlit_app_that_breaks_it_is_found_out(streamlit: Trials, name: str) -> None:
    invariant, body, said = STREAMLIT_WRONG[name]
    outcome = by_id(script(streamlit, body).invariants)[invariant]
    assert outcome.mark is Mark.FAILED
    assert all(words in f"{outcome.evidence}\n{outcome.detail}" for words in said.split("|"))


def test_a_right_streamlit_app_is_not_blamed_for_its_framework(streamlit: Trials) -> None:
    invariants = script(streamlit, STREAMLIT_RIGHT).invariants
    assert [(o.id, o.evidence) for o in invariants if o.mark is not Mark.PASSED] == []


def test_an_app_that_takes_its_time_is_looked_at_again_before_it_is_blamed(engine: Engine) -> None:
    slow = Candidate({"app.py": SLOW}, "a person")
    hasty = Opening("", pace=0.05)
    with (
        Trials(engine, plan(Kind.STREAMLIT), lambda event: None) as trials,
        patch("generator.page_trial.Opening") as how,
    ):
        how.side_effect = lambda url, **more: replace(hasty, url=url, **more)
        invariants = trials.run(1, slow, []).invariants
    assert [(o.id, o.evidence) for o in invariants if o.mark is not Mark.PASSED] == []
