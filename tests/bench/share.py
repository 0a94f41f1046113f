"""What share of strangers' sentences becomes an app that truly does what was asked? Is the receipt honest?

Mayfly and one plain prompt stand side by side on the same model; the oracles of tests/specs, which no part of the
generator sees, judge both. Each sentence is made once, with up to eight apps tried, or as many as `--most` says: a
first one, others written beside it where the model can, and repairs. The columns of 1, 2, 4 and 8 are read off that
run: the best, by Mayfly's own ranking, of the first so many that were tried, and what the run had taken by then.
Nothing is asked twice. A small model's plan is the best of as many drawings, in every column; `--most 1` is of one.

Mayfly runs alone, one sentence after the other, so that its seconds mean something; the plain prompts are asked a few
at a time, for their answers only. What is done stands in the file of results, and is not done again.
    python -m tests.bench.share [NAME ...] [--kind K] [--column mayfly|plain] [--most N] [--out FILE] [--table]
        [--model M] [--base-url U] [--api-key K]    (as in `mayfly new`: any OpenAI-compatible endpoint, or embedded)
"""

import argparse
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from gallery.settings import Settings, load
from generator.contract import GeneratorError, Kind, Mark, Model, Reply, Result, Spec
from generator.events import Event, Scored
from generator.make import Interrupted, Unfinished, make
from generator.ranking import Tried, is_better
from generator.sift import settle
from sandbox import connect
from sandbox.contract import Engine, SandboxError
from tests.bench.oracles import EMPTY, Judgement, judge, kind, names, sentence
from tests.bench.share_table import table

PLAIN = {
    "web": "Write a complete web page in one file, index.html, style and JavaScript inside, nothing loaded.",
    "streamlit": "Write a complete Streamlit app in one file, app.py.",
    "api": "Write a complete FastAPI app in one file, app.py, whose application is named app.",
    "script": "Write a complete Python command line script in one file, main.py.",
}
ANSWER = " Answer with the code only, in one block between ``` lines.\n\nRequest: "


class Counted:
    """A model, and what was said to it and by it so far."""

    def __init__(self, model: Model, tokens: list[int]) -> None:
        self.model = model
        self.name, self.small, self.slots = model.name, model.small, model.slots
        self.tokens = tokens

    def ask(self, *messages: Any, **options: Any) -> Reply:
        reply = self.model.ask(*messages, **options)
        self.tokens.append(reply.tokens_in + reply.tokens_out)
        return reply

    def close(self) -> None:
        if close := getattr(self.model, "close", None):
            close()


def by_mayfly(engine: Engine, settings: Settings, name: str, *, most: int, named: bool) -> dict[str, Any]:
    """One run, and what it would have handed over after so many apps."""
    tokens: list[int] = []
    after: list[tuple[float, int]] = []
    began = time.monotonic()

    def tell(event: Event) -> None:
        if isinstance(event, Scored):
            after.append((round(time.monotonic() - began, 1), sum(tokens)))

    wanted = Kind(kind(name)) if named else None
    spec = Spec(sentence(name), wanted, budget=settings.budget, rounds=most - 1, candidates=most)
    said = ""
    with settings.models("bench", remark=note, progress=note) as models:
        counted = {role: Counted(model, tokens) for role, model in models.items()}
        try:
            result = make(spec, counted, engine, tell)
        except (Interrupted, Unfinished) as stopped:
            if isinstance(stopped, Interrupted) or isinstance(stopped.__cause__, SandboxError):
                raise  # what fails of our own set-up says nothing of the generator
            result, said = stopped.result, str(stopped)
        except GeneratorError as error:
            return {"at": {}, "said": str(error), "seconds": round(time.monotonic() - began, 1), "tokens": sum(tokens)}
    row: dict[str, Any] = {"seconds": round(result.seconds, 1), "tokens": sum(tokens), "stages": result.stages}
    row |= {"tried": len(result.tried), "reason": said or result.reason}
    row |= {"made_as": result.plan and result.plan.kind, "note": result.candidate and result.candidate.note}
    row["claims"] = [[claim.claim.text, claim.mark, claim.evidence] for claim in result.claims]
    if result.verdict:
        outcomes = (*result.verdict.checks, *result.verdict.invariants)
        row["failed"] = [[o.title, o.evidence] for o in outcomes if o.mark is Mark.FAILED]
    ends = [fault.end for fault in result.faults]
    row["faults"] = {end: ends.count(end) for end in ("noticed", "survived", "broken")}
    return row | {"at": {str(k): at for k, at in prefixes(engine, name, result, after).items()}}


def prefixes(
    engine: Engine, name: str, result: Result, after: Sequence[tuple[float, int]]
) -> Mapping[int, dict[str, Any]]:
    """How many apps were tried -> what was best by then."""
    judged: list[tuple[Mapping[str, bytes], Judgement]] = []

    def right(files: Mapping[str, bytes]) -> Judgement:
        for known, judgement in judged:
            if known == files:
                return judgement
        judged.append((files, judge(engine, name, files)))
        return judged[-1][1]

    found: dict[int, dict[str, Any]] = {}
    for k in (1, 2, 4, 8):
        best: Tried | None = None
        for one in result.tried[:k]:
            best = one if best is None or is_better(one, best) else best
        if best is None:
            continue
        seconds, tokens = after[min(k, len(after)) - 1]
        last = best[0].files == result.candidate.files if result.candidate else False
        verified = result.outcome == "passed" if last else all_passed(result, best)
        judgement = right(best[0].files)
        found[k] = {"right": judgement.right, "verified": verified, "seconds": seconds, "tokens": tokens}
        found[k]["said"] = judgement.said
    return found


def all_passed(result: Result, best: Tried) -> bool:
    """Whether the receipt of an app that was best for a while would have said that every claim passed."""
    if not result.plan or result.plan.unchecked:
        return False
    return all(claim.mark is Mark.PASSED for claim in settle(result.plan, result.checks, {}, best[1]))


def by_plain_prompt(
    engine: Engine, model: Model, wanted: Sequence[str], done: Callable[[str, dict[str, Any]], None]
) -> None:
    """Each app of one plain prompt, judged as it comes."""

    def app(name: str) -> tuple[bytes, Reply]:
        messages = [{"role": "user", "content": PLAIN[kind(name)] + ANSWER + sentence(name)}]
        reply = model.ask(messages, role="writer", max_tokens=1500 if model.small else 8000, temperature=0.2)
        block = re.search(r"```\w*\n(.*?)(?:```|\Z)", reply.text, re.S)
        return (block.group(1) if block else reply.text).encode(), reply

    with ThreadPoolExecutor(max(1, model.slots)) as pool:
        for name, (code, reply) in zip(wanted, pool.map(app, wanted), strict=True):
            (entry,) = EMPTY[kind(name)]
            judged = judge(engine, name, {entry: code})
            row = {"right": judged.right, "said": judged.said, "seconds": round(reply.seconds, 1)}
            done(name, row | {"tokens": reply.tokens_in + reply.tokens_out})


def note(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=names())
    parser.add_argument("--kind", choices=EMPTY, help="only sentences that ask for this kind")
    parser.add_argument("--named", action="store_true", help="name the kind, instead of leaving it to the sentence")
    parser.add_argument("--column", choices=("mayfly", "plain"), help="fill this column alone, instead of both")
    parser.add_argument("--most", type=int, default=8, help="so many apps are tried for a sentence")
    parser.add_argument("--out", type=Path, default=Path("build/share.jsonl"), help="the results, one a line")
    parser.add_argument("--table", action="store_true", help="make nothing, show what the results say")
    for option in ("--model", "--base-url", "--api-key"):
        parser.add_argument(option)
    args = parser.parse_args()
    chosen = [name for name in args.names if args.kind in (None, kind(name))]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in args.out.read_text().splitlines()] if args.out.exists() else []
    settings = load({name: getattr(args, name) for name in ("model", "base_url", "api_key")})
    which = str(settings.choices["writer"])
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    lock = threading.Lock()

    def left(column: str) -> list[str]:
        """Which sentences have no such result of this model yet."""
        had = {row["name"] for row in rows if (row["column"], row["model"]) == (column, which)}
        return [name for name in chosen if name not in had and args.column in (None, column) and not args.table]

    def tell(column: str, name: str, found: dict[str, Any]) -> None:
        row = {"name": name, "kind": kind(name), "column": column, "model": which, "commit": commit} | found
        rows.append(row)
        with lock, args.out.open("a") as file:
            file.write(json.dumps(row) + "\n")
        cells = found["at"].values() if column == "mayfly" else [found]
        note(f"{column} {name}: {[cell['right'] for cell in cells]}")

    if left("mayfly") or left("plain"):
        engine = connect()
        for name in left("mayfly"):
            tell("mayfly", name, by_mayfly(engine, settings, name, most=args.most, named=args.named))
        if asked := left("plain"):
            with settings.models("bench", remark=note, progress=note) as models:
                by_plain_prompt(engine, models["writer"], asked, lambda name, row: tell("plain", name, row))
    print(table([row for row in rows if row["name"] in chosen and row["model"] == which]))


if __name__ == "__main__":
    main()
