"""The receipt on the page, with its disputes to settle and as a file to send. Refuses to show text from outside as
anything but text."""

from functools import partial

import streamlit as st

from gallery.contract import Entry
from gallery.page.pieces import attempt, claim_row
from gallery.receipt import Receipt, receipt_of
from gallery.receipt_page import as_html
from gallery.settle import settle
from gallery.shelf import PICTURES, Shelf
from gallery.text import markdown, slug
from generator.contract import Mark


def show_receipt(shelf: Shelf, entry: Entry) -> None:
    """Of the version that would be handed over; where there is none, why not."""
    version = shelf.version(entry.id)
    if version is None:
        st.markdown(markdown(entry.reason or "Nothing was made."))
        return
    receipt = receipt_of(version)
    pictures = shelf.files(entry.id, PICTURES)
    st.markdown(f"**{markdown(receipt.counted)}.** {markdown(receipt.reason)}")
    for number, claim in enumerate(receipt.claims, 1):
        claim_row(claim, pictures.get(claim.picture))
        if claim.status is Mark.DISPUTED:
            dispute(shelf, entry, number)
    rest(receipt)
    name = f"{slug(receipt.title)}-receipt.html"
    st.download_button("Save as one file", partial(as_html, receipt, pictures), name, "text/html", on_click="ignore")


def dispute(shelf: Shelf, entry: Entry, number: int) -> None:
    """A disputed claim is settled by one of two buttons."""
    answers = {"The app is right": True, "The check is right": False}
    for column, (told, right) in zip(st.columns(2), answers.items(), strict=True):
        if column.button(told, key=f"settle {entry.id} {number} {right}") and attempt(
            partial(settle, shelf, entry, number, app_is_right=right)
        ):
            st.rerun()


def rest(receipt: Receipt) -> None:
    """What must hold for every app, what the checks are worth, what it took."""
    for claim in receipt.basics:
        if claim.status is Mark.FAILED:
            claim_row(claim)
    if receipt.faults.counted:
        st.markdown(markdown(receipt.faults.counted))
        for fault in receipt.faults.survived:
            st.caption(markdown(fault.told))
    for told in receipt.outside:
        st.markdown(markdown(told))
    st.caption(markdown(f"{receipt.spent}; {receipt.model}"))
