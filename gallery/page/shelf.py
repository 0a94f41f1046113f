"""The screen of all apps on the shelf, newest first: found by words and tags, thirty at a time. Refuses to load more
than it shows."""

import time

import streamlit as st

from gallery.amounts import ago, in_bytes, span
from gallery.contract import DAY, Entry, Fate
from gallery.page import screens
from gallery.page.keeping import bring_back, show_gone
from gallery.page.pieces import attempt, empty, shelf, show_picture, tell
from gallery.shelf import PICTURES
from gallery.text import line, markdown
from generator.contract import Kind

PER_PAGE, ABREAST = 30, 3
SOON = 2 * DAY
ALL = "all"
FATES = {"on trial": Fate.ON_TRIAL, "kept": Fate.KEPT, "expired": Fate.EXPIRED}


def show() -> None:
    st.title("Shelf", anchor=False)
    show_gone()
    if not shelf().count():
        empty("grid_view", "Nothing is on it yet.", "Every app that is made lands here, also those that broke off.")
        screens.link("new", "Make one", icon=":material/add_circle:")
        discarded()
        return
    query, fate, tag = wanted()
    many = shelf().count(query, tag=tag, fate=fate)
    if not many:
        empty("search_off", "Nothing on the shelf fits that.", "Try fewer words, or another tag.")
    pages = -(-many // PER_PAGE)
    page = min(st.session_state.get("page", 1), max(pages, 1))
    entries = shelf().entries(query, tag=tag, fate=fate, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    expiring(entries)
    for first in range(0, len(entries), ABREAST):
        for column, entry in zip(st.columns(ABREAST), entries[first : first + ABREAST], strict=False):
            with column:
                card(entry)
    if pages > 1:
        st.pagination(pages, key="page")
    used = shelf().disk()
    told = f"{many:,} apps" if many != 1 else "One app"
    st.caption(f"{told} · {in_bytes(used.apps)} of files on disk · {in_bytes(used.free)} free")
    discarded()


def wanted() -> tuple[str, Fate | None, str]:
    """What the visitor looks for: words, a fate and a tag."""
    look, stand = st.columns([3, 2], vertical_alignment="bottom")
    query = look.text_input(
        "Search",
        placeholder="a word of its title, sentence or tags",
        icon=":material/search:",
        type="search",
        live=True,
    )
    with stand:
        fate = st.segmented_control("Standing", [ALL, *FATES], default=ALL, required=True)
    tags = shelf().tags()
    tag = st.pills("Tags", list(tags), format_func=lambda name: f"{markdown(name)} {tags[name]}") if tags else None
    return query or "", FATES.get(str(fate)), str(tag or "")


def expiring(entries: list[Entry]) -> None:
    now = time.time()
    soon = [one for one in entries if one.fate is Fate.ON_TRIAL and one.expires and one.expires - now < SOON]
    if soon:
        names = ", ".join(line(one.title, 40) for one in soon[:5]) + (", …" if len(soon) > 5 else "")
        st.warning(markdown(f"About to expire: {names}. Keep what you want to have."), icon=":material/timer:")


def card(entry: Entry) -> None:
    with st.container(border=True):
        picture(entry)
        screens.link("app" if entry.versions else "run", f"**{markdown(line(entry.title, 80))}**", id=entry.id)
        st.caption(markdown(line(entry.spec, 110)))
        with st.container(horizontal=True, gap="small"):
            badges(entry)
        with st.container(horizontal=True, vertical_alignment="center"):
            ways(entry)


def picture(entry: Entry) -> None:
    pictures = shelf().files(entry.id, PICTURES) if entry.versions else {}
    if shot := pictures.get("app.png") or next(iter(pictures.values()), None):
        with st.container(height=170, border=False):
            show_picture(shot, f"What {line(entry.title, 60)} looks like")
    else:
        icon = "terminal" if entry.kind == Kind.SCRIPT else "hourglass_empty"
        with st.container(height=170, border=False, horizontal_alignment="center", vertical_alignment="center"):
            st.markdown(f":gray[:material/{icon}:]", width="content")


def badges(entry: Entry) -> None:
    if entry.url:
        st.badge("open", icon=":material/play_arrow:", color="gray")
    if entry.state != "ready":
        st.badge(entry.state, color="orange")
    elif entry.claims:
        st.badge(f"{entry.passed}/{entry.claims} passed", color="green" if entry.passed == entry.claims else "orange")
    st.badge(told_until(entry), color="green" if entry.fate is Fate.KEPT else "gray")
    for tag in entry.tags[:3]:
        st.badge(markdown(tag), icon=":material/sell:", color="gray")


def told_until(entry: Entry) -> str:
    """How long it stays, in a few words."""
    if entry.fate is Fate.KEPT:
        return "kept"
    left = "" if entry.expires is None else span(entry.expires - time.time())
    if entry.fate is Fate.EXPIRED:
        return f"expired, gone in {left}"
    return f"expires in {left}" if left else "stays"


def ways(entry: Entry) -> None:
    if entry.state == "being made":
        screens.link("run", "Look on", icon=":material/play_circle:", id=entry.id)
        return
    if entry.versions:
        name = "Use" if entry.url or entry.kind == Kind.SCRIPT else "Open"
        if st.button(name, icon=":material/play_arrow:", key=f"open {entry.id}", help=f"Open {markdown(entry.title)}"):
            st.session_state["open"] = (entry.id,)
            screens.go("app", id=entry.id)
    chosen = st.menu_button(
        "More", ["Change", "Receipt", "Keep or discard", "Duplicate"], key=f"more {entry.id}", type="tertiary"
    )
    if chosen == "Duplicate":
        made: list[str] = []
        if attempt(lambda: made.append(shelf().versions.duplicate(entry))):
            tell(f"{made[0]} is a copy of {line(entry.title, 60)}, with all its versions and what it has stored.")
            st.rerun()
    elif chosen:
        screens.go("app", id=entry.id, part=str(chosen))


def discarded() -> None:
    """What can still be brought back."""
    gone = shelf().discarded()
    if not gone:
        return
    with st.expander(f"Discarded ({len(gone)})", icon=":material/delete:"):
        for entry in gone[:PER_PAGE]:
            with st.container(horizontal=True, vertical_alignment="center"):
                left = span((entry.gone_at or time.time()) - time.time())
                made = ago(time.time() - entry.created)
                st.markdown(f"**{markdown(line(entry.title, 60))}** {markdown(entry.id)}", width="content")
                st.caption(f"made {made} · gone for good in {left}", width="content")
                if st.button("Bring it back", icon=":material/undo:", key=f"undo {entry.id}"):
                    bring_back(entry.id, entry.title)
