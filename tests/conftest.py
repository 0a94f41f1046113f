"""Fixtures that the tests of all rooms share."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

import sandbox
from sandbox import Engine
from tests import localhost
from tests.browsing import browse
from tests.endpoint_server import endpoint
from tests.package_index import cache, index, layers

settings.register_profile("mayfly", deadline=None, database=None)
settings.load_profile("mayfly")


def pytest_configure() -> None:
    """Where the suite is started in the background Ctrl-C is ignored, which every process it starts would inherit. And
    no command it runs leaves a pool of sandboxes behind."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["MAYFLY_POOL_MINUTES"] = "0"
    localhost.as_browsers_do()


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
