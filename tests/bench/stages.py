"""Where the seconds of a run go: every stage that isn't the model's own tokens, over a few everyday sentences."""

import json
import subprocess
import sys
from statistics import median

SENTENCES = (
    "split a dinner bill, with tip, between friends",
    "a shopping list that I can tick off",
    "count words in a text",
)


def run() -> str:
    rows: dict[str, list[float]] = {}
    for sentence in SENTENCES:
        command = [
            sys.executable,
            "-c",
            "from gallery.cli import main; main()",
            "new",
            sentence,
            "--json",
            "--no-serve",
        ]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
        for stage, seconds in {**told["stages"], "whole run": told["seconds"]}.items():
            rows.setdefault(stage, []).append(seconds)
    lines = ["| stage | " + " | ".join(SENTENCES) + " | median |", "|---" * (len(SENTENCES) + 2) + "|"]
    for stage, seconds in rows.items():
        told_seconds = " | ".join(f"{s:.1f} s" for s in seconds)
        lines.append(f"| {stage} | {told_seconds} | {median(seconds):.1f} s |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(run())
