"""Lets a person read a plan, turn it down or edit its claims as text. Refuses to touch more than title and claims."""

import os
import re
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from gallery.contract import GalleryError
from gallery.text import line
from generator.contract import WEIGHTS, Claim, Plan

HEAD = """\
# What has to be true of the app, one claim a line. Change, remove or add lines (a new one needs no name before it).
# A claim that ends in [core] counts twice as much as another, one that ends in [extra] half.
# Nothing but lines like these: the plan is turned down.
"""
MARK = re.compile(rf"\s*\[({'|'.join(WEIGHTS)})\]$")


def as_text(plan: Plan) -> str:
    claims = "".join(f"{line(claim.id)}: {line(claim.text)}{marked(claim)}\n" for claim in plan.claims)
    return f"{HEAD}\ntitle: {line(plan.title)}\n{claims}"


def from_text(text: str, plan: Plan) -> Plan | None:
    """The plan with its claims as the text has them; None when there are none."""
    old = {claim.id: claim for claim in plan.claims}
    title, claims = plan.title, list[Claim]()
    for told in (raw.strip() for raw in text.splitlines()):
        if not told or told.startswith("#"):
            continue
        name, _, rest = told.partition(":")
        if name == "title" and not claims:
            title = rest.strip() or title
        elif name in old and rest.strip():
            claims.append(reworded(old[name], rest.strip()))
        elif name not in old:
            new = Claim(id=free_name({*old, *(c.id for c in claims)}), text="")
            claims.append(reworded(new, re.sub(r"^[-*]\s+", "", told)))
    return plan.model_copy(update={"title": title, "claims": claims}) if claims else None


def marked(claim: Claim) -> str:
    """The weight of a claim as it stands at the end of its line."""
    return "" if claim.importance == "usual" else f" [{claim.importance}]"


def reworded(claim: Claim, told: str) -> Claim:
    """The claim as its line has it now. Its weight stays to the decimal unless the mark is another."""
    found = MARK.search(told)
    said = found[1] if found else "usual"
    weight = claim.weight if said == claim.importance else WEIGHTS[said]
    return claim.model_copy(update={"text": MARK.sub("", told), "weight": weight})


def edit(plan: Plan) -> Plan | None:
    """In the user's editor (VISUAL, EDITOR or nano). Raises GalleryError when there is none that works."""
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "nano")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.txt"
        file.write_text(as_text(plan))
        try:
            ended = subprocess.run([*editor, str(file)], check=False)  # noqa: S603
        except OSError as error:
            raise GalleryError(
                f"The editor {editor[0]} can't be started.", "Set EDITOR to one that is there."
            ) from error
        if ended.returncode:
            raise GalleryError(f"The editor ended with {ended.returncode}; the plan is as it was.")
        return from_text(file.read_text(), plan)


def free_name(taken: set[str]) -> str:
    return next(name for n in range(1, len(taken) + 2) if (name := f"c{n}") not in taken)
