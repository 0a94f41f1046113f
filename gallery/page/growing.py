"""Draws a run while it goes on: claims with their checks, candidates, the app as the trial sees it, what is being
written. Refuses to show text from outside as anything but text."""

import time

import streamlit as st

from gallery.following import Following, Health
from gallery.page.pieces import marked, shelf, show_picture
from gallery.progress import words
from gallery.receipt import SIGNS
from gallery.steering import Running
from gallery.text import line, markdown, tail
from generator.contract import Mark

CODE_LINES = 16
TOLD_LINES = 60
COLOUR = {Health.HEALTHY: "green", Health.BLANK: "orange", Health.ERROR: "red", Health.DEAD: "red"}
ABOUT = {
    Health.BUILDING: "Nothing runs yet.",
    Health.STARTING: "It is being started for its trial.",
    Health.DEAD: "The app ended before it answered.",
    Health.ERROR: "Its page opened with an error.",
    Health.BLANK: "Its page opened, and nothing can be seen on it.",
    Health.HEALTHY: "Its page opened without an error and shows something.",
}


def draw(run: Running, known: Following) -> None:
    progress = known.progress
    elapsed = max(0, int(time.time() - run.started))
    stage = progress.doing or words(progress.stage)
    head = [f"{elapsed // 60}:{elapsed % 60:02}", progress.used, progress.racing, progress.quote]
    st.markdown(f"**{markdown(stage)}** :gray[{markdown(progress.count)}]")
    st.caption(markdown(" · ".join(one for one in head if one)))
    plan, app = st.columns([1, 1], gap="large")
    with plan:
        claims(run, known)
        racers(known)
        for remark in progress.remarks:
            st.caption(markdown(remark))
    with app:
        preview(run, known)
        code(known)
    if st.expander("What happened so far", key="what happened", on_change="rerun").open:
        st.code("\n".join(known.told[-TOLD_LINES:]), language=None, wrap_lines=True)


def claims(run: Running, known: Following) -> None:
    progress = known.progress
    st.subheader("What will be true of it", anchor=False)
    if not progress.claims:
        st.caption("The plan comes first: what has to be true, before there is any code.")
    for claim, text in progress.claims.items():
        label = marked(progress.mark(claim), text)
        box = st.expander(label, key=f"claim {claim}", on_change="rerun")
        if box.open:
            with box:
                checks(run, known, claim)


def checks(run: Running, known: Following, claim: str) -> None:
    """The checks of one claim, with the pictures that are there."""
    if not known.of(claim):
        st.caption("No check is written for it yet.")
    for ident, tried in known.of(claim):
        title = str(known.checks.get(ident, {}).get("title", ident))
        st.markdown(marked(Mark(tried.mark) if tried else None, title))
        if tried and tried.evidence:
            st.caption(markdown(tried.evidence))
        if content := shelf().steering.seen(run.id, f"{ident}.png"):
            show_picture(content, f"After: {title}")


def racers(known: Following) -> None:
    if len(known.racers) < 2:
        return
    st.subheader("Candidates", anchor=False)
    for one in known.racers.values():
        best = ", the best so far" if one.best else ""
        told = f"Candidate {one.number}, {one.about or 'written anew'}"
        score = f"{one.score:.0%}{best}" if one.score is not None else "on trial"
        st.progress(one.score or 0.0, markdown(f"{line(told, 80)}: {score}"))


def preview(run: Running, known: Following) -> None:
    health = known.health
    failed = sum(one.mark == Mark.FAILED for one in known.tried.values())
    sign = SIGNS[Mark.PASSED] if health is Health.HEALTHY else SIGNS[Mark.FAILED] if health in COLOUR else "…"
    st.subheader("The app", anchor=False)
    st.markdown(f":{COLOUR.get(health, 'gray')}[{sign} {health}] :gray[— {ABOUT[health]}]")
    names = shelf().steering.pictures(run.id)
    if names and (content := shelf().steering.seen(run.id, names[-1])):
        show_picture(content, "The app as its trial saw it last")
        st.caption(markdown(f"As its trial saw it last. {failed} of {len(known.tried)} checks failed."))


def code(known: Following) -> None:
    role, text = known.progress.spoken()
    if text:
        st.caption(markdown(f"The {role} writes"))
        st.code(tail(text, CODE_LINES), language=None, wrap_lines=True)
