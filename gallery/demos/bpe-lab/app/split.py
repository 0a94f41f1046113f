"""Cuts text into the chunks that a tokenizer works on. Refuses to lose a letter: what a pattern leaves out is a chunk.

Patterns are written as tiktoken's are: `\\p{L}` and `\\p{N}` are Unicode's letters and numbers, `\\s` its white space,
`$` the end of the text. Python's `re` has no `\\p`, so each becomes a set of letters before the pattern is compiled:
for most texts a set without the many letters that no text in a living script has, which takes a quarter of the time.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby

GPT4 = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
"""As tiktoken's cl100k_base, GPT-4's encoding, has it."""
WHITE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Unicode's White_Space; Python's own `\\s` has four control characters more."""
ASCII, PLANE, ALL = 0x80, 0x10000, 0x110000
"""Limits of code points: of ASCII, of living scripts and signs, of Unicode."""
BEYOND = re.compile(r"[\U00010000-\U0010ffff]")
NONE = r"\U0010ffff"
"""In place of a set in which there is nothing: a code point that is none."""
TOKEN = re.compile(r"\\([pP])(?:\{(\^?)(\w{1,2})\}|(\w))|\\[\s\S]|\[\^?\]?|[\]$]")
"""What needs a look in a pattern: escapes, the ends of sets, and `$`."""


def as_text(data: bytes) -> str:
    """Any bytes as text from which `as_bytes` makes the same bytes again, UTF-8 or not."""
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


@cache
def compiled(pattern: str, limit: int = ALL) -> "re.Pattern[str]":
    """For texts of code points below the limit. Raises ValueError, in a sentence, for what is no pattern."""
    try:
        return re.compile(translated(pattern, limit))
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"This is no split pattern: {error}.") from None


def chunks(text: str, pattern: str) -> Iterator[str]:
    """One after the other they are the text again."""
    at = 0
    for match in compiled(pattern, limit_of(text)).finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        if match.end() > match.start():
            yield match.group()
        at = match.end()
    if at < len(text):
        yield text[at:]


def counted(text: str, pattern: str) -> Counter[str]:
    """How often each chunk stands in the text."""
    expression = compiled(pattern, limit_of(text))
    if expression.groups == 0:  # findall is many times as fast; it does if it leaves nothing out
        found = Counter(expression.findall(text))
        if sum(len(chunk) * times for chunk, times in found.items()) == len(text):
            return Counter({chunk: times for chunk, times in found.items() if chunk})
    return Counter(chunks(text, pattern))


def limit_of(text: str) -> int:
    return ASCII if text.isascii() else ALL if BEYOND.search(text) else PLANE


def translated(pattern: str, limit: int) -> str:
    """A pattern in tiktoken's way of writing as one that Python's `re` takes."""
    out, at, inside = [], 0, False
    while at < len(pattern):
        found = TOKEN.match(pattern, at)
        part = found.group() if found else pattern[at]
        at += len(part)
        if part.startswith("[") and not inside:
            inside = True
        elif part.startswith("["):
            at, part = at - len(part) + 1, r"\["  # in a set it is a letter like others
        elif part == "]":
            inside = False
        elif part == "$" and not inside:
            part = r"\Z"
        elif found and found[1]:
            negated = (found[1] == "P") != bool(found[2])
            part = as_set(letters(found[3] or found[4], limit), negated, inside, limit)
        elif part in (r"\s", r"\S"):
            part = as_set(WHITE, part == r"\S", inside, limit)
        out.append(part)
    return "".join(out)


def as_set(members: str, negated: bool, inside: bool, limit: int) -> str:
    if not inside:
        return f"[{'^' if negated else ''}{members}]"
    return complement(members, limit) if negated else members


@cache
def letters(category: str, limit: int) -> str:
    """What is in a category of Unicode (L, Lu, N …), as the inside of a set. Raises ValueError for no category."""
    if not re.fullmatch("L[ulmto]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?", category):
        raise ValueError(f"This is no split pattern: Unicode has no category {category}.")
    return ranges(unicodedata.category(chr(code)).startswith(category) for code in range(limit)) or NONE


@cache
def complement(members: str, limit: int) -> str:
    there = re.compile(f"[{members}]")
    return ranges(not there.match(chr(code)) for code in range(limit))


def ranges(marks: Iterator[bool]) -> str:
    """The code points that are marked, from 0 on, as the inside of a set."""
    out = []
    for marked, run in groupby(enumerate(marks), key=lambda one: one[1]):
        codes = [code for code, _ in run]
        if marked:
            out.append(f"\\U{codes[0]:08x}-\\U{codes[-1]:08x}")
    return "".join(out)
