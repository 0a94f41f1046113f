"""What a command is given and what it says: files, folders, standard input, lines on standard output. Refuses to end
with a traceback: what is wrong is a sentence on standard error and a status."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from .operation import AnswerError, Upload, text_of

STDIN = "-"


class Folder(Mapping[str, bytes]):
    """The files of a folder and its subfolders by their paths, each read when it is asked for."""

    def __init__(self, name: str) -> None:
        self._paths = sorted(str(path) for path in Path(name).rglob("*") if path.is_file())

    def __getitem__(self, path: str) -> bytes:
        return _read(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def folder(name: str) -> Folder:
    """What is in a folder. AnswerError when there is none."""
    if not Path(name).is_dir():
        raise AnswerError(f"There is no folder {name}.")
    return Folder(name)


def upload(name: str) -> Upload:
    """A file, or standard input for `-`. AnswerError when there is no such file."""
    return Upload(name, sys.stdin.buffer.read() if name == STDIN else _read(name))


def text(name: str = STDIN) -> str:
    """The text of a file, or of standard input."""
    return text_of(upload(name))


def day(said: str) -> date:
    """A date as arguments give it: 2027-05-04."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{said!r} is no date like 2027-05-04") from None


def lines(value: Any, kind: str = "text", *, between: str = "\t") -> list[str]:
    """A result as lines: one for each entry of a list or row of a table, its parts with something between them."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, int | float):
        return [f"{value:.2f}" if kind == "money" else f"{value:.10g}" if isinstance(value, float) else str(value)]
    if isinstance(value, Mapping):
        return [between.join(_part(item) for item in value.values())]
    if isinstance(value, list | tuple):
        return [
            between.join(map(_part, one)) if isinstance(one, list | tuple) else _line(one, between) for one in value
        ]
    return str(value).splitlines()


def tell(value: Any, kind: str = "text", *, between: str = "\t", name: str = "") -> None:
    """Print a result, behind its name where there are several."""
    for line in lines(value, kind, between=between):
        print(f"{name}: {line}" if name else line)


def run(work: Callable[[], None], failure: int = 1, refused: int = 2) -> None:
    """Do the work; what can't be done is said on standard error, and the command ends with that status, or with the one
    for arguments that are refused."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        work()
        sys.stdout.flush()
    except SystemExit as ended:
        sys.exit(refused if ended.code == 2 else ended.code)
    except BrokenPipeError:
        sys.stderr.close()  # Whoever read along has seen enough.
    except KeyboardInterrupt:
        sys.exit(130)
    except AnswerError as error:
        print(error, file=sys.stderr)
        sys.exit(failure)
    except Exception as error:
        print(f"There is no result for this: {error or type(error).__name__}.", file=sys.stderr)
        sys.exit(failure)


def _line(one: Any, between: str) -> str:
    return between.join(map(_part, one.values())) if isinstance(one, Mapping) else _part(one)


def _part(one: Any) -> str:
    return next(iter(lines(one)), "") if isinstance(one, int | float) else str("" if one is None else one)


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except IsADirectoryError:
        raise AnswerError(f"{name} is a folder, not a file.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or "No such file"
        raise AnswerError(f"{name}: {why}.") from None
