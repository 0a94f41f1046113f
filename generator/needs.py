"""What the embedded model needs before it can serve: its engine and its weights. Looks without changing anything.

Refuses to fetch what is there already.
"""

import ctypes
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from generator import weights
from generator.contract import GeneratorError
from sandbox import install_debian
from sandbox.contract import Finding, Need, Progress

ENGINE = "xllamacpp>=2026,<2027"
SYSTEM_LIBRARY = "libgomp.so.1"
SYSTEM_PACKAGE = "libgomp1"


def needs(choice: str = "", *, required: bool = True) -> list[Need]:
    """In the order in which they can be put right. `choice` as in embedded.model; not `required` where every role is
    served by an endpoint."""
    return [ModelEngine(required), ModelWeights(choice, required)]


class ModelEngine:
    """xllamacpp, and the system library that its wheel leaves to the system."""

    name = "model engine"

    def __init__(self, required: bool) -> None:
        self._required = required

    def look(self) -> Finding:
        wrong = [text for text, ok in (("xllamacpp", _has_engine()), (SYSTEM_PACKAGE, _has_library())) if not ok]
        if not wrong:
            return Finding(self.name, True, f"xllamacpp {_engine_version()}", required=self._required)
        mend = [] if _has_engine() else ["pip install 'mayfly[local]'"]
        mend += [] if _has_library() else [f"apt-get install {SYSTEM_PACKAGE}"]
        found = f"The embedded model's {' and '.join(wrong)} {'is' if len(wrong) == 1 else 'are'} missing."
        return Finding(self.name, False, found, " and ".join(mend), self._required)

    def fix(self, progress: Progress) -> None:
        if not _has_engine():
            progress("Installing xllamacpp.")
            _run([sys.executable, "-m", "pip", "install", "--quiet", ENGINE], "xllamacpp can't be installed")
            importlib.invalidate_caches()
        if not _has_library():
            install_debian([SYSTEM_PACKAGE], progress)


class ModelWeights:
    """The weights, fetched once and kept in the cache folder."""

    name = "model weights"

    def __init__(self, choice: str, required: bool) -> None:
        self._choice = choice
        self._required = required

    def look(self) -> Finding:
        try:
            chosen = weights.chosen(self._choice)
        except GeneratorError as error:
            return Finding(self.name, False, str(error), error.hint, self._required)
        if file := weights.present(chosen):
            return Finding(self.name, True, f"{weights.name_of(chosen)} in {file.parent}", required=self._required)
        mend = "mayfly doctor --fix (or they are fetched at the first run)"
        return Finding(self.name, False, f"The weights {chosen} aren't fetched yet.", mend, self._required)

    def fix(self, progress: Progress) -> None:
        weights.fetch(weights.chosen(self._choice), progress)


def _has_engine() -> bool:
    return importlib.util.find_spec("xllamacpp") is not None


def _engine_version() -> str:
    try:
        return version("xllamacpp")
    except PackageNotFoundError:
        return "of unknown version"


def _has_library() -> bool:
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL(SYSTEM_LIBRARY)
    except OSError:
        return False
    return True


def _run(argv: Sequence[str], trouble: str) -> None:
    """A command without questions; its last line says what went wrong."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_NO_INPUT": "1"}
    try:
        ran = subprocess.run(  # noqa: S603
            argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", env=environment
        )
    except OSError as error:
        raise GeneratorError(f"{trouble}: {error.strerror}.") from None
    if ran.returncode:
        last = (
            [line for line in (ran.stdout + ran.stderr).splitlines() if line.strip()] or ["it ended without a word"]
        )[-1]
        raise GeneratorError(f"{trouble}: {last.strip()[:200]}", f"By hand: {' '.join(argv)}")
