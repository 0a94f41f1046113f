"""The screen of one run: how it grows, and what came of it. Refuses to lose sight of one that another tab started."""

import streamlit as st

from gallery.contract import Entry
from gallery.page import screens
from gallery.page.pieces import marked, shelf
from gallery.page.receipt import show_receipt
from gallery.progress import Progress, read_event, words
from gallery.text import markdown


def show() -> None:
    entry = shelf().find(screens.asked_for())
    st.title(markdown(entry.title), anchor=False)
    if entry.state == "being made":
        growing(entry.id)
    else:
        show_receipt(shelf(), entry)
        screens.link("app", "Use it", icon=":material/web_asset:", id=entry.id)


@st.fragment(run_every=0.25)
def growing(entry: str) -> None:
    found = shelf().find(entry)
    if found.state != "being made":
        st.rerun()
    progress = Progress()
    for event in map(read_event, shelf().events(entry)):
        if event:
            progress.take(event)
    draw(found, progress)


def draw(entry: Entry, progress: Progress) -> None:
    st.caption(markdown(f"{progress.title or entry.title}: {words(progress.stage)}"))
    st.markdown("  \n".join(marked(progress.mark(claim), text) for claim, text in progress.claims.items()))
    for remark in progress.remarks:
        st.caption(markdown(remark))
