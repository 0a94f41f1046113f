"""Puts the parts of an app on one page under its title. Refuses to know what the parts do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from .formats import plain

STYLE = """
<style>
.stMainBlockContainer {padding-top: 3.5rem; padding-bottom: 4rem; max-width: 46rem}
[class*="_figures"] {display: grid; gap: 0.75rem}
[class*="_figures"] {grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr))}
[class*="_figures"] > div {width: 100% !important; height: 100%}
[data-testid="stMetric"] {height: 100%; padding: 0.75rem 1rem}
[data-testid="stMetric"] > div {padding: 0}
[class*="_face"] [data-testid="stMetricValue"] {font-size: clamp(3rem, 14vw, 5rem); font-weight: 600}
[class*="_sound"], [data-testid="stAppDeployButton"] {display: none}
[data-testid="stMetricValue"] {font-variant-numeric: tabular-nums; overflow-wrap: anywhere; white-space: normal}
[data-testid="stMetricValue"] > div {white-space: normal; overflow-wrap: anywhere}
[data-testid="stTable"] td, [data-testid="stText"] {font-variant-numeric: tabular-nums}
h1 {letter-spacing: -0.02em}
@media (max-width: 640px) {
  .stMainBlockContainer {padding-top: 2.5rem; padding-left: 1rem; padding-right: 1rem}
  h1 {font-size: 1.9rem !important}
}
</style>
"""


class Part(Protocol):
    """What stands on the page; `key` sets its fields and files apart from those of other parts."""

    @property
    def title(self) -> str: ...

    @property
    def about(self) -> str: ...

    def draw(self, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of fixed text."""

    text: str = ""
    title: str = ""
    about: str = ""

    def draw(self, key: str) -> None:
        st.markdown(self.text)


def show(title: str, parts: Sequence[Part], intro: str = "") -> None:
    """Draw the page."""
    st.set_page_config(page_title=title, layout="centered")
    st.html(STYLE)
    st.title(plain(title), anchor=False)
    if intro:
        st.caption(plain(intro))
    for n, part in enumerate(parts, 1):
        if part.title and (len(parts) > 1 or part.title != title):
            st.header(plain(part.title), anchor=False, divider="gray" if n > 1 else False)
        elif n > 1:
            st.divider()
        if part.about:
            st.caption(plain(part.about))
        part.draw(f"part{n}")
