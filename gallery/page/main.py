"""What Streamlit runs: theme, login and the way between the screens. Refuses to show anything to someone who has to log
in and hasn't."""

import streamlit as st

from gallery.page import login, screens

STYLE = """<style>
[role=radio][aria-checked=true], [role=radio][aria-checked=true] p { color: inherit !important; font-weight: 600; }
[data-testid=stSliderThumbValue], [data-testid=stSliderThumbValue] p { color: inherit !important; }
.stMainBlockContainer { max-width: 72rem; padding: 4.5rem 1.25rem 5rem; }
@media (max-width: 40rem) { .stMainBlockContainer { padding: 4rem 0.9rem 4rem; } }
:focus-visible:not(textarea, input) { outline: 2px solid var(--st-primary-color, #0b6e69); outline-offset: 2px; }
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] p { color: inherit !important; }
[data-testid=stCaptionContainer] { opacity: 0.8; }
[data-stale="true"] { opacity: 1 !important; }
</style>"""
"""Ours alone. What is being drawn anew doesn't pale meanwhile, and small print can be read."""


def main() -> None:
    st.set_page_config(page_title="Mayfly", page_icon="🦋", layout="wide")
    st.html(STYLE)
    if login.let_in():
        screens.show()


if __name__ == "__main__":
    main()
