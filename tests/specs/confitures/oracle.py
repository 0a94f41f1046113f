"""Judges any app made for the sentence beside this file. Amounts have a comma or a point."""

import re

from judge import Judge

LESS = r"^(?!.*(retir|enlev|moins|suppr|annul|^\W*[-−–]))"
GIVEN = [r"donn", r"re[çc]u|remis|esp[èe]ces|vers[ée]|pay[ée]|encaiss", r"montant|somme|client"]


def amounts(judge: Judge) -> list[float]:
    text = judge.shown().replace("−", "-")
    return [float(n.replace(",", ".")) for n in re.findall(r"(?<![\w.,])-?\d+(?:[.,]\d{1,2})?(?![\d])", text)]


def shown(judge: Judge, amount: float) -> bool:
    return any(abs(n - amount) < 0.001 for n in amounts(judge))


def sees(judge: Judge, amount: float) -> None:
    judge.soon(lambda: shown(judge, amount))
    assert shown(judge, amount), f"{amount} is not among {amounts(judge)}:\n{judge.shown()[:1000]}"


def lacks(judge: Judge, amount: float) -> None:
    judge.soon(lambda: not shown(judge, amount))
    assert not shown(judge, amount), f"{amount} is shown:\n{judge.shown()[:1000]}"


def take(judge: Judge, *sorts: str) -> None:
    for sort in sorts:
        judge.press([rf"{LESS}.*{sort}"])


def gives(judge: Judge, euros: int, back: float) -> None:
    judge.fill(GIVEN, euros)
    owed(judge, back)


def owed(judge: Judge, back: float) -> None:
    if not shown(judge, back):
        judge.press(["rendre|monnaie", "calcul|valid|encaiss|ok"], needed=False)
    sees(judge, back)


def following(judge: Judge) -> None:
    judge.press(["suivant", "nouveau|prochain"])


def test_total_and_change(judge: Judge) -> None:
    lacks(judge, 17.5)
    take(judge, "fraise", "abricot", "figue", "fraise")
    sees(judge, 17.5)
    lacks(judge, 2.5)
    gives(judge, 20, 2.5)


def test_what_comes_after_it(judge: Judge) -> None:
    take(judge, "abricot", "abricot", "abricot")
    sees(judge, 13.5)
    gives(judge, 50, 36.5)
    take(judge, "figue")
    sees(judge, 18.5)
    owed(judge, 31.5)


def test_the_next_customer(judge: Judge) -> None:
    take(judge, "figue", "figue", "figue", "abricot")
    sees(judge, 19.5)
    gives(judge, 50, 30.5)
    following(judge)
    lacks(judge, 19.5)
    lacks(judge, 30.5)
    take(judge, "fraise", "abricot")
    sees(judge, 8.5)
    gives(judge, 10, 1.5)
