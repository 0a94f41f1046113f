"""Fixtures that the tests of all rooms share."""

import pytest

import sandbox
from sandbox import Engine
from tests.endpoint_server import endpoint


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real container engine of this machine."""
    return sandbox.connect()


__all__ = ["endpoint", "engine"]
