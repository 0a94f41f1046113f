"""What shows of an api that it raises and lowers the number of one entry, says yes or no of it or leads elsewhere.
Refuses to take an entry for another."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.blueprint.balance_words import Account, Marked, Move
from generator.blueprint.balances import gives, status_of
from generator.blueprint.entries_api import AROUND
from generator.blueprint.listing import hold_listing, time_of
from generator.blueprint.things import Inventory, Proof
from generator.contract import Request

HELD, OTHER = 40.0, 15.5
"""What the entries of checks begin with, where that is sent."""
NOBODY = "Nobody-7"


class _Asking:
    """The requests of the checks of one api."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def add(self, key: str, word: str, held: float) -> Request:
        """One more, its key noted under `key`."""
        account = self.account
        body = self.body(word, held)
        told = (
            body | dict.fromkeys(account.flags, False) | ({account.figure: self.start(held)} if account.figure else {})
        )
        told = {name: value for name, value in told.items() if name in gives(account, account.added.gives)}
        return self.request(
            "POST", account.path, body=body, status=status_of(account, "POST"), fields=told, note={key: account.key}
        )

    def body(self, word: str, held: float, at: int = 0) -> dict[str, Any]:
        """What is sent of an entry with that word; `at`: its place in time and among numbers."""
        account = self.account
        body: dict[str, Any] = {
            name: held if name == account.start else {str: f"{word} {name}", float: 3.5 + at, bool: True}[sort]
            for name, sort in account.fields.items()
        }
        body |= {name: time_of(sort, at, name, None) for name, sort in account.listed.times.items()}
        return body | ({account.to: f"https://example.com/{word}?a=1"} if account.to else {})

    def mark(self, mark: Marked, key: str, status: int = 0) -> list[Request]:
        """Say yes or no of one, and see that it is so; `status`: with that it is refused."""
        path = self._at(mark.asked.path, key)
        if status:
            return [self.request(mark.asked.method, path, status=status)]
        told = {mark.flag: mark.value} if mark.flag in gives(self.account, mark.asked.gives) else {}
        asked = self.request(mark.asked.method, path, status=mark.asked.status, fields=told)
        return [asked, *self.show(key, {mark.flag: mark.value})]

    def start(self, held: float) -> float:
        """What an entry begins with."""
        start = self.account.start
        return held if isinstance(start, str) else start

    def move(self, move: Move, key: str, by: float, after: float | None, status: int = 0) -> list[Request]:
        """Change one by so much, and see what is there then; `after` None: it is refused with `status`."""
        account = self.account
        told = account.figure in gives(account, move.asked.gives)
        more: dict[str, Any] = {"body": {move.amount: by}} if move.amount else {}
        more |= {"status": status or move.asked.status}
        more |= {"fields": {account.figure: after}} if told and after is not None else {}
        asked = self.request(move.asked.method, self._at(move.asked.path, key), **more)
        seen = self.show(key, {account.figure: after}) if after is not None and not told else []
        return [asked, *seen]

    def show(self, key: str, fields: Mapping[str, Any] | None = None) -> list[Request]:
        """See one, where that can be asked."""
        one, told = self.account.shows, {n: v for n, v in (fields or {}).items() if n in self.told()}
        return [self.request("GET", self._at(one.path, key), fields=told)] if one else []

    def told(self) -> list[str]:
        """What can be seen of one."""
        return gives(self.account, self.account.shows.gives) if self.account.shows else []

    def lead(self, key: str, word: str) -> list[Request]:
        """Be led elsewhere."""
        one = self.account.leads
        aim = f"https://example.com/{word}?a=1"
        return [self.request("GET", self._at(one.path, key), status="3xx", location=aim)] if one else []

    def nobody(self) -> list[Request]:
        """Each request of a key that nothing has."""
        account = self.account
        found = []
        for one in account.routes:
            if "{" in one.path:
                move = next((move for move in account.moves if move.asked is one), None)
                body = {"body": {move.amount: 1}} if move and move.amount else {}
                path = re.sub(r"\{\w+\}", NOBODY, one.path)
                found.append(self.request(one.method, path, status=404, **body))
        return found

    @staticmethod
    def _at(path: str, key: str) -> str:
        return re.sub(r"\{\w+\}", f"{{{key}}}", path)

    @staticmethod
    def request(method: str, path: str, **more: Any) -> Request:
        """Any request."""
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
            f"{move.name} {move.amount} {account.figure} {words} answers gives with returns what remains left is then"
        )
        spoken += " new now by of that it"
        spoken += (
            " takes take off away subtracts from less lowers reduces"
            if move.sign < 0
            else " adds add to puts on raises more"
        )
        held.thing(f"move {move.name}", spoken, _moved(ask, move), sort="main")
    for mark in account.marks:
        spoken = f"{mark.name} marks marked sets as {mark.flag} true false answers gives with is it {words}"
        held.thing(f"mark {mark.name}", spoken, _marked(ask, mark), sort="main")
    _hold_lists(held, ask, words)
    if account.leads:
        spoken = f"redirects redirected leads forwards sends to address {account.to} {account.leads.path} {words}"
        held.thing("leads", f"{spoken} {_own_words(account)}", _led(ask), sort="main")
    if account.removes:
        gone = Request.model_validate(
            {"method": "DELETE", "path": ask._at(account.removes.path, "first"), "status": status_of(account, "DELETE")}
        )
        after = [one.model_copy(update={"status": 404, "fields": {}}) for one in ask.show("first")]
        proof = Proof(
            f"DELETE {account.removes.path} does what it says.", (first, second, gone, *after, *ask.show("second"))
        )
        held.thing("removed", f"delete removes deletes {words}", proof)
    for number, (clause, status) in enumerate(account.refused):
        proofs = _refusal(ask, clause, status, first)
        own = clause if status in (account.floor, *(mark.once for mark in account.marks)) else ""
        held.thing(f"refused {number}", f"{clause} status refused gets", *proofs, own=own)
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


def _marked(ask: _Asking, mark: Marked) -> Proof:
    """That it is said of one entry and no other."""
    steps: list[Request] = [ask.add("first", "Willow", HELD), ask.add("second", "Alder", OTHER)]
    before = next((other for other in ask.account.marks if other.flag == mark.flag and other.value != mark.value), None)
    if before and not mark.value:
        steps += ask.mark(before, "first")
    steps += [*ask.mark(mark, "first"), *ask.show("second", {mark.flag: False})]
    return Proof(f"…/{mark.name} says it of one, and of no other.", tuple(steps))


def _hold_lists(held: Inventory, ask: _Asking, words: str) -> None:
    """Filters and order."""
    account, found = ask.account, ask.account.listed
    plain = replace(found, filters={q: name for q, name in found.filters.items() if name not in account.flags})

    def sent(body: dict[str, Any], **more: Any) -> Request:
        status = more.get("status", status_of(account, "POST"))
        return ask.request("POST", account.path, body=body, status=status)

    hold_listing(held, plain, lambda word, at: ask.body(word, HELD + at, at), sent, account.path, words)
    for query, flag in found.filters.items():
        mark = next((mark for mark in account.marks if mark.flag == flag and mark.value), None)
        if mark:
            steps = [ask.add(key, key.title(), HELD) for key in ("first", "second", "third")] + ask.mark(mark, "second")
            for value, many in (("true", 1), ("false", 2)):
                told = {"query": {query: value}, "counts": {"": many}}
                steps.append(ask.request("GET", account.path, **told))
            spoken = f"{query} {flag} true false open only those that are not lists list get {found.spoken} {words}"
            held.thing(f"filter {query}", spoken, Proof(f"{query} in the query tells which are listed.", tuple(steps)))


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
    once = next((mark for mark in account.marks if mark.once == status), None)
    if once:
        twice = (ask.add("first", "Willow", HELD), *ask.mark(once, "first"), *ask.mark(once, "first", status))
        return [Proof(f"…/{once.name} is done once.", twice)]
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
