import sys
from pathlib import Path

folder, word = Path(sys.argv[1]), sys.argv[2]
if not folder.is_dir():
    print(f"There is no folder {folder}.", file=sys.stderr)
    sys.exit(1)

pictures = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() == ".jpg")
# By way of names that nothing else has, so that no picture lands on another one.
aside = [path.rename(folder / f".renaming-{at}-{path.name}") for at, path in enumerate(pictures)]
for at, (old, path) in enumerate(zip(pictures, aside, strict=True), start=1):
    new = f"{word}-{at:03}.jpg"
    path.rename(folder / new)
    print(f"{old.name} -> {new}")
