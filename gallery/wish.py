"""Reads the sentence, attached files and limits from what the command line was given. Refuses what can't be read or is
too large."""

import os
import re
import stat
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from gallery.contract import GalleryError
from gallery.text import line, safe_path
from generator.contract import Budget

FILE_MB = 8
"""Larger ones aren't even read; the generator says what all of them together may be."""
MOST_FILES = 100
"""Of an attached folder."""
LEFT_OUT = {"__pycache__", "node_modules"}
SECONDS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600}
TOKENS = {"": 1, "tokens": 1, "k": 1000}
LONGEST_SENTENCE = 1_000_000
"""Bytes that are read of one; the generator says how much of that it takes."""


def read_sentence(given: str, stdin: BinaryIO) -> str:
    """What was given, or what standard input says when that is "-"."""
    try:
        raw = stdin.read(LONGEST_SENTENCE + 1) if given == "-" else given.encode()
        text = raw.decode()
    except UnicodeError as error:
        raise GalleryError("The sentence is not text in UTF-8.", "Attach data as a file: --file F.") from error
    if len(raw) > LONGEST_SENTENCE:
        raise GalleryError("The sentence is longer than a megabyte.", "Say the main thing; attach the rest: --file F.")
    return text


def read_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """What is attached: files by their names, folders by the names of the files below them. Hidden files and links in a
    folder are left out."""
    files: dict[str, bytes] = {}
    for path in paths:
        try:
            whole = path.is_dir()
            for one in files_below(path) if whole else [path]:
                name = safe_path(one.relative_to(path.resolve().parent).as_posix() if whole else one.name)
                if name in files:
                    raise GalleryError(f"Two attached files are named {name}.", "Rename one of them.")
                files[name] = read_file(one)
        except OSError as error:
            raise GalleryError(f"{path} can't be read: {error.strerror}.", "Check the path after --file.") from error
    return files


def files_below(folder: Path) -> list[Path]:
    """The files of a folder in the order of their names. Raises GalleryError when they are too many or too large."""
    found: list[Path] = []
    size = 0
    for place, folders, names in os.walk(folder.resolve()):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in LEFT_OUT)
        for path in (Path(place) / name for name in sorted(names) if not name.startswith(".")):
            if stat.S_ISREG((about := path.lstat()).st_mode):
                found.append(path)
                size += about.st_size
            if len(found) > MOST_FILES or size > FILE_MB * 1024**2:
                raise GalleryError(
                    f"{folder} holds more than {MOST_FILES} files or {FILE_MB} MB.", "Attach a smaller folder."
                )
    if not found:
        raise GalleryError(f"There is no file in {folder}.", "Attach another folder, or the files one by one.")
    return found


def read_file(path: Path) -> bytes:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise GalleryError(f"{path} is not a file.", "Attach plain files and folders.")
    if found.st_size > FILE_MB * 1024**2:
        raise GalleryError(f"{path} is larger than {FILE_MB} MB.", "Attach a sample of it.")
    return path.read_bytes()


def read_budget(texts: Sequence[str], given: Budget) -> Budget:
    """`given` with limits such as 60s, 3min, 0.10usd, $0.10, 20k in place; several may be joined by commas."""
    seconds, tokens, dollars = given.seconds, given.tokens, given.dollars
    for text in (part.strip().lower() for joined in texts for part in joined.split(",")):
        found = re.fullmatch(r"(\$?)\s*([0-9][0-9_]*(?:\.[0-9]+)?)\s*([a-z]*)", text)
        if not found:
            raise unclear(text)
        sign, number, unit = found.groups()
        amount = Decimal(number.replace("_", ""))
        if amount <= 0:
            raise GalleryError(f"A budget of {line(text, 30)} leaves nothing to work with.", "Give a larger one.")
        if sign or unit in ("usd", "dollar", "dollars"):
            dollars = amount
        elif unit in SECONDS:
            seconds = float(amount * SECONDS[unit])
        elif unit in TOKENS:
            tokens = int(amount * TOKENS[unit])
        else:
            raise unclear(text)
    return Budget(seconds=seconds, tokens=tokens, dollars=dollars)


def unclear(text: str) -> GalleryError:
    return GalleryError(f"The budget {line(text, 30)!r} is not clear.", "Write it like 60s, 3min, 0.10usd or 20k.")
