"""What a run is said to take beforehand, and what that rests on."""

from decimal import Decimal

from generator.contract import Budget
from generator.quotes import GUESSES, Past, quote

FREE = Budget()


def cents(into: int, out: int) -> Decimal:
    return Decimal(into + 4 * out) / 1_000_000


def test_without_earlier_runs_it_is_a_guess_that_says_so() -> None:
    told = quote([], 1, FREE, cents, small=False)
    low, high = GUESSES[False]
    assert told.runs == 0
    assert told.seconds == (low.seconds, high.seconds)
    assert told.tokens == (low.tokens_in + low.tokens_out, high.tokens_in + high.tokens_out)
    assert told.dollars == (0.025, 0.08)
    assert quote([], 1, FREE, cents, small=True).tokens < told.tokens


def test_earlier_runs_give_the_range_and_few_of_them_a_wider_one() -> None:
    runs = [Past(40, 4000, 1000), Past(60, 6000, 2000), Past(50, 5000, 1500)]
    told = quote(runs, 1, FREE, cents, small=False)
    assert (told.seconds, told.tokens, told.runs) == ((40, 60), (5000, 8000), 3)
    one = quote(runs[:1], 1, FREE, cents, small=False)
    assert one.seconds[0] < 40 < one.seconds[1]


def test_more_candidates_take_more_tokens() -> None:
    runs = [Past(40, 4000, 1000)] * 3
    assert quote(runs, 3, FREE, cents, small=False).tokens == (10_000, 10_000)
    assert quote([Past(40, 8000, 2000, 3)] * 3, 1, FREE, cents, small=False).tokens == (5000, 5000)


def test_a_quote_never_goes_beyond_the_budget_and_an_unknown_price_stays_unknown() -> None:
    budget = Budget(seconds=45, tokens=6000, dollars=Decimal("0.01"))
    told = quote([Past(40, 4000, 1000), Past(90, 9000, 2000), Past(60, 5000, 1000)], 1, budget, cents, small=False)
    assert (told.seconds, told.tokens, told.dollars) == ((40, 45), (5000, 6000), (0.008, 0.01))
    assert quote([], 1, FREE, lambda into, out: None, small=False).dollars is None
