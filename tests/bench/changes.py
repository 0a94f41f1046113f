"""What a change costs in tokens: replies that name what they replace, against the whole file written anew. Replies and
app are written by hand; tokens are counted as letters over four, for want of the model's own tokenizer."""

from pathlib import Path

from generator.contract import Kind
from generator.edits import apply_edits, broken
from generator.files import read_reply

CHANGES = Path(__file__).parent / "changes"
FENCE = "```html index.html\n{}```\n"


def run() -> str:
    """A table in Markdown. Raises AssertionError when a reply can't be applied."""
    page = {"index.html": (CHANGES / "expenses.html").read_bytes()}
    lines = ["| change | edit, tokens | whole file, tokens | share |", "|---|---|---|---|"]
    edits = wholes = 0
    for reply in sorted(CHANGES.glob("[!R]*.md")):
        said = reply.read_text()
        after, faults = apply_edits(page, read_reply(said, Kind.WEB, page).edits)
        assert after != page, f"{reply.name} changes nothing"
        assert not faults, faults
        assert not broken(page, after)
        prose = said.split("```", 1)[0]
        edit, whole = tokens(said), tokens(prose + FENCE.format(after["index.html"].decode()))
        edits, wholes = edits + edit, wholes + whole
        lines.append(f"| {reply.stem.replace('_', ' ')} | {edit} | {whole} | {edit / whole:.0%} |")
    lines.append(f"| **together** | **{edits}** | **{wholes}** | **{edits / wholes:.0%}** |")
    return "\n".join(lines)


def tokens(text: str) -> int:
    return round(len(text) / 4)


if __name__ == "__main__":
    print(run())
