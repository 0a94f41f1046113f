"""Loads the modules of a demo's app as it has them in its sandbox: by their bare names, from its own folder."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from gallery.demo import DEMOS


@contextmanager
def loaded(demo: str, *names: str) -> Iterator[tuple[ModuleType, ...]]:
    """These modules; those of other apps with the same names are not met."""
    folder = DEMOS / demo / "app"
    own = {path.stem for path in folder.glob("*.py")}
    before = {name: sys.modules.pop(name) for name in own & sys.modules.keys()}
    sys.path.insert(0, str(folder))
    try:
        yield tuple(importlib.import_module(name) for name in names)
    finally:
        sys.path.remove(str(folder))
        for name in own:
            sys.modules.pop(name, None)
        sys.modules.update(before)
