"""Says what a request asks, clause by clause, and which names and texts it gives word for word; and what of that a plan
has lost. Refuses to judge whether a plan is good."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator import interface
from generator.contract import Claim, Plan
from generator.tongue import akin, telling, tongue

MOST_EXACT, LONGEST_EXACT = 60, 200
MOST_CLAIMS = 12
MOST_TOLD = 20
COVERED = 0.3
"""The share of a clause's telling words that a plan must have."""

_QUOTED = re.compile(
    r"“([^“”\n]+)”|„([^„“”\n]+)[“”]|«\s?([^«»\n]+?)\s?»|»([^«»\n]+)«|‹([^‹›\n]+)›|「([^「」\n]+)」|『([^『』\n]+)』"
    r"|`([^`\n]+)`|(?<!\w)\"(?!\s)([^\"\n]+)(?<!\s)\"|(?<![\w'])'(?!\s)([^'\n]+(?:(?<=\w)'(?=\w)[^'\n]+)*)(?<!\s)'(?!\w)"
    r"|‘([^‘’\n]+)’(?!\w)"
)
_BARE = re.compile(
    r"(?:(?:GET|POST|PUT|PATCH|DELETE)\s+)?(?<![\w:/.<&])/(?:[A-Za-z_{][\w{}-]+|[\w{}-]+(?=/\w))(?:[/.][\w{}-]+)*"
    r"|(?<![\w/.])[\w-]+(?:\.[\w-]+)*\.(?:csv|tsv|jsonl?|txt|md|html?|xml|ya?ml|xlsx?|pdf|png|jpe?g|svg|log|ics|zip|py)\b"
    r"|(?<!\S)--[a-z][\w-]+|(?<![\w#&])#[0-9a-fA-F]{6}\b|\b[a-z]+_\w+\b|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_TEST_ID = re.compile(r"\b(?:data-)?test-?\s?id(?:s|entifiers?)?\s*[=:]?\s*[\"'“`]?([A-Za-z][\w-]*)", re.I)
_CUT = re.compile(
    r"(?:(?<=[.!?])\s+|[。！？；，、;\n]+|:\s+|,\s+|\s+[-–—]\s+)(?:(?:and|und|et|e|y|en|oraz|but|aber)\s+)?"
    r"|\s+(?:and|und|et|e|y|en|oraz|but|aber)\s+",
    re.I,
)
"""Where one clause ends and the next begins."""
_ASKS = re.compile(
    r"\d|\b(?:must|should|shall|needs?|has to|have to|never|always|soll(?:en|te)?|muss|müssen|darf|immer|nie|doit|"
    r"doivent|jamais|toujours|debe[n]?|nunca|siempre|deve|devono|devem|moet|moeten|musi|powin\w+)\b",
    re.I,
)
"""Words of an order: what has one can't be background."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What a plan has lost of the request."""

    clauses: Sequence[str] = ()
    exact: Sequence[str] = ()
    """Names and texts that stand in the request and nowhere in the plan."""
    tongue: bool = False
    """The plan is in another language than the request."""

    def __bool__(self) -> bool:
        return bool(self.clauses or self.exact or self.tongue)

    def __len__(self) -> int:
        return len(self.clauses) + len(self.exact) + self.tongue


def exact(text: str) -> list[str]:
    """The labels, ids, file names, routes and texts that a request gives word for word, without the comma or full stop
    that only some put inside the quotation marks."""
    found: list[tuple[int, str]] = []
    for match in _QUOTED.finditer(text):
        said = next(group for group in match.groups() if group).strip()
        found.append((match.start(), said.rstrip(",;") if not said.endswith("..") else said))
    found += [(match.start(), match[0]) for match in _BARE.finditer(text)]
    found += [(match.start(1), match[1]) for match in _TEST_ID.finditer(text)]
    names = [name.removesuffix(".") if not name.endswith("..") else name for _, name in sorted(found)]
    kept = dict.fromkeys(n for n in names if 0 < len(n) <= LONGEST_EXACT and any(map(str.isalnum, n)))
    return list(kept)[:MOST_EXACT]


def clauses(text: str) -> list[str]:
    """The request in parts that each ask one thing; nothing within quotation marks is taken apart."""
    whole = [match.span() for form in (_QUOTED, _BARE) for match in form.finditer(text)]
    cuts = [cut.span() for cut in _CUT.finditer(text) if not any(a < cut.end() and cut.start() < b for a, b in whole)]
    bounds = [0, *(at for cut in cuts for at in cut), len(text)]
    parts = (
        re.sub(r"^[-–—*•]\s+", "", text[start:end].strip(" \t\r.,;:!?"))
        for start, end in zip(bounds[::2], bounds[1::2], strict=True)
    )
    return [part for part in parts if telling(part)]


def lost(text: str, plan: Plan, *, alone: bool = True) -> Lost:
    """What the plan doesn't have of the request. What it takes for background is lost as well when it orders something,
    when it is more than half of the request, or when files came with it, so that it didn't come `alone`: words in them
    may have called a wish so."""
    said = [*(claim.text for claim in plan.claims), *plan.unchecked]
    controls = [text for control in plan.controls for text in (control.name, control.about, *control.options)]
    outputs = [text for output in plan.outputs for text in (output.name, output.about)]
    offered = interface.usage(plan)
    whole = _plain("\n".join([plan.title, *said, *controls, *outputs, *offered, *plan.hosts]))
    fields = [control.name for control in plan.controls if control.role != "button"]
    asked = clauses(text)
    background = _background(asked, plan.background) if alone else set()
    had = set(
        telling("\n".join([plan.title, *said, *fields, *offered]))
    )  # a button or a place to look proves nothing by itself
    here, there = tongue(text), tongue(" ".join(said))
    translated = bool(here and there) and here != there  # then no word can be looked for
    missing = [clause for clause in asked if clause not in background and not translated and not _covered(clause, had)]
    return Lost(missing, [name for name in exact(text) if _plain(name) not in whole], translated)


def completed(text: str, plan: Plan, *, alone: bool = True) -> Plan:
    """The plan with everything that the request gives: its names, and what is lost as claims in the user's words."""
    gone = lost(text, plan, alone=alone)
    held = {_plain(clause) for clause in gone.clauses}
    words = [*gone.clauses]
    for name in gone.exact:
        clause = next((clause for clause in clauses(text) if name in clause), name)
        if _plain(clause) not in held:
            held.add(_plain(clause))
            words.append(clause)
    taken = {claim.id for claim in plan.claims}
    free = (f"c{n}" for n in range(1, len(taken) + len(words) + 1) if f"c{n}" not in taken)
    room = max(0, MOST_CLAIMS - len(plan.claims))
    claims = [*plan.claims, *(Claim(id=next(free), text=clause) for clause in words[:room])]
    unchecked = [*plan.unchecked, *words[room:]]
    return plan.model_copy(update={"claims": claims, "unchecked": unchecked, "exact": exact(text)})


def told(gone: Lost) -> str:
    """What is lost, for the planner to put right."""
    parts = ["- It is in another language than the request."] if gone.tongue else []
    parts += [f"- It has nothing of: {clause}" for clause in gone.clauses[:MOST_TOLD]]
    parts += [
        f"- This stands in the request and not in the plan, letter by letter: {name}" for name in gone.exact[:MOST_TOLD]
    ]
    return "\n".join(parts)


def _covered(clause: str, had: set[str]) -> bool:
    words = telling(clause)
    found = sum(any(akin(word, other) for other in had) for word in words)
    return found >= COVERED * len(words)


def _background(asked: Sequence[str], said: Sequence[str]) -> set[str]:
    """The clauses that the plan may take for background."""
    plain = [_plain(part) for part in said]
    taken = {c for c in asked if any(_plain(c) in part for part in plain) and not _ASKS.search(c) and not exact(c)}
    return taken if len(taken) * 2 <= len(asked) else set()


def _plain(text: str) -> str:
    return " ".join(text.split())
