"""Puts an api together whose entries have a number that requests raise and lower, a yes or no that they set, or that
lead elsewhere. Refuses to run it."""

import re
from typing import Any

from generator.blueprint.assemble import literal, with_blocks
from generator.blueprint.balance_words import Account, Move, amounts
from generator.blueprint.bounds import Bound
from generator.blueprint.entries_api import TYPES, imports, timed_shape
from generator.blueprint.listing import list_source, listing_head
from generator.blueprint.mend import identifier
from generator.contract import Route
from generator.interface import Part
from sandbox.contract import Files


def assemble_account(account: Account) -> Files:
    """`app.py` and the blocks that it needs."""
    thing = _class(account.thing)
    start = account.start
    begins = f", start=given.{identifier(start)}" if isinstance(start, str) and start else ""
    flags = f" | {{{', '.join(f'{literal(flag)}: False' for flag in account.flags)}}}" if account.flags else ""
    kept = f"ENTRIES.add(given.model_dump(by_alias=True){flags}{begins})"
    functions = [_function(account, "add", f"given: {thing}", account.added.path, kept, "Keep one more.")]
    found = account.listed
    if account.lists and (found.filters or found.order):
        functions.append(list_source(found, account.fields | dict.fromkeys(account.flags, bool), account.path))
    elif account.lists:
        functions.append(
            f"@app.get({literal(account.path)})\ndef list_all() -> list[Entry]:\n"
            '    """All of them, oldest first."""\n    return ENTRIES.all()'
        )
    if account.shows:
        functions.append(
            _function(account, "find", "key: str", account.shows.path, "ENTRIES.find(key)", "One of them.")
        )
    for move in account.moves:
        sign = "-" if move.sign < 0 else ""
        by = f"{sign}given.{identifier(move.amount)}" if move.amount else f"{sign}1"
        takes = f"key: str, given: {_sent(account, move)}" if move.amount else "key: str"
        about = f"{'Lower' if move.sign < 0 else 'Raise'} {account.figure}."
        functions.append(
            _function(
                account,
                identifier(f"{move.name} {account.thing}"),
                takes,
                move.asked.path,
                f"ENTRIES.move(key, {by})",
                about,
            )
        )
    for mark in account.marks:
        once = ", once=True" if mark.once else ""
        functions.append(
            _function(
                account,
                identifier(f"{mark.name} {account.thing}"),
                "key: str",
                mark.asked.path,
                f"ENTRIES.mark(key, {literal(mark.flag)}, {mark.value}{once})",
                f"Say {'yes' if mark.value else 'no'} of {mark.flag}.",
            )
        )
    if account.leads:
        entry = "ENTRIES.move(key, 1)" if account.figure else "ENTRIES.find(key)"
        functions.append(
            f"@app.get({literal(_keyed(account.leads.path))})\ndef lead(key: str) -> RedirectResponse:\n"
            f'    """Lead to {account.to}."""\n'
            f"    return RedirectResponse({entry}[{literal(account.to)}], status_code={leads_with(account)})"
        )
    if account.removes:
        functions.append(
            f"@app.delete({literal(_keyed(account.removes.path))}, status_code={status_of(account, 'DELETE')})\n"
            'def remove(key: str) -> None:\n    """Take one away."""\n    ENTRIES.remove(key)'
        )
    models = [_model(thing, f"What is sent of a {account.thing}.", [_shape(account, name) for name in account.fields])]
    models += [
        _model(_sent(account, move), f"What is sent to {move.name}.", [_shape(account, move.amount)])
        for move in account.moves
        if move.amount
    ]
    figure = f", figure={literal(account.figure)}" if account.figure else ""
    failure = account.floor or next((mark.once for mark in account.marks if mark.once), 409)
    setup = [f"app = service({literal(account.title)}, failure={failure})"]
    setup.append(f"ENTRIES = Balances({literal(account.thing)}{figure}, key={literal(account.key)})")
    setup += [line for line in [listing_head(found)] if line]
    rest = "\n\n\n".join([*models, *functions])
    head = f'"""{account.title}. Put together from the building blocks beside it."""\n\n{imports(rest, setup)}'
    used = {"balances", "entries", "service"} | ({"listing"} if "LISTING" in rest or "timed" in rest else set())
    return with_blocks("app.py", f"{head}\n\n{chr(10).join(setup)}\n\n\n{rest}\n", used, set())


def _function(account: Account, name: str, takes: str, path: str, work: str, about: str) -> str:
    """A function that answers with an entry, or with those parts of it that the sentence names."""
    asked = next(one for one in account.routes if one.path == path and (one.method == "GET") == (name == "find"))
    status = status_of(account, "POST") if name == "add" else asked.status
    said = f", status_code={status}" if status != 200 else ""
    parts = ", ".join(f"{literal(part)}: one[{literal(part)}]" for part in gives(account, asked.gives))
    body = f"    one = {work}\n    return {{{parts}}}" if asked.gives else f"    return {work}"
    return (
        f"@app.{asked.method.lower()}({literal(_keyed(path))}{said})\ndef {name}({takes}) -> Entry:\n"
        f'    """{about}"""\n{body}'
    )


def gives(account: Account, named: dict[str, Any] | None) -> list[str]:
    """The parts of an entry that an answer tells."""
    all_ = list(
        dict.fromkeys([account.key, *account.fields, *([account.figure] if account.figure else []), *account.flags])
    )
    return [name for name in all_ if not named or name in named]


def _keyed(path: str) -> str:
    return re.sub(r"\{\w+\}", "{key}", path)


def _class(name: str) -> str:
    return "".join(part.capitalize() for part in re.findall(r"[a-z0-9]+", identifier(name))) or "Entry"


def _sent(account: Account, move: Move) -> str:
    """The name of what a request sends."""
    return _class(f"{move.name} {account.thing}")


def _model(name: str, about: str, shapes: list[str]) -> str:
    return f'class {name}(BaseModel):\n    """{about}"""\n\n' + "\n".join(f"    {shape}" for shape in shapes)


def _shape(account: Account, name: str) -> str:
    if name in account.listed.times:
        return f"{identifier(name)}: {timed_shape(name)}"
    sort = account.fields.get(name, float)
    more = ["min_length=1"] if name in account.needed else ["allow_inf_nan=False"] if sort is float else []
    bound = account.bounds.get(name) or (Bound(above=0) if name in amounts(account) else Bound())
    more += bound.shape
    more += [f"alias={literal(name)}"] if identifier(name) != name else []
    return f"{identifier(name)}: {TYPES[sort]}" + (f" = Field({', '.join(more)})" if more else "")


def status_of(account: Account, method: str) -> int:
    usual = {"POST": 201, "DELETE": 204}[method]
    asked = account.added if method == "POST" else account.removes
    return asked.status if asked and asked.status != 200 else usual


def leads_with(account: Account) -> int:
    """The status of what leads elsewhere: as is said, else one that is asked anew each time."""
    said = re.search(r"\b30[1278]\b", account.leads.about if account.leads else "")
    return int(said.group()) if said else 307


def account_routes(account: Account) -> list[Route]:
    """What it can be asked, for the plan."""
    forms = {str: "text", float: "number", bool: "true or false"}
    sent = [Part(name=name, form=forms[sort]) for name, sort in account.fields.items()]  # type: ignore[arg-type]
    form = {account.key: "text", account.figure: "number"} | dict.fromkeys(account.flags, "true or false")
    routes = []
    for one in account.routes:
        move = next((move for move in account.moves if move.asked is one), None)
        takes = (
            sent if one is account.added else [Part(name=move.amount, form="number")] if move and move.amount else []
        )
        named = [] if one in (account.leads, account.removes) else gives(account, one.gives)
        status = leads_with(account) if one is account.leads else one.status
        routes.append(
            Route.model_validate(
                {
                    "method": one.method,
                    "path": one.path,
                    "takes": "json" if takes else "nothing",
                    "fields": takes,
                    "status": status_of(account, one.method) if one in (account.added, account.removes) else status,
                    "gives": [Part.model_validate({"name": n, "form": form.get(n, "text")}) for n in named],
                }
            )
        )
    return routes
