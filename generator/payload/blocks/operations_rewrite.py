"""Operations that make another text out of a text: case, order, lines, codes. They refuse codes that aren't any."""

import re
from typing import Literal

from .operation import AnswerError, Long, operation

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,?'!/()&:;=+-_\"$@"
CODES = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .-.-.- --..-- ..--.. .----. -.-.-- -..-. -.--. "
    "-.--.- .-... ---... -.-.-. -...- .-.-. -....- ..--.- .-..-. ...-..- .--.-."
)
MORSE = dict(zip(SIGNS, CODES.split(), strict=True))


@operation("Text in capital letters: uppercase", "long_text")
def uppercase(text: Long) -> str:
    return text.upper()


@operation("Text in small letters: lowercase", "long_text")
def lowercase(text: Long) -> str:
    return text.lower()


@operation("Title case: capitalise the first letter of every word", "long_text")
def title_case(text: Long) -> str:
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda word: word[0][0].upper() + word[0][1:].lower(), text)


@operation("Sentence case: capitalise the first letter of every sentence", "long_text")
def sentence_case(text: Long) -> str:
    return re.sub(r"(^\s*|[.!?]\s+)(\w)", lambda found: found[1] + found[2].upper(), text.lower())


@operation("Change the case of a text: upper, lower, title, sentence, camel, snake, kebab", "long_text")
def change_case(
    text: Long,
    case: Literal["UPPER CASE", "lower case", "Title Case", "Sentence case", "camelCase", "snake_case", "kebab-case"],
) -> str:
    return {
        "UPPER CASE": uppercase, "lower case": lowercase, "Title Case": title_case, "Sentence case": sentence_case,
        "camelCase": camel_case, "snake_case": snake_case, "kebab-case": kebab_case,
    }[case](text)  # fmt: skip


@operation("Swap the case of each letter: alternating, invert case", "long_text")
def swap_case(text: Long) -> str:
    return text.swapcase()


@operation("snake_case of a text, for names in code", "text")
def snake_case(text: Long) -> str:
    return "_".join(_parts(text))


@operation("camelCase of a text, for names in code", "text")
def camel_case(text: Long) -> str:
    first, *rest = _parts(text) or [""]
    return first + "".join(part.capitalize() for part in rest)


@operation("kebab-case of a text, for names in code", "text")
def kebab_case(text: Long) -> str:
    return "-".join(_parts(text))


@operation("Slug of a title for a web address: URL slug", "text")
def slug(text: str) -> str:
    from slugify import slugify

    return str(slugify(text))


@operation("Reverse a text: letters backwards", "long_text")
def reverse_text(text: Long) -> str:
    return text[::-1]


@operation("Reverse the order of the words in a text", "long_text")
def reverse_words(text: Long) -> str:
    return " ".join(reversed(text.split()))


@operation("Sort the lines of a text alphabetically", "long_text")
def sort_lines(text: Long, order: Literal["A to Z", "Z to A"] = "A to Z") -> str:
    return "\n".join(sorted(_lines(text), key=str.casefold, reverse=order == "Z to A"))


@operation("Remove duplicate lines from a text: unique lines", "long_text")
def remove_duplicate_lines(text: Long) -> str:
    return "\n".join(dict.fromkeys(text.splitlines()))


@operation("Reverse the order of the lines of a text", "long_text")
def reverse_lines(text: Long) -> str:
    return "\n".join(reversed(text.splitlines()))


@operation("Number the lines of a text: line numbers", "long_text")
def number_lines(text: Long) -> str:
    return "\n".join(f"{n}. {line}" for n, line in enumerate(text.splitlines(), 1))


@operation("Put something before and behind every line: prefix, suffix, bullets, quotes", "long_text")
def wrap_lines_in(text: Long, before: str = "", behind: str = "") -> str:
    return "\n".join(f"{before}{line}{behind}" for line in text.splitlines())


@operation("Remove blank, empty lines from a text", "long_text")
def remove_blank_lines(text: Long) -> str:
    return "\n".join(_lines(text))


@operation("Extra spaces of a text removed: trim, tidy, doubled, at the ends of lines", "long_text")
def tidy_spaces(text: Long) -> str:
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in text.strip().splitlines())


@operation("Join the lines of a text into one line with something between", "long_text")
def join_lines(text: Long, between: str = ", ") -> str:
    return between.join(line.strip() for line in _lines(text))


@operation("Split a text at commas or another sign into lines", "list")
def split_text(text: Long, at: str = ",") -> list[str]:
    return [piece.strip() for piece in text.split(at or ",") if piece.strip()]


@operation("Remove punctuation from a text", "long_text")
def remove_punctuation(text: Long) -> str:
    return re.sub(r"[^\w\s]|_", "", text)


@operation("Remove digits, numbers from a text", "long_text")
def remove_digits(text: Long) -> str:
    return re.sub(r"\d", "", text)


@operation("Remove accents from a text: é becomes e", "long_text")
def remove_accents(text: Long) -> str:
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@operation("Find and replace in a text", "long_text")
def find_and_replace(text: Long, find: str, replace: str = "", match_case: bool = True) -> str:
    if not find:
        return text
    return re.sub(re.escape(find), lambda _: replace, text, flags=0 if match_case else re.IGNORECASE)


@operation("Wrap a text into lines of at most so many characters", "long_text")
def wrap_text(text: Long, width: int = 80) -> str:
    import textwrap

    return "\n\n".join(textwrap.fill(paragraph, max(1, width)) for paragraph in re.split(r"\n\s*\n", text))


@operation("Shorten a text to so many characters: truncate", "long_text")
def shorten(text: Long, length: int = 100) -> str:
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip() + "…"


@operation("Repeat a text so many times", "long_text")
def repeat_text(text: Long, times: int, between: str = " ") -> str:
    return between.join([text] * max(0, min(times, 1000)))


@operation("Censor words in a text with stars", "long_text")
def censor(text: Long, words: str) -> str:
    for word in re.split(r"[\s,;]+", words.strip()):
        if word:
            text = re.sub(rf"\b{re.escape(word)}\b", lambda found: "*" * len(found[0]), text, flags=re.IGNORECASE)
    return text


@operation("Acronym, initials of a phrase", "text")
def acronym(text: str) -> str:
    return "".join(word[0].upper() for word in re.findall(r"\w+", text))


@operation("Text to Morse code", "long_text")
def to_morse(text: Long) -> str:
    words = (" ".join(MORSE[sign] for sign in word if sign in MORSE) for word in text.upper().split())
    return " / ".join(word for word in words if word)


@operation("Morse code to text", "long_text")
def from_morse(morse: Long) -> str:
    signs = {code: sign for sign, code in MORSE.items()}
    words = re.split(r"\s*/\s*|\s{3,}", re.sub(r"[·•]", ".", re.sub(r"[−–—_]", "-", morse)).strip())
    return " ".join("".join(signs.get(code, "?") for code in word.split()) for word in words)


@operation(
    "Caesar cipher: encode, every letter moved so many places along the alphabet; secret message, shift", "long_text"
)
def caesar(text: Long, shift: int = 3) -> str:
    def moved(found: re.Match[str]) -> str:
        first = ord("a") if found[0].islower() else ord("A")
        return chr((ord(found[0]) - first + shift) % 26 + first)

    return re.sub(r"[A-Za-z]", moved, text)


@operation(
    "Decode a Caesar cipher by its shift: secret message turned back, letters moved back along the alphabet",
    "long_text",
)
def decode_caesar(text: Long, shift: int = 3) -> str:
    return caesar(text, -shift)


@operation("ROT13 of a text, encode and decode", "long_text")
def rot13(text: Long) -> str:
    return caesar(text, 13)


@operation("Text to Base64: encode", "long_text")
def to_base64(text: Long) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()


@operation("Base64 to text: decode", "long_text")
def from_base64(code: Long) -> str:
    import base64

    try:
        plain = re.sub(r"\s", "", code).rstrip("=")
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode()
    except ValueError as error:
        raise AnswerError("That is not a text in Base64.") from error


@operation("Encode a text for a web address: URL encode, percent encoding", "long_text")
def url_encode(text: Long) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


@operation("Decode a text from a web address: URL decode", "long_text")
def url_decode(text: Long) -> str:
    from urllib.parse import unquote

    return unquote(text)


@operation("Escape a text for HTML", "long_text")
def html_escape(text: Long) -> str:
    import html

    return html.escape(text)


@operation("Text in binary digits, letter by letter", "long_text")
def text_to_binary(text: Long) -> str:
    return " ".join(f"{byte:08b}" for byte in text.encode())


@operation("Binary digits to text", "long_text")
def binary_to_text(binary: Long) -> str:
    try:
        return bytes(int(byte, 2) for byte in binary.split()).decode()
    except ValueError as error:
        raise AnswerError("Binary text is groups of eight digits 0 and 1.") from error


@operation("Checksum, hash of a text: SHA-256, MD5, SHA-1", "text")
def text_hash(text: Long, kind: Literal["SHA-256", "MD5", "SHA-1", "SHA-512"] = "SHA-256") -> str:
    import hashlib

    return hashlib.new(kind.replace("-", "").lower(), text.encode(), usedforsecurity=False).hexdigest()


@operation("Pig Latin of a text", "long_text")
def pig_latin(text: Long) -> str:
    def turned(found: re.Match[str]) -> str:
        word = found[0]
        start = re.match(r"(?i)(?:[^aeiouy]*qu|y?[^aeiouy]*)", word)
        head = start[0] if start else ""
        ending = word[len(head) :] + head.lower() + "ay" if head else word + "way"
        return ending.capitalize() if word[0].isupper() else ending

    return re.sub(r"[A-Za-z]+", turned, text)


@operation("NATO spelling alphabet of a text: Alfa, Bravo, Charlie", "long_text")
def nato_alphabet(text: str) -> str:
    words = (
        "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec "
        "Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
    )
    by_letter = {word[0]: word for word in words.split()}
    return " ".join(by_letter.get(letter, letter) for letter in text.upper() if not letter.isspace())


@operation(
    "Move, shift all times in a text by seconds: subtitles, srt, too early or late; none before zero", "long_text"
)
def move_times(text: Long, seconds: float) -> str:
    def moved(found: re.Match[str]) -> str:
        hours, minutes, whole, mark, part = found.groups()
        before = int(hours) * 3600 + int(minutes) * 60 + int(whole) + (float("0." + part) if part else 0.0)
        digits = len(part) if part else 0
        units = max(0, round((before + seconds) * 10**digits))
        rest = units // 10**digits
        clock = f"{rest // 3600:0{len(hours)}d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
        return clock + (f"{mark}{units % 10**digits:0{digits}d}" if part else "")

    return re.sub(r"(\d{1,3}):([0-5]\d):([0-5]\d)(?:([,.])(\d{1,3}))?", moved, text)


def _parts(text: str) -> list[str]:
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^\W_A-Z]+", text)]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
