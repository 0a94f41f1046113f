"""The screen that takes a sentence and starts a run of it. Refuses a sentence that says nothing."""

import streamlit as st

from gallery.contract import GalleryError
from gallery.page import screens
from gallery.page.pieces import shelf, tell_error
from gallery.page.processes import Started, start
from gallery.settings import load
from gallery.text import line, markdown
from generator.contract import Kind

KINDS = "web: one page without a server; streamlit: a page in Python; api: requests, and a page; script: a command."


def show() -> None:
    st.title("What should the app do?", anchor=False)
    with st.form("new", clear_on_submit=True, border=False):
        sentence = st.text_area("Say it in a sentence", placeholder="split a dinner bill, with tip, between friends")
        kind = st.selectbox("Kind", ["chosen for me", *Kind], help=KINDS)
        files = st.file_uploader("Attach files", accept_multiple_files=True)
        wanted = st.form_submit_button("Make it", type="primary")
    st.caption(markdown(load({}).describe()))
    if wanted:
        if sentence.strip():
            args = ["new", "-", "--no-serve", *([f"--kind={kind}"] if kind != "chosen for me" else [])]
            begun = start(args, said=sentence, files={file.name: file.getvalue() for file in files})
            st.session_state.setdefault("started", []).append(begun)
        else:
            st.warning("Say in a sentence what the app should do.")
    going_on()


@st.fragment(run_every=1.0)
def going_on() -> None:
    """The runs that go on, whoever started them, and what became of those that this visitor did."""
    for entry in shelf().entries():
        if entry.state == "being made":
            screens.link(
                "run", f"Being made: {markdown(line(entry.title, 60))}", icon=":material/play_circle:", id=entry.id
            )
    started: list[Started] = st.session_state.setdefault("started", [])
    for one in [one for one in started if one.is_over]:
        started.remove(one)
        st.session_state["failed"] = one.failed
    if started:
        st.caption("Starting …")
    if failed := st.session_state.get("failed"):
        tell_error(GalleryError(failed))
