"""The texts that models are given, a Markdown file each. Refuses to let material from outside pass for instructions."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template


@cache
def text(name: str) -> str:
    """The file's text, with its `$words` unfilled."""
    return (files(__name__) / f"{name}.md").read_text("utf-8").strip()


def fill(template: str, **words: str) -> str:
    """The template with every `$word` in place; one that is left over is an error."""
    return Template(template).substitute(words)


def tagged(name: str, content: str) -> str:
    """Material from outside between tags that it can't close itself: they carry a hash of the material, and another one
    should it have guessed that."""
    digest = sha256(content.encode("utf-8", "replace"))
    while (tag := f"{name}-{digest.hexdigest()[:8]}") in content:
        digest.update(b"again")
    return f"<{tag}>\n{content}\n</{tag}>"


@cache
def digest() -> str:
    """One name for all these texts as they are now."""
    listed = sorted((file.name, file.read_bytes()) for file in files(__name__).iterdir() if file.name.endswith(".md"))
    return sha256(repr(listed).encode()).hexdigest()
