"""Moves code to another margin when it takes the place of other code. Refuses to touch lines within quoted text."""

from generator.syntax import Language, trees, walk


def margin(source: bytes, at: int) -> bytes:
    """The spaces before the first letter of the line that `at` stands in."""
    line = source[source.rfind(b"\n", 0, at) + 1 :].split(b"\n", 1)[0]
    return line[: len(line) - len(line.lstrip(b" \t"))]


def dedented(text: str, language: Language) -> bytes:
    """The text with its first line at the margin, and all others as far to the left as that one went."""
    body = text.strip("\n").rstrip().encode("utf-8", "replace")
    first = margin(body, 0)
    if not first:
        return body
    quoted = {line - 1 for line in _quoted(b"if 1:\n" + body, language)}
    lines = enumerate(body.split(b"\n"))
    return b"\n".join(line if n in quoted else line.removeprefix(first) for n, line in lines)


def indented(body: bytes, spaces: bytes, language: Language) -> bytes:
    """The body with that much more before each line."""
    if not spaces:
        return body
    quoted = _quoted(body, language)
    lines = enumerate(body.split(b"\n"))
    return b"\n".join(line if n in quoted or not line.strip() else spaces + line for n, line in lines)


def _quoted(source: bytes, language: Language) -> set[int]:
    """Lines, from 0, that begin inside a text in quotes: their spaces mean something."""
    if language not in ("python", "javascript"):
        return set()
    return {
        line
        for _, tree in trees(language, source)
        for node in walk(tree.root_node)
        if node.type in ("string", "template_string")
        for line in range(node.start_point[0] + 1, node.end_point[0] + 1)
    }
