"""Runs files in a disposable container and says what happened. Knows nothing of models or specs."""

from sandbox.contract import (
    Ahead,
    Connection,
    Doubt,
    Engine,
    Files,
    Finding,
    Image,
    Inventory,
    Limits,
    Need,
    Needs,
    Progress,
    Ran,
    Resolved,
    Runtime,
    Sandbox,
    SandboxError,
    Serve,
    Started,
    Usage,
)
from sandbox.debian import install as install_debian
from sandbox.imports import lacking
from sandbox.vendor import libraries as page_libraries, settle as settle_libraries


def connect() -> Engine:
    """The container engine that answers; SandboxError, whose hint says what to do, when none does."""
    from sandbox import engine  # here, so that importing the room's words doesn't load the engine's client

    return engine.connect()


__all__ = [
    "Ahead",
    "Connection",
    "Doubt",
    "Engine",
    "Files",
    "Finding",
    "Image",
    "Inventory",
    "Limits",
    "Need",
    "Needs",
    "Progress",
    "Ran",
    "Resolved",
    "Runtime",
    "Sandbox",
    "SandboxError",
    "Serve",
    "Started",
    "Usage",
    "connect",
    "install_debian",
    "lacking",
    "page_libraries",
    "settle_libraries",
]
