"""Operations on folders and on the logs of servers. They refuse to open anything: a folder comes as what it holds."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath
from typing import Annotated, Any

from .operation import AnswerError, Long, operation

Folder = Annotated[object, "folder"]
"""What a folder and its subfolders hold: the path of each file -> its bytes."""
REQUEST = re.compile(r'^(?P<visitor>\S+) .*?"(?P<method>[A-Z]+) (?P<page>\S+)[^"]*" (?P<status>\d{3})(?: |$)')
"""A line of a web server's log in the common form, or one that says more behind it."""


@operation("Files with the same content in a folder and its subfolders: duplicates, groups of equal files", "list")
def same_files(folder: Folder) -> list[list[str]]:
    groups = defaultdict(list)
    for path, content in _files(folder):
        groups[sha256(content).digest()].append(path)
    return [paths for paths in groups.values() if len(paths) > 1]


@operation("Largest files of a folder and its subfolders, biggest first, with their size in bytes", "table")
def largest_files(folder: Folder, how_many: int = 10) -> list[dict[str, Any]]:
    sizes = sorted(((len(content), path) for path, content in _files(folder)), key=lambda one: (-one[0], one[1]))
    return [{"File": path, "Bytes": size} for size, path in sizes[: max(how_many, 0)]]


@operation("How many files of each type, extension, ending a folder and its subfolders hold", "table")
def count_file_types(folder: Folder) -> list[dict[str, Any]]:
    return _ranked((PurePath(path).suffix.lower() or "none" for path, _ in _files(folder)), "Type")


@operation("How often each HTTP status code occurs in a web server access log, most frequent first", "table")
def count_status_codes(log: Long) -> list[dict[str, Any]]:
    return _ranked((found["status"] for found in _requests(log)), "Status")


@operation("How often each visitor, IP address, client occurs in a web server access log", "table")
def count_visitors(log: Long) -> list[dict[str, Any]]:
    return _ranked((found["visitor"] for found in _requests(log)), "Visitor")


@operation("How often each page, path, URL was requested in a web server access log", "table")
def count_pages(log: Long) -> list[dict[str, Any]]:
    return _ranked((found["page"] for found in _requests(log)), "Page")


def _ranked(values: Any, name: str) -> list[dict[str, Any]]:
    """Each with how often it is there, the most frequent first, equally frequent ones by name."""
    counted = sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))
    return [{name: value, "Times": times} for value, times in counted]


def _requests(log: str) -> list[re.Match[str]]:
    """What the lines of a log tell; lines of another form are passed over."""
    found = [told for line in log.splitlines() if (told := REQUEST.match(line))]
    if not found and log.strip():
        raise AnswerError("No line of this is one of a web server's access log.")
    return found


def _files(folder: Any) -> list[tuple[str, bytes]]:
    if not isinstance(folder, Mapping):
        raise AnswerError("That is no folder.")
    return [(path, content.encode() if isinstance(content, str) else content) for path, content in folder.items()]
