"""The versions of an app on a timeline, two of them side by side, and the ways back to one or on from one. Refuses to
show a line of theirs as anything but text."""

import html
import time
from functools import partial

import streamlit as st

from gallery.compare import Comparison, Side
from gallery.contract import Entry, Version
from gallery.page import screens
from gallery.page.pieces import COLOURS, attempt, shelf, show_picture, tell
from gallery.receipt import SIGNS, receipt_of
from gallery.shelf import PICTURES
from gallery.side_by_side import Changed, Row, changes
from gallery.text import line, markdown
from generator.contract import Mark

MOST = 20
STYLE = """<style>
.sides { display: grid; grid-template-columns: 3ch minmax(0, 1fr) 3ch minmax(0, 1fr); font: 0.78rem/1.5 monospace;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 0.5rem; overflow: hidden; }
.sides > span { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0 0.5rem; min-height: 1.5em; }
.sides > .no { opacity: 0.75; text-align: right; padding: 0; white-space: nowrap; }
.sides > .old { background: rgba(214, 60, 50, 0.13); }
.sides > .new { background: rgba(30, 150, 80, 0.15); }
.sides > .none { background: color-mix(in srgb, currentColor 4%, transparent); }
.sides > .gap { grid-column: 1 / -1; text-align: center; background: color-mix(in srgb, currentColor 6%, transparent); }
@media (max-width: 40rem) {
  .sides { grid-template-columns: 3ch minmax(0, 1fr); }
  .sides > .none, .sides > .twin { display: none; }
}
</style>"""


def versions(entry: Entry) -> None:
    found = shelf().versions.of(entry.id)
    newest = found[-1].number
    for version in reversed(found[-MOST:]):
        row(entry, version, newest)
    if len(found) > MOST:
        st.caption(f"And {len(found) - MOST} older ones; `mayfly versions {markdown(entry.id)}` shows them all.")
    if len(found) > 1:
        compare(entry, [version.number for version in found])
    else:
        st.caption("When you change it, what was before stays here, to compare and to go back to.")


def row(entry: Entry, version: Version, newest: int) -> None:
    receipt = receipt_of(version)
    with st.container(border=True):
        about, ways = st.columns([3, 2], vertical_alignment="center")
        when = time.strftime("%d %b %Y, %H:%M", time.localtime(version.created))
        about.markdown(f"**Version {version.number}** · {markdown(line(version.asked or receipt.spec, 160))}")
        now = "the one in use · " if version.number == newest else ""
        about.caption(markdown(f"{now}{when} · {receipt.counted}"))
        with ways.container(horizontal=True, horizontal_alignment="right"):
            if version.number != newest and st.button(
                "Go back to it", icon=":material/restore:", key=f"restore {entry.id} {version.number}"
            ):
                restore(entry, version.number)
            if st.button(
                "Branch",
                icon=":material/fork_right:",
                help="Another app that begins as this version, to go on with beside this one.",
                key=f"branch {entry.id} {version.number}",
            ):
                branch(entry, version.number)


def restore(entry: Entry, number: int) -> None:
    if attempt(partial(shelf().versions.restore, entry.id, number)):
        tell(f"Version {number} is the one in use again. Those after it stay.")
        st.rerun()


def branch(entry: Entry, number: int) -> None:
    made: list[str] = []
    if attempt(lambda: made.append(shelf().versions.branch(entry, number))):
        tell(f"{made[0]} begins as version {number} of {entry.id}. What the app has stored stays with the old one.")
        screens.go("app", id=made[0])


def compare(entry: Entry, numbers: list[int]) -> None:
    st.subheader("Two versions side by side", anchor=False)
    left, right = st.columns(2)
    one = left.selectbox("Before", numbers, index=len(numbers) - 2, key=f"before {entry.id}")
    other = right.selectbox("After", numbers, index=len(numbers) - 1, key=f"after {entry.id}")
    if one == other:
        st.caption("That is one and the same.")
        return
    sides = side(entry.id, one), side(entry.id, other)
    for column, number in ((left, one), (right, other)):
        with column:
            pictures = shelf().versions.files(entry.id, number, PICTURES)
            if shot := pictures.get("app.png") or next(iter(pictures.values()), None):
                show_picture(shot, f"Version {number}")
            else:
                st.caption("There is no picture of it.")
    told = Comparison(*sides)
    claims(told)
    differences = changes(sides[0].files, sides[1].files)
    st.markdown("**Files**" if differences else "No file differs.")
    st.html(STYLE)
    for changed in differences:
        with st.expander(markdown(f"{changed.path} · {changed.told}"), expanded=len(differences) == 1):
            st.html(as_html(changed))


def side(entry: str, number: int) -> Side:
    version = shelf().versions.get(entry, number)
    return Side(f"version {number}", receipt_of(version), shelf().versions.files(entry, number))


def claims(told: Comparison) -> None:
    """Those that stand otherwise than before; the others are counted."""
    moved = [(text, one, other) for text, one, other in told.claims if one != other]
    same = len(told.claims) - len(moved)
    for text, one, other in moved:
        st.markdown(f"{mark(one)} → {mark(other)} {markdown(text)}")
    st.caption(f"{same} claims stand as before." if same != 1 else "One claim stands as before.")
    figures = [f"{name} {one} → {other}" for name, one, other in told.figures if one != other]
    st.caption(markdown(" · ".join(figures)))


def mark(mark: Mark | None) -> str:
    return f":{COLOURS[mark]}[{SIGNS[mark]} {mark}]" if mark else ":gray[not asked]"


def as_html(changed: Changed) -> str:
    """Our own markup around lines that are escaped."""
    return f'<div class="sides" role="group">{"".join(map(_row, changed.rows))}</div>'


def _row(row: Row) -> str:
    if row.kind == "gap":
        return '<span class="gap">⋯</span>'
    kind = "" if row.kind == "same" else "changed"
    return _half(row.old, "old" if kind else "same") + _half(row.new, "new" if kind else "twin")


def _half(found: tuple[int, str] | None, kind: str) -> str:
    if found is None:
        return '<span class="no none"></span><span class="none"></span>'
    number, text = found
    return f'<span class="no {kind}">{number}</span><span class="{kind}">{html.escape(text)}</span>'
