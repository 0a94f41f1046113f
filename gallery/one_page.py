"""Puts the files of a web app into its one page. Refuses an app whose script imports or loads files as it runs."""

import re
from base64 import b64encode
from collections.abc import Container, Mapping
from mimetypes import guess_type
from pathlib import PurePosixPath
from posixpath import normpath

from gallery.contract import GalleryError
from gallery.text import line

PAGE = "index.html"
ASIDE = {"requirements.txt", "README.md", "LICENSE"}
SCRIPT = re.compile(r"<script\b([^>]*)\bsrc\s*=\s*[\"']([^\"']+)[\"']([^>]*)>\s*</script\s*>", re.IGNORECASE)
SHEET = re.compile(r"<link\b[^>]*\bhref\s*=\s*[\"']([^\"']+)[\"'][^>]*>", re.IGNORECASE)
LINKED = re.compile(r"\b(src|href|poster)\s*=\s*([\"'])([^\"'#?]+)[\"']", re.IGNORECASE)
STYLED = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
IMPORTS = re.compile(r"""\bimport\b[^;\n]*?["']\.{0,2}/|\bfrom\s*["']\.{0,2}/""")
INSTEAD = "Export it as a folder or zip."


def one_page(files: Mapping[str, bytes], own: Container[str]) -> str:
    """`files` are the app's `own` and copies of libraries. Raises GalleryError for one that can't be a single page."""
    inlined = _Inlined(files)
    page = inlined.page()
    left = [path for path in sorted(files) if path in own and path not in inlined.used | ASIDE]
    if left:
        raise GalleryError(f"It loads {line(left[0], 60)} while it runs.", INSTEAD)
    return page


class _Inlined:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._last: list[str] = []
        """Scripts that wait for the page to be read."""
        self.used = {PAGE}

    def page(self) -> str:
        page = self._text(PAGE)
        page = SHEET.sub(self._sheet, page)
        page = SCRIPT.sub(self._script, page)
        page = LINKED.sub(self._linked, page)
        head, end, foot = page.rpartition("</body>")
        return f"{head}{''.join(self._last)}{end}{foot}" if end else f"{page}{''.join(self._last)}"

    def _script(self, found: "re.Match[str]") -> str:
        path, said = self._inside(found[2]), f"{found[1]} {found[3]}"
        if not path:
            return found[0]
        source = self._text(path)
        if IMPORTS.search(source):
            raise GalleryError(f"{line(path, 60)} imports other files.", INSTEAD)
        module = ' type="module"' if "module" in said else ""
        source = re.sub(r"</(script)", r"<\\/\1", source, flags=re.IGNORECASE)
        script = f"<script{module}>{source}</script>"
        if "defer" in said and not module:
            self._last.append(script)
            return ""
        return script

    def _sheet(self, found: "re.Match[str]") -> str:
        path = self._inside(found[1])
        if not path or "stylesheet" not in found[0].lower():
            return found[0]
        style = STYLED.sub(lambda one: self._styled(one, path), self._text(path))
        style = style.replace("</", "<\\/")
        return f"<style>{style}</style>"

    def _linked(self, found: "re.Match[str]") -> str:
        path = self._inside(found[3])
        return f"{found[1]}={found[2]}{self._data(path)}{found[2]}" if path else found[0]

    def _styled(self, found: "re.Match[str]", beside: str) -> str:
        path = self._inside(found[1], beside)
        return f'url("{self._data(path)}")' if path else found[0]

    def _text(self, path: str) -> str:
        self.used.add(path)
        return self._files[path].decode("utf-8", "replace")

    def _data(self, path: str) -> str:
        self.used.add(path)
        kind = guess_type(path)[0] or "application/octet-stream"
        return f"data:{kind};base64,{b64encode(self._files[path]).decode()}"

    def _inside(self, address: str, beside: str = "") -> str:
        """The file of the app that an address leads to from a file; "" for an address that leads elsewhere."""
        path = normpath(str(PurePosixPath(beside).parent / address.strip())).lstrip("/")
        return path if path in self._files else ""
