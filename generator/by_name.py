"""Replaces in a file what has a name: a function, a method, an element, a rule, a statement. Refuses a name that
nothing or several things have, and a body that leaves a part out."""

import re
from dataclasses import dataclass
from typing import Literal

from generator.gaps import left_out
from generator.margins import dedented, indented, margin
from generator.places import Place, Sort, Unfit, first_line, matching, nearest, pieces, places
from generator.syntax import Language, language_of

Action = Literal["replace", "delete", "before", "after", "into"]


@dataclass(frozen=True, slots=True)
class Change:
    """Put `body` in the place of what is named so, or beside it. Without a `target` the body's own names say where;
    without a `path` it is the one file that knows them."""

    path: str
    target: str
    body: str
    action: Action = "replace"
    language: str = ""
    """What the model called the language of the body, "" when it didn't."""


def changed(path: str, source: bytes, change: Change) -> bytes:
    """The file after the change. Raises Unfit."""
    if not (language := language_of(path)):
        raise Unfit(f"{path} can only be changed by SEARCH and REPLACE, or given as a whole.")
    inner = _language(language, change)
    if gap := left_out(inner, change.body, source.decode("utf-8", "replace")):
        where = f"The new {change.target!r}" if change.target else f"An edit of {path}"
        raise Unfit(f"{where} leaves a part out ({gap[:60]!r}): give it whole, or use SEARCH and REPLACE within it.")
    file = _File(path, language, source, inner)
    body = dedented(change.body, inner)
    if change.action == "delete":
        return file.without(change.target)
    if not body.strip():
        raise Unfit(f"The edit of {change.target or path!r} is empty; to take it out, say: delete {change.target}")
    if change.action != "replace":
        return file.beside(file.place(change.target), body, change.action)
    return file.with_parts(change.target, body)


def knows(path: str, source: bytes, change: Change) -> bool:
    """Whether this is a file that a change without a path can mean."""
    if not (language := language_of(path)):
        return False
    found = places(language, source)
    if change.target:
        return len(matching(found, change.target)) == 1
    inner = _language(language, change)
    names = [name for name, _, _ in pieces(inner, dedented(change.body, inner))]
    return bool(names) and all(names) and any(matching(found, name, _SORTS[inner]) for name in names)


_SORTS: dict[Language, tuple[Sort, ...]] = {
    "html": ("element",),
    "css": ("rule",),
    "javascript": ("definition", "statement"),
    "python": ("definition", "statement"),
}
_RULE = re.compile(
    rb"[^;{}()=]+(?:\([^()]*\)[^;{}()=]*)*\{\s*(?:/\*[^*]*\*/\s*)?(?:[\w-]+\s*:[^{}]*[;}]|[^{};=(]+\{|\})"
)
"""How a rule of a style begins."""
_IMPORTS = re.compile(rb"\s*(?:import\b|from\b|[rRbB]?[\"'])")
"""What new functions stand below: imports, and the sentence a file opens with."""


def _language(language: Language, change: Change) -> Language:
    """What the body is written in: within a page it can be any."""
    if language != "html":
        return language
    said, bare = change.language.lower(), re.sub(rb"^\s*(?:/\*.*?\*/\s*)*", b"", change.body.encode(), flags=re.S)
    if bare.startswith(b"<"):
        return "html"
    if said == "css" or (said not in ("js", "javascript", "mjs") and _RULE.match(bare[:2000])):
        return "css"
    return "javascript"


class _File:
    """A file that is being changed, and what the new text is written in."""

    def __init__(self, path: str, language: Language, source: bytes, inner: Language) -> None:
        self._path = path
        self._language = language
        self._source = source
        self._inner = inner
        self._places = places(language, source)

    def place(self, target: str) -> Place:
        """The one place of that name: of the sort that the new text is, where there is one, else of whatever sort."""
        return self._one(target, self._matching(target) or matching(self._places, target))

    def with_parts(self, target: str, body: bytes) -> bytes:
        """The source with the body's parts in their places: what else the body defines, and the file has already, is
        replaced too; what is new goes along with what it was given for."""
        parts = [(name, body[start:end]) for name, start, end in pieces(self._inner, body)]
        parent = target.rpartition(".")[0]
        if [name for name, _ in parts] == [parent.rpartition(".")[2]] != [""]:
            return self._with_members(parent, parts[0][0], body)
        own = [part for part in parts if _means(target, part[0])]
        known = {name for name, _ in parts if name and self._is_plain(name)}
        if not target or (known and not own and self._is_amiss(target, known)):
            if not known or not all(name for name, _ in parts):
                if target:
                    raise Unfit(self._no(target))
                begins = first_line(body.decode())
                raise Unfit(f"It isn't said what in {self._path} the block that begins {begins!r} replaces.")
            return self._with_each(parts)
        others = [part for part in parts if own and part[0] in known and part not in own]
        rest = b"\n\n".join(part[1] for part in parts if part not in others) if others else body
        return self._with_each([(target, rest), *others])

    def _with_each(self, parts: list[tuple[str, bytes]]) -> bytes:
        source = self._source
        for name, text in parts:
            source = _File(self._path, self._language, source, self._inner)._with(name, text)
        return source

    def _with_members(self, parent: str, holder: str, body: bytes) -> bytes:
        """A method that came wrapped in its class."""
        inside = [p for p in places(self._inner, body) if p.sort == "definition" and p.name.startswith(f"{holder}.")]
        direct = [place for place in inside if place.name.count(".") == 1]
        texts = [body[body.rfind(b"\n", 0, p.start) + 1 : p.end].decode("utf-8", "replace") for p in direct]
        names = [f"{parent}.{place.name.partition('.')[2]}" for place in direct]
        return self._with_each([(n, dedented(t, self._inner)) for n, t in zip(names, texts, strict=True)])

    def _is_amiss(self, target: str, known: set[str]) -> bool:
        """Whether the body is no new text for the target: it defines what stands elsewhere, or inside the target."""
        hits = self._matching(target)
        return not hits or any(
            p.start < hits[0].start or p.end <= hits[0].end for n in known for p in self._matching(n)
        )

    def _with(self, target: str, body: bytes) -> bytes:
        hits = self._matching(target)
        if not hits and self._language == "html" and self._inner != "html":
            holders = [p for p in matching(self._places, target, ("element",)) if self._tag(p) in ("script", "style")]
            if len(holders) == 1:
                opened = self._source.index(b">", holders[0].start) + 1
                return self._source[:opened] + b"\n" + body + b"\n" + self._source[holders[0].closes :]
        if not hits and any(_means(target, name) for name, _, _ in pieces(self._inner, body)):
            return self._with_new(target, body)
        place = self._one(target, hits)
        source, old = self._source, self._source[place.start : place.end]
        for export in (b"export default ", b"export "):
            if old.startswith(export) and not body.startswith(b"export "):
                body = export + body
                break
        if (following := source[place.end : place.end + 1]) in (b",", b";"):
            body = body.rstrip().removesuffix(following)
        start = _above(source, place.start, body)
        return source[:start] + indented(body, margin(source, start), self._inner).strip() + source[place.end :]

    def _with_new(self, target: str, body: bytes) -> bytes:
        """Something that the file lacks and for which no place is named: where its language needs it to stand."""
        parent = target.rpartition(".")[0]
        if self._inner in ("python", "javascript") and parent and (holders := matching(self._places, parent)):
            return self.beside(holders[0], body, "into")
        if self._inner == "html":
            raise Unfit(f"{self._no(target)} To add it, say where: after NAME, before NAME or into NAME.")
        at, end = 0, len(self._source)
        if self._language == "html":
            tag = "style" if self._inner == "css" else "script"
            blocks = [(self._source.index(b">", p.start) + 1, p) for p in self._places if self._tag(p) == tag]
            blocks = [(opened, p) for opened, p in blocks if self._source[opened : p.closes].strip()]
            if not blocks:
                raise Unfit(f"{self._path} has no {tag} that {target} could go into.")
            at, block = blocks[-1]
            end = block.closes
        if self._inner == "css" or (self._inner == "javascript" and re.match(rb"(?:export |async )*function", body)):
            at = at + len(self._source[at:end].rstrip())
        else:
            base, text = at, self._source[at:end]
            for _, start, stop in pieces(self._inner, text):
                if not _IMPORTS.match(text[start:stop]):
                    break
                at = base + stop
        rest = self._source[at:].lstrip(b"\n")
        return (self._source[:at].rstrip() + b"\n\n" + body + b"\n\n" + rest).lstrip().rstrip() + b"\n"

    def beside(self, place: Place, body: bytes, action: Action) -> bytes:
        """The source with the body before, after or at the end of what is inside the place."""
        source, spaces = self._source, margin(self._source, place.start)
        if action == "into":
            if place.closes < 0:
                raise Unfit(f"Nothing can be put into {place.name!r}: use before or after.")
            held = source[source.find(b"\n", place.start, place.closes) + 1 : place.closes] if b"\n" in (
                source[place.start : place.closes]) else b""  # fmt: skip
            deeper = margin(held.lstrip(b"\n"), 0) if held.strip() else spaces + b"    "
            text = indented(body, deeper, place.language)
            before = source[: place.closes].rstrip()
            if place.language == "python":
                return before + b"\n\n" + text + b"\n" + source[place.closes :].removeprefix(b"\n")
            return before + b"\n" + text + b"\n" + spaces + source[place.closes :]
        text = indented(body, spaces, place.language).strip()
        gap = b"\n\n" if place.sort == "definition" else b"\n"
        if action == "before":
            return source[: place.start] + text + gap + spaces + source[place.start :]
        end = place.end + (source[place.end : place.end + 1] in (b";", b","))
        return source[:end] + gap + spaces + text + source[end:]

    def without(self, target: str) -> bytes:
        """The source without what is named so, and without the line it leaves empty."""
        place, source = self._one(target, matching(self._places, target)), self._source
        line = source.rfind(b"\n", 0, place.start) + 1
        start = place.start if source[line : place.start].strip() else line
        end = place.end + (source[place.end : place.end + 1] in (b";", b","))
        stop = source.find(b"\n", end)
        if start == line and stop >= 0 and not source[end:stop].strip():
            end = stop + 1
        return source[:start] + source[end:]

    def _matching(self, name: str) -> list[Place]:
        return matching(self._places, name, _SORTS[self._inner])

    def _is_plain(self, name: str) -> bool:
        """Whether the name alone says what is meant: not the variables that functions have inside."""
        hits = self._matching(name)
        return len(hits) == 1 and (hits[0].closes >= 0 or "." not in hits[0].name)

    def _one(self, target: str, hits: list[Place]) -> Place:
        if not hits:
            raise Unfit(self._no(target))
        if len(hits) > 1:
            lines = ", ".join(str(self._source.count(b"\n", 0, place.start) + 1) for place in hits[:6])
            names = sorted({place.name for place in hits})
            more = f"Say which: {', '.join(names[:5])}." if len(names) > 1 else "Use SEARCH and REPLACE there."
            raise Unfit(f"In {self._path} {target[:80]!r} stands for {len(hits)} places, in lines {lines}. {more}")
        return hits[0]

    def _no(self, target: str) -> str:
        near = ", ".join(nearest(self._places, target))
        return f"In {self._path} there is nothing named {target[:80]!r}" + (f"; nearest: {near}." if near else ".")

    def _tag(self, place: Place) -> str:
        found = re.match(rb"<([\w-]+)", self._source[place.start : place.start + 40])
        return found[1].decode().lower() if found and place.sort == "element" else ""


def _means(target: str, name: str) -> bool:
    """Whether something that calls itself so is what the target asks for: `add` for `Basket.add`."""
    return bool(name) and (target == name or target.endswith((f".{name}", f" {name}")))


def _above(source: bytes, start: int, body: bytes) -> int:
    """The start of a place, moved up over comments that its new text brings along."""
    lead = []
    for line in body.split(b"\n"):
        if not line.lstrip().startswith((b"#", b"//", b"/*", b"<!--")):
            break
        lead.append(line.strip())
    for said in reversed(lead):
        begins = source.rfind(b"\n", 0, start) + 1
        above = source.rfind(b"\n", 0, max(begins - 1, 0)) + 1
        if begins == 0 or source[above:begins].strip() != said:
            break
        start = above + len(margin(source, above))
    return start
