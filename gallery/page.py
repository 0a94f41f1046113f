"""The browser page: describe an app, watch it being made, open, keep or discard what is on the shelf. Streamlit runs
this file; it refuses to show text from outside as anything but text.
"""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from gallery.contract import Entry, Fate, GalleryError
from gallery.keep import keep
from gallery.progress import Progress, read_event, words
from gallery.receipt import SIGNS, Receipt, receipt_of
from gallery.settings import load
from gallery.settle import settle
from gallery.shelf import PICTURES, Shelf
from gallery.sweeping import open_shelf
from gallery.text import markdown, slug
from generator.contract import Kind, Mark
from sandbox.contract import SandboxError

COLOURS = {Mark.PASSED: "green", Mark.FAILED: "red", Mark.DISPUTED: "orange", Mark.NOT_CHECKED: "gray"}
MAYFLY = [sys.executable, "-m", "gallery"]
LOOK_EVERY = 1.0
MOST = 30  # entries that are shown at once


@dataclass(slots=True)
class Making:
    """A `mayfly new` that this page started. What was attached lies in its folder until it has ended."""

    process: "subprocess.Popen[bytes]"
    folder: "TemporaryDirectory[str]"

    @property
    def told(self) -> str:
        return (Path(self.folder.name) / "told.json").read_text(errors="replace")


def main() -> None:
    st.set_page_config(page_title="Mayfly", page_icon="🦋", layout="centered")
    st.title("Mayfly")
    try:
        settings = load({})
        with open_shelf(settings) as shelf:
            describe(settings.describe())
            making()
            entries = [entry for entry in shelf.entries() if entry.state != "being made"]
            st.header("Shelf", divider="gray")
            if not entries:
                st.caption("Nothing is on it yet.")
            for entry in entries[:MOST]:
                show(shelf, entry)
            if len(entries) > MOST:
                st.caption(f"And {len(entries) - MOST} older ones; `mayfly list` shows them all.")
    except GalleryError as error:
        st.error(markdown(f"{error} {error.hint}"))


KINDS = "web: one page without a server; streamlit: a page in Python; api: requests, and a page; script: a command."


def describe(model: str) -> None:
    with st.form("new", clear_on_submit=True):
        sentence = st.text_area("What should the app do?", placeholder="split a dinner bill, with tip, between friends")
        kind = st.selectbox("Kind", ["chosen for me", *Kind], help=KINDS)
        files = st.file_uploader("Attach files", accept_multiple_files=True)
        wanted = st.form_submit_button("Make it", type="primary")
    st.caption(markdown(model))
    if wanted:
        if sentence.strip():
            start(
                sentence, "" if kind == "chosen for me" else str(kind), {file.name: file.getvalue() for file in files}
            )
        else:
            st.warning("Say in a sentence what the app should do.")


def start(sentence: str, kind: str, files: dict[str, bytes]) -> None:
    """Nothing that the visitor typed becomes part of a command: the sentence goes over standard input."""
    folder = TemporaryDirectory()
    args = ["new", "-", "--no-serve", "--json", *(["--kind", kind] if kind else [])]
    for number, (name, content) in enumerate(files.items()):
        place = Path(folder.name) / str(number) / Path(name).name
        place.parent.mkdir()
        place.write_bytes(content)
        args.append(f"--file={place}")
    with (Path(folder.name) / "told.json").open("wb") as told:
        process = subprocess.Popen(  # noqa: S603
            [*MAYFLY, *args], stdin=subprocess.PIPE, stdout=told, stderr=subprocess.DEVNULL, start_new_session=True
        )
    if process.stdin:
        process.stdin.write(sentence.encode())
        process.stdin.close()
    st.session_state.setdefault("making", []).append(Making(process, folder))


@st.fragment(run_every=LOOK_EVERY)
def making() -> None:
    """What is being made right now, by this page or by anybody on this shelf."""
    with open_shelf() as shelf:
        busy = [entry for entry in shelf.entries() if entry.state == "being made"]
        for entry in busy:
            progress = Progress()
            for event in map(read_event, shelf.events(entry.id)):
                if event:
                    progress.take(event)
            draw(entry, progress)
    ours: list[Making] = st.session_state.setdefault("making", [])
    for one in [one for one in ours if one.process.poll() is not None]:
        ours.remove(one)
        if sentence := failure(one.told):
            st.session_state["said"] = sentence
        one.folder.cleanup()
    if ours and not busy:
        st.caption("Starting …")
    if said := st.session_state.get("said"):
        st.error(markdown(said))
    ids = {entry.id for entry in busy}
    if ids != st.session_state.setdefault("busy", ids):
        st.session_state["busy"] = ids
        st.rerun()


def failure(told: str) -> str:
    """What a `mayfly new --json` said when it made nothing; "" when it made something."""
    try:
        data = json.loads(told)
    except ValueError:
        return "It ended without a word."
    return f"{data['error']} {data.get('hint', '')}".strip() if "error" in data else ""


def draw(entry: Entry, progress: Progress) -> None:
    # Not as a context: leaving it would show the run as complete.
    box = st.status(markdown(f"{progress.title or entry.title}: {words(progress.stage)}"), expanded=True)
    rows = [marked(progress.mark(claim), markdown(text)) for claim, text in progress.claims.items()]
    box.markdown("  \n".join(rows))
    for remark in progress.remarks:
        box.caption(markdown(remark))


def marked(mark: Mark | None, text: str) -> str:
    return f":{COLOURS[mark]}[{SIGNS[mark]}] {text}" if mark else f"· {text}"


def show(shelf: Shelf, entry: Entry) -> None:
    with st.container(border=True):
        picture, about = st.columns([1, 3])
        pictures = shelf.files(entry.id, PICTURES) if entry.versions else {}
        shot = pictures.get("app.png") or next(iter(pictures.values()), None)
        if shot:
            # As an address the browser decodes it, and no byte of it is decoded here.
            picture.image(f"data:image/png;base64,{base64.b64encode(shot).decode()}")
        proof = f"{entry.passed} of {entry.claims} claims passed" if entry.claims else entry.reason
        about.subheader(markdown(entry.title))
        about.caption(markdown(f"{entry.id}, {entry.kind or 'no kind yet'}, {entry.standing}. {proof}"))
        version = shelf.version(entry.id)
        if version:
            with about.expander("Receipt"):
                receipt(receipt_of(version))
                disputes(shelf, entry, receipt_of(version))
        if entry.url:
            about.link_button("Go to the app", entry.url)
        choices(shelf, entry, made=version is not None)


def receipt(shown: Receipt) -> None:
    st.caption(markdown(shown.spec))
    for claim in [*shown.claims, *(basic for basic in shown.basics if basic.status is Mark.FAILED)]:
        counts = f" :gray[{claim.counts}]" if claim.counts else ""
        mark = f":{COLOURS[claim.status]}[{SIGNS[claim.status]} {claim.status}]"
        st.markdown(f"{mark} {markdown(claim.text)}{counts}")
        if claim.evidence:
            st.caption(markdown(claim.evidence))
    st.markdown(markdown(f"{shown.counted}. {shown.reason}"))
    if shown.faults.counted:
        st.markdown(markdown(shown.faults.counted))
        for fault in shown.faults.survived:
            st.caption(markdown(fault.told))
    for told in shown.outside:
        st.markdown(markdown(told))
    st.caption(markdown(f"{shown.spent}; {shown.model}"))


def disputes(shelf: Shelf, entry: Entry, shown: Receipt) -> None:
    """Each disputed claim is settled by one of two buttons."""
    for number, claim in enumerate(shown.claims, 1):
        if claim.status is Mark.DISPUTED:
            st.markdown(markdown(f"Disputed: {claim.text}"))
            answers = {"The app is right": True, "The check is right": False}
            for column, (told, right) in zip(st.columns(2), answers.items(), strict=True):
                if column.button(told, key=f"settle {entry.id} {number} {right}"):
                    attempt(partial(settle, shelf, entry, number, app_is_right=right))


def choices(shelf: Shelf, entry: Entry, *, made: bool) -> None:
    opening, keeping, discarding = st.columns(3)
    if entry.url:
        if opening.button("Close", key=f"close {entry.id}"):
            shelf.close(entry.id)
            st.rerun()
    elif made and entry.kind == Kind.SCRIPT:
        opening.code(f"mayfly run {entry.id} -- --help", language=None)
    elif made and opening.button("Open", key=f"open {entry.id}"):
        opened(shelf, entry)
    if made and entry.fate is Fate.ON_TRIAL:
        with keeping.popover("Keep"):
            folder = st.text_input("Folder", str(Path.home() / slug(entry.title)), key=f"folder {entry.id}")
            if st.button("Keep it there", key=f"keep {entry.id}"):
                attempt(lambda: keep(shelf, entry, Path(folder)))
    elif entry.kept_in:
        keeping.caption(markdown(f"Kept in {entry.kept_in}"))
    with discarding.popover("Discard"):
        st.caption("It goes for good, with all that is only its own.")
        if st.button("Discard it", key=f"discard {entry.id}"):
            attempt(lambda: shelf.discard(entry.id))


def attempt(what: Callable[[], object]) -> None:
    try:
        what()
    except (GalleryError, SandboxError) as error:
        st.error(markdown(f"{error} {error.hint}"))
    else:
        st.rerun()


def opened(shelf: Shelf, entry: Entry) -> None:
    """Let a process of its own serve the app, and wait until it answers."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "told.json"
        with place.open("wb") as told, st.spinner("Opening …"):
            process = subprocess.Popen(  # noqa: S603
                [*MAYFLY, "open", entry.id, "--json"],
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            while process.poll() is None and not shelf.find(entry.id).url:
                time.sleep(0.2)
        if process.poll() is None:
            st.rerun()
        st.error(markdown(failure(place.read_text(errors="replace"))))


if __name__ == "__main__":
    main()
