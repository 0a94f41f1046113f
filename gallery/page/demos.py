"""The screen of the demos: what each does and needs, and one click to have it. Refuses to give a demo more than the
visitor said."""

import streamlit as st

from gallery.manifest import AppFolder
from gallery.page import screens
from gallery.page.pieces import attempt, empty, shelf, show_picture
from gallery.page.processes import start
from gallery.text import markdown

ABREAST = 2


def show() -> None:
    from gallery.demo import demos

    st.title("Demos", anchor=False)
    st.caption("Apps that come with Mayfly. Each runs in a sandbox, without a key unless it says otherwise.")
    found = demos()
    if not found:
        empty("auto_awesome", "None came with this Mayfly.")
    for first in range(0, len(found), ABREAST):
        for column, app in zip(st.columns(ABREAST), found[first : first + ABREAST], strict=False):
            with column, st.container(border=True):
                card(app)


def card(app: AppFolder) -> None:
    if app.picture:
        with st.container(height=220, border=False):
            show_picture(app.picture, f"What {app.manifest.title} looks like")
    st.markdown(f"**{markdown(app.manifest.title)}**")
    st.caption(markdown(app.manifest.about))
    services(app)
    asks = app.manifest.permissions
    allow: list[str] = []
    if (asks.hosts or asks.model) and st.toggle(
        markdown(f"Live: give it {asks.told}"), help="Until it closes; asked again each time.", key=f"live {app.name}"
    ):
        allow = [*(f"--allow-host={host}" for host in asks.hosts), *(["--allow-model"] if asks.model else [])]
    with st.container(horizontal=True):
        opening = st.button("Open it", icon=":material/play_arrow:", type="primary", key=f"demo {app.name}")
        proving = st.button(
            "Prove it here",
            icon=":material/verified:",
            help="Its own checks, without a network.",
            key=f"prove {app.name}",
        )
    if opening:
        opened(app, allow)
    if proving:
        proved(app)


def services(app: AppFolder) -> None:
    """What it uses from outside, and what stands in for it without a key."""
    if not app.manifest.services:
        st.badge("keyless", icon=":material/key_off:", color="green")
        return
    for service in app.manifest.services:
        st.markdown(f":green[:material/key_off:] {markdown(service.name)}: {markdown(service.stand_in)}")
        st.caption(markdown(f"Live: {service.live}"))


def opened(app: AppFolder, allow: list[str]) -> None:
    from gallery.demo import shelved

    made: list[str] = []
    if attempt(lambda: made.append(shelved(shelf(), app).id)):
        st.session_state["open"] = (made[0], *allow)
        screens.go("app", id=made[0])


def proved(app: AppFolder) -> None:
    """Have its checks run in a process of its own, and go where that is seen."""
    from gallery.demo import shelved
    from gallery.page.changing import follow

    made: list[str] = []
    if attempt(lambda: made.append(shelved(shelf(), app).id)) and follow(
        made[0],
        lambda: start(["demo", app.name, "--check"]),
    ):
        screens.go("run", id=made[0])
