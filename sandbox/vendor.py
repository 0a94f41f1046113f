"""The JavaScript libraries that pages find at /vendor, since they can fetch nothing at run time. Refuses to stand in
for a library or a major version that it doesn't have: what a page would miss is told.
"""

import ast
import re
import shutil
import tarfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from sandbox import commands, debian
from sandbox.contract import Files, Progress, Sandbox, SandboxError

LISTING = Path(__file__).parent / "runtime/vendor.txt"
MOST_BYTES = 4 << 20
AWAY = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
TAG = re.compile(rb"<(script|link)\b", re.IGNORECASE)
SOURCE = {"script": "src", "link": "href"}
"""Where tags name what they load."""


@dataclass(frozen=True, slots=True)
class Library:
    """One listed package, the file that is taken of it, and its name at /vendor."""

    name: str
    version: str
    inside: str
    file: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Files whose pages load listed libraries from /vendor now, and what they would still load from elsewhere, as
    sentences."""

    files: Files
    missing: tuple[str, ...] = ()


def libraries() -> tuple[Library, ...]:
    """What is listed."""
    lines = [line.split() for line in LISTING.read_text().splitlines() if line and not line.startswith("#")]
    split = ((*package.rsplit("@", 1), inside, file) for package, inside, file in lines)
    return tuple(Library(name, version, inside, file) for name, version, inside, file in split)


def settle(files: Files, hosts: Collection[str] = ()) -> Settled:
    """Lead pages' tags that load a listed library from elsewhere to /vendor. What is at one of these hosts isn't
    missing: the app may reach them."""
    settled, missing = dict(files), []
    for path, content in files.items():
        if path.endswith((".html", ".htm")):
            page = Page(content.decode("utf-8", "replace"))
            missing += [f"{path}: {told}" for url, told in page.missing if host_of(url) not in hosts]
            if page.changes:
                settled[path] = page.settled().encode()
        elif path.endswith(".py") and TAG.search(content):
            missing += [f"{path}: {unreached(url)}" for url in written(content) if host_of(url) not in hosts]
    return Settled(settled, tuple(missing))


def used(files: Files) -> tuple[str, ...]:
    """Names of the files at /vendor that an app's pages and scripts load and that it has no file of its own for."""
    texts = [content for path, content in files.items() if path.endswith((".html", ".htm", ".js", ".mjs"))]
    names = (one.file for one in libraries() if f"vendor/{one.file}" not in files)
    return tuple(name for name in names if any(f"vendor/{name}".encode() in text for text in texts))


def copies(box: Sandbox, names: Iterable[str]) -> dict[str, bytes]:
    """These files of /vendor as the image of a sandbox has them."""
    found = {}
    for name in names:
        ran = box.run(["cat", f"/vendor/{name}"], most_kb=MOST_BYTES >> 10)
        if ran.status != 0:
            raise SandboxError(f"The image has no /vendor/{name}.", "Make the images again: mayfly doctor --fix.")
        found[f"vendor/{name}"] = ran.output
    return found


def written(source: bytes) -> Iterator[str]:
    """What the pages in the texts of a Python file would load. They are shown where no copy can be put in."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TAG.search(node.value.encode()):
            yield from Page(node.value).away


class Page(HTMLParser):
    """Finds the tags of a page that load something from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.changes: list[tuple[int, str, str]] = []
        self.missing: list[tuple[str, str]] = []
        self.away: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        url = given.get(SOURCE.get(tag, "")) or ""
        if not AWAY.match(url) or (tag == "link" and "stylesheet" not in (given.get("rel") or "").lower()):
            return
        self.away.append(url)
        found, reason = self.stand_in(tag, url, given)
        if reason:
            self.missing.append((url, reason))
            return
        line, column = self.getpos()
        # The copy is another build, of which no digest in the page can be right.
        kept = "".join(f' {name}=""' for name in ("async", "defer") if name in given)
        self.changes.append(
            (self.lines[line - 1] + column, self.get_starttag_text() or "", f'<script src="{found}"{kept}>')
        )

    def stand_in(self, tag: str, url: str, given: dict[str, str | None]) -> tuple[str, str]:
        """What to load instead, or why there is nothing."""
        shown = plain(url)
        for library in libraries():
            version = asked_version(library.name, url)
            if version is None or tag != "script":
                continue
            if (given.get("type") or "").lower() == "module":
                return (
                    "",
                    f"{shown} is loaded as a module; {library.name} is at /vendor/{library.file} as a plain script.",
                )
            if version and version != library.version.split(".")[0]:
                have = f"{library.name} {library.version} is at /vendor/{library.file}"
                return "", f"{shown} is another major version; {have}."
            return f"/vendor/{library.file}", ""
        return "", unreached(url)

    def settled(self) -> str:
        parts, at = [], 0
        for start, old, new in self.changes:
            parts += [self.text[at:start], new]
            at = start + len(old)
        return "".join([*parts, self.text[at:]])


def host_of(url: str) -> str:
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


def plain(url: str) -> str:
    return "".join(c for c in url.strip() if c.isprintable())[:200]


def unreached(url: str) -> str:
    return f"{plain(url)} can't be loaded: an app reaches nothing outside."


def asked_version(name: str, url: str) -> str | None:
    """The major version of a library that an address names, "" when it names none; None when it is another library."""
    word = re.escape(name).replace(r"\.", r"[.-]?")
    found = re.search(rf"/(?:npm/)?{word}(?:@|/|\.v|\?|$)v?(\d+)?[^/]*(?:/|$|\.)", url, re.IGNORECASE)
    found = found or re.search(
        rf"/{word}(?:\.v?(\d+)[\d.]*)?(?:[.-](?:umd|min|bundle))*\.js(?:\?|$)", url, re.IGNORECASE
    )
    return None if found is None else found[1] or ""


def fetch(folder: Path, progress: Progress) -> Iterator[tuple[str, bytes]]:
    """The listed files as /vendor has them, by the host's own npm and thus by its settings."""
    if not shutil.which("npm"):
        debian.install(["npm"], progress)
    folder.mkdir()
    wanted = libraries()
    argv = ("npm", "pack", "--silent", "--ignore-scripts", f"--pack-destination={folder}")
    commands.run(
        [*argv, *(f"{one.name}@{one.version}" for one in wanted)],
        "fetch the JavaScript libraries",
        progress,
        hint="Check that `npm pack` reaches a package registry.",
    )
    for one in wanted:
        with tarfile.open(folder / f"{one.name}-{one.version}.tgz") as packed:
            member = packed.getmember(f"package/{one.inside}")
            content = packed.extractfile(member) if member.isreg() and member.size <= MOST_BYTES else None
            if content is None:
                raise SandboxError(f"{one.name} {one.version} holds no {one.inside}.")
            yield one.file, content.read()
