"""The screen of all apps on the shelf, newest first. Refuses to show more at once than can be looked at."""

import streamlit as st

from gallery.contract import Entry
from gallery.page import screens
from gallery.page.pieces import empty, shelf, show_picture
from gallery.shelf import PICTURES
from gallery.text import markdown

MOST = 30


def show() -> None:
    st.title("Shelf", anchor=False)
    entries = shelf().entries()
    if not entries:
        empty("grid_view", "Nothing is on it yet.", "Every app that is made lands here, also those that broke off.")
        screens.link("new", "Make one", icon=":material/add_circle:")
    for entry in entries[:MOST]:
        card(entry)
    if len(entries) > MOST:
        st.caption(f"And {len(entries) - MOST} older ones; `mayfly list` shows them all.")


def card(entry: Entry) -> None:
    with st.container(border=True):
        picture, about = st.columns([1, 3])
        pictures = shelf().files(entry.id, PICTURES) if entry.versions else {}
        shot = pictures.get("app.png") or next(iter(pictures.values()), None)
        if shot:
            with picture:
                show_picture(shot, entry.title)
        proof = f"{entry.passed} of {entry.claims} claims passed" if entry.claims else entry.reason
        about.subheader(markdown(entry.title), anchor=False)
        about.caption(markdown(f"{entry.id}, {entry.kind or 'no kind yet'}, {entry.standing}. {proof}"))
        with about.container(horizontal=True):
            screens.link("run", "Receipt", icon=":material/receipt_long:", id=entry.id)
            if entry.versions:
                screens.link("app", "Use it", icon=":material/web_asset:", id=entry.id)
