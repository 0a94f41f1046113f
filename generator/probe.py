"""Asks a model at an endpoint a few short things to learn what it can do there: keep to a schema, take tools, see, and
how much it reads. Refuses to take for an ability what the endpoint only lets pass."""

import base64
import secrets
import struct
import zlib

from generator.abilities import Ability
from generator.contract import Model
from generator.endpoint import Endpoint
from generator.retries import EndpointError

ROLE = "doctor"
SCHEMA = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}},
    "required": ["ok"],
    "additionalProperties": False,
}
TOOL = {"type": "function", "function": {"name": "noop", "description": "Does nothing.", "parameters": SCHEMA}}
COLOURS = {"red": (220, 20, 20), "green": (20, 160, 20), "blue": (20, 20, 220), "yellow": (250, 220, 20)}
SQUARES = 3
"""So many colours it has to name: one that guesses is right one time in 64."""
TOKENS = 400
"""For models that think before they speak."""


def probe(model: Endpoint) -> Ability:
    """What the model can do, remembered with the endpoint's other abilities. Raises EndpointError when it doesn't
    answer at all."""
    asked = [{"role": "user", "content": 'Answer with this JSON and nothing else: {"ok": true}'}]
    model.ask(asked, role=ROLE, schema=SCHEMA, max_tokens=TOKENS)
    vision = all(_names_colour(model) for _ in range(SQUARES))
    model.learn(tools=_takes_tools(model), vision=vision, context=model.context_told() or model.ability.context)
    return model.ability


def sees(model: Model) -> bool:
    """Whether it can be shown pictures: as was found out before, or else now. Raises EndpointError."""
    if not isinstance(model, Endpoint):
        return False
    if model.ability.vision is None:
        model.learn(vision=all(_names_colour(model) for _ in range(SQUARES)))
    return bool(model.ability.vision)


def _takes_tools(model: Endpoint) -> bool:
    asked = [{"role": "user", "content": "Say ok."}]
    try:
        model.ask(asked, role=ROLE, max_tokens=TOKENS, extra={"tools": [TOOL], "tool_choice": "none"})
    except EndpointError as error:
        if error.kind in ("refused", "server"):
            return False
        raise
    return True


def _names_colour(model: Endpoint) -> bool:
    colour = secrets.choice(list(COLOURS))
    picture = base64.b64encode(square(COLOURS[colour])).decode()
    content = [
        {"type": "text", "text": f"Which colour has this square: {', '.join(COLOURS)}? Answer with one word."},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{picture}"}},
    ]
    try:
        reply = model.ask([{"role": "user", "content": content}], role=ROLE, max_tokens=TOKENS)
    except EndpointError as error:
        if error.kind in ("refused", "server", "too_long"):
            return False
        raise
    return [name for name in COLOURS if name in reply.text.lower()] == [colour]


def square(colour: tuple[int, int, int], side: int = 64) -> bytes:
    """A PNG of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes(colour) * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
