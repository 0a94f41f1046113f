"""Lets in who may see the page: everybody on this machine, and from elsewhere whom the login file names. Refuses
everybody else."""

import streamlit as st

from gallery.page.server import LOOPBACK
from gallery.text import markdown


def let_in() -> bool:
    """Whether the screens are for this visitor; otherwise a way to log in is shown."""
    people = st.secrets.get("people", {}).get("emails", []) if is_elsewhere() else None
    if people is None:
        return True
    if not st.user.is_logged_in:
        st.title("Mayfly")
        st.write("This page makes and runs programs on the machine that it comes from, so it asks who you are.")
        st.button("Log in", type="primary", on_click=st.login)
        return False
    if st.user.get("email") in people and st.user.get("email_verified"):
        return True
    st.title("Mayfly")
    st.write(markdown(f"{st.user.get('email') or 'This account'} is not among those who may use this page."))
    st.button("Log out", on_click=st.logout)
    return False


def is_elsewhere() -> bool:
    """Whether the page can be reached from other machines."""
    return st.get_option("server.address") not in LOOPBACK
