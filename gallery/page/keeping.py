"""Keeping an app, in the form that the visitor wants, or discarding it. Refuses to discard before it has said what
goes."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from gallery.amounts import in_bytes, many, span
from gallery.contract import DAY, Discarded, Entry, Fate
from gallery.page import screens
from gallery.page.pieces import attempt, shelf, tell
from gallery.page.receipt import show_receipt
from gallery.text import line, markdown, slug
from generator.contract import Kind
from sandbox.contract import Progress

COUNTED = {"versions": "version", "events": "event"}


def keep_or_discard(entry: Entry) -> None:
    keeping, discarding = st.columns(2, gap="large")
    with keeping, st.container(border=True):
        st.subheader(":material/bookmark: Keep", anchor=False)
        keep(entry)
    with discarding, st.container(border=True):
        st.subheader(":material/delete: Discard", anchor=False)
        discard(entry)
    details(entry)


def keep(entry: Entry) -> None:
    if entry.kept_in:
        st.caption(markdown(f"It is kept in {entry.kept_in}"))
    title = st.text_input("Name", entry.title, max_chars=80, key=f"name {entry.id}")
    ways = [way for way in WAYS if way != PAGES_ONLY or entry.kind == Kind.WEB]
    how = st.radio("Where to", ways, captions=[WAYS[way][0] for way in ways], key=f"how {entry.id}")
    WAYS[how][1](entry, title or entry.title)


def on_the_shelf(entry: Entry, title: str) -> None:
    if pressed(entry) and attempt(partial(named, entry, title)) and attempt(lambda: shelf().set_expiry(entry.id, None)):
        tell(f"{line(title, 60)} stays on the shelf until you discard it.")
        st.rerun()


def to_folder(entry: Entry, title: str) -> None:
    from gallery.keep import keep

    folder = st.text_input("Folder", str(Path.home() / slug(title)), key=f"folder {entry.id}")
    if pressed(entry) and attempt(partial(named, entry, title)):
        written: list[Path] = []
        with st.spinner("Writing …"):
            done = attempt(lambda: written.append(keep(shelf(), shelf().find(entry.id), Path(folder or ""))))
        if done:
            tell(f"Kept in {written[0]}. Its README.md says how to run it; tests/ proves it again.")
            st.rerun()


def to_git(entry: Entry, title: str) -> None:
    from gallery.exports import to_git

    folder = st.text_input("Folder of the repository", str(Path.home() / slug(title)), key=f"repository {entry.id}")
    if pressed(entry) and attempt(partial(named, entry, title)):
        written: list[Path] = []
        with st.spinner("Writing …"):
            done = attempt(lambda: written.append(to_git(shelf(), shelf().find(entry.id), Path(folder or ""))))
        if done:
            shelf().keep(entry.id, written[0])
            tell(f"{written[0]} is a git repository now, with a commit for every version.")
            st.rerun()


def to_image(entry: Entry, title: str) -> None:
    tag = st.text_input("Name of the image", f"{slug(title)}:latest", key=f"image {entry.id}")
    if pressed(entry) and attempt(partial(named, entry, title)):
        made: list[str] = []
        with st.status("Making the image …") as status:
            done = attempt(
                lambda: made.append(image(entry, tag or "", lambda told: status.update(label=line(told, 120))))
            )
        if done:
            tell(f"The image {tag} is made. Run it: {made[0]}")
            st.rerun()


def image(entry: Entry, tag: str, progress: Progress) -> str:
    from gallery.exports import to_image
    from gallery.settings import load
    from gallery.sweeping import open_engine

    return to_image(shelf(), shelf().find(entry.id), tag, open_engine(load()), progress)


def as_zip(entry: Entry, title: str) -> None:
    from gallery.exports import as_zip

    download(entry, f"{slug(title)}.zip", "application/zip", lambda: as_zip(shelf(), entry))


def as_page(entry: Entry, title: str) -> None:
    from gallery.exports import as_page

    download(entry, f"{slug(title)}.html", "text/html", lambda: as_page(shelf(), entry))


def download(entry: Entry, name: str, mime: str, made: Callable[[], bytes]) -> None:
    """It is made when it is asked for; then it is there to take."""
    held = f"made {entry.id} {entry.versions} {name}"
    if held not in st.session_state:
        if pressed(entry, "Make the file"):
            with st.spinner("Writing …"):
                done = attempt(lambda: st.session_state.update({held: made()}))
            if done:
                st.rerun()
        return
    content = st.session_state[held]
    st.download_button(
        f"Download {name} ({in_bytes(len(content))})",
        content,
        name,
        mime,
        type="primary",
        width="stretch",
        icon=":material/download:",
        key=f"download {entry.id}",
        on_click="ignore",
    )


def pressed(entry: Entry, label: str = "Keep it") -> bool:
    return st.button(label, type="primary", width="stretch", icon=":material/bookmark:", key=f"keep {entry.id}")


def named(entry: Entry, title: str) -> None:
    if title.strip() and title.strip() != entry.title:
        shelf().rename(entry.id, title)


WAYS = {
    "Stay on the shelf": ("It stays here and does not expire.", on_the_shelf),
    "Download as zip": ("The folder, in one file.", as_zip),
    "A folder": ("That anybody can run without Mayfly.", to_folder),
    "A git repository": ("With a commit for every version.", to_git),
    "A container image": ("On this machine's engine.", to_image),
    "One HTML file": ("That opens by itself in a browser.", as_page),
}
PAGES_ONLY = "One HTML file"


def discard(entry: Entry) -> None:
    st.caption("This goes:")
    st.markdown("\n".join(f"- {markdown(told)}" for told in summed(shelf().holdings(entry.id))))
    if entry.url:
        st.caption("It is open now, and is closed.")
    if entry.kept_in:
        st.caption(markdown(f"The folder {entry.kept_in} stays: it is yours."))
    st.caption("You can bring it back for some days.")
    if st.button("Discard it", width="stretch", icon=":material/delete:", key=f"discard {entry.id}"):
        gone: list[Discarded] = []
        with st.spinner("Removing …"):
            done = attempt(lambda: gone.append(shelf().discard(entry.id)))
        if done:
            st.session_state["gone"] = (entry.id, entry.title, gone[0])
            screens.go("shelf")


def show_gone() -> None:
    """What was discarded just now: what went, that nothing of it is left, and the way back."""
    if "gone" not in st.session_state:
        return
    id, title, done = st.session_state["gone"]  # noqa: A001
    with st.container(border=True):
        st.markdown(f"**{markdown(title)} is discarded.**")
        if done.gone.left:
            st.error(markdown(f"Still there: {', '.join(done.gone.left)}"))
        else:
            looked = ", ".join(done.gone.looked)
            st.caption(markdown(f"Looked again for {looked}: nothing of it is left in reach." if looked else ""))
        if done.until is not None:
            days = span(done.until - time.time())
            st.caption(f"Until {days} from now it can be brought back; then this is gone for good:")
            st.caption(markdown(", ".join(summed(done.waits))))
        with st.container(horizontal=True):
            if done.until is not None and st.button("Bring it back", type="primary", icon=":material/undo:"):
                bring_back(id, title)
            if st.button("Fine"):
                del st.session_state["gone"]
                st.rerun()


def was_discarded(id: str) -> bool:  # noqa: A002
    """Whether the entry was; then that is said, with what it had come to and the way back."""
    if shelf().exists(id):
        return False
    entry = next((one for one in shelf().discarded() if one.id == id), None)
    if entry is None:
        return False
    st.title(markdown(entry.title, 120), anchor=False)
    proof = f" {entry.passed} of {entry.claims} claims passed." if entry.claims else ""
    with st.container(border=True):
        st.markdown(f"**It was discarded.**{proof}")
        if entry.passed < entry.claims:
            st.caption("A run that goes all by itself (auto) keeps what passed every claim, and discards the rest.")
        left = span((entry.gone_at or time.time()) - time.time())
        st.caption(f"It can be brought back for {left}; then it is gone for good.")
        if st.button("Bring it back", type="primary", icon=":material/undo:"):
            bring_back(entry.id, entry.title)
    show_receipt(shelf(), entry)
    return True


def bring_back(id: str, title: str) -> None:  # noqa: A002
    if attempt(partial(shelf().undo, id)):
        st.session_state.pop("gone", None)
        tell(f"{line(title, 60)} is back on the shelf, with all that was its own.")
        st.rerun()


def summed(things: Sequence[str]) -> list[str]:
    """`kind name` lines in words, those of many of a kind counted."""
    named = [(kind, name) for kind, _, name in (thing.partition(" ") for thing in things) if name != "0"]
    files = sum(1 for kind, _ in named if kind == "file")
    told = [
        many(int(name), COUNTED[kind]) if kind in COUNTED else f"{kind} {name}"
        for kind, name in named
        if kind != "file"
    ]
    return [*told, *([f"{many(files, 'file')} that no other app has"] if files else [])]


def details(entry: Entry) -> None:
    """Its tags, how long it stays and a copy of it."""
    st.subheader("On the shelf", anchor=False)
    st.caption(markdown(f"{in_bytes(entry.size)} in {many(entry.versions, 'version')}. {until(entry)}"))
    tags, stays, copy = st.columns(3, vertical_alignment="bottom")
    with tags:
        wanted = st.multiselect(
            "Tags",
            sorted({*shelf().tags(), *entry.tags}),
            default=list(entry.tags),
            accept_new_options=True,
            placeholder="One word each",
            key=f"tags {entry.id} {' '.join(entry.tags)}",
        )
        if set(wanted) != set(entry.tags) and attempt(partial(tagged, entry, wanted)):
            tell(f"It is tagged {', '.join(wanted)} now." if wanted else "It has no tags any more.")
            st.rerun()
    with stays:
        if entry.fate is not Fate.KEPT:
            expiry(entry)
    if copy.button("Duplicate", icon=":material/content_copy:", width="stretch", key=f"copy {entry.id}"):
        made: list[str] = []
        if attempt(lambda: made.append(shelf().versions.duplicate(entry))):
            tell(f"{made[0]} is a copy of it, with all its versions and what it has stored.")
            screens.go("app", id=made[0])


def tagged(entry: Entry, wanted: Sequence[str]) -> None:
    shelf().tag(entry.id, *(tag for tag in wanted if tag not in entry.tags))
    shelf().untag(entry.id, *(tag for tag in entry.tags if tag not in wanted))


def expiry(entry: Entry) -> None:
    spans: dict[str, float | None] = {"as it is": -1, "a day": 1, "a week": 7, "a month": 30, "until discarded": None}
    said = st.selectbox("Stays", list(spans), key=f"expiry {entry.id}")
    if (days := spans[said]) != -1 and attempt(partial(shelf().set_expiry, entry.id, days)):
        del st.session_state[f"expiry {entry.id}"]
        tell("It stays until you discard it." if days is None else f"It is on trial for {span(days * DAY)} from now.")
        st.rerun()


def until(entry: Entry) -> str:
    """How long it stays, in words."""
    if entry.fate is Fate.KEPT:
        return "It is kept."
    if entry.expires is None:
        return "It stays until you discard it."
    return f"It expires in {span(entry.expires - time.time())}, and can be brought back for some days after that."
