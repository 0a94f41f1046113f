"""Looks a spec over before anything is spent on it. Refuses what no app can come of; any language is welcome."""

from generator.contract import GeneratorError, Spec
from generator.files import path_fault

MOST_LETTERS = 8000
MOST_FILE_BYTES = 8_000_000
"""Of all attached files together: they are copied into the app's sandbox."""

_SAY_IT = 'Say in a sentence what the app should do, like "a tip calculator for a table of friends".'


def look_over(spec: Spec) -> None:
    """Raises GeneratorError with a sentence when nothing can be made of the spec as it stands."""
    text = spec.text.strip()
    if not text:
        raise GeneratorError("There is nothing to build yet: the sentence is empty.", _SAY_IT)
    if _is_binary(text):
        raise GeneratorError("That is no text but raw data.", f"Attach data as a file. {_SAY_IT}")
    if not any(letter.isalpha() for letter in text):
        raise GeneratorError("There are no words in it.", _SAY_IT)
    if len(text) > MOST_LETTERS:
        raise GeneratorError(
            f"That is {len(text)} characters long; {MOST_LETTERS} are the most that is read as a request.",
            "Say the main thing in a few sentences and attach the rest as a file.",
        )
    for name in spec.files:
        if fault := path_fault(f"files/{name}"):
            raise GeneratorError(fault, "Give the file a plain name.")
    if (size := sum(map(len, spec.files.values()))) > MOST_FILE_BYTES:
        raise GeneratorError(
            f"The attached files are {size // 1_000_000} MB together; {MOST_FILE_BYTES // 1_000_000} MB fit in an app.",
            "Attach a smaller part of the data.",
        )


def _is_binary(text: str) -> bool:
    """Bytes that were never text: zero bytes, undecodable ones, or many control characters."""
    odd = sum(letter in "\0�" or "\ud800" <= letter <= "\udfff" or not (letter.isprintable() or letter.isspace())
              for letter in text)  # fmt: skip
    return "\0" in text or odd * 20 > len(text)
