"""Fixtures that the tests of all rooms share."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import sandbox
from sandbox import Engine
from tests import localhost
from tests.browsing import browse
from tests.endpoint_server import endpoint
from tests.package_index import cache, index, layers

LONG = (
    *("generator/test_make.py", "gallery/test_onward.py", "gallery/test_command.py", "generator/test_race.py"),
    *("test_main_job.py", "generator/test_trial.py", "generator/test_steps.py", "generator/test_doubts.py"),
    *("generator/test_blueprint_web.py", "specs/test_oracles.py", "generator/test_revision.py"),
    *("gallery/page/test_growing.py", "generator/test_embedded.py", "generator/test_api_trial.py"),
    *("generator/test_survivors.py", "gallery/page/test_using.py", "generator/test_decisions.py"),
    *("generator/test_supplies.py", "gallery/debug/test_mends.py", "generator/test_invariants.py"),
    *("sandbox/test_packages.py", "generator/test_landing.py", "gallery/page/test_journey.py"),
    *("gallery/page/test_pressed.py", "gallery/page/test_refining.py", "gallery/debug/test_page.py"),
    *("sandbox/test_killed.py", "sandbox/test_hardening.py", "generator/test_faults.py", "gallery/test_spec_folder.py"),
)
"""Files that take half a minute or more, the longest first."""

settings.register_profile("mayfly", deadline=None, database=None)
settings.load_profile("mayfly")


def pytest_configure() -> None:
    """Where the suite is started in the background Ctrl-C is ignored, which every process it starts would inherit. And
    no command it runs leaves a pool of sandboxes behind."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["MAYFLY_POOL_MINUTES"] = "0"
    localhost.as_browsers_do()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first: one that began last would go on alone, with nothing left to be done beside it."""
    order = [Path(__file__).parent / name for name in LONG]
    items.sort(key=lambda item: order.index(item.path) if item.path in order else len(order))


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit's runner puts the app in the place of `__main__`, which processes that are spawned would run again."""
    kept = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = kept


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real container engine of this machine."""
    return sandbox.connect()


__all__ = ["browse", "cache", "endpoint", "engine", "index", "layers", "main_module"]
