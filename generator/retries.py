"""What can go wrong at a model's endpoint, as a table: how often to try, how long to wait, what to tell people.

Refuses to know how the calls are made.
"""

import re
from dataclasses import dataclass

from generator.contract import GeneratorError

LONGEST_WAIT = 60.0
"""Seconds; a Retry-After beyond this isn't waited for."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how much to take of one reply."""

    connect: float = 10
    first_token: float = 120
    stall: float = 60
    tokens: int = 16384
    chars_per_token: int = 12


USUAL = Patience()
NEAR = Patience(first_token=900, stall=180)
"""For a model on this machine or its network: without a graphics card it takes minutes to read a long prompt."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sort of trouble. `wait` is in seconds and doubles from try to try."""

    tries: int
    wait: float
    sentence: str
    """May name {model}, {address} and {said}, what the endpoint said of it."""
    hint: str


RETRIES: dict[str, Row] = {
    "unreachable": Row(
        3, 1, "The model's endpoint {address} can't be reached.", "Check the base URL and the network, then try again."
    ),
    "broken": Row(3, 1, "The connection to {address} broke in the middle of a reply.", "Try again in a while."),
    "silent": Row(
        2, 1, "{model} at {address} took the request but said nothing.", "Try again later, or use another model."
    ),
    "stalled": Row(2, 1, "{model} at {address} stopped in the middle of a reply.", "Try again, or use another model."),
    "empty": Row(3, 1, "{model} at {address} gave an empty reply.", "Try again, or use another model."),
    "busy": Row(
        6, 2, "{address} asks for slower requests{said}.", "Wait a minute, or use a plan with a higher rate limit."
    ),
    "server": Row(4, 1, "{address} has a fault of its own{said}.", "Try again in a while."),
    "no_quota": Row(1, 0, "The account behind the key is out of quota at {address}{said}.", "Check plan and billing."),
    "key": Row(
        1,
        0,
        "{address} doesn't accept the API key.",
        "Give a valid key for exactly this address: in the settings, or as MAYFLY_API_KEY.",
    ),
    "not_allowed": Row(
        1, 0, "The API key may not use {model} at {address}{said}.", "Use another model or another key."
    ),
    "no_model": Row(
        1,
        0,
        "{address} has no model named {model}{said}.",
        "Name a model it serves: in the settings, or as MAYFLY_MODEL.",
    ),
    "no_path": Row(1, 0, "{address} has no chat completions{said}.", "Check the base URL; most end with /v1."),
    "too_long": Row(
        1, 0, "The request is longer than {model} can read{said}.", "Say it shorter, attach less, or use another model."
    ),
    "refused": Row(1, 0, "{address} refused the request{said}.", "Check the model's name and the base URL."),
    "not_openai": Row(
        1, 0, "{address} answers, but not as an OpenAI-compatible endpoint.", "Check the base URL; most end with /v1."
    ),
    "filtered": Row(1, 0, "{model} at {address} withheld its reply.", "Say it in other words, or use another model."),
    "closed": Row(1, 0, "The call to {model} was ended from here.", ""),
}

STATUSES = {401: "key", 402: "no_quota", 403: "not_allowed", 408: "silent", 409: "busy", 413: "too_long", 425: "busy"}
"""HTTP statuses with a meaning of their own; the rest goes by what the endpoint said, see `kind_of`."""

WORDS = (
    ("no_quota", r"insufficient_quota|exceeded your current quota|billing|credit balance|payment required"),
    ("too_long", r"context.{0,12}(length|size|window)|maximum context|too many tokens|prompt is too long"),
    ("no_model", r"model\b.{0,120}(not found|does not exist|doesn't exist|unknown|not available)|model_not_found"),
    ("no_model", r"(no such|unknown|invalid|unsupported) model\b"),
)
"""What endpoints say in many words, first match first."""


class Trouble(Exception):  # noqa: N818
    """One try failed. `said` is the endpoint's own word for it, `after` the seconds it asks us to wait."""

    def __init__(self, kind: str, said: str = "", *, status: int = 0, after: float | None = None) -> None:
        super().__init__(kind, said)
        self.kind = kind
        self.said = said
        self.status = status
        self.after = after


class EndpointError(GeneratorError):
    """The endpoint failed for good; `kind` is a key of RETRIES."""

    def __init__(self, kind: str, sentence: str, hint: str) -> None:
        super().__init__(sentence, hint)
        self.kind = kind


def kind_of(status: int, said: str) -> str:
    """The row for an HTTP status and what the endpoint said with it."""
    if status in STATUSES and status != 403:
        return STATUSES[status]
    for kind, words in WORDS:
        if status < 500 and re.search(words, said, re.IGNORECASE | re.DOTALL):
            return kind
    if status in STATUSES:
        return STATUSES[status]
    if status == 429:
        return "busy"
    if status == 404:
        return "no_path"
    return "server" if status >= 500 else "refused"


def pause(row: Row, tried: int, after: float | None) -> float | None:
    """Seconds to wait before the next try, None for no further try."""
    if tried >= row.tries or (after or 0) > LONGEST_WAIT:
        return None
    return min(LONGEST_WAIT, max(after or 0, row.wait * 2.0 ** (tried - 1)))


def plain(text: str, *secrets: str, longest: int = 200) -> str:
    """What an endpoint said, fit for a sentence: one line, no control characters, no key, not long."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "•••")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line[: longest - 1] + "…" if len(line) > longest else line
