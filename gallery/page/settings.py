"""The screen of the settings: which model serves. Refuses to show a key."""

import streamlit as st

from gallery.settings import config, load
from gallery.text import markdown


def show() -> None:
    st.title("Settings", anchor=False)
    for told in load({}).describe().splitlines():
        st.markdown(markdown(told))
    st.caption(markdown(f"The settings file is {config()}"))
