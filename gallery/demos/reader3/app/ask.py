"""Asks a language model about a chapter; without one it quotes the chapter. Refuses to pass one off as the other."""

import json
import os
import re
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass

MOST_TEXT = 16_000
"""Letters of a chapter that go along with a question."""
SECONDS = 120
QUOTED = 3
PASSED_OVER = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by did do does for from had has have he her his how i in is it its me my of on or"
        " she so that the their them they this to was we were what when where which who why with you",
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    answer: str
    by: str
    """Who says it, as the page shows it."""


def is_live() -> bool:
    return bool(os.environ.get("OPENAI_BASE_URL"))


def ask(title: str, text: str, question: str) -> Said:
    """Raises OSError when the model can't be asked."""
    return _of_model(title, text, question) if is_live() else _of_chapter(text, question)


def _of_model(title: str, text: str, question: str) -> Said:
    part = text[:MOST_TEXT]
    cut = "" if part == text else f" (its first {MOST_TEXT} letters)"
    messages = [
        {
            "role": "system",
            "content": "You answer questions about one chapter of a book, briefly and from its text alone.",
        },
        {"role": "user", "content": f"The chapter “{title}”{cut}:\n\n{part}\n\nQuestion: {question}"},
    ]
    request = urllib.request.Request(
        f"{os.environ['OPENAI_BASE_URL'].rstrip('/')}/chat/completions",
        json.dumps(
            {"model": os.environ.get("OPENAI_MODEL", "default"), "messages": messages, "max_tokens": 500}
        ).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', '')}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:
            told = json.loads(reply.read())
        return Said(str(told["choices"][0]["message"]["content"]).strip(), f"the model {told.get('model', '')}".strip())
    except urllib.error.HTTPError as error:
        raise OSError(f"The model refused: {error.code} {error.reason}") from error
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise OSError("The model's reply could not be read.") from error


def _of_chapter(text: str, question: str) -> Said:
    """The sentences that have most of the question's words, in their order; a word counts the more the fewer have
    it."""
    paragraphs = [re.sub(r"\s+", " ", part) for part in text.split("\n\n")]
    sentences = [one for part in paragraphs for one in re.split(r"(?<=[.!?])\s+(?=[“A-Z])|(?<=[.!?]”)\s+", part) if one]
    held = [set(_words(sentence)) for sentence in sentences]
    common = Counter(word for words in held for word in words)
    wanted = set(_words(question))
    scored = [(sum(1 / common[word] for word in wanted & words), -at) for at, words in enumerate(held)]
    best = sorted(-at for score, at in sorted(scored, reverse=True)[:QUOTED] if score)
    by = "the chapter itself; no language model is connected"
    if not best:
        return Said("No sentence of this chapter has a word of your question in it.", by)
    return Said("\n\n".join(f"“{sentences[at].strip('“”')}”" for at in best), by)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in PASSED_OVER]
