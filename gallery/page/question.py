"""Asks what a run leaves to the user, and sends the answer to it. Refuses to answer by itself."""

from functools import partial
from typing import Any

import streamlit as st

from gallery.edit_plan import from_text
from gallery.page.pieces import attempt, shelf
from gallery.text import line, markdown
from generator.contract import WEIGHTS, Plan
from generator.decisions import Answer
from generator.events import Asked

LINES_SHOWN = 60
"""Of a change, until more is asked for."""
WORTH = {"core": "it is worth nothing without", "usual": "as usual", "extra": "nice to have"}


def ask(run: int, asked: Asked) -> None:
    about = asked.about
    match asked.decision:
        case "Clarify":
            clarify(run, asked, list(about.get("questions", [])))
        case "ConfirmPlan":
            confirm(run, asked, Plan.model_validate(about["plan"]))
        case "ApproveChange":
            st.subheader(markdown(f"Try candidate {about.get('number')}? {about.get('note', '')}"), anchor=False)
            change(str(about.get("diff", "")).splitlines())
            yes_or_no(run, asked, "Try it", "Leave it out")
        case "AgreePackage":
            st.subheader("The app wants a package from outside", anchor=False)
            st.markdown(markdown(str(about.get("reason", ""))))
            yes_or_no(run, asked, markdown(f"Install {about.get('name', 'it')}"), "Do without", prefer_no=True)
        case _:
            st.warning("This run asks something that this page doesn't know. Answer it where it was started.")


def change(diff: list[str]) -> None:
    st.code("\n".join(diff[:LINES_SHOWN]), language=None, wrap_lines=True)
    if rest := diff[LINES_SHOWN:]:
        with st.expander(f"{len(rest)} more lines"):
            st.code("\n".join(rest), language=None, wrap_lines=True)


def answer(run: int, asked: Asked, given: Answer) -> None:
    told: dict[str, Any] = {"yes": given.yes, "texts": list(given.texts)}
    told["plan"] = given.plan.model_dump(mode="json") if given.plan else None
    about = {"number": asked.number, "answer": told}
    if attempt(partial(shelf().steering.ask, run, "answer", about)):
        st.session_state["answered"] = (run, asked.number)
        st.rerun()


def yes_or_no(run: int, asked: Asked, yes: str, no: str, *, prefer_no: bool = False) -> None:
    with st.container(horizontal=True):
        if st.button(yes, type="secondary" if prefer_no else "primary"):
            answer(run, asked, Answer(True))
        if st.button(no, type="primary" if prefer_no else "secondary"):
            answer(run, asked, Answer(False))


def clarify(run: int, asked: Asked, questions: list[dict[str, str]]) -> None:
    st.subheader("Before it is planned", anchor=False)
    with st.form(f"clarify {run} {asked.number}", border=False):
        texts = [
            st.text_input(markdown(one["text"]), placeholder=line(one["default"]), key=f"{run} question {number}")
            for number, one in enumerate(questions)
        ]
        if st.form_submit_button("Go on", type="primary"):
            answer(run, asked, Answer(True, texts=texts))
    st.caption("What you leave empty is taken as it stands there in grey.")


def confirm(run: int, asked: Asked, plan: Plan) -> None:
    """The plan as claims that can be reworded, weighed, taken out and added to."""
    st.subheader("Is this what you want?", anchor=False)
    st.caption("Each line will be proved or not. Empty a line to take it out.")
    with st.form(f"plan {run} {asked.number}", border=False):
        title = st.text_input("Its name", line(plan.title, 80))
        told = [f"title: {line(title) or line(plan.title)}"]
        for number, claim in enumerate(plan.claims, 1):
            text, worth = st.columns([4, 1.3], vertical_alignment="bottom")
            said = text.text_input(f"Claim {number}", line(claim.text), key=f"{run} claim {claim.id}")
            weight = worth.selectbox(
                f"Claim {number} counts",
                list(WEIGHTS),
                list(WEIGHTS).index(claim.importance),
                format_func=WORTH.__getitem__,
                key=f"{run} weight {claim.id}",
                label_visibility="collapsed",
            )
            told += [f"{claim.id}: {line(said)}{'' if weight == 'usual' else f' [{weight}]'}"] if said.strip() else []
        more = st.text_area("More that has to be true, one a line", key=f"{run} more", height=80)
        told += [f"- {line(one)}" for one in more.splitlines() if one.strip()]
        with st.container(horizontal=True):
            build = st.form_submit_button("Build it", type="primary", icon=":material/construction:")
            leave = st.form_submit_button("Turn it down")
    if build:
        wanted = from_text("\n".join(told), plan)
        if wanted is None:
            st.error("With nothing that has to be true there is nothing to build.")
        else:
            answer(run, asked, Answer(True, wanted))
    elif leave:
        answer(run, asked, Answer(False))
