"""Changing an app by talking: what should be different, and of which part that was pointed at. Refuses to change
anything without a sentence of the visitor."""

import time
from collections.abc import Callable

import streamlit as st

from gallery.contract import Entry, GalleryError
from gallery.page import screens
from gallery.page.frame import Picked, frame
from gallery.page.pieces import shelf, tell_error
from gallery.page.processes import Started, start
from gallery.text import line, markdown
from generator.contract import Kind

PATIENCE = 20.0
"""Seconds until a run that was started is on the shelf."""
LOOK_EVERY = 0.1
EXAMPLES = ("Make the total bigger", "Add a CSV export", "Remember what I typed last time")


def change(entry: Entry) -> None:
    picked: list[Picked] = st.session_state.setdefault(f"picked {entry.id}", [])
    with st.form(f"change {entry.id}", border=False):
        said = st.text_area(
            "What should be different?",
            placeholder=" · ".join(EXAMPLES),
            help="All that was accepted before is tried again, and the version before stays.",
            key=f"change said {entry.id}",
        )
        files = st.file_uploader("Attach files", accept_multiple_files=True)
        wanted = st.form_submit_button("Change it", type="primary", icon=":material/edit:")
    with st.container(horizontal=True, vertical_alignment="center"):  # always there: what moves a frame loads it anew
        if picked:
            st.caption(markdown(f"It is about {' and '.join(one.told for one in picked)}."), width="content")
            if st.button("Not about that", type="tertiary", key=f"unpick {entry.id}"):
                picked.clear()
                st.rerun()
    with st.container():
        if wanted:
            begin(entry, about(said or "", picked), {file.name: file.getvalue() for file in files})
    if entry.kind != Kind.SCRIPT:
        point(entry, picked)


def about(said: str, picked: list[Picked]) -> str:
    """The sentence with what was pointed at; what the app's page calls it stands in quotes."""
    parts = [one.told for one in picked]
    return f"{said.strip()}\n\nThis is about {' and '.join(parts)}." if said.strip() and parts else said.strip()


def begin(entry: Entry, said: str, files: dict[str, bytes]) -> None:
    """Start the run, and go where it is seen."""
    if not said:
        st.warning("Say in a sentence what should be different.")
        return
    if follow(entry.id, lambda: start(["change", entry.id, "-", "--on-page", "--no-serve"], said=said, files=files)):
        st.session_state.pop(f"picked {entry.id}", None)
        screens.go("run", id=entry.id)


def follow(entry: str, begin: Callable[[], Started]) -> bool:
    """Start a run of the entry; whether it can be looked at by now. Why it can't is said."""
    before = run_of(entry)
    begun = begin()
    with st.spinner("Starting …"):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and run_of(entry) == before and not begun.is_over:
            time.sleep(LOOK_EVERY)
    if begun.is_over and begun.failed:
        tell_error(GalleryError(begun.failed))
    return not begun.is_over or not begun.failed


def run_of(entry: str) -> int:
    """Its latest run."""
    latest = shelf().steering.latest(entry)
    return latest.id if latest else 0


def point(entry: Entry, picked: list[Picked]) -> None:
    """The app, in which a part can be pointed at."""
    if not entry.url:
        st.caption("Open the app to point at what you mean.")
        if st.button("Open it here", icon=":material/play_arrow:", key=f"open to point {entry.id}"):
            from gallery.page.using import opening

            opening(entry)
        return
    from gallery.pointing import pointed

    st.caption(f":material/ads_click: Click the part of {markdown(line(entry.title, 60))} that you mean.")
    told = frame(pointed(entry.url), entry.title, height=640, pointing=True, key=f"point {entry.id}")
    if told and told.told and told not in picked:
        picked.append(told)
        st.rerun()
