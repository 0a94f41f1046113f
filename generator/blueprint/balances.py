"""Apis whose entries have a number that requests raise and lower, or that lead elsewhere: their source and what shows
that they do. Refuses to take an entry for another."""

import re
from collections.abc import Mapping
from typing import Any

from generator.blueprint.assemble import literal, with_blocks
from generator.blueprint.balance_words import Account, Move, amounts
from generator.blueprint.bounds import Bound
from generator.blueprint.entries_api import AROUND, TYPES
from generator.blueprint.mend import identifier
from generator.blueprint.things import Inventory, Proof
from generator.contract import Request, Route
from generator.interface import Part
from sandbox.contract import Files

HELD, OTHER = 40.0, 15.5
"""What the entries of checks begin with, where that is sent."""
NOBODY = "Nobody-7"


# ---- the api


def assemble_account(account: Account) -> Files:
    """`app.py` and the blocks that it needs."""
    thing = _class(account.thing)
    start = account.start
    begins = f", start=given.{identifier(start)}" if isinstance(start, str) and start else ""
    kept = f"ENTRIES.add(given.model_dump(by_alias=True){begins})"
    functions = [_function(account, "add", f"given: {thing}", account.added.path, kept, "Keep one more.")]
    if account.lists:
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
    if account.leads:
        entry = "ENTRIES.move(key, 1)" if account.figure else "ENTRIES.find(key)"
        functions.append(
            f"@app.get({literal(_keyed(account.leads.path))})\ndef lead(key: str) -> RedirectResponse:\n"
            f'    """Lead to {account.to}."""\n'
            f"    return RedirectResponse({entry}[{literal(account.to)}], status_code={leads_with(account)})"
        )
    if account.removes:
        functions.append(
            f"@app.delete({literal(_keyed(account.removes.path))}, status_code={_status(account, 'DELETE')})\n"
            'def remove(key: str) -> None:\n    """Take one away."""\n    ENTRIES.remove(key)'
        )
    models = [_model(thing, f"What is sent of a {account.thing}.", [_shape(account, name) for name in account.fields])]
    models += [
        _model(_sent(account, move), f"What is sent to {move.name}.", [_shape(account, move.amount)])
        for move in account.moves
        if move.amount
    ]
    pydantic = "BaseModel, Field" if "Field(" in "".join(models) else "BaseModel"
    imports = ["from fastapi.responses import RedirectResponse"] if account.leads else []
    imports += [f"from pydantic import {pydantic}", "", "from blocks.balances import Balances"]
    imports += ["from blocks.entries import Entry", "from blocks.service import service", ""]
    figure = f", figure={literal(account.figure)}" if account.figure else ""
    head = [f'"""{account.title}. Put together from the building blocks beside it."""', "", *imports]
    head.append(f"app = service({literal(account.title)}, failure={account.floor or 409})")
    head.append(f"ENTRIES = Balances({literal(account.thing)}{figure}, key={literal(account.key)})")
    source = "\n\n\n".join(["\n".join(head), *models, *functions]) + "\n"
    return with_blocks("app.py", source, {"balances", "entries", "service"}, set())


def _function(account: Account, name: str, takes: str, path: str, work: str, about: str) -> str:
    """A function that answers with an entry, or with those parts of it that the sentence names."""
    asked = next(one for one in account.routes if one.path == path and (one.method == "GET") == (name == "find"))
    status = _status(account, "POST") if name == "add" else asked.status
    said = f", status_code={status}" if status != 200 else ""
    parts = ", ".join(f"{literal(part)}: one[{literal(part)}]" for part in _gives(account, asked.gives))
    body = f"    one = {work}\n    return {{{parts}}}" if asked.gives else f"    return {work}"
    return (
        f"@app.{asked.method.lower()}({literal(_keyed(path))}{said})\ndef {name}({takes}) -> Entry:\n"
        f'    """{about}"""\n{body}'
    )


def _gives(account: Account, named: dict[str, Any] | None) -> list[str]:
    """The parts of an entry that an answer tells."""
    all_ = list(dict.fromkeys([account.key, *account.fields, *([account.figure] if account.figure else [])]))
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
    sort = account.fields.get(name, float)
    more = ["min_length=1"] if name in account.needed else ["allow_inf_nan=False"] if sort is float else []
    bound = account.bounds.get(name) or (Bound(above=0) if name in amounts(account) else Bound())
    more += bound.shape
    more += [f"alias={literal(name)}"] if identifier(name) != name else []
    return f"{identifier(name)}: {TYPES[sort]}" + (f" = Field({', '.join(more)})" if more else "")


def _status(account: Account, method: str) -> int:
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
    form = {account.key: "text", account.figure: "number"}
    routes = []
    for one in account.routes:
        move = next((move for move in account.moves if move.asked is one), None)
        takes = (
            sent if one is account.added else [Part(name=move.amount, form="number")] if move and move.amount else []
        )
        named = [] if one in (account.leads, account.removes) else _gives(account, one.gives)
        status = leads_with(account) if one is account.leads else one.status
        routes.append(
            Route.model_validate(
                {
                    "method": one.method,
                    "path": one.path,
                    "takes": "json" if takes else "nothing",
                    "fields": takes,
                    "status": _status(account, one.method) if one in (account.added, account.removes) else status,
                    "gives": [Part.model_validate({"name": n, "form": form.get(n, "text")}) for n in named],
                }
            )
        )
    return routes


# ---- what it can be held to


class _Asking:
    """The requests of the checks of one api."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def add(self, key: str, word: str, held: float) -> Request:
        """One more, its key noted under `key`."""
        account = self.account
        body: dict[str, Any] = {
            name: held if name == account.start else {str: f"{word} {name}", float: 3.5, bool: True}[sort]
            for name, sort in account.fields.items()
        }
        if account.to:
            body[account.to] = f"https://example.com/{word}?a=1"
        told = body | ({account.figure: self.start(held)} if account.figure else {})
        told = {name: value for name, value in told.items() if name in _gives(account, account.added.gives)}
        return self._request(
            "POST", account.path, body=body, status=_status(account, "POST"), fields=told, note={key: account.key}
        )

    def start(self, held: float) -> float:
        """What an entry begins with."""
        start = self.account.start
        return held if isinstance(start, str) else start

    def move(self, move: Move, key: str, by: float, after: float | None, status: int = 0) -> list[Request]:
        """Change one by so much, and see what is there then; `after` None: it is refused with `status`."""
        account = self.account
        gives = account.figure in _gives(account, move.asked.gives)
        more: dict[str, Any] = {"body": {move.amount: by}} if move.amount else {}
        more |= {"status": status or move.asked.status}
        more |= {"fields": {account.figure: after}} if gives and after is not None else {}
        asked = self._request(move.asked.method, self._at(move.asked.path, key), **more)
        seen = self.show(key, {account.figure: after}) if after is not None and not gives else []
        return [asked, *seen]

    def show(self, key: str, fields: Mapping[str, Any] | None = None) -> list[Request]:
        """See one, where that can be asked."""
        one, told = self.account.shows, {n: v for n, v in (fields or {}).items() if n in self.told()}
        return [self._request("GET", self._at(one.path, key), fields=told)] if one else []

    def told(self) -> list[str]:
        """What can be seen of one."""
        return _gives(self.account, self.account.shows.gives) if self.account.shows else []

    def lead(self, key: str, word: str) -> list[Request]:
        """Be led elsewhere."""
        one = self.account.leads
        aim = f"https://example.com/{word}?a=1"
        return [self._request("GET", self._at(one.path, key), status="3xx", location=aim)] if one else []

    def nobody(self) -> list[Request]:
        """Each request of a key that nothing has."""
        account = self.account
        found = []
        for one in account.routes:
            if "{" in one.path:
                move = next((move for move in account.moves if move.asked is one), None)
                body = {"body": {move.amount: 1}} if move and move.amount else {}
                path = re.sub(r"\{\w+\}", NOBODY, one.path)
                found.append(self._request(one.method, path, status=404, **body))
        return found

    @staticmethod
    def _at(path: str, key: str) -> str:
        return re.sub(r"\{\w+\}", f"{{{key}}}", path)

    @staticmethod
    def _request(method: str, path: str, **more: Any) -> Request:
        return Request.model_validate({"method": method, "path": path, **more})


def hold_account(account: Account) -> Inventory:
    """Each request with others that show what it does."""
    held, ask = Inventory(), _Asking(account)
    first, second = ask.add("first", "Willow", HELD), ask.add("second", "Alder", OTHER)
    sent = [{**(one.body if isinstance(one.body, dict) else {})} for one in (first, second)]
    figures = [{account.figure: ask.start(value)} if account.figure else {} for value in (HELD, OTHER)]
    words = f"{account.thing} {' '.join(account.fields)} {account.key} each one"
    back = [*ask.show("first", sent[0] | figures[0]), *ask.show("second", sent[1] | figures[1])]
    if account.lists:
        listed = {f"{at}.{name}": value for at, body in enumerate(sent) for name, value in body.items()}
        back.append(
            Request.model_validate({"method": "GET", "path": account.path, "counts": {"": 2}, "fields": listed})
        )
    keeps = Proof("Each that is made is there under a key of its own.", (first, second, *back))
    held.thing("kept", f"{words} {AROUND}", keeps, sort="main")
    made = Proof(f"POST {account.path} does what it says.", (first,))
    held.thing(
        "added",
        f"adds creates new answers gives back with {account.key} {account.figure} 201 POST {account.path} {words}",
        made,
        keeps,
    )
    if account.shows or account.lists:
        told = f"get gives tells shows tell lists all what is still {account.figure} {_own_words(account)} {words}"
        held.thing("shown", told, *([_moved(ask)] if account.moves else []), keeps)
    for move in account.moves:
        spoken = (
            f"{move.name} {move.amount} {account.figure} {words} answers gives with what is then new now by of that it"
        )
        spoken += (
            " takes take off away subtracts from less lowers" if move.sign < 0 else " adds add to puts on raises more"
        )
        held.thing(f"move {move.name}", spoken, _moved(ask, move), sort="main")
    if account.leads:
        spoken = f"redirects redirected leads forwards sends to address {account.to} {account.leads.path} {words}"
        held.thing("leads", f"{spoken} {_own_words(account)}", _led(ask), sort="main")
    if account.removes:
        gone = Request.model_validate(
            {"method": "DELETE", "path": ask._at(account.removes.path, "first"), "status": _status(account, "DELETE")}
        )
        after = [one.model_copy(update={"status": 404, "fields": {}}) for one in ask.show("first")]
        proof = Proof(
            f"DELETE {account.removes.path} does what it says.", (first, second, gone, *after, *ask.show("second"))
        )
        held.thing("removed", f"delete removes deletes {words}", proof)
    for number, (clause, status) in enumerate(account.refused):
        proofs = _refusal(ask, clause, status, first)
        held.thing(
            f"refused {number}", f"{clause} status refused gets", *proofs, own=clause if status == account.floor else ""
        )
    return held


def _own_words(account: Account) -> str:
    return "how often many times number count was redirected used been" if account.leads and account.figure else ""


def _moved(ask: _Asking, only: Move | None = None) -> Proof:
    """That a number changes by as much as is said, of one entry and no other."""
    account = ask.account
    steps: list[Request] = [ask.add("first", "Willow", HELD), ask.add("second", "Alder", OTHER)]
    now = ask.start(HELD)
    for move in [m for m in account.moves if m.sign > 0] + [m for m in account.moves if m.sign < 0]:
        again = (12.25, 4.5) if move.amount else (1, 1)
        for by in again if only in (None, move) or now < again[0] else ():
            now += move.sign * by
            steps += ask.move(move, "first", by, now)
    steps += ask.show("first", {account.figure: now}) + ask.show("second", {account.figure: ask.start(OTHER)})
    what = f"POST …/{only.name}" if only else account.figure
    return Proof(f"{what} changes the number of one, and of no other.", tuple(steps))


def _led(ask: _Asking) -> Proof:
    figure = ask.account.figure
    steps: list[Request] = [ask.add("first", "Willow", HELD), ask.add("second", "Alder", OTHER)]
    for times, (key, word) in enumerate((("first", "Willow"), ("first", "Willow")), 1):
        steps += ask.lead(key, word) + (ask.show(key, {figure: times}) if figure else [])
    steps += ask.lead("second", "Alder") + (ask.show("second", {figure: 1}) if figure else [])
    return Proof("Each leads to its own address" + (f", and {figure} counts it." if figure else "."), tuple(steps))


def _refusal(ask: _Asking, clause: str, status: int, first: Request) -> list[Proof]:
    """What is refused where, beside what isn't."""
    account = ask.account
    if status == account.floor:
        return [_emptied(ask, move) for move in account.moves if move.sign < 0]
    if status == 404:
        return [Proof("What is not there is a 404.", (first, *ask.show("first"), *ask.nobody()))]
    body = first.body if isinstance(first.body, dict) else {}
    proofs = []
    for name in account.needed:
        wrong = first.model_copy(update={"body": {**body, name: ""}, "status": 422, "fields": {}, "note": {}})
        proofs.append(Proof(f"Without {name} it is refused.", (first, wrong)))
    for name, bound in account.bounds.items():
        if name in account.fields:
            wrong_ = [first.model_copy(update={"body": {**body, name: end}, "status": 422, "fields": {}, "note": {}})
                      for end in bound.refused]  # fmt: skip
            proofs.append(Proof(f"What is out of bounds is refused: {name}.", (first, *wrong_)))
            continue
        for move in (move for move in account.moves if move.amount == name):
            steps = [step for end in bound.refused for step in ask.move(move, "first", end, None, 422)]
            after = ask.show("first", {account.figure: ask.start(HELD)})
            proofs.append(Proof(f"An {name} out of bounds is refused.", (first, *steps, *after)))
    return proofs


def _emptied(ask: _Asking, move: Move) -> Proof:
    """That all can be taken and no more."""
    account = ask.account
    steps, now = [ask.add("first", "Willow", HELD if move.amount else 2)], ask.start(HELD if move.amount else 2)
    if not now:
        raising = next((one for one in account.moves if one.sign > 0), None)
        steps += ask.move(raising, "first", HELD, now := HELD if raising.amount else 1.0) if raising else []
    if move.amount:
        steps += ask.move(move, "first", now + 1.5, None, account.floor) if now else []
        steps += ask.show("first", {account.figure: now})
        steps += ask.move(move, "first", now, 0.0) if now else []
    else:
        steps += [step for left in range(int(now) - 1, -1, -1) for step in ask.move(move, "first", 1, left)]
    return Proof("No more is taken than is left.", (*steps, *ask.move(move, "first", 1, None, account.floor)))
