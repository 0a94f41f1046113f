"""What the tests of the page share: a screen alone, and the whole page as `mayfly ui` serves it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gallery.shelf import Shelf
from tests.endpoint_server import PlayedEndpoint
from tests.gallery.page.serving import page_server, served

SCREEN = """
import streamlit as st
from gallery.page import screens

st.navigation([screens.page_of(name) for name in screens.SCREENS])
screens.guarded({!r})()
"""
Screen = Callable[..., AppTest]


@pytest.fixture
def screen(shelf: Shelf, endpoint: PlayedEndpoint, monkeypatch: Any) -> Screen:
    """One screen of the page, without a browser."""
    monkeypatch.setenv("MAYFLY_HOME", str(shelf.home))
    monkeypatch.setenv("MAYFLY_BASE_URL", endpoint.url)
    monkeypatch.setenv("MAYFLY_API_KEY", endpoint.key)
    monkeypatch.setenv("MAYFLY_MODEL", endpoint.name)

    def run(name: str, entry: str = "", **params: str) -> AppTest:
        shown = AppTest.from_string(SCREEN.format(name), default_timeout=30)
        for key, value in ({"id": entry} if entry else {}).items() | params.items():
            shown.query_params[key] = value
        shown.run()
        assert not shown.exception
        return shown

    return run


def text_of(page: AppTest) -> str:
    kinds = ("title", "markdown", "caption", "subheader", "error")
    shown = [str(element.value) for kind in kinds for element in page.get(kind)]
    return "\n".join([*shown, *(box.label for box in page.expander)])


@pytest.fixture
def port(shelf: Shelf) -> Iterator[int]:
    """Where `mayfly ui` serves the page."""
    with page_server({"MAYFLY_HOME": str(shelf.home)}) as url:
        yield int(url.rpartition(":")[2])


__all__ = ["port", "screen", "served", "text_of"]
