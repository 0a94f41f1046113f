"""Makes of a folder and a command what can be run in a sandbox: the copy, how the command is run there, and a layer of
pinned packages. Refuses to install what the repository doesn't list and few people know.
"""

import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from gallery.contract import GalleryError
from gallery.debug import node
from gallery.debug.case import SITE, Case, understand, variables
from gallery.debug.needs import RUNNERS, Project, project, undeclared
from gallery.debug.repository import Copy, take
from generator.syntax import language_of
from sandbox.contract import Engine, Resolved

PYTHON = "3.11.2"
MOST_DROPPED = 6
"""So many requirements may be left out, one after the other, before it is tried with none."""


def prepare(
    folder: Path, command: Sequence[str], engine: Engine, tell: Callable[[str], None]
) -> tuple[Case, Copy, tuple[str, ...], list[str]]:
    """The case, what it was made of, the packages that it has beyond the image, and what is to be said of that."""
    tell("copying")
    copy = take(folder, command)
    notes: list[str] = []
    prefix = below(copy, folder)
    script, other = node.script_of(command, copy.files, prefix)
    if other:
        notes.append(
            f"`{' '.join(command[:3])}` stands for `{other}`, and of scripts only what begins with `node` is run."
        )
    language, how, words = understand(script or command, copy.files, prefix)
    about, layer = Project(), ""
    beside: dict[str, bytes] = {}
    packages: tuple[str, ...] = ()
    if language == "python":
        about = project(copy.files, prefix)
        if about.python and not fits(about.python):
            notes.append(f"The project asks for Python {about.python}; here it is {PYTHON}.")
        tell("packages")
        guessed = [one for one in undeclared(copy.files, about.needed) if not engine.doubts([one])]
        layer, packages = install(engine, [*about.needed, *guessed], tell, notes)
        beside = {f"{SITE}/{path}": content for path, content in installed(about).items()}
    elif language == "javascript":
        found = engine.resolve([node.WHEEL], tell)
        layer, packages = (found.layer, found.packages) if found.ok else ("", ())
        if not found.ok:
            notes.append(f"The tool runs no tests: Node could not be had for it ({found.reason}).")
        tell("node_modules")
        beside = node.packages(copy.root, copy.files, notes)
    words = tuple(moved(word, prefix, copy) for word in words)
    if how == "pytest" and prefix and not any(word.startswith(prefix) for word in words):
        words = (*words, prefix)
    case = Case(
        command=tuple(command),
        files=copy.files,
        language=language,
        how=how,
        words=words,
        options=about.options,
        folders=tuple(dict.fromkeys([*about.folders, prefix.rstrip("/")])),
        layer=layer,
        about=beside,
        env=variables(script or command),
        below=prefix.rstrip("/"),
    )
    return case, copy, packages, notes


def prepare_page(page: Path) -> tuple[Case, Copy, tuple[str, ...], list[str]]:
    """The same of a page in a folder, which is opened in a browser."""
    if not page.is_file():
        raise GalleryError(f"There is no file {page}.", "Name a page: mayfly debug --page index.html")
    copy = take(page.parent, [page.name])
    path = page.resolve().relative_to(copy.root).as_posix()
    if path not in copy.files or language_of(path) != "html":
        raise GalleryError(f"{page} is no page that can be opened.", "Name an HTML file that lies in the folder.")
    return Case(("open", path), copy.files, "javascript", "page", (path,)), copy, (), []


def fits(wanted: str) -> bool:
    try:
        return SpecifierSet(wanted).contains(PYTHON)
    except InvalidSpecifier:
        return True


def below(copy: Copy, folder: Path) -> str:
    """Where in the repository the command was given: "" for its top, else a folder with `/` behind it."""
    place = folder.resolve()
    return f"{place.relative_to(copy.root).as_posix()}/" if place != copy.root else ""


def moved(word: str, prefix: str, copy: Copy) -> str:
    """A word that names a file from the folder of the command, as it is named from the top."""
    bare, colons, test = word.partition("::")
    if bare.startswith(f"{copy.root}/"):
        return f"{bare[len(str(copy.root)) + 1 :]}{colons}{test}"
    inside = posixpath.normpath(f"{prefix}{bare}") if bare else ""
    named = prefix and (inside in copy.files or any(path.startswith(f"{inside.rstrip('/')}/") for path in copy.files))
    return f"{inside}{colons}{test}" if named else word


def install(
    engine: Engine, needed: Sequence[str], tell: Callable[[str], None], notes: list[str]
) -> tuple[str, tuple[str, ...]]:
    """The layer with the runners and as much of what is needed as can be had."""
    wanted = list(needed)
    found = engine.resolve([*RUNNERS, *wanted], tell)
    if found.trouble == "conflict":  # with what the image has, most often by a pin that is narrower than it need be
        wanted = [loose(one) for one in wanted]
        found = engine.resolve([*RUNNERS, *wanted], tell)
        if found.ok:
            notes.append("Pins that don't go with what the sandbox has were loosened.")
    for _ in range(MOST_DROPPED):
        if found.ok or not (dropped := at_fault(found, wanted)):
            break
        notes.append(f"{dropped} could not be had: {found.reason}")
        wanted = [one for one in wanted if one != dropped]
        found = engine.resolve([*RUNNERS, *wanted], tell)
    if not found.ok:
        notes.append(f"The packages could not be had: {found.reason}")
        found = engine.resolve(RUNNERS, tell)
    return found.layer, found.packages


def at_fault(found: Resolved, wanted: Sequence[str]) -> str:
    """The requirement that resolving failed at, "" when that can't be told."""
    told = f"{found.name} {found.reason}".lower().replace("_", "-")
    named = [one for one in wanted if bare(one) == found.name] or [one for one in wanted if bare(one) in told.split()]
    return named[0] if named else ""


def loose(requirement: str) -> str:
    """Without a pin to one version."""
    return requirement.partition("==")[0] if "==" in requirement else requirement


def bare(requirement: str) -> str:
    for sign in "[<>=!~;":
        requirement = requirement.partition(sign)[0]
    return requirement.strip()


def installed(about: Project) -> dict[str, bytes]:
    """What importlib.metadata finds of the project itself."""
    if not about.name:
        return {}
    folder = f"{about.name.replace('-', '_').replace('.', '_')}-{about.version}.dist-info"
    files = {f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {about.name}\nVersion: {about.version}\n".encode()}
    if about.entry_points:
        files[f"{folder}/entry_points.txt"] = about.entry_points.encode()
    return files
