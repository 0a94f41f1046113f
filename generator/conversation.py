"""One exchange with a model: its messages, its streaming, a reply that was cut off. Refuses to judge what it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.contract import Message, Plan, Reply, Spec, Workshop
from generator.events import Remark, Said
from generator.growing import Growing
from generator.prompts import tagged

FILES_SHOWN = 5
LETTERS_SHOWN = 1200
"""How much of an attached file a prompt shows."""


def message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def request(spec: Spec, plan: Plan | None = None, *more: str) -> Message:
    """What the user asked for, as the first message: the sentence, the files' beginnings, the plan."""
    parts = [tagged("request", spec.text)]
    for name, body in list(spec.files.items())[:FILES_SHOWN]:
        parts.append(tagged("attached", f"{name}, {len(body)} bytes\n{_beginning(body)}"))
    if len(spec.files) > FILES_SHOWN:
        parts.append(f"and {len(spec.files) - FILES_SHOWN} more attached files.")
    if plan:
        parts.append(tagged("plan", plan.model_dump_json(indent=1, exclude_defaults=True)))
    return message("user", "\n\n".join((*parts, *more)))


def answered(reply: Reply, comment: str) -> list[Message]:
    """The model's reply and what we say to it."""
    return [message("assistant", reply.text[-40_000:] or "…"), message("user", comment)]


def ask(
    shop: Workshop,
    messages: Sequence[Message],
    role: str,
    max_tokens: int,
    *,
    schema: Mapping[str, Any] | None = None,
    temperature: float = 0.2,
    growing: Growing | None = None,
) -> Reply:
    """One call whose text is told as it streams; an empty piece says that the text starts anew. `growing` reads along,
    and ends a reply without hope."""

    def hear(piece: str) -> bool:
        shop.tell(Said(role, piece))
        if growing is None:
            return False
        if not piece:
            growing.restart()
        there = growing.so_far
        ended = growing.take(piece)
        if growing.so_far != there:
            shop.arriving(growing.so_far)
        return ended

    return shop.model(role).ask(
        messages, role=role, schema=schema, max_tokens=max_tokens, temperature=temperature, on_text=hear
    )


def ask_whole(
    shop: Workshop,
    messages: Sequence[Message],
    role: str,
    max_tokens: int,
    *,
    temperature: float = 0.2,
    growing: Growing | None = None,
) -> Reply:
    """As `ask`; a reply that stopped at its length is continued once. `finish` says whether that was enough."""
    first = ask(shop, messages, role, max_tokens, temperature=temperature, growing=growing)
    if first.finish != "length" or not first.text.strip():
        return first
    shop.tell(Remark("The reply was cut off; asking for the rest."))
    go_on = "Your reply was cut off. Go on exactly where it stopped: no repetition, no new beginning, no comment."
    rest = ask(shop, [*messages, *answered(first, go_on)], role, max_tokens, temperature=temperature)
    return Reply(joined(first.text, rest.text), finish=rest.finish)


def joined(first: str, rest: str) -> str:
    """A cut-off text and its continuation, which may open a fence anew or repeat some of the end."""
    lines = rest.split("\n", 1)
    if first.count("```") % 2 and lines[0].lstrip().startswith("```") and len(lines) > 1:
        rest = lines[1]
    for length in range(min(len(first), len(rest), 2000), 7, -1):
        if first.endswith(rest[:length]):
            return first + rest[length:]
    return first + rest


def _beginning(body: bytes) -> str:
    if b"\0" in body[:4096]:
        return "(not text)"
    shown = body[:LETTERS_SHOWN].decode("utf-8", "replace")
    return shown + ("\n…" if len(body) > LETTERS_SHOWN else "")
