"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

MEMBERS = ("Oskar", "Bettina", "Ruben", "Yolanda", "Stefan")


def found(judge: Judge, fee: float, *members: str) -> None:
    judge.fill(["fee", "amount", "due", "owe", "how much"], fee)
    judge.press([r"\bset\b", "(save|update).*fee", "fee.*(save|update)"], needed=False)
    for member in members:
        add(judge, member)


def add(judge: Judge, member: str) -> None:
    judge.fill([r"^(?!.*(fee|amount|club name|search)).*name", r"^(?!.*(fee|amount)).*member", "who", "person"], member)
    judge.press([r"\badd", r"\+", "save", "submit", "enter"])


def tick(judge: Judge, member: str) -> None:
    picks = [f for f in judge.fields("select", "combobox") if any(member in o for o in judge.offered(f))]
    if picks:
        judge.fill([re.escape(picks[0]["words"])], member)
        judge.press(["mark", "paid", "tick", r"\bpay"], needed=False)
    else:
        judge.near(member, ["paid", "tick", r"\bpay", "mark", "✓", "✔", "✅", "check"]).click()
        judge.settle()


def test_what_has_come_in_and_what_is_missing(judge: Judge) -> None:
    found(judge, 37, *MEMBERS)
    for member in MEMBERS:
        judge.sees(member)
    judge.sees_number(5 * 37)
    for amount in (2 * 37, 3 * 37):
        judge.lacks_number(amount)
    tick(judge, "Bettina")
    judge.sees_number(4 * 37)
    tick(judge, "Stefan")
    judge.sees_number(2 * 37)
    judge.sees_number(3 * 37)


def test_a_new_member_has_not_paid_yet(judge: Judge) -> None:
    found(judge, 46, *MEMBERS[:3])
    tick(judge, "Oskar")
    tick(judge, "Ruben")
    judge.sees_number(2 * 46)
    judge.lacks_number(3 * 46)
    add(judge, "Yolanda")
    add(judge, "Stefan")
    judge.sees_number(2 * 46)
    judge.sees_number(3 * 46)
