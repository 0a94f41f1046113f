"""The screen of one app: using it, changing it, its versions, its receipt, keeping or discarding it. Refuses to show
what the app says anywhere but in a frame of its own origin, or as text."""

import streamlit as st

from gallery.contract import Entry, Fate
from gallery.page import screens
from gallery.page.keeping import was_discarded
from gallery.page.pieces import empty, shelf
from gallery.text import markdown

PARTS = {
    "Use": "web_asset",
    "Change": "edit",
    "Versions": "history",
    "Receipt": "receipt_long",
    "Keep or discard": "inventory_2",
}


def show() -> None:
    if was_discarded(screens.asked_for()):
        return
    entry = shelf().find(screens.asked_for())
    st.title(markdown(entry.title), anchor=False)
    standing(entry)
    if entry.state == "being made":
        screens.link("run", "It is being made: look on", icon=":material/play_circle:", id=entry.id)
    if not entry.versions:
        empty("hourglass_empty", "Nothing was made of it yet.", markdown(entry.reason))
        screens.link("run", "What happened", icon=":material/receipt_long:", id=entry.id)
        return
    asked = str(st.query_params.get("part"))
    part = st.segmented_control(
        "Part",
        list(PARTS),
        default=asked if asked in PARTS else "Use",
        required=True,
        format_func=lambda name: f":material/{PARTS[name]}: {name}",
        label_visibility="collapsed",
        key=f"part {entry.id}",
    )
    st.query_params["part"] = str(part)  # to come back to
    draw(entry, str(part))


def draw(entry: Entry, part: str) -> None:
    """Each part is loaded when it is first looked at."""
    match part:
        case "Change":
            from gallery.page.changing import change

            change(entry)
        case "Versions":
            from gallery.page.versions import versions

            versions(entry)
        case "Receipt":
            from gallery.page.receipt import show_receipt

            show_receipt(shelf(), entry)
        case "Keep or discard":
            from gallery.page.keeping import keep_or_discard

            keep_or_discard(entry)
        case _:
            from gallery.page.using import use

            use(entry)


def standing(entry: Entry) -> None:
    """What it is and how it stands, in one line."""
    proof = f"{entry.passed} of {entry.claims} claims passed" if entry.claims else "nothing proved"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(f"{entry.kind}", color="gray")
        st.badge(proof, color="green" if entry.claims and entry.passed == entry.claims else "orange")
        st.badge(markdown(entry.standing), color="green" if entry.fate is Fate.KEPT else "gray")
        for tag in entry.tags:
            st.badge(markdown(tag), icon=":material/sell:", color="gray")
        st.caption(markdown(entry.id), width="content")
