"""The screens and the ways between them. Refuses to load one before it is shown."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

import streamlit as st

from gallery.contract import GalleryError
from gallery.page.pieces import tell_error, told
from generator.contract import GeneratorError
from sandbox.contract import SandboxError

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """`module` of this package has a `show()`. A hidden one is about one app, which `?id=` names."""

    title: str
    icon: str
    module: str
    hidden: bool = False


SCREENS = {
    "new": Screen("New", "add_circle", "new"),
    "shelf": Screen("Shelf", "grid_view", "shelf"),
    "demos": Screen("Demos", "auto_awesome", "demos"),
    "debug": Screen("Debug", "bug_report", "debug"),
    "settings": Screen("Settings", "settings", "settings"),
    "run": Screen("Run", "play_circle", "run", hidden=True),
    "app": Screen("App", "web_asset", "app", hidden=True),
}


def show() -> None:
    """The screen that the address names."""
    pages = [page_of(name) for name in SCREENS]
    st.navigation(pages, position="top").run()


def page_of(name: str) -> Any:
    """As Streamlit knows it."""
    screen = SCREENS[name]
    return st.Page(
        guarded(screen.module),
        title=screen.title,
        icon=f":material/{screen.icon}:",
        url_path=name,
        default=name == "new",
        visibility="hidden" if screen.hidden else "visible",
    )


def go(name: str, **params: str) -> NoReturn:
    """Leave for another screen: `go("run", id=entry.id)`."""
    st.switch_page(page_of(name), query_params=params)


def link(name: str, label: str, *, icon: str | None = None, **params: str) -> None:
    """A way to another screen; the label is Markdown, so text from outside goes through `gallery.text.markdown`."""
    st.page_link(page_of(name), label=label, icon=icon, query_params=params)


def asked_for() -> str:
    """The entry that the address names, "" for none."""
    return str(st.query_params.get("id", ""))


def guarded(module: str) -> Callable[[], None]:
    def screen() -> None:
        try:
            with st.container():  # also with nothing to tell, so that what comes after it keeps its place
                told()
            import_module(f"gallery.page.{module}").show()
        except (GalleryError, GeneratorError, SandboxError) as error:
            tell_error(error)
        except Exception:
            LOG.exception("The screen %s failed", module)
            tell_error(GalleryError("This screen can't be shown.", "The terminal of `mayfly ui` says why."))

    return screen
