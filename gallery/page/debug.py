"""The screen that hands a failure to `mayfly debug`: a traceback, a log, data, or a command of a folder. Refuses to run
any of it here: that command takes a copy into a sandbox."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from gallery.contract import GalleryError
from gallery.page import screens
from gallery.page.pieces import shelf, tell_error
from gallery.page.processes import Started, start
from gallery.text import markdown

MOST_MB = 8


@dataclass(frozen=True, slots=True)
class What:
    """One sort of thing that went wrong. `option` takes a file with what is pasted, or what is typed where it is
    `typed`."""

    label: str
    placeholder: str
    option: str
    typed: bool = False
    in_folder: bool = False
    asks: bool = False


WHATS = {
    "A command": What(
        "The command that fails", "pytest tests/test_total.py::test_tip", "--command", typed=True, in_folder=True
    ),
    "A traceback": What("The traceback", "Traceback (most recent call last): …", "--traceback", in_folder=True),
    "A page": What("The file of the page that fails", "~/projects/bill/index.html", "--page", typed=True),
    "A log": What("The log", "2026-03-01 12:00:01 ERROR …", "--log"),
    "Data": What("The data, as CSV or JSON", "day,total\n2026-03-01,12.50", "--data", asks=True),
}


def show() -> None:
    st.title("What went wrong?", anchor=False)
    st.caption(
        "A copy goes into a sandbox, the failure is reproduced there, and a small app is made to find that one bug. "
        "Your folder is never written to."
    )
    name = st.segmented_control("What there is", list(WHATS), default="A command", required=True)
    what = WHATS[str(name)]
    with st.form(f"debug {name}", border=False):
        said = pasted(what)
        attached = st.file_uploader("Or a file", max_upload_size=MOST_MB) if not what.typed else None
        folder = st.text_input("Folder of the program", placeholder="~/projects/bill") if what.in_folder else ""
        question = st.text_input("What do you want to know?", placeholder="why is the total off?") if what.asks else ""
        wanted = st.form_submit_button("Find it", type="primary", icon=":material/bug_report:")
    if wanted:
        begin(what, {attached.name: attached.getvalue()} if attached else named(said), folder or "", question or "")
    going_on()


def pasted(what: What) -> str:
    if what.typed:
        return st.text_input(what.label, placeholder=what.placeholder) or ""
    return st.text_area(what.label, placeholder=what.placeholder, height=220) or ""


def named(said: str) -> dict[str, bytes]:
    """What was pasted as a file, by whose name it is told what it holds."""
    text = said.strip()
    name = (
        "pasted.json"
        if text.startswith(("{", "["))
        else "pasted.csv"
        if "," in text.partition("\n")[0]
        else "pasted.txt"
    )
    return {name: text.encode()} if text else {}


def begin(what: What, files: dict[str, bytes], folder: str, question: str) -> None:
    if not files:
        st.warning(f"{what.label} is missing.")
        return
    if what.typed and what.in_folder and not folder.strip():
        st.warning("Name the folder in which the command fails.")
        return
    args = ["debug", "--no-serve"]
    args += [f"--repo={Path(folder.strip()).expanduser()}"] if folder.strip() else []
    if what.typed:
        (typed,) = files.values()
        given = typed.decode() if what.in_folder else str(Path(typed.decode()).expanduser())
        begun = start([*args, f"{what.option}={given}"])
    else:
        begun = start([*args, *(["--", question.strip()] if question.strip() else [])], files=files, option=what.option)
    st.session_state.setdefault("hunts", []).append(begun)


@st.fragment(run_every=1.0)
def going_on() -> None:
    """The searches of this visitor: going on, failed, or with an app to look at."""
    hunts: list[Started] = st.session_state.setdefault("hunts", [])
    for hunt in hunts:
        if not hunt.is_over:
            if id := shelf().steering.begun_by(hunt.process.pid):  # noqa: A001
                screens.link("app", f"Look into it: {markdown(id)}", icon=":material/bug_report:", id=id)
                st.caption("More is looked for, and comes there as it is found.")
                continue
            st.info("Reproducing it in a sandbox, and looking for what took part …", icon=":material/hourglass_top:")
        elif hunt.failed:
            tell_error(GalleryError(hunt.failed))
        elif id := str(hunt.told.get("id", "")):  # noqa: A001
            screens.link("app", f"Look into it: {markdown(id)}", icon=":material/bug_report:", id=id)
