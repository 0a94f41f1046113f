"""The prompt that a story is judged by, and what is read of the reply. Refuses grades for people who said nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import mean
from typing import Any

PARTS = ("Summary", "What happened since", "Most prescient and most wrong", "Other notes", "Grades", "Interest")
POINTS = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0, "F": 0.0}
STEP = {"+": 0.3, "": 0.0, "-": -0.3}
MOST_LETTERS = 60_000
"""Of a prompt."""
GRADE = re.compile(r"^[\s>*•-]*[*`_]*([\w.-]{1,40}?)[*`_]*\s*:\s*[*`_]*([ABCDF])([+-]|)(?![\w+-])[*`_]*\s*(.*)$")
SCORE = re.compile(r"(-?\d+(?:\.\d+)?)")

ASK = """\
Below is a story from a front page of {day}, with its article and its comments. You know what has happened since.
Judge it with hindsight, fairly and with humour. Reply in six parts, each under its heading, word for word as here:

## Summary
What it was about, in two sentences.
## What happened since
How it came out, in two to four sentences.
## Most prescient and most wrong
Who saw it coming, and who did not, and why.
## Other notes
What else is remarkable.
## Grades
A line for each commenter, and nothing else: name: A+ (why). From A+ to F.
## Interest
score: N, a whole number from 0 to 10: how much people of today gain from this thread.

# {title}
{points} points, by {by}

# Article
{article}

# Comments
{comments}
"""


def prompt(day: str, item: Mapping[str, Any]) -> str:
    article = item["article"] or item["article_error"] or "There is no article: it is a question to everybody."
    comments = "\n".join(lines(item["comments"])) or "There are none."
    told = {**item, "day": day, "article": article, "comments": comments}
    return ASK.format(**told)[:MOST_LETTERS]


def lines(comments: Iterable[Mapping[str, Any]], depth: int = 0) -> Iterator[str]:
    """Comments, those below others set in."""
    for comment in comments:
        text = " ".join(str(comment["text"]).split())
        yield f"{'  ' * min(depth, 12)}- {comment['by']}: {text}"
        yield from lines(comment["replies"], depth + 1)


def names(comments: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for comment in comments:
        yield comment["by"]
        yield from names(comment["replies"])


def verdict(reply: str, spoke: Iterable[str]) -> dict[str, Any]:
    """The parts of a reply, its grades by name and its score (None where there is none)."""
    parts = sections(reply)
    people = {name.casefold(): name for name in spoke}
    grades = {}
    for line in parts["Grades"].splitlines():
        if (found := GRADE.match(line)) and (name := people.get(found[1].casefold())):
            grades[name] = {"grade": found[2] + found[3], "points": points(found[2] + found[3]), "why": why(found[4])}
    said = SCORE.search(parts["Interest"])
    score = None if said is None else min(10.0, max(0.0, float(said[1])))
    return {"parts": {name: parts[name] for name in PARTS[:4]}, "grades": grades, "score": score}


def sections(reply: str) -> dict[str, str]:
    """Each part by its name, "" where it is missing."""
    found = dict.fromkeys(PARTS, "")
    name = ""
    for line in reply.splitlines():
        heading = re.sub(r"^[\s#*\d.)]*|[\s*:#]*$", "", line).casefold()
        named = next((part for part in PARTS if heading == part.casefold()), "")
        if named and re.match(r"\s*(#|\*\*|\d)", line):
            name = named
        elif name:
            found[name] += line + "\n"
    return {part: text.strip() for part, text in found.items()}


def points(grade: str) -> float:
    """A is 4; plus and minus are 0.3."""
    return round(POINTS[grade[0]] + STEP[grade[1:]], 1)


def why(text: str) -> str:
    return text.strip(" ()–—-*").strip()[:300]


def averages(days: Iterable[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Name, mean points and number of grades over all days, best first."""
    all_of: dict[str, list[float]] = {}
    for items in days:
        for item in items:
            for name, given in item["grades"].items():
                all_of.setdefault(name, []).append(given["points"])
    rows = [{"name": name, "mean": round(mean(got), 2), "count": len(got)} for name, got in all_of.items()]
    return sorted(rows, key=lambda row: (-float(row["mean"]), -int(row["count"]), str(row["name"])))
