"""Fixtures that the tests of all rooms share."""

import pytest
from hypothesis import settings

import sandbox
from sandbox import Engine
from tests.endpoint_server import endpoint

settings.register_profile("mayfly", deadline=None, database=None)
settings.load_profile("mayfly")


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real container engine of this machine."""
    return sandbox.connect()


__all__ = ["endpoint", "engine"]
