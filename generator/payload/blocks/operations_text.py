"""Figures about a text, and what can be found in one. Counts as people do; refuses nothing but an empty search."""

import re
from collections import Counter
from typing import Literal

from .operation import AnswerError, Long, operation


@operation("Count words in a text: word count", "integer")
def count_words(text: Long) -> int:
    return len(_words(text))


@operation("Count characters in a text, spaces included: letters, length", "integer")
def count_characters(text: Long) -> int:
    return len(text)


@operation("Count characters in a text without spaces", "integer")
def count_characters_without_spaces(text: Long) -> int:
    return len(re.sub(r"\s", "", text))


@operation("Count sentences in a text", "integer")
def count_sentences(text: Long) -> int:
    return len([piece for piece in re.split(r"[.!?…]+(?:[\"'”’)]*)(?=\s|$)", text) if re.search(r"\w", piece)])


@operation("Count paragraphs in a text", "integer")
def count_paragraphs(text: Long) -> int:
    return len([piece for piece in re.split(r"\n\s*\n", text) if piece.strip()])


@operation("Count lines in a text", "integer")
def count_lines(text: Long) -> int:
    return len(text.splitlines())


@operation("Count vowels in a text", "integer")
def count_vowels(text: Long) -> int:
    return sum(letter in "aeiou" for letter in text.casefold())


@operation("Count syllables in an English text (estimate)", "integer")
def count_syllables(text: Long) -> int:
    return sum(map(_syllables, re.findall(r"[a-z]+", text.casefold())))


@operation("How often a word or phrase occurs in a text", "integer")
def count_occurrences(text: Long, word: str) -> int:
    if not word:
        raise AnswerError("Say which word to look for.")
    return text.casefold().count(word.casefold())


@operation("Reading time of a text in minutes, at 200 words a minute")
def reading_minutes(text: Long, words_per_minute: float = 200) -> float:
    return len(_words(text)) / max(1.0, words_per_minute)


@operation("Reading time of a text as minutes and seconds", "text")
def reading_time(text: Long, words_per_minute: float = 200) -> str:
    seconds = round(len(_words(text)) / max(1.0, words_per_minute) * 60)
    return f"{seconds // 60} min {seconds % 60} s"


@operation("Average word length in a text")
def average_word_length(text: Long) -> float:
    words = _words(text)
    return sum(map(len, words)) / len(words) if words else 0.0


@operation("Number of different, unique words in a text", "integer")
def unique_words(text: Long) -> int:
    return len({word.casefold() for word in _words(text)})


@operation("Longest word in a text", "text")
def longest_word(text: Long) -> str:
    return max(_words(text), key=len, default="")


@operation("Shortest word in a text", "text")
def shortest_word(text: Long) -> str:
    return min(_words(text), key=len, default="")


@operation("Most frequent words in a text: word frequency table, how often each appears", "table")
def word_frequency(text: Long, how_many: int = 10) -> list[dict[str, object]]:
    counts = Counter(word.casefold() for word in _words(text))
    return [{"Word": word, "Count": count} for word, count in counts.most_common(how_many)]


@operation("Most common word in a text", "text")
def most_common_word(text: Long) -> str:
    counts = Counter(word.casefold() for word in _words(text))
    return counts.most_common(1)[0][0] if counts else ""


@operation("Letter frequency: how often each letter or character occurs", "table")
def letter_frequency(text: Long) -> list[dict[str, object]]:
    counts = Counter(letter for letter in text.casefold() if letter.isalpha())
    return [{"Letter": letter, "Count": count} for letter, count in counts.most_common()]


@operation("Readability of an English text: Flesch reading ease, higher is easier")
def reading_ease(text: Long) -> float:
    """206.835 - 1.015 × words per sentence - 84.6 × syllables per word (Flesch, 1948); syllables are estimated."""
    words = re.findall(r"[a-z]+", text.casefold())
    if not words:
        raise AnswerError("There are no words yet.")
    sentences = max(1, count_sentences(text))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * sum(map(_syllables, words)) / len(words)


@operation("Extract email addresses from a text", "list")
def extract_emails(text: Long) -> list[str]:
    return _each(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", text)


@operation("Extract web addresses, links, URLs from a text", "list")
def extract_links(text: Long) -> list[str]:
    return [link.rstrip(".,;:!?)\"'") for link in _each(r"(?:https?://|www\.)[^\s<>\"]+", text)]


@operation("Extract numbers from a text", "list")
def extract_numbers(text: Long) -> list[str]:
    return re.findall(r"(?<![\w.])-?\d+(?:[.,]\d+)*", text)


@operation("Extract hashtags from a text", "list")
def extract_hashtags(text: Long) -> list[str]:
    return _each(r"#\w+", text)


@operation("Extract phone numbers from a text", "list")
def extract_phone_numbers(text: Long) -> list[str]:
    return [n.strip() for n in _each(r"\+?\(?\d[\d ()/.-]{5,}\d", text) if sum(map(str.isdigit, n)) >= 7]


@operation("Extract dates such as 2024-05-31 or 31/05/2024 from a text", "list")
def extract_dates(text: Long) -> list[str]:
    return _each(r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", text)


@operation("Is a word or phrase a palindrome: the same backwards", "text")
def is_palindrome(text: str) -> str:
    letters = [letter for letter in text.casefold() if letter.isalnum()]
    if not letters:
        raise AnswerError("Write a word first.")
    return "Yes, it is a palindrome" if letters == letters[::-1] else "No, it is not a palindrome"


@operation("Are two words or phrases anagrams of each other: the same letters", "text")
def are_anagrams(first: str, second: str) -> str:
    a, b = (sorted(letter for letter in text.casefold() if letter.isalnum()) for text in (first, second))
    if not a or not b:
        raise AnswerError("Write both words first.")
    return "Yes, they are anagrams" if a == b else "No, they are not anagrams"


@operation("Compare two texts: lines that were added, removed and kept, difference", "table")
def compare_texts(first: Long, second: Long) -> list[dict[str, str]]:
    import difflib

    names = {"+ ": "Added", "- ": "Removed", "  ": "Same"}
    compared = difflib.ndiff(first.splitlines(), second.splitlines())
    return [{"Change": names[line[:2]], "Line": line[2:]} for line in compared if line[:2] in names]


@operation("How similar two texts are, in percent", "percent")
def similarity(first: Long, second: Long) -> float:
    import difflib

    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() * 100


@operation("Compare two lists, differences: what is in both, only in the first, only in the second", "list")
def compare_lists(
    first: Long, second: Long, show: Literal["in both", "only in the first", "only in the second"] = "in both"
) -> list[str]:
    a, b = ([line.strip() for line in text.splitlines() if line.strip()] for text in (first, second))
    wanted = {
        "in both": [line for line in a if line in b],
        "only in the first": [line for line in a if line not in b],
        "only in the second": [line for line in b if line not in a],
    }[show]
    return list(dict.fromkeys(wanted))


@operation("Items in both lists: common, shared", "list")
def in_both_lists(first: Long, second: Long) -> list[str]:
    return compare_lists(first, second, "in both")


@operation("Only in the first list: missing from the second, new, extra", "list")
def only_in_first_list(first: Long, second: Long) -> list[str]:
    return compare_lists(first, second, "only in the first")


@operation("Only in the second list: missing from the first, new, extra", "list")
def only_in_second_list(first: Long, second: Long) -> list[str]:
    return compare_lists(first, second, "only in the second")


@operation("Lines of a text that contain a word: search, filter lines, grep", "list")
def lines_with(text: Long, word: str) -> list[str]:
    return [line for line in text.splitlines() if word.casefold() in line.casefold()]


@operation("How strong a password is, with what would make it stronger", "text")
def password_strength(password: str) -> str:
    wishes = [
        (len(password) >= 12, "12 characters or more"),
        (bool(re.search(r"[a-z]", password)), "a small letter"),
        (bool(re.search(r"[A-Z]", password)), "a capital letter"),
        (bool(re.search(r"\d", password)), "a digit"),
        (bool(re.search(r"[^\w\s]", password)), "a symbol"),
    ]
    missing = [wish for met, wish in wishes if not met]
    word = "Strong" if not missing else "Medium" if len(missing) <= 2 and len(password) >= 8 else "Weak"
    return f"{word}. It would be stronger with {', '.join(missing)}." if missing else word


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", text)


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def _each(pattern: str, text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(pattern, text)))
