import csv
import sys

columns = []
rows = []
for path in sys.argv[1:]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        table = csv.DictReader(file)
        found = list(table.fieldnames or [])
        columns = columns or found
        if sorted(found) != sorted(columns):
            print(f"{path} has other columns than {sys.argv[1]}.", file=sys.stderr)
            sys.exit(1)
        rows.extend(table)

if columns:
    out = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
