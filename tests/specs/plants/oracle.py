"""Judges any app made for the sentence beside this file."""

from datetime import date, timedelta

from judge import Judge


def test_the_next_date(judge: Judge) -> None:
    last = date.today() - timedelta(days=3)
    then = last + timedelta(days=17)
    judge.fill(["plant", "name"], "Monstera")
    judge.fill(["last", "date", "watered"], last.isoformat())
    judge.fill(["days", "between", "interval", "every", "frequen"], 17)
    judge.press(["add", "save", "submit"])
    judge.sees("Monstera")
    months = f"{then:%B}|{then:%b}"
    forms = [f"{then:%Y-%m-%d}", f"{then:%Y/%m/%d}", f"{then:%m/%d/%Y}", f"{then.month}/{then.day}/{then.year}",
        f"{then:%d/%m/%Y}", f"{then:%d.%m.%Y}", rf"({months})\.? {then.day},? {then.year}",
        rf"{then.day} ({months})\.? {then.year}"]  # fmt: skip
    judge.sees("|".join(forms))
