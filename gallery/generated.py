"""Works out a manifest for an app that comes without one: a Streamlit, FastAPI or HTML app, or a command, of a file or
several. Refuses to run anything of it, and to guess where nothing tells what to start."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from gallery.contract import GalleryError
from gallery.manifest import Manifest, Permissions
from gallery.text import line
from generator.contract import Kind
from generator.kinds import ENTRY
from sandbox.contract import Files

USUAL = ("app.py", "streamlit_app.py", "main.py", "server.py", "api.py", "__main__.py", "run.py", "cli.py")
"""Files that an app of several is started from, the likelier ones first."""
MOST_SOURCE = 1_000_000
URL = re.compile(r"https?://([a-z0-9.-]+\.[a-z]{2,})(?=[/:\"'?#\s]|$)", re.IGNORECASE)
LOADED = re.compile(r"""(?:src|href|xmlns(?::\w+)?|action)\s*=\s*["']https?://[^"']*["']""", re.IGNORECASE)
"""Addresses in a page that nothing is asked of by its script; libraries among them are found at /vendor."""
ASKS = {"openai", "anthropic", "litellm", "ollama", "mistralai"}
HINT = "Name a folder or file with an app.py (Streamlit or FastAPI), main.py (a command) or index.html."


@dataclass(frozen=True, slots=True)
class _Source:
    path: str
    text: str
    tree: ast.Module

    @property
    def imports(self) -> set[str]:
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
        return found

    @property
    def kind(self) -> Kind:
        known = {"streamlit": Kind.STREAMLIT, "fastapi": Kind.API}
        return next((kind for name, kind in known.items() if name in self.imports), Kind.SCRIPT)

    @property
    def runs(self) -> bool:
        """Whether it does something when it is started, as a module of others doesn't."""
        return (
            self.kind is not Kind.SCRIPT or "__main__" in self.text or "input(" in self.text or "argparse" in self.text
        )

    def served(self) -> str:
        """The name of the FastAPI app in it, or ""."""
        for node in self.tree.body:
            if not isinstance(node, ast.Assign | ast.AnnAssign):
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            made = isinstance(node.value, ast.Call) and _name(node.value.func) == "FastAPI"
            if made and isinstance(target, ast.Name):
                return target.id
        return ""

    def title(self) -> str:
        """What it calls itself on its page."""
        titles = {"FastAPI": "title", "set_page_config": "page_title", "title": "body", "header": "body"}
        for name, key in titles.items():
            for call in _calls(self.tree, name):
                given = [*(k.value for k in call.keywords if k.arg == key), *call.args[:1]]
                if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
                    return given[0].value
        return ""


def with_manifest(name: str, files: Files) -> tuple[Manifest, Files]:
    """A manifest for these files, and the files as a sandbox starts them. `name` stands in where nothing in them says
    what the app is called. Raises GalleryError when nothing tells how it is started."""
    sources = {path: source for path, content in files.items() if (source := _read(path, content))}
    start = _start(sources, files)
    if start in sources:
        source = sources[start]
        kind, title = source.kind, source.title()
        about = (ast.get_docstring(source.tree) or "").strip().split("\n")[0]
    else:
        kind, text = Kind.WEB, files[start][:MOST_SOURCE].decode("utf-8", "replace")
        title = _inside("title", text) or _inside("h1", text)
        about = next(iter(re.findall(r'<meta\s+name="?description"?\s+content="([^"]*)"', text, re.IGNORECASE)), "")
    title = (
        line(unescape(title), 80).strip() or line(name.replace("-", " ").replace("_", " "), 80).strip() or "untitled"
    )
    asked = Permissions(
        hosts=sorted(_hosts(sources, files))[:20], model=any(s.imports & ASKS for s in sources.values())
    )
    manifest = Manifest(
        mayfly=1,
        title=title,
        about=line(unescape(about), 300).strip()
        or f"An app that came without a manifest, started from {line(start, 80)}.",
        kind=kind,
        permissions=asked,
    )
    return manifest, _placed(start, kind, files, sources)


def _start(sources: Mapping[str, _Source], files: Files) -> str:
    top = sorted(path for path in files if "/" not in path)
    running = [path for path in top if path in sources and sources[path].runs]
    pages = [path for path in top if path.endswith((".html", ".htm"))]
    served = [path for path in running if sources[path].kind is not Kind.SCRIPT]
    likely = (
        [path for path in USUAL if path in served][:1],
        served,
        [path for path in pages if path == "index.html"],
        [path for path in USUAL if path in running][:1],
        running,
        pages,
        [path for path in top if path in sources],
    )
    for found in likely:
        if len(found) == 1:  # among several, nothing tells which
            return found[0]
    broken = [path for path in top if path.endswith(".py") and path not in sources]
    told = f" {broken[0]} is no Python that can be read." if broken else ""
    raise GalleryError(f"Nothing in it tells how the app is started.{told}", HINT)


def _placed(start: str, kind: Kind, files: Files, sources: Mapping[str, _Source]) -> Files:
    """The files with what the app is started from under the name by which it is looked for."""
    wanted = ENTRY[kind]
    placed = dict(files)
    if start != wanted:
        if wanted in placed:
            raise GalleryError(f"It is started from {line(start, 60)}, and has a file {wanted} beside it.", HINT)
        placed[wanted] = placed.pop(start)
    if kind is Kind.API:
        served = sources[start].served()
        if not served:
            raise GalleryError(
                f"No FastAPI app is made at the top of {line(start, 60)}.", "It needs a line: app = FastAPI()."
            )
        if served != "app":
            placed[wanted] += f"\n\napp = {served}  # by this name it is served\n".encode()
    return placed


def _hosts(sources: Mapping[str, _Source], files: Files) -> Iterator[str]:
    """Hosts that its code names; that is all that can be told without running it."""
    for source in sources.values():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 2000:
                yield from _named(node.value)
    for path, content in files.items():
        if PurePosixPath(path).suffix in (".html", ".htm", ".js"):
            yield from _named(LOADED.sub("", content[:MOST_SOURCE].decode("utf-8", "replace")))


def _named(text: str) -> Iterator[str]:
    for found in URL.findall(text):
        host = urlsplit(f"//{found}").hostname or ""
        if host and not host.endswith(("w3.org", "example.com", ".localhost")):
            yield host


def _read(path: str, content: bytes) -> _Source | None:
    if not path.endswith(".py") or len(content) > MOST_SOURCE:
        return None
    try:
        text = content.decode()
        return _Source(path, text, ast.parse(text))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == name)


def _name(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _inside(tag: str, text: str) -> str:
    found = re.search(rf"<{tag}[^>]*>([^<]{{1,200}})</{tag}", text, re.IGNORECASE)
    return " ".join(found[1].split()) if found else ""
