"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge


def paid(judge: Judge, who: str, amount: float) -> None:
    judge.fill(["name", "who", "person", "friend", "payer", "paid by"], who)
    judge.fill(["amount", "paid", "cost", "how much", "price", "sum"], amount)
    judge.press(["add", "save", "enter", r"\+"])


def balance(judge: Judge, who: str, amount: float) -> None:
    """Somewhere the amount stands shortly behind the name."""
    told = re.sub(r"(?<=\d),(?=\d{3}\b)", "", judge.shown().replace("−", "-").replace(",00", ".00"))
    near = [text for text in re.split(rf"(?={who})", told) if text.startswith(who)]
    near = [re.split(r"\b(?:Ana|Ben|Cleo|Dora)\b", text[len(who) :])[0][:160] for text in near]
    numbers = [abs(float(n)) for text in near for n in re.findall(r"\d+(?:\.\d+)?", text)]
    assert any(abs(n - amount) < 0.011 for n in numbers), (who, amount, near)


def test_three_people(judge: Judge) -> None:
    for who, amount in (("Ana", 97.5), ("Ben", 31.2), ("Cleo", 12.3)):
        paid(judge, who, amount)
    judge.go()
    for who, amount in (("Ana", 50.5), ("Ben", 15.8), ("Cleo", 34.7)):
        balance(judge, who, amount)


def test_another_who_paid_nothing(judge: Judge) -> None:
    for who, amount in (("Ben", 84.4), ("Dora", 0)):
        paid(judge, who, amount)
    judge.go()
    balance(judge, "Dora", 42.2)
    paid(judge, "Ana", 20)
    judge.go()
    balance(judge, "Ben", 49.6)
    balance(judge, "Dora", 34.8)
    balance(judge, "Ana", 14.8)
