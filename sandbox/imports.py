"""Which distributions the Python files of an app import, told from their text alone. Refuses to run them, and to guess
what an import may come from where a requirement of another name stands beside it.
"""

import ast
import contextlib
import re
import sys
from collections.abc import Iterable, Set
from functools import cache
from pathlib import PurePosixPath

from packaging.utils import canonicalize_name

from sandbox.contract import Files
from sandbox.requirements import RUNTIME, known, name_of, pinned, plain

LISTING = RUNTIME / "imports.txt"
NAMED = "requirements.txt"
SHARED = {"azure", "backports", "google", "jaraco", "opentelemetry", "ruamel", "zope"}
"""First parts of names that modules of many distributions have."""
IMPORT = re.compile(r"(?:^|[;:])[ \t]*(?:import[ \t]+(.+)|from[ \t]+([\w\\]+))", re.MULTILINE)
MISSING = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
"""What is caught by whoever can do without an import."""


def lacking(files: Files) -> tuple[str, ...]:
    """What an app needs beyond the image, as requirements: what its requirements.txt names and what it imports. An
    import that it can do without is not among it. An import that no requirement fits is taken to come from one that no
    import fits, where there is such a one: `cairo` from pycairo."""
    lines = [line.partition(" #")[0].strip() for line in text(files.get(NAMED, b"")).splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    good, wrong = plain(lines)
    if wrong is not None:
        return tuple(lines)
    named = {name_of(line): line for line in good if name_of(line) not in pinned()}
    imported = distributions(files, beyond=True)
    unfit = imported - named.keys()
    return tuple(sorted([*named.values(), *(() if named.keys() - imported else unfit)]))


def distributions(files: Files, *, beyond: bool = False) -> set[str]:
    """What an app's Python files import, but for the standard library and its own modules. `beyond`: only what the
    image lacks and they can't do without."""
    own = {PurePosixPath(path).parts[0].removesuffix(".py") for path in files} | sys.stdlib_module_names
    sources = [text(content) for path, content in files.items() if path.endswith(".py")]
    found = Imports()
    for source in sources:
        if not beyond or is_odd(source, own):
            found.read(source)
    names = found.needed if beyond else found.needed | found.optional
    there = pinned() if beyond else {}
    return {one for name in names if name.split(".")[0] not in own and (one := distribution(name)) not in there}


def is_odd(source: str, own: Set[str]) -> bool:
    """Whether something looks like an import of what the image lacks: a quick look, since few apps have any."""
    listed = (part for found in IMPORT.findall(source) for part in "".join(found).split(","))
    first = {re.split(r"[\s.]", part.strip(), maxsplit=1)[0] for part in listed}
    return any(distribution(name) not in pinned() for name in first - own)


def distribution(name: str) -> str:
    """Where a module comes from: the listed distribution, else the one that is named as its first part is or, where
    many share that, as the longest part that is well known."""
    parts = name.split(".")
    longest = len(parts) if parts[0] in SHARED else 1
    beginnings = [".".join(parts[:length]) for length in range(longest, 0, -1)]
    found = [listing().get(one) or canonicalize_name(one) for one in beginnings]
    return next((one for one in found if one in known()), found[-1])


@cache
def listing() -> dict[str, str]:
    """Import name -> distribution, where they differ."""
    return dict(line.split() for line in LISTING.read_text().splitlines() if not line.startswith("#"))


class Imports:
    """Dotted names that Python files import."""

    def __init__(self) -> None:
        self.needed: set[str] = set()
        self.optional: set[str] = set()

    def read(self, source: str) -> None:
        """Nothing of a file that can't be read: it won't run either."""
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            self.look(ast.parse(source).body, self.needed)

    def look(self, statements: Iterable[ast.AST], into: set[str]) -> None:
        """Statements and what stands inside them; no import is part of an expression."""
        for node in statements:
            if isinstance(node, ast.Import):
                into.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                into.update(f"{node.module}.{alias.name}" for alias in node.names if node.module and not node.level)
            else:
                guarded = any(map(catches, getattr(node, "handlers", ())))
                self.look(getattr(node, "body", ()), self.optional if guarded else into)
                for part in ("handlers", "orelse", "finalbody", "cases"):
                    self.look(getattr(node, part, ()), into)


def catches(handler: ast.ExceptHandler) -> bool:
    caught = ast.walk(handler.type) if handler.type else ()
    return handler.type is None or any(isinstance(one, ast.Name) and one.id in MISSING for one in caught)


def text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")
