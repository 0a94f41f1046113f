"""Opens the shelf and the engine as the user's settings say, and sweeps up what earlier runs left. Refuses to let a
sweep that fails stop what the user came for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from gallery.contract import GalleryError
from gallery.settings import Settings, home, load
from gallery.shelf import Shelf
from sandbox.contract import Engine, Inventory, SandboxError


def shelf_of(settings: Settings) -> Shelf:
    """Not open yet."""
    return Shelf(home(), trial_days=settings.trial_days, undo_days=settings.undo_days, forget=settings.forget)


@contextmanager
def open_shelf(settings: Settings | None = None) -> Iterator[Shelf]:
    with shelf_of(settings or load({})) as shelf:
        yield shelf


def open_engine(settings: Settings) -> Engine:
    """The engine, with all that sandboxes need there; SandboxError says what isn't."""
    from sandbox.engine import connect
    from sandbox.setup import require

    require()
    return connect(pool_seconds=settings.pool_minutes * 60)


@contextmanager
def sweeping(shelf: Shelf, engine: Engine) -> Iterator[None]:
    """Meanwhile, remove in the background what earlier runs left. Whatever goes wrong there can wait."""

    def work() -> None:
        with suppress(GalleryError, SandboxError):
            shelf.sweep()
            engine.sweep()

    thread = threading.Thread(target=work, name="sweep")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def swept_containers(*, pool: bool = False) -> Inventory:
    from sandbox.engine import connect

    try:
        return connect().sweep(pool=pool)
    except SandboxError:
        return Inventory()  # where no engine answers, no container runs


def joined(*inventories: Inventory) -> Inventory:
    return Inventory(
        tuple(thing for one in inventories for thing in one.removed),
        tuple(thing for one in inventories for thing in one.left),
        tuple(thing for one in inventories for thing in one.looked),
    )
