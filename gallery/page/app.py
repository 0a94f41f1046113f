"""The screen of one app: using it, keeping or discarding it. Refuses to show it anywhere but in a frame of its own
origin."""

from functools import partial
from pathlib import Path

import streamlit as st

from gallery.contract import Entry, Fate
from gallery.keep import keep
from gallery.page import screens
from gallery.page.pieces import attempt, shelf
from gallery.page.processes import open_app
from gallery.text import markdown, slug
from generator.contract import Kind


def show() -> None:
    entry = shelf().find(screens.asked_for())
    st.title(markdown(entry.title), anchor=False)
    if entry.url:
        st.iframe(entry.url, height=700, alt=entry.title)
        if st.button("Close"):
            shelf().close(entry.id)
            st.rerun()
    elif entry.kind == Kind.SCRIPT:
        st.code(f"mayfly run {entry.id} -- --help", language=None)
    elif entry.versions and st.button("Open", type="primary"):
        with st.spinner("Opening …"):
            done = attempt(partial(open_app, shelf(), entry.id))
        if done:
            st.rerun()
    screens.link("run", "Receipt", icon=":material/receipt_long:", id=entry.id)
    fate(entry)


def fate(entry: Entry) -> None:
    keeping, discarding = st.columns(2)
    if entry.versions and entry.fate is Fate.ON_TRIAL:
        with keeping.popover("Keep"):
            folder = st.text_input("Folder", str(Path.home() / slug(entry.title)))
            if st.button("Keep it there") and attempt(lambda: keep(shelf(), entry, Path(folder))):
                st.rerun()
    elif entry.kept_in:
        keeping.caption(markdown(f"Kept in {entry.kept_in}"))
    with discarding.popover("Discard"):
        st.caption("It goes for good, with all that is only its own.")
        if st.button("Discard it") and attempt(lambda: shelf().discard(entry.id)):
            screens.go("shelf")
