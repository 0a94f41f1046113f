"""Takes memory and never gives any back."""

held = []
while True:
    held.append(b"x" * 10_000_000)
