"""Makes the static pages of a day and the index of all. Refuses to show anything of the web or of a model as markup."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

import verdicts

templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


def rendered(days: Path) -> list[str]:
    """The days that have a page."""
    return sorted(path.parent.parent.name for path in days.glob("*/render/index.html"))


def beside(days: Path, day: str) -> tuple[str, str]:
    """The rendered days before and after, "" for none."""
    before = [one for one in rendered(days) if one < day]
    after = [one for one in rendered(days) if one > day]
    return (before or [""])[-1], (after or [""])[0]


def day(days: Path, name: str, parsed: dict[str, Any], prompts: dict[int, str], model: str) -> str:
    previous, following = beside(days, name)
    items = sorted(parsed["items"], key=lambda item: -1 if item["score"] is None else item["score"], reverse=True)
    given = {"day": name, "items": items, "users": parsed["users"], "prompts": prompts, "model": model}
    return templates.get_template("day.html").render(given | {"previous": previous, "following": following})


def index(days: Path) -> None:
    """Written anew whenever a day comes or goes."""
    found = {name: json.loads((days / name / "parse" / "day.json").read_text()) for name in rendered(days)}
    rows = [
        {
            "day": name,
            "stories": len(parsed["items"]),
            "best": max(parsed["items"], key=lambda item: item["score"] or 0, default=None),
        }
        for name, parsed in sorted(found.items(), reverse=True)
    ]
    users = verdicts.averages([parsed["items"] for parsed in found.values()])
    page = templates.get_template("index.html").render({"days": rows, "users": users})
    days.mkdir(parents=True, exist_ok=True)
    (days / "index.html").write_text(page)
