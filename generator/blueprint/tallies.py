"""Apis that tell of each name in their entries its best, its sum or its place: their source and what shows that they
do. Refuses to show it by entries that another reading of the sentence would answer to in the same way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from statistics import fmean
from typing import Any
from urllib.parse import quote

from generator.blueprint.assemble import literal
from generator.blueprint.mend import identifier
from generator.blueprint.tally_words import Told
from generator.blueprint.things import Inventory, Proof
from generator.contract import Request, Route
from generator.interface import Part

Post = tuple[str, float]
Row = dict[str, Any]
_STATS: dict[str, Callable[[Sequence[float]], float]] = {
    "sum": sum, "average": fmean, "least": min, "most": max, "last": lambda values: values[-1], "count": len,
    "first": lambda values: values[0],
}  # fmt: skip
_WORDS = {
    "sum": "total sum altogether together added up combined summe insgesamt somme",
    "average": "average mean durchschnitt moyenne", "last": "latest last newest recent letzte dernier",
    "count": "count often many times number", "least": "", "most": "",
}  # fmt: skip
_SPOKEN = (
    "list row each every everybody everyone their his her own one person all several times can may again more than once"
    " same order ordered ranking table standings gibt eine liste von dem den jede jeder die donne une chacun chaque"
)
_TIED = "same equal equals tie tied share shares place rank position time gleich gleiche platz bedeuten den"
_AFTER = "next one after behind left out skipped no gap number 1 2 3 4 5 nächste entfällt der"
NAMES = ("Nadia", "Bruno", "Edith", "Amir")


def tally_source(told: Told) -> str:
    """The function that answers with the row of a name, or with all rows."""
    more = [f"order={literal(told.order)}"] if told.order else []
    more += ["least_first=True"] if told.least_first else []
    more += [f"place={literal(told.place)}"] if told.place else []
    more += ["dense=True"] if told.dense else []
    figures = ", ".join(f"{literal(part)}: {literal(sort)}" for part, sort in told.figures.items())
    tally = f"Tally({', '.join([literal(told.name), literal(told.value), f'{{{figures}}}', *more])})"
    where = f"@app.get({literal(told.asked.path.replace('{' + told.name + '}', '{name}'))})"
    called = identifier(f"tell {told.asked.path.replace('{', '').replace('}', '').replace('/', ' ')}")
    takes, gives, answers = (
        ("name: str", "Row", "row(ENTRIES.all(), name)") if told.one else ("", "list[Row]", "rows(ENTRIES.all())")
    )
    about = f"The row of one {told.name}." if told.one else f"One row for each {told.name}."
    work = f"    tally = {tally}\n    return tally.{answers}"
    return f'{where}\ndef {called}({takes}) -> {gives}:\n    """{about}"""\n{work}'


def tally_route(told: Told) -> Route:
    """What it can be asked, for the plan."""
    parts = [Part(name=told.name), *(Part(name=part, form="number") for part in told.figures)]
    parts += [Part(name=told.place, form="whole number")] if told.place else []
    gives = [part for part in parts if not told.asked.gives or part.name in told.asked.gives]
    return Route.model_validate({"method": "GET", "path": told.asked.path, "status": told.asked.status, "gives": gives})


def hold_tally(
    held: Inventory, told: Told, post: Callable[[str, float], Request], scale: Sequence[float], words: str
) -> None:
    """What shows that it tells what it is to tell. `post`: the request that adds an entry, `scale`: five numbers that
    are taken, the least first."""
    path = told.asked.path
    posts = next((p for p in _arranged(scale) if _speaks(told, p)), None)
    figures = " ".join(_WORDS[sort] for sort in told.figures.values())
    spoken = f"{words} GET {path} {told.name} {' '.join(told.figures)} {told.place} {told.spoken} {figures} {_SPOKEN}"
    if posts is None:
        held.thing(f"tally {path}", spoken, sort="main")
        return
    added = tuple(post(name, value) for name, value in posts)
    rows = _rows(told, posts)
    if told.one:
        steps = tuple(_asked(told, path.replace(f"{{{told.name}}}", row[told.name]), row) for row in rows)
        title = f"Each {told.name} has its own figures, of all that was sent of it."
        held.thing(f"tally {path}", spoken, Proof(title, (*added, *steps)), sort="main")
        return
    seen = {f"{at}.{part}": value for at, row in enumerate(rows) for part, value in row.items()}
    if not told.order:
        seen = {f"*.{part}": value for row in rows[:1] for part, value in row.items()}
    listed = _asked(told, path, seen, counts={"": len(rows)})
    proof = Proof(f"There is one row for each {told.name}, with what it is to tell.", (*added, listed))
    held.thing(f"tally {path}", spoken, proof, sort="main")
    if told.ties and told.place:
        tied = f"{_TIED} {_AFTER}" if told.after else _TIED
        held.thing(f"ties {path}", f"{tied} {told.name} {' '.join(told.figures)} {words}", _ties(told, post, scale))


def hold_missing(told: Told, added: Request) -> Proof:
    """That a name without entries is not there, beside one that is."""
    body = added.body if isinstance(added.body, dict) else {}
    there, gone = (
        told.asked.path.replace(f"{{{told.name}}}", quote(name)) for name in (str(body[told.name]), "Nobody-7")
    )
    steps = (added, _asked(told, there, {}), Request.model_validate({"method": "GET", "path": gone, "status": 404}))
    return Proof("A name that nothing is known of is a 404.", steps)


def _asked(told: Told, path: str, fields: Mapping[str, Any], **more: Any) -> Request:
    return Request.model_validate(
        {"method": "GET", "path": path, "status": told.asked.status, "fields": fields, **more}
    )


def _ties(told: Told, post: Callable[[str, float], Request], scale: Sequence[float]) -> Proof:
    """Two that are equal behind one that is better, and one behind them."""
    best, same, last = (scale[at] for at in ((0, 1, 2) if told.least_first else (2, 1, 0)))
    values = (same, best, same, last)
    added = tuple(post(name, value) for name, value in zip(NAMES, values, strict=True))
    places = [1, 2, 2, 3 if told.dense else 4][: 4 if told.after else 3]
    seen = {f"{at}.{told.place}": place for at, place in enumerate(places)}
    listed = _asked(told, told.asked.path, seen | {f"0.{told.name}": NAMES[1], f"3.{told.name}": NAMES[3]})
    return Proof("Those that are equal have the same place.", (*added, listed))


def _arranged(scale: Sequence[float]) -> Iterator[list[Post]]:
    """Entries of three names in one order after the other."""
    who = (NAMES[0], NAMES[1], NAMES[0], NAMES[1], NAMES[2])
    for values in permutations(scale[:5]):
        yield list(zip(who, values, strict=True))


def _rows(told: Told, posts: Sequence[Post]) -> list[Row]:
    """What is to be told of these."""
    names = dict.fromkeys(name for name, _ in posts)
    rows: list[Row] = []
    for name in names:
        own = [value for one, value in posts if one == name]
        rows.append({told.name: name, **{part: round(_STATS[sort](own), 9) for part, sort in told.figures.items()}})
    if told.order:
        rows.sort(key=lambda row: row[told.order], reverse=not told.least_first)
    return [row | ({told.place: at} if told.place else {}) for at, row in enumerate(rows, 1)]


def _speaks(told: Told, posts: Sequence[Post]) -> bool:
    """Whether no other figure gives the same rows, and no other order."""
    owns = [[value for one, value in posts if one == name] for name in dict.fromkeys(name for name, _ in posts)]
    for sort in told.figures.values():
        others = [stat for other, stat in _STATS.items() if other != sort]
        if any([stat(own) for own in owns] == [_STATS[sort](own) for own in owns] for stat in others):
            return False
    rows = _rows(told, posts)
    if not told.order:
        return True
    names, values = [row[told.name] for row in rows], [row[told.order] for row in rows]
    came = list(dict.fromkeys(name for name, _ in posts))
    others_ = (came, sorted(names))
    return len(set(values)) == len(values) and all(names not in (one, one[::-1]) for one in others_)
