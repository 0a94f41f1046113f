"""Puts what arrived on the shelf, and says what it asks for and whether all is well with it. Refuses to give an app
anything because it asks for it."""

from collections.abc import Iterator
from pathlib import Path

from gallery.arrivals import Arrival, read
from gallery.contract import Entry, GalleryError
from gallery.demo import shelved
from gallery.history import restore
from gallery.receipt import Receipt
from gallery.shelf import Shelf
from generator.contract import Mark
from sandbox import lacking

DROPPED = "gallery"
"""Below the home folder: apps that are put there are on the shelf after the next `mayfly import`."""


def bring(shelf: Shelf, arrival: Arrival) -> Entry:
    """Its entry, with every version it had, and nothing of it tried."""
    if arrival.history is None:
        return shelved(shelf, arrival.app)
    return shelf.find(restore(shelf, arrival.history, arrival.stored))


def asked(arrival: Arrival) -> Iterator[str]:
    """What the app wants of the world beyond its sandbox, a line each; nothing of it is given by being asked for."""
    manifest = arrival.app.manifest
    for host in manifest.permissions.hosts:
        yield f"to reach {host} (--allow-host {host})"
    if manifest.permissions.model:
        yield "to ask a language model (--allow-model)"
    for package in lacking(arrival.app.files):
        yield f"the package {package}"
    for service in manifest.services:
        yield f"{service.name}: {service.live}; otherwise {service.stand_in}"


def holds(receipt: Receipt, arrival: Arrival) -> bool:
    """Whether all is well with it: every claim passed; what every app must do holds, where it came without a check."""
    if arrival.app.checks:
        return receipt.outcome == "passed"
    return all(basic.status is not Mark.FAILED for basic in receipt.basics)


def dropped(home: Path) -> Iterator[Path]:
    """What lies in the gallery folder."""
    folder = home / DROPPED
    yield from sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else ()


def arrivals(home: Path) -> Iterator[Arrival | GalleryError]:
    """Each of them read, or why it can't be."""
    for path in dropped(home):
        try:
            yield read(path)
        except GalleryError as error:
            yield error
