"""Fixtures that the tests of all rooms share."""

from tests.endpoint_server import endpoint

__all__ = ["endpoint"]
