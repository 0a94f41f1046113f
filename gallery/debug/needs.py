"""Tells what a Python repository has to have installed for its tests to run, from its own lists. Refuses to run any of
it (a `setup.py` is only read), and takes of what is for development only what the repository imports or pytest loads.
"""

import ast
import configparser
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from sandbox.imports import distributions
from sandbox.requirements import pinned

RUNNERS = ("pytest==9.2.0", "coverage==7.17.3")
OWN_GROUPS = re.compile(r"(^|[-_/])(tests?|testing|dev|develop(ment)?|ci|check)($|[-_.])", re.IGNORECASE)
LISTS = re.compile(r"(requirements[^/]*|requirements/[^/]+|[^/]*requirements)\.(txt|in|pip)", re.IGNORECASE)
NOT_FOR_TESTS = re.compile(
    r"(^|[-_/])(docs?|rtd|lint|style|typing|mypy|bench\w*|release|build)([-_.]|$)", re.IGNORECASE
)
PLUGIN = re.compile(r"(pytest[-_].+|.+[-_]pytest|anyio|hypothesis|aiosmtpd)", re.IGNORECASE)
USELESS = {"pytest-cov", "pytest-xdist", "pytest-sugar", "pytest-randomly", "pytest-watch", "pytest-profiling"}
"""They change how tests are run or shown, not whether they hold, and some get in the way of counting lines."""
KEPT_OPTIONS = re.compile(r"--(import-mode|doctest-\S+|strict\S*|asyncio-mode|ds|reuse-db)(=\S+)?|-p")


@dataclass(frozen=True, slots=True)
class Project:
    """What the repository says of itself."""

    name: str = ""
    version: str = "0"
    needed: tuple[str, ...] = ()
    """Requirements as they are written, without those of the project on itself."""
    options: tuple[str, ...] = ()
    """Of those that its own configuration gives pytest, the ones that decide which tests are found and how."""
    folders: tuple[str, ...] = ("",)
    """Where its modules are: below these."""
    entry_points: str = ""
    python: str = ""
    """Which versions of Python it is for."""


def project(files: Mapping[str, bytes], folder: str = "") -> Project:
    """What is known from the files alone; what can't be read is passed over. Of a `folder` in it (with `/` behind it)
    that is a project of its own, what both say."""
    if folder:
        inner = {path.removeprefix(folder): content for path, content in files.items() if path.startswith(folder)}
        whole, part = project(files), project(inner)
        listed = {Requirement(line).name: line for line in (*whole.needed, *part.needed)}
        folders_of = tuple(f"{folder}{one}".rstrip("/") for one in part.folders)
        return replace(
            part if part.name else whole,
            needed=tuple(sorted(listed.values())),
            options=part.options or whole.options,
            folders=(*folders_of, *whole.folders),
        )
    about = toml(files.get("pyproject.toml", b""))
    setup, tox, ini = (ini_of(files.get(name, b"")) for name in ("setup.cfg", "tox.ini", "pytest.ini"))
    known = about.get("project", {}) if isinstance(about.get("project"), dict) else {}
    poetry = table(about, "tool", "poetry")
    name = str(known.get("name") or poetry.get("name") or setup.get("metadata", "name", fallback=""))
    version = str(known.get("version") or poetry.get("version") or setup.get("metadata", "version", fallback="0"))
    runtime = [*strings(known.get("dependencies")), *from_poetry(poetry.get("dependencies"))]
    runtime += setup.get("options", "install_requires", fallback="").splitlines()
    runtime += from_setup(files.get("setup.py", b""))
    extra = list(for_tests(about, known, poetry, setup))
    for path, content in files.items():
        if LISTS.fullmatch(path) and not NOT_FOR_TESTS.search(path):
            (extra if OWN_GROUPS.search(path) else runtime).extend(lines_of(content))
    imported = distributions(files, beyond=True)
    own = canonicalize_name(name) if name else ""
    needed = dict(good(runtime, own))
    for one, line in good(extra, own):
        if (one in imported or PLUGIN.fullmatch(one)) and one not in USELESS:
            needed.setdefault(one, line)
    for one in ("pytest", "coverage"):
        needed.pop(one, None)
    options = table(about, "tool", "pytest", "ini_options").get("addopts", "")
    options = options if isinstance(options, str) else " ".join(strings(options))
    for parser, section in ((ini, "pytest"), (tox, "pytest"), (setup, "tool:pytest")):
        options = options or parser.get(section, "addopts", fallback="")
    return Project(
        name,
        version if re.fullmatch(r"[\w.!+-]{1,40}", version) else "0",
        tuple(sorted(needed.values())),
        tuple(kept(options.split())),
        folders(files),
        entry_points(known),
        str(known.get("requires-python", "")),
    )


def undeclared(files: Mapping[str, bytes], declared: Iterable[str]) -> list[str]:
    """What the repository imports, and its lists don't name."""
    named = {canonicalize_name(Requirement(line).name) for line in declared}
    return sorted(distributions(files, beyond=True) - named - {"pytest", "coverage"})


# --- the lists --------------------------------------------------------------------------------------------------------


def for_tests(
    about: Mapping[str, Any], known: Mapping[str, Any], poetry: Mapping[str, Any], setup: configparser.ConfigParser
) -> Iterator[str]:
    """What groups and extras that are named for tests or development list."""
    groups = {**table(known, "optional-dependencies"), **table(about, "dependency-groups")}
    for name, listed in groups.items():
        if OWN_GROUPS.search(str(name)):
            yield from strings(listed)
    for name, group in table(poetry, "group").items():
        if OWN_GROUPS.search(str(name)) and isinstance(group, dict):
            yield from from_poetry(group.get("dependencies"))
    yield from from_poetry(poetry.get("dev-dependencies"))
    if setup.has_section("options.extras_require"):
        for name, listed in setup.items("options.extras_require"):
            if OWN_GROUPS.search(name):
                yield from listed.splitlines()
    yield from setup.get("options", "tests_require", fallback="").splitlines()


def good(lines: Iterable[str], own: str) -> Iterator[tuple[str, str]]:
    """Name and requirement of those lines that are requirements of something else, and of this Python."""
    for line in lines:
        try:
            one = Requirement(line.partition(" #")[0].strip())
        except InvalidRequirement:
            continue
        name = canonicalize_name(one.name)
        if not one.url and name != own and (one.marker is None or applies(one)):
            extras = f"[{','.join(sorted(one.extras))}]" if one.extras else ""
            held = name in pinned() and not one.extras
            if not (held and one.specifier.contains(pinned()[name], prereleases=True)):
                yield name, f"{name}{extras}{one.specifier}"


def applies(one: Requirement) -> bool:
    environment = {"python_version": "3.11", "python_full_version": "3.11.2", "sys_platform": "linux"}
    environment |= {"os_name": "posix", "platform_system": "Linux", "extra": "", "implementation_name": "cpython"}
    return one.marker is not None and one.marker.evaluate({**environment, "platform_python_implementation": "CPython"})


def lines_of(content: bytes) -> list[str]:
    return [line.strip() for line in content.decode("utf-8", "replace").splitlines() if line.strip()[:1] not in "#-"]


def from_poetry(given: Any) -> Iterator[str]:
    for name, wanted in given.items() if isinstance(given, dict) else ():
        version = wanted.get("version", "") if isinstance(wanted, dict) else wanted
        optional = isinstance(wanted, dict) and (wanted.get("optional") or "git" in wanted or "path" in wanted)
        if name != "python" and isinstance(version, str) and not optional:
            yield f"{name}{ranged(version)}"


def ranged(version: str) -> str:
    """Poetry's `^1.2` and `~1.2` as everybody else writes them."""
    parts = []
    for part in filter(None, (one.strip() for one in version.split(","))):
        if found := re.fullmatch(r"\^(\d+)((?:\.\d+)*)", part):
            top = f"<{int(found[1]) + 1}" if found[1] != "0" else ""
            parts.append(f">={found[1]}{found[2]}{',' + top if top else ''}")
        elif found := re.fullmatch(r"~(\d+(?:\.\d+)*)", part):
            parts.append(f">={found[1]}")
        elif part != "*":
            parts.append(part if part[0] in "<>=!~" else f"=={part}")
    return ",".join(parts)


def from_setup(source: bytes) -> Iterator[str]:
    """The plain lists that a setup.py gives."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("install_requires", "tests_require"):
            for one in ast.walk(node.value):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


# --- what else ----------------------------------------------------------------------------------------------------


def folders(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The root, and `src` or `lib` where packages are below it."""
    tops = {path.split("/")[0] for path in files if path.endswith(".py") and path.count("/") >= 1}
    packages = {path.split("/")[0] for path in files if re.fullmatch(r"[^/]+/__init__\.py", path)}
    return (*(top for top in ("src", "lib", "python") if top in tops - packages), "")


def entry_points(known: Mapping[str, Any]) -> str:
    """What a plugin of pytest would be found by, once it is installed."""
    named = table(known, "entry-points", "pytest11")
    lines = [f"{name} = {target}" for name, target in named.items() if re.fullmatch(r"[\w.:]+", str(target))]
    return "\n".join(["[pytest11]", *lines, ""]) if lines else ""


def kept(options: list[str]) -> Iterator[str]:
    for at, option in enumerate(options):
        if KEPT_OPTIONS.fullmatch(option):
            if option != "-p":
                yield option
            elif at + 1 < len(options) and options[at + 1].startswith("no:"):
                yield f"-p{options[at + 1]}"


def toml(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def ini_of(content: bytes) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(content.decode("utf-8", "replace"))
    except configparser.Error:
        return configparser.ConfigParser(interpolation=None)
    return parser


def table(given: Any, *names: str) -> dict[str, Any]:
    for name in names:
        given = given.get(name) if isinstance(given, dict) else None
    return given if isinstance(given, dict) else {}


def strings(given: Any) -> list[str]:
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
