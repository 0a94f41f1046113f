"""What share of strangers' sentences becomes an app that truly does what was asked? Is the receipt honest?

Mayfly and one plain prompt stand side by side on the same model in the same run; the oracles of tests/specs judge both.
Mayfly runs alone, one sentence after the other, so that its seconds mean something; the plain prompts are asked four at
a time afterwards, for their answers only.
    python -m tests.bench.share [NAME ...] [--column mayfly|plain] [--out FILE]
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from gallery.settings import load
from generator.contract import Model
from sandbox import connect
from sandbox.contract import Engine
from tests.bench.oracles import judge, names, sentence

PLAIN = (
    "Write a complete Streamlit app in one file, app.py, for this request. "
    "Answer with the Python code only, in one ```python block.\n\nRequest: {sentence}"
)


def by_mayfly(engine: Engine, name: str) -> dict[str, Any]:
    """One run of the command as a person would give it; the folder it made is judged."""
    command = [
        sys.executable,
        "-c",
        "from gallery.cli import main; main()",
        "new",
        sentence(name),
        "--json",
        "--no-serve",
    ]
    began = time.monotonic()
    ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    row: dict[str, Any] = {"seconds": round(time.monotonic() - began, 1), "status": ran.returncode}
    try:
        told = json.loads(ran.stdout)
    except ValueError:
        return row | {"right": False, "claims_all_passed": False, "said": ran.stderr[-300:]}
    row |= {"claims_all_passed": told["outcome"] == "passed", "score": told.get("score"), "tokens": told.get("tokens")}
    row["claims"] = {c["text"]: c["status"] for c in told.get("claims", [])}
    if not told.get("folder"):
        return row | {"right": False, "said": told.get("reason", "no app was made")}
    folder = Path(told["folder"])
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    judged = judge(engine, name, files)
    return row | {"right": judged.right, "said": judged.said}


def by_plain_prompt(engine: Engine, model: Model, wanted: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Name -> how the app of one plain prompt was judged."""

    def app(name: str) -> bytes:
        messages = [{"role": "user", "content": PLAIN.format(sentence=sentence(name))}]
        text = model.ask(messages, role="writer", max_tokens=1500, temperature=0.2).text
        block = re.search(r"```(?:python)?\n(.*?)(?:```|\Z)", text, re.S)
        return (block.group(1) if block else text).encode()

    with ThreadPoolExecutor(4) as pool:
        apps = dict(zip(wanted, pool.map(app, wanted), strict=True))
    judged = {name: judge(engine, name, {"app.py": app}) for name, app in apps.items()}
    return {name: {"right": one.right, "said": one.said} for name, one in judged.items()}


def note(line: str) -> None:
    print(line, file=sys.stderr)


def table(rows: dict[str, dict[str, Any]]) -> str:
    lines = ["| sentence | Mayfly | receipt says all passed | seconds | plain prompt |", "|---|---|---|---|---|"]

    def sign(row: dict[str, Any] | None, key: str) -> str:
        return "" if row is None else "yes" if row.get(key) else "no"

    for name, row in rows.items():
        own, plain = row.get("mayfly"), row.get("plain")
        seconds = f"{own['seconds']:.0f}" if own else ""
        lines.append(
            f"| {name} | {sign(own, 'right')} | {sign(own, 'claims_all_passed')} | {seconds} | {sign(plain, 'right')} |"
        )
    mine = [row["mayfly"] for row in rows.values() if "mayfly" in row]
    false = sum(bool(m["claims_all_passed"]) and not m["right"] for m in mine)
    lines.append(
        f"| **{len(rows)}** | **{sum(bool(m['right']) for m in mine)}** | {false} of these wrongly "
        f"| {sum(m['seconds'] for m in mine) / max(len(mine), 1):.0f} on average "
        f"| **{sum(bool(r['plain']['right']) for r in rows.values() if 'plain' in r)}** |"
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=names())
    parser.add_argument("--column", choices=("mayfly", "plain"), help="fill this column alone, instead of both")
    parser.add_argument(
        "--out", type=Path, help="where the full record goes, as JSON; one column joins the other there"
    )
    args = parser.parse_args()
    engine = connect()
    rows: dict[str, dict[str, Any]] = {}
    if args.column and args.out and args.out.exists():
        rows = json.loads(args.out.read_text())

    def tell(name: str, column: str, row: dict[str, Any]) -> None:
        rows.setdefault(name, {})[column] = row
        print(name, column, json.dumps(row), flush=True)
        if args.out:
            args.out.write_text(json.dumps(rows, indent=1))

    if args.column != "plain":
        for name in args.names:
            tell(name, "mayfly", by_mayfly(engine, name))
    if args.column != "mayfly":
        with load().models("bench", remark=note, progress=note) as models:
            for name, row in by_plain_prompt(engine, models["writer"], args.names).items():
                tell(name, "plain", row)
    print(table(rows))


if __name__ == "__main__":
    main()
