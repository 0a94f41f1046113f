"""Prints a line of 200 MB, then lines without end, faster than anyone can read."""

import sys

print("the beginning")
for _ in range(200):
    sys.stdout.write("A" * 1_000_000)
for _ in range(50):
    print("B" * 1_000_000)
print("\nthe end", flush=True)
