from datetime import date

from subscriptions import Subscription, add_months, charges


def test_the_same_day_of_the_next_month():
    assert add_months(date(2026, 3, 5), 1) == date(2026, 4, 5)


def test_over_the_year():
    assert add_months(date(2026, 11, 15), 3) == date(2027, 2, 15)


def test_a_month_of_thirty_days():
    assert add_months(date(2026, 3, 31), 1) == date(2026, 4, 30)


def test_every_quarter():
    quarterly = Subscription("paper", date(2026, 1, 10), every=3)
    assert quarterly.charge(2) == date(2026, 7, 10)


def test_february_is_shorter():
    news = Subscription("news", date(2026, 1, 31))
    assert charges([news], date(2026, 2, 1), date(2026, 3, 31)) == [
        (date(2026, 2, 28), "news"),
        (date(2026, 3, 31), "news"),
    ]
