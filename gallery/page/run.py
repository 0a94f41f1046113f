"""The screen of one run: how it grows, with what may be asked of it, and what came of it. Refuses to lose sight of one
that another tab or a terminal started."""

import time
from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from gallery.contract import Entry, GalleryError
from gallery.following import Following
from gallery.page import growing, question, screens
from gallery.page.frame import frame
from gallery.page.keeping import was_discarded
from gallery.page.pieces import attempt, shelf
from gallery.page.processes import open_app, start
from gallery.page.receipt import show_receipt
from gallery.receipt import seconds
from gallery.steering import Running, What
from gallery.text import line, markdown
from generator.contract import Budget, Kind

LOOK_EVERY = 0.2
MINUTES = {"1 more minute": 60, "3 more minutes": 180, "10 more minutes": 600, "1 more hour": 3600}
LIMITS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "seconds": ("Time: {:,.0f} s", MINUTES),
    "tokens": ("Tokens: {:,}", {"20k more tokens": 20_000, "100k more tokens": 100_000}),
    "dollars": ("Money: ${:,.2f}", {"$0.10 more": 0.1, "$1 more": 1.0}),
}
"""The limits that a run may have, in words, and by how much each is raised."""


def show() -> None:
    if was_discarded(screens.asked_for()):
        return
    entry = shelf().find(screens.asked_for())
    run = shelf().steering.latest(entry.id)
    st.title(markdown(entry.title, 120), anchor=False)
    if line(entry.title) != line(entry.spec):
        st.caption(markdown(entry.spec, 300))
    if run and run.goes_on:
        st.session_state["watched"] = run.id
        going_on(entry, run)
    else:
        over(entry, run)


def following(run: int) -> Following:
    """What this visitor knows of it."""
    known: Following = st.session_state.setdefault(f"run {run}", Following(shelf().steering, run))
    known.look()
    return known


def going_on(entry: Entry, run: Running) -> None:
    known = following(run.id)
    steer(entry, run, known)
    if known.asked and st.session_state.get("answered") != (run.id, known.asked.number):
        with st.container(border=True):
            question.ask(run.id, known.asked)
    watch(entry.id, run, shape_of(known, entry))
    if entry.url:
        st.subheader("The best so far, live", anchor=False)
        frame(entry.url, entry.title, height=600)


def shape_of(known: Following, entry: Entry) -> tuple[object, ...]:
    """What the screen looks like around the part that is drawn anew all the time."""
    return entry.title, known.asked, known.is_paused, known.is_ending, known.version, known.limits, entry.url


@st.fragment(run_every=LOOK_EVERY)
def watch(entry: str, run: Running, shape: tuple[object, ...]) -> None:
    if not shelf().exists(entry):
        st.rerun()
    attempt(partial(look_on, entry, run, shape))


def look_on(entry: str, run: Running, shape: tuple[object, ...]) -> None:
    known, found = following(run.id), shelf().find(entry)
    if found.state != "being made" or shape_of(known, found) != shape:
        st.rerun()
    growing.draw(run, known)


def steer(entry: Entry, run: Running, known: Following) -> None:
    """What may be asked of a run that goes on."""
    ask = partial(shelf().steering.ask, run.id)
    with st.container(horizontal=True):
        if known.is_ending:
            st.markdown("Ending; the best build so far is kept.")
            return
        told = "go on" if known.is_paused else "pause"
        icon = "play_arrow" if known.is_paused else "pause"
        if st.button(told.capitalize(), icon=f":material/{icon}:"):
            attempt(partial(ask, told))
        if st.button("Stop, keep the best", icon=":material/stop:"):
            attempt(partial(ask, "stop"))
        raise_limits(known.limits, ask)
        can_open = known.version and not entry.url and entry.kind != Kind.SCRIPT
        if can_open and st.button("Try the best so far", icon=":material/web_asset:"):
            opened(entry.id)
    if known.is_paused:
        st.caption("Paused: what was begun ends, nothing new begins, and the time isn't counted.")


def raise_limits(limits: Budget, ask: Callable[[What, Mapping[str, object]], None]) -> None:
    """Each limit that the run has; one that is raised leaves the others as they are."""
    there = {name: limit for name in LIMITS if (limit := getattr(limits, name)) is not None}
    if not there:
        return
    with st.popover("Raise a limit", icon=":material/timer:"):
        for name, limit in there.items():
            told, by = LIMITS[name]
            st.caption(f"{told.format(limit)} at most")
            for label, more in by.items():
                if st.button(label, key=f"raise {name} {more}", width="stretch"):
                    attempt(partial(ask, "raise", {name: more}))


def over(entry: Entry, run: Running | None) -> None:
    """What came of it, and where to from here."""
    known = following(run.id) if run else None
    is_watched = run and st.session_state.get("watched") == run.id
    if entry.versions and is_watched and not entry.url and entry.kind != Kind.SCRIPT:
        del st.session_state["watched"]
        opened(entry.id)
    if run:
        st.caption(markdown(f"It took {seconds((run.ended or time.time()) - run.started)}." if run.ended else ""))
    if entry.state == "interrupted":
        st.warning("This run broke off: the process that made it is gone. What it had come to is here.")
    with st.container(horizontal=True):
        if entry.versions and st.button("Use it", type="primary", icon=":material/web_asset:"):
            screens.go("app", id=entry.id)
        if known and known.change and known.version and st.button("What changed", icon=":material/difference:"):
            screens.go("app", id=entry.id, part="Versions")
        can_open = entry.versions and not entry.url and entry.kind != Kind.SCRIPT
        if can_open and st.button("Open it here", icon=":material/play_arrow:"):
            opened(entry.id)
        if entry.passed < entry.claims or not entry.versions:
            with st.popover("Go on from here"):
                go_on(entry)
    if entry.url:
        proof, app = st.columns([1, 1], gap="large")
        with app:
            frame(entry.url, entry.title)
        with proof:
            show_receipt(shelf(), entry)
            thrown_away(known)
    else:
        show_receipt(shelf(), entry)
        thrown_away(known)


def thrown_away(known: Following | None) -> None:
    """What the run made and did not hand over: candidates that were no better, checks that could prove nothing."""
    worse = [one for one in known.racers.values() if not one.best and one.score is not None] if known else []
    if not known or not (worse or known.dropped):
        return
    with st.expander("Thrown away"):
        for one in worse:
            st.markdown(markdown(f"Candidate {one.number}, {one.about or 'written anew'}: {one.score:.0%}"))
        for title, why in known.dropped.items():
            st.markdown(markdown(f"The check “{title}”: {why}"))


def go_on(entry: Entry) -> None:
    """Another run from the best build, with a budget of its own."""
    for label, more in MINUTES.items():
        if st.button(label, key=f"continue {more}", width="stretch"):
            begun = start(["continue", entry.id, "--no-serve", "--on-page", f"--budget={more}s"])
            with st.spinner("Starting …"):
                while not begun.is_over and shelf().find(entry.id).state != "being made":
                    time.sleep(0.1)
            attempt(partial(refuse, begun.failed))
            st.rerun()


def refuse(failed: str) -> None:
    if failed:
        raise GalleryError(failed)


def opened(entry: str) -> None:
    with st.spinner("Opening it …"):
        done = attempt(partial(open_app, shelf(), entry))
    if done:
        st.rerun()
