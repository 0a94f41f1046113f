import sys

hours: dict[str, float] = {}
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        if line.strip():
            name, number = line.rsplit(maxsplit=1)
            hours[name] = hours.get(name, 0) + float(number)
for name in sorted(hours):
    print(name, f"{hours[name]:g}")
