"""Judges any app made for the sentence beside this file."""

from judge import Judge


def add(judge: Judge, thing: str, price: float) -> None:
    judge.fill(["item", "thing", "product", "name", "what", "descri"], thing)
    judge.fill(["price", "cost", "amount"], price)
    judge.press(["add", "save", "submit", r"\+"])


def tick(judge: Judge, thing: str) -> None:
    judge.near(thing, ["cart", "tick", "bought", "done", "✓", "✔", "check"]).click()
    judge.settle()


def test_what_is_ticked_counts(judge: Judge) -> None:
    for thing, price in (("Butter", 3.45), ("Almonds", 7.8), ("Honey", 6.15), ("Plums", 2.3)):
        add(judge, thing, price)
    judge.sees("Almonds")
    judge.lacks_number(3.45 + 6.15)
    tick(judge, "Butter")
    tick(judge, "Honey")
    judge.sees_number(3.45 + 6.15)
    judge.sees("Almonds")


def test_a_new_thing_is_not_in_the_cart_yet(judge: Judge) -> None:
    for thing, price in (("Almonds", 7.8), ("Honey", 6.15), ("Butter", 3.45)):
        add(judge, thing, price)
    for thing in ("Almonds", "Honey"):
        tick(judge, thing)
    judge.sees_number(7.8 + 6.15)
    add(judge, "Plums", 2.3)
    judge.sees_number(7.8 + 6.15)
    tick(judge, "Butter")
    judge.sees_number(7.8 + 6.15 + 3.45)
