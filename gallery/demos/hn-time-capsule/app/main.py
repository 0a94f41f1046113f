"""The command `python main.py STAGE|all|clean`: the same stages without the page. Refuses what can't be done in a
sentence.

    python main.py all [--date 2016-11-22] [--limit 30] [--model NAME] [--workers 4]
    python main.py fetch …            one stage: fetch, prompt, analyse, parse, render
    python main.py clean STAGE …      removes what that stage made, and all after it
"""

import argparse
import sys
from datetime import date

from sources import SourceError, model, source
from stages import MOST_ITEMS, STAGES, Capsule, Options, ten_years_before


def main() -> int:
    parser = argparse.ArgumentParser(description="The front page of ten years ago, graded with hindsight.")
    parser.add_argument("what", choices=["all", "clean", *STAGES])
    parser.add_argument("stage", nargs="?", choices=STAGES, help="with clean: from which stage on")
    parser.add_argument("--date", type=date.fromisoformat, default=None, help="today ten years ago by default")
    parser.add_argument("--limit", type=int, default=MOST_ITEMS, help="how many stories")
    parser.add_argument("--model", default="", help="which model, by its name at the endpoint")
    parser.add_argument("--workers", type=int, default=4, help="how many replies are asked for at once")
    given = parser.parse_args()
    if (given.what == "clean") != bool(given.stage):
        parser.error("clean needs a stage, and nothing else does")
    if not (1 <= given.limit <= MOST_ITEMS and 1 <= given.workers <= 16):
        parser.error(f"--limit is from 1 to {MOST_ITEMS}, --workers from 1 to 16")
    day = (given.date or ten_years_before(date.today())).isoformat()
    capsule = Capsule(day, source(), model())
    if given.what == "clean":
        print(f"removed: {', '.join(capsule.clean(given.stage)) or 'nothing'}")
        return 0
    try:
        stages = STAGES if given.what == "all" else (given.what,)
        capsule.run(stages, Options(given.limit, given.model, given.workers))
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    for row in capsule.status():
        print(f"{row['stage']}: {row['done']} done" + (f", {row['errors']} errors" if row["errors"] else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
