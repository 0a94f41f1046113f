"""What a run may use, and how its calls end when that is used up."""

import math
import threading
import time
from decimal import Decimal

import pytest

from generator.contract import Budget, GeneratorError, Reply
from generator.endpoint import Endpoint
from generator.meter import Meter, Metered, Spent, Stopped
from generator.retries import Patience
from tests.endpoint_server import Played, PlayedEndpoint

HELLO = [{"role": "user", "content": "Say hello."}]


def metered(endpoint: PlayedEndpoint, budget: Budget, stop: threading.Event) -> tuple[Metered, Meter]:
    meter = Meter(budget, stop.is_set)
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, patience=Patience(first_token=5, stall=5))
    return Metered(model, meter), meter


def test_calls_are_counted(endpoint: PlayedEndpoint) -> None:
    endpoint.say(Played("Hello.", usage=(7, 3)))
    model, meter = metered(endpoint, Budget(), threading.Event())
    model.ask(HELLO, role="writer")
    model.ask(HELLO, role="writer")
    assert (meter.usage.calls, meter.usage.tokens_in, meter.usage.tokens_out) == (2, 14, 6)
    assert meter.usage.cost == Decimal(0)


def test_waiting_for_several_calls_at_once_counts_once() -> None:
    now = [0.0]
    meter = Meter(Budget(), lambda: False, clock=lambda: now[0])
    for at, call, open_ in [(1, 1, True), (2, 2, True), (4, 1, False), (7, 2, False), (9, 3, True), (10, 3, False)]:
        now[0] = at
        if open_:
            meter.streaming(call, 0)
        else:
            meter.add(call, Reply("Hello."))
    now[0] = 12
    assert (meter.waited, meter.since_heard) == (7, 2)


def test_what_failures_of_our_own_took_is_not_counted() -> None:
    now = [0.0]
    meter = Meter(Budget(seconds=10), lambda: False, clock=lambda: now[0])
    now[0] = 9
    meter.excuse(6)
    assert (meter.seconds, meter.left()) == (3, 7)


def test_no_call_is_made_once_the_tokens_are_used_up(endpoint: PlayedEndpoint) -> None:
    endpoint.say(Played("Hello.", usage=(70, 30)))
    model, _ = metered(endpoint, Budget(tokens=100), threading.Event())
    model.ask(HELLO, role="writer")
    with pytest.raises(Spent, match="100 tokens"):
        model.ask(HELLO, role="writer")
    assert len(endpoint.asked) == 1


def test_a_reply_that_runs_over_the_tokens_is_ended(endpoint: PlayedEndpoint) -> None:
    endpoint.say(Played("and so on " * 20, then="endless"))
    model, _ = metered(endpoint, Budget(tokens=500), threading.Event())
    with pytest.raises(Spent):
        model.ask(HELLO, role="writer")


def test_a_reply_that_runs_over_the_seconds_is_ended(endpoint: PlayedEndpoint) -> None:
    endpoint.say(Played("and so on ", then="endless", pause=0.05))
    model, _ = metered(endpoint, Budget(seconds=0.4), threading.Event())
    began = time.monotonic()
    with pytest.raises(Spent, match=r"0\.4 seconds"):
        model.ask(HELLO, role="writer")
    assert time.monotonic() - began < 10


def test_stop_ends_a_reply(endpoint: PlayedEndpoint) -> None:
    endpoint.say(Played("and so on ", then="endless", pause=0.02))
    stop = threading.Event()
    model, _ = metered(endpoint, Budget(), stop)
    with pytest.raises(Stopped):
        model.ask(HELLO, role="writer", on_text=lambda _: stop.set())


def test_a_refusal_is_still_the_endpoints_own(endpoint: PlayedEndpoint) -> None:
    endpoint.say(Played("no", status=401))
    model, meter = metered(endpoint, Budget(seconds=60), threading.Event())
    with pytest.raises(GeneratorError, match="API key"):
        model.ask(HELLO, role="writer")
    assert meter.usage.calls == 0


def test_what_is_left_of_a_budget_runs_down_and_is_nothing_when_any_limit_is_reached() -> None:
    now = [100.0]
    meter = Meter(Budget(seconds=10, tokens=50), lambda: False, lambda: now[0])
    now[0] = 104.0
    assert meter.left() == 6
    assert Meter(Budget(tokens=50), lambda: False).left() == math.inf
    meter.add(1, Reply("", tokens_in=30, tokens_out=20))
    assert meter.left() == 0


def test_the_share_that_is_left_is_that_of_the_nearest_limit() -> None:
    now = [0.0]
    free = Meter(Budget(), lambda: False, clock=lambda: now[0])
    meter = Meter(Budget(seconds=10, tokens=100, dollars=Decimal(1)), lambda: False, clock=lambda: now[0])
    for each in (free, meter):
        each.add(1, Reply("", tokens_in=20, tokens_out=10, cost=Decimal("0.25")))
    assert (free.share_left(), meter.share_left()) == (1.0, 0.7)
    now[0] = 5.0
    assert meter.share_left() == 0.5
    now[0] = 50.0
    assert meter.share_left() == 0.0


def test_a_paused_run_waits_and_its_time_is_not_the_budgets() -> None:
    now = [0.0]
    meter = Meter(Budget(seconds=10), lambda: False, clock=lambda: now[0])
    now[0] = 4
    meter.pause()
    waiting = threading.Thread(target=meter.check)
    waiting.start()
    now[0] = 100
    with meter.resting():
        now[0] = 200
    waiting.join(0.3)
    assert waiting.is_alive()
    assert meter.seconds == 4
    meter.go_on()
    waiting.join(10)
    assert not waiting.is_alive()
    now[0] = 205
    assert meter.seconds == 9


def test_a_limit_is_raised_at_once_and_the_others_stay() -> None:
    now = [0.0]
    meter = Meter(Budget(seconds=10, tokens=0), lambda: False, clock=lambda: now[0])
    with pytest.raises(Spent):
        meter.check()
    meter.raise_by(Budget(tokens=100, dollars=Decimal(1)))
    meter.check()
    now[0] = 12
    with pytest.raises(Spent, match="10 seconds"):
        meter.check()
    meter.raise_by(Budget(seconds=5))
    meter.check()
    assert meter.left() == 3


def test_stop_ends_a_pause() -> None:
    meter = Meter(Budget(), lambda: True)
    meter.pause()
    with pytest.raises(Stopped):
        meter.check()
