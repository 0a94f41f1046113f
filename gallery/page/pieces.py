"""What the screens share: the open shelf, errors as sentences, marks, claims and pictures. Refuses to show text from
outside as anything but text."""

import base64
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from gallery.contract import GalleryError
from gallery.receipt import SIGNS, Line
from gallery.settings import Settings, home, load
from gallery.shelf import Shelf
from gallery.text import markdown
from generator.contract import GeneratorError, Mark
from sandbox.contract import SandboxError

COLOURS = {Mark.PASSED: "green", Mark.FAILED: "red", Mark.DISPUTED: "orange", Mark.NOT_CHECKED: "gray"}


def shelf() -> Shelf:
    """The one that all visitors of this server share."""
    return opened(home(), load({}))


@st.cache_resource(show_spinner=False, max_entries=4)
def opened(home: Path, _settings: Settings) -> Shelf:
    shelf = Shelf(home, trial_days=_settings.trial_days, undo_days=_settings.undo_days, forget=_settings.forget)
    return shelf.__enter__()


def attempt(what: Callable[[], object]) -> bool:
    """Do it; whether it was done. What goes wrong is said in a sentence."""
    try:
        what()
    except (GalleryError, GeneratorError, SandboxError) as error:
        tell_error(error)
        return False
    return True


def tell_error(error: GalleryError | GeneratorError | SandboxError) -> None:
    st.error(markdown(f"{error} {error.hint}".strip()))


def tell(done: str) -> None:
    """Say in a sentence what was done, on the screen that is shown next."""
    st.session_state.setdefault("told", []).append(done)


def told() -> None:
    """What was done just before, once."""
    for done in st.session_state.pop("told", []):
        st.success(markdown(done), icon=":material/check_circle:")


def empty(icon: str, told: str, more: str = "") -> None:
    """Where there is nothing yet: what will be here, and how."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f":material/{icon}:", width="content")
        st.markdown(f"**{told}**", width="content", text_alignment="center")
        if more:
            st.caption(more, width="content", text_alignment="center")


def marked(mark: Mark | None, text: str) -> str:
    """A line of Markdown: the sign of the mark and the text, which comes from outside."""
    return f":{COLOURS[mark]}[{SIGNS[mark]}] {markdown(text)}" if mark else f":gray[·] {markdown(text)}"


def claim_row(claim: Line, picture: bytes | None = None) -> None:
    """A claim of a receipt with its evidence, and its picture on demand."""
    counts = f" :gray[{claim.counts}]" if claim.counts else ""
    st.markdown(f":{COLOURS[claim.status]}[{SIGNS[claim.status]} {claim.status}] {markdown(claim.text)}{counts}")
    if claim.evidence:
        st.caption(markdown(claim.evidence))
    if picture:
        with st.expander("Picture"):
            show_picture(picture, claim.text)


def show_picture(content: bytes, alt: str, *, width: int | str = "stretch") -> None:
    """As an address, which the browser decodes: no byte of it is decoded here."""
    address = f"data:image/png;base64,{base64.b64encode(content).decode()}"
    st.image(address, width=width, alt=alt)  # type: ignore[arg-type]
