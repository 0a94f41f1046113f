"""What clauses are there for: a heading, a list of what is typed in, a question for a number."""

import pytest

from generator.blueprint.clause_roles import heading, number_of, opening, typed_in
from generator.blueprint.sentence import clauses


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Berth helper: I type the length of my boat and see the fee", ["Berth helper"]),
        ("Am I late? Show me the minutes since the ferry left", ["Am I late"]),
        ("Berth money: convert berth fees into crowns", ["Berth money"]),
        ("Ferry trip: I enter a fee and can turn it into crowns", ["Ferry trip"]),
        ("Berth fees for my crew, as an api: GET /fees answers 200", ["Berth fees for my crew", "as an api"]),
        ("Ferry day, I need an API for it. POST /fees answers 201", ["Ferry day", "I need an API for it"]),
        ("Ferry day, I need an API with a log. POST /fees answers 201", []),
        ("Ferry API, secured: POST /fees answers 201", []),
        ("Ferry day. POST /fees answers 201", []),
        ("How many ferries do I need? I give the number of cars", []),
        ("Ferry log without names: I type a car and see the list", []),
        ("Ferries from 6 to 9: I type a time and see the next", []),
        ("Berth helper: the length of my boat", []),
        ("I type the length of my boat and see the fee", []),
    ],
)
def test_a_heading_asks_for_nothing_that_the_rest_does_not_ask_for(text: str, head: str) -> None:
    assert heading(text, clauses(text)) == head


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I'm a skipper. I type the length and see the fee", ["I'm a skipper"]),
        ("My crew is new, we live in the harbour. I type a name", ["My crew is new", "we live in the harbour"]),
        ("I run a ferry, berth fees: I type the length and you tell me the fee", ["I run a ferry", "berth fees"]),
        ("Ich bin Schiffer und brauche eine Liste der Häfen", ["Ich bin Schiffer"]),
        ("Nous sommes deux. J'ajoute les bateaux", ["Nous sommes deux"]),
        ("I have 3 boats. I type the length", []),
        ("We share the fee equally. I type the fee", []),
        ("I have to see the fee. I type the length", []),
        ("Je donne la longueur et je vois le prix", []),
        ("I'm a skipper", []),
    ],
)
def test_what_people_tell_of_themselves_asks_for_nothing(text: str, own: list[str]) -> None:
    assert opening(text, clauses(text)) == own


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("I type the length, the fee and how many nights I stay, and see the total", [[0, 1, 2]]),
        ("Show the total. I enter the length, the fee", [[1, 2]]),
        ("I enter the length. The fee is shown", [[0]]),
        ("see the total and the fee", []),
    ],
)
def test_what_is_typed_in_stands_in_a_list(text: str, lists: list[list[int]]) -> None:
    assert typed_in(text, clauses(text)) == lists


def test_a_stretch_of_time_in_several_units_is_one_thing() -> None:
    assert clauses("how long I sailed in weeks, days and hours, and my route") == [
        "how long I sailed in weeks, days and hours",
        "my route",
    ]


def test_a_number_is_asked_of_something() -> None:
    assert number_of("how many ferries must I book for the fair") == "ferry"
    assert number_of("the number of ferries") == ""
