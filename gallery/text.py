"""Makes text from outside fit to be shown or used as a name. Refuses control characters and unsafe paths."""

import re
import unicodedata
from pathlib import PurePosixPath

from gallery.contract import GalleryError

ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movements
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, SOS, PM, APC: titles, clipboard, links
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and app application are as at be between by can for from give helps i in into is it its let lets"
        " make me my of on or our page please simple small that the their them then this to tool want where which"
        " with you your",
    )
)


def clean(text: str, most: int | None = None) -> str:
    """The text without escape sequences, control, format (bidi and the like) and surrogate characters; newlines and
    tabs stay. Longer than `most` characters, it is cut and ends in an ellipsis."""
    text = ESCAPES.sub("", text)
    text = "".join(c for c in text if c in "\n\t\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return text if most is None or len(text) <= most else text[: most - 1].rstrip() + "…"


def line(text: str, most: int | None = None) -> str:
    """The same on one line."""
    return clean(" ".join(clean(text).split()), most)


def markdown(text: str, most: int | None = None) -> str:
    """The same as Markdown that shows it as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line(text, most))


def tail(text: str, most: int) -> str:
    """The last lines of what streams in."""
    return "\n".join(clean(text).expandtabs(4).rstrip("\n").split("\n")[-most:])


def slug(text: str, words: int = 4) -> str:
    """A short name of ASCII letters, digits and hyphens that reminds of the text; "app" when nothing of it can."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.findall(r"[a-z0-9]+", ascii_text.replace("'", ""))
    telling = [w for w in found if w not in SMALL_WORDS] or found
    return "-".join(w[:16] for w in telling[:words]) or "app"


def safe_path(path: str) -> str:
    """The path itself when it is a plain relative POSIX path to a file. Raises GalleryError for every other."""
    parts = path.split("/")
    plain = all(p not in ("", ".", "..") and len(p.encode("utf-8", "replace")) <= 200 for p in parts)
    harmless = path == clean(path) and not set("\\:\n\t") & set(path) and not parts[0].startswith("~")
    if not plain or not harmless or len(parts) > 16 or PurePosixPath(path).is_absolute():
        raise GalleryError(f"The app has a file with a name that can't be used: {line(path, 60)!r}.")
    return path
