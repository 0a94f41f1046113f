import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
    sys.exit("Give me a folder.")
groups = defaultdict(list)
for path in sorted(Path(sys.argv[1]).rglob("*")):
    if path.is_file():
        groups[sha256(path.read_bytes()).digest()].append(str(path))
for paths in groups.values():
    if len(paths) > 1:
        print("\t".join(paths))
