"""The command `python add.py FILE.epub …`: puts books on the shelf. Refuses what the page refuses, in its words."""

import argparse
import sys
from pathlib import Path

from epub import BadBook
from library import Library


def main() -> int:
    parser = argparse.ArgumentParser(description="Put EPUBs on the shelf.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.epub")
    library = Library(Path("data/books"), Path(__file__).parent / "samples")
    library.open()
    status = 0
    for path in parser.parse_args().files:
        try:
            book = library.add(path.read_bytes())
            print(f"{book.id}: {book.title}, {len(book.chapters)} chapters")
        except (BadBook, OSError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
