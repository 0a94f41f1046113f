"""One exchange with a model: its messages, its streaming, a reply that was cut off. Refuses to judge what it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.attachments import FOLDER
from generator.contract import Message, Plan, Reply, Spec, Workshop
from generator.events import Remark, Said
from generator.growing import Growing
from generator.prompts import tagged

FILES_SHOWN, LETTERS_SHOWN = 8, 8_000
"""How many attached files a prompt tells of, and in how many letters together; of more it gives the names."""
FILES_NAMED = 60


def message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def request(spec: Spec, plan: Plan | None = None, *more: str) -> Message:
    """What the user asked for, as the first message: the sentence, what its files hold, the plan."""
    parts = [tagged("request", spec.text), *attached(spec)]
    if plan:
        parts.append(tagged("plan", plan.model_dump_json(indent=1, exclude_defaults=True)))
    return message("user", "\n\n".join((*parts, *more)))


def attached(spec: Spec) -> list[str]:
    """What came with the request. The names are the user's, and yet they are no word of his to the model."""
    if not spec.files:
        return []
    shown = list(spec.files)[:FILES_SHOWN]
    most = LETTERS_SHOWN // len(shown)
    told = [
        tagged("attached", f"{FOLDER}{name}, {len(spec.files[name]):,} bytes: {spec.seen.get(name, '')[:most]}")
        for name in shown
    ]
    if rest := [FOLDER + name for name in list(spec.files)[FILES_SHOWN:]]:
        more = f"\nand {len(rest) - FILES_NAMED} more" if len(rest) > FILES_NAMED else ""
        told.append(tagged("attached", "\n".join(rest[:FILES_NAMED]) + more))
    return ["These files came with the request, and are there for the app to read:", *told]


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
        there = growing.so_far
        if not piece:
            growing.restart()
        if growing.take(piece):
            shop.arriving({}, {})
        elif growing.so_far != there:
            shop.arriving(dict(growing.files), growing.so_far)
        return bool(growing.hopeless)

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
