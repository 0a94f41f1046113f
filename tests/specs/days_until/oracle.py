"""Judges any app made for: Pick a date and tell me how many days are left until then and what weekday it will be."""

from datetime import date, timedelta

from judge import Judge


def test_days_and_weekday(judge: Judge) -> None:
    then = date.today() + timedelta(days=137)
    judge.lacks_number(137)
    judge.fill(["date", "day", "when"], then.isoformat())
    judge.go()
    judge.sees_number(137)
    judge.sees(then.strftime("%A"))
