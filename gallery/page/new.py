"""The screen that takes a sentence and starts a run of it. Refuses a sentence that says nothing."""

import time
from dataclasses import replace

import streamlit as st

from gallery.contract import GalleryError
from gallery.page import screens
from gallery.page.pieces import shelf, tell_error
from gallery.page.processes import LOOK_EVERY, start
from gallery.quoting import in_words, quoted
from gallery.reach import Reach, reach
from gallery.settings import MOST_CANDIDATES, Choice, Settings, home, load
from gallery.text import line, markdown
from gallery.wish import FILE_MB
from generator.contract import Budget, GeneratorError, Kind, Spec
from generator.decisions import Autonomy

SENTENCE = "sentence"
LONGEST = 20_000
EXAMPLES = (
    "split a dinner bill, with tip, between friends",
    "a list of chores that I can add to, tick off and delete",
    "convert cups to millilitres and back",
    "quiz me on the capitals of Europe and count my score",
    "a stopwatch with laps",
)
KINDS = {
    "": "whatever fits",
    Kind.WEB: "a web page",
    Kind.STREAMLIT: "a Python page",
    Kind.API: "an API",
    Kind.SCRIPT: "a command",
}
LEVELS = {
    Autonomy.SUGGEST: "Asks about everything: what is unclear, the plan, each candidate before it is tried.",
    Autonomy.PLAN: "Asks what is unclear and shows the plan, which you may change; then it goes by itself.",
    Autonomy.BUILD: "Asks nothing until the app is there.",
    Autonomy.AUTO: "Asks nothing: keeps the app when every claim passed, and discards it otherwise.",
}
TIMES = {"as it needs": None, "1 min": 60, "3 min": 180, "10 min": 600, "30 min": 1800}


def show() -> None:
    st.title("What should the app do?", anchor=False)
    st.markdown("Say it in a sentence. It is built, run and tested, and handed over with proof.")
    settings = load({})
    if "said" in st.session_state:
        st.session_state[SENTENCE] = st.session_state.pop("said")  # to be mended there
    with st.container():  # else it is pinned to the bottom
        said = st.chat_input(
            "Say what the app should do",
            key=SENTENCE,
            max_chars=LONGEST,
            accept_file="multiple",
            max_upload_size=FILE_MB,
            height=110,
        )
    st.caption("Drop files onto it or paste a picture into it. Enter makes it, Shift+Enter begins a line.")
    starting = st.container()
    if failed := st.session_state.pop("failed", ""):
        tell_error(GalleryError(failed))
    st.pills("For example", EXAMPLES, key="example", on_change=take_example)
    with st.container(border=True):
        args = knobs(settings)
    if said and said.text.strip():
        with starting:
            begin(args, said.text, {file.name: file.getvalue() for file in said.files})
    elif said:
        st.warning("Say in a sentence what the app should do with that.")
    going_on()


def take_example() -> None:
    """It lands in the field and can be changed there."""
    st.session_state[SENTENCE] = st.session_state["example"]
    st.session_state["example"] = None


def knobs(settings: Settings) -> list[str]:
    """The options of the run, with what it would take and which model serves beside them."""
    how, thinking = st.columns([1, 1], gap="large")
    with how:
        kind = st.selectbox("What sort of app", list(KINDS), format_func=KINDS.__getitem__)
        level = st.select_slider("How far it goes by itself", list(Autonomy), Autonomy.PLAN, format_func=str)
        st.caption(LEVELS[level])
    with thinking:
        thought = st.select_slider("Thinking time, at most", list(TIMES))
        candidates = st.slider("First tries side by side", 1, MOST_CANDIDATES, settings.candidates)
        quoting = st.empty()
    with st.container(horizontal=True, vertical_alignment="center"):
        serving = st.empty()
        screens.link("settings", "Change the model", icon=":material/tune:")
    limit = TIMES[thought]
    quoting.markdown(f":material/schedule: {markdown(quote(settings, str(kind), limit, candidates))}")
    with serving.container():
        for choice in dict.fromkeys(settings.choices.values()):
            found = reachable(choice)
            sign = ":green-badge[:material/check: ready]" if found.ok else ":orange-badge[:material/warning: not ready]"
            st.markdown(f"{sign} {markdown(f'{choice}. {found.told}')}")
    args = ["--no-serve", "--on-page", f"--autonomy={level}", f"--candidates={candidates}"]
    return [*args, *([f"--kind={kind}"] if kind else []), *([f"--budget={limit}s"] if limit else [])]


def quote(settings: Settings, kind: str, limit: int | None, candidates: int) -> str:
    """What a run with these knobs is likely to take; why that isn't known, where it isn't."""
    budget = replace(settings.budget, seconds=limit or settings.budget.seconds)
    try:
        return estimate(str(home()), kind, budget, candidates, _settings=settings)
    except (GalleryError, GeneratorError) as error:
        return f"What it takes can't be told: {error} {error.hint}"


@st.cache_data(ttl=20, show_spinner=False)
def reachable(choice: Choice) -> Reach:
    return reach(choice)


@st.cache_data(ttl=30, show_spinner=False)
def estimate(home: str, kind: str, budget: Budget, candidates: int, *, _settings: Settings) -> str:
    spec = Spec("", kind=Kind(kind) if kind else None, budget=budget, candidates=candidates)
    with _settings.models("quote") as models:
        told = quoted(shelf(), spec, models["writer"], _settings.choices["writer"])
    return f"Likely {in_words(told)}"


def begin(args: list[str], sentence: str, files: dict[str, bytes]) -> None:
    """Start the run, and go there as soon as it is on the shelf; where it fails, say why."""
    begun = start(["new", "-", *args], said=sentence, files=files)
    with st.spinner("Starting …"):
        while not (entry := shelf().steering.begun_by(begun.process.pid)) and not begun.is_over:
            time.sleep(LOOK_EVERY)
    if entry:
        screens.go("run", id=entry)
    st.session_state["failed"] = begun.failed or "It ended without a word."
    st.session_state["said"] = sentence
    st.rerun()


def going_on() -> None:
    """The runs that go on, whoever started them."""
    busy = [entry for entry in shelf().entries(limit=100) if entry.state == "being made"]
    if busy:
        st.subheader("Being made", anchor=False)
    for entry in busy:
        screens.link("run", markdown(line(entry.title, 80)), icon=":material/play_circle:", id=entry.id)
