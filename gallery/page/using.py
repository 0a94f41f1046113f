"""An app in use: full-size in its own origin, with its log, resources, files and time. Refuses it any way out of its
frame."""

import json
import shlex
from collections.abc import Sequence
from functools import partial

import streamlit as st

from gallery.amounts import in_bytes
from gallery.contract import Entry, GalleryError
from gallery.page.frame import PHONE, frame
from gallery.page.pieces import attempt, shelf, show_picture, tell
from gallery.page.processes import open_app
from gallery.shelf import PICTURES
from gallery.text import line, markdown
from generator.contract import Kind

LONGER = 30
"""Minutes that "a bit longer" gives."""
LOG_LINES = 300
MOST_FILES = 50


def use(entry: Entry) -> None:
    if entry.kind == Kind.SCRIPT:
        command(entry)
    elif entry.url:
        opened(entry)
    else:
        closed(entry)


def closed(entry: Entry) -> None:
    """The way to open it, with what it looked like on trial."""
    with st.container(border=True, horizontal_alignment="center"):
        wanted = st.button("Open it", type="primary", icon=":material/play_arrow:", key=f"open {entry.id}")
        st.caption("It runs in a sandbox of its own, without a network, and closes by itself.", width="content")
        allow = allowed(entry)
        pictures = shelf().files(entry.id, PICTURES)
        if shot := pictures.get("app.png") or next(iter(pictures.values()), None):
            show_picture(shot, f"What {line(entry.title, 60)} looks like", width=640)
    if st.session_state.get("open", ("",))[0] == entry.id:
        _, *allow = st.session_state.pop("open")
        wanted = True
    if wanted:
        opening(entry, allow)


def allowed(entry: Entry) -> list[str]:
    """Options of `mayfly open`, for what the visitor lets it do. What the app asks for is only offered."""
    version = shelf().version(entry.id)
    plan = json.loads(version.capsule).get("plan") if version else None
    given = []
    with st.expander("What it may do beyond its sandbox", icon=":material/key:"):
        st.caption("Nothing, unless you say so here; it holds until it closes, and what it did is told afterwards.")
        for host in (plan or {}).get("hosts") or []:
            if st.checkbox(f"Reach {markdown(str(host))}", key=f"reach {entry.id} {host}"):
                given.append(f"--allow-host={host}")
        more = st.text_input("Reach other hosts", placeholder="api.example.org", key=f"reach more {entry.id}")
        given += [f"--allow-host={host}" for host in (more or "").replace(",", " ").split()]
        if st.checkbox("Ask the model of the settings", help="With an account of its own.", key=f"ask {entry.id}"):
            given.append("--allow-model")
    return given


def opening(entry: Entry, allow: Sequence[str] = ()) -> None:
    with st.spinner("Opening …"):
        done = attempt(partial(open_app, shelf(), entry.id, allow))
    if done:
        st.rerun()


def opened(entry: Entry) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        width = st.segmented_control(
            "Width",
            ["Desktop", "Phone"],
            default="Desktop",
            required=True,
            label_visibility="collapsed",
            key=f"width {entry.id}",
        )
        st.link_button("In a tab of its own", entry.url, icon=":material/open_in_new:")
        restart = st.button("Restart", icon=":material/restart_alt:", key=f"restart {entry.id}")
        close = st.button("Close", icon=":material/stop_circle:", key=f"close {entry.id}")
    again = st.session_state.setdefault(f"again {entry.id}", 0)
    if restart:
        with st.spinner("Restarting …"):
            done = attempt(lambda: tell(shelf().errands.restart(entry.id)))
        if done:
            st.session_state[f"again {entry.id}"] = again + 1
            st.rerun()
    if close:
        shelf().close(entry.id)
        tell(f"{line(entry.title, 60)} is closed. What it has written is on the shelf.")
        st.rerun()
    is_phone = width == "Phone"
    frame(entry.url, entry.title, height=760, width=PHONE if is_phone else 0, again=again, key=f"frame {entry.id}")
    resources(entry.id)
    log(entry)
    files(entry)


@st.fragment(run_every=2.0)
def resources(id: str) -> None:  # noqa: A002
    """The time it has and what it uses, as it goes."""
    entry = shelf().find(id)
    if not entry.url:
        st.rerun()
    told = []
    if used := entry.usage:
        told = [f"{used.memory_mb:.0f} MB of memory, at most {used.memory_peak_mb:.0f}"]
        told += [f"{used.cpu_seconds:.1f} s of processor", f"{used.processes} processes"]
        told += [f"{in_bytes(used.bytes_in)} in, {in_bytes(used.bytes_out)} out"]
    with st.container(horizontal=True, vertical_alignment="center"):
        if entry.remaining is not None:
            left = f"{entry.remaining / 60:.0f} min" if entry.remaining >= 60 else f"{entry.remaining:.0f} s"
            st.badge(f"{left} left", icon=":material/timer:", color="orange" if entry.remaining < 300 else "gray")
            longer = st.button("A bit longer", help=f"{LONGER} more minutes", key=f"longer {id}")
            if longer and attempt(lambda: tell(shelf().errands.more(id, LONGER))):
                st.rerun()
        st.caption(" · ".join(told) or "Not measured yet.", width="content")
    if used and used.memory_kills:
        st.warning("It ran out of memory, and a part of it was ended.")


def log(entry: Entry) -> None:
    box = st.expander("Log", icon=":material/terminal:", on_change="rerun", key=f"log {entry.id}")
    if not box.open:
        return
    with box:
        try:
            printed = shelf().errands.log(entry.id).strip().splitlines()
        except GalleryError as error:
            st.caption(markdown(str(error)))
            return
        if printed:
            st.code("\n".join(printed[-LOG_LINES:]), language=None, wrap_lines=True, height=320)
        else:
            st.caption("It has printed nothing.")
        st.button("Look again", key=f"log again {entry.id}")


def files(entry: Entry) -> None:
    """What it has written, to take out; and files to give it."""
    box = st.expander("Files", icon=":material/folder_open:", on_change="rerun", key=f"files {entry.id}")
    if not box.open:
        return
    with box:
        with st.form(f"put {entry.id}", clear_on_submit=True, border=False):
            given = st.file_uploader("Give it files", accept_multiple_files=True)
            wanted = st.form_submit_button("Put them beside the app")
        if wanted and given and attempt(partial(put, entry.id, {one.name: one.getvalue() for one in given})):
            st.rerun()
        attempt(lambda: shelf().errands.save(entry.id))
        taken_out(entry)


def put(id: str, given: dict[str, bytes]) -> None:  # noqa: A002
    for name, content in given.items():
        tell(shelf().errands.put(id, name, content))


def taken_out(entry: Entry) -> None:
    stored = shelf().stored(entry.id)
    st.caption("What it has written, and what you gave it:" if stored else "It has written no files.")
    for number, (path, content) in enumerate(sorted(stored.items())[:MOST_FILES]):
        st.download_button(
            markdown(f"{path} ({in_bytes(len(content))})"),
            content,
            path.rpartition("/")[2],
            "application/octet-stream",
            key=f"take {entry.id} {number}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )
    if len(stored) > MOST_FILES:
        st.caption(f"And {len(stored) - MOST_FILES} more; keep the app to have them all.")


def command(entry: Entry) -> None:
    """An app without a page: its arguments and input in, its output and files out."""
    st.caption(f"It is a command. At a terminal: `mayfly run {markdown(entry.id)} -- --help`")
    with st.form(f"run {entry.id}"):
        arguments = st.text_input("Arguments", placeholder="--help", help="As you would type them after its name.")
        given = st.text_area("Input", help="What it reads from standard input.", height=100)
        beside = st.file_uploader("Files beside it", accept_multiple_files=True)
        wanted = st.form_submit_button("Run it", type="primary", icon=":material/play_arrow:")
    if wanted:
        with st.spinner("Running …"):
            attempt(lambda: run(entry, arguments or "", given or "", {one.name: one.getvalue() for one in beside}))
    taken_out(entry)


def run(entry: Entry, arguments: str, given: str, beside: dict[str, bytes]) -> None:
    from gallery.run_command import run_command
    from gallery.settings import load
    from gallery.sweeping import open_engine
    from gallery.text import clean, safe_path

    try:
        words = shlex.split(arguments)
    except ValueError as error:
        raise GalleryError("The arguments have a quote that is not closed.", "Close it, or leave it out.") from error
    files = {safe_path(name): content for name, content in beside.items()}
    ended = run_command(shelf(), open_engine(load({})), entry, words, stdin=given.encode(), files=files)
    if ended.status:
        st.error(f"It ended with status {ended.status}.")
    for told, content in (("Output", ended.output), ("Errors", ended.errors)):
        if content:
            st.caption(told)
            st.code(clean(content.decode("utf-8", "replace")), language=None, wrap_lines=True)
    if not ended.output and not ended.errors:
        st.caption("It printed nothing.")
