"""What is read from a sentence without a model: clauses in the user's words, enumerations, numbers."""

import pytest

from generator.blueprint.choose import weigh
from generator.blueprint.fields import options_in
from generator.blueprint.sentence import clauses, content, counts, lists, overlap, split_list, stem


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "A ferry calculator: cars, trucks and people, shows the fare",
            ["A ferry calculator", "cars", "trucks", "people", "shows the fare"],
        ),
        ("list of bees (queen, worker, drone) that I saw", ["list of bees (queen, worker, drone)", "I saw"]),
        ('say "hello, world" and wave', ['say "hello, world"', "wave"]),
        ("one thing", ["one thing"]),
        (
            "replace one word with another everywhere, with a button",
            ["replace one word with another everywhere", "a button"],
        ),
        ("Fraise 4,50 €, abricot 5 €", ["Fraise 4,50 €", "abricot 5 €"]),
    ],
)
def test_a_sentence_falls_into_clauses_in_the_users_words(text: str, pieces: list[str]) -> None:
    assert clauses(text) == pieces


@pytest.mark.parametrize(
    ("word", "stemmed"), [("tries", "try"), ("flies", "fly"), ("berries", "berry"), ("ties", "tie"), ("boats", "boat")]
)
def test_several_of_something_are_of_the_same_stem_as_one(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_no_word_that_carries_a_wish_is_lost() -> None:
    text = "Log every bird I see, with place and number; export it as CSV, but warn me when a species is rare!"
    kept = " ".join(clauses(text))
    assert [word for word in content(text) if word not in content(kept)] == []


def test_enumerations_are_taken_word_for_word() -> None:
    assert ["cash", "card", "bank transfer"] in lists("paid by (cash, card, bank transfer)")
    assert split_list("red, green or dark blue") == ["red", "green", "dark blue"]
    assert split_list("e.g. salt and pepper etc.") == ["salt", "pepper"]


def test_numbers_stand_with_the_word_behind_them() -> None:
    found = {(c.value, c.unit) for c in counts("5 rounds of 1,500 metres and ten minutes rest, 2.5 km")}
    assert {(5, "rounds"), (1500, "metres"), (10, "minutes"), (2.5, "km")} <= found


def test_endings_do_not_matter() -> None:
    assert content("tracking expenses") == content("tracked expense")
    assert overlap(["a", "b"], ["b"]) == 0.5
    assert overlap([], ["b"]) == 0.0


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("vocabulary quiz in Finnish", "quiz"),
        ("egg timer", "timer"),
        ("keep track of my bees", "records"),
        ("mortgage calculator", "form"),
        ("a tally for two teams", "counter"),
    ],
)
def test_words_speak_for_a_shape(text: str, shape: str) -> None:
    weights = weigh(text)
    assert max(weights, key=lambda s: weights[s]) == shape


@pytest.mark.parametrize(
    ("label", "text", "options"),
    [
        ("Category", "expenses by category (food, rent, fun)", ["food", "rent", "fun"]),
        ("Mood", "log my mood as good, okay or bad", ["good", "okay", "bad"]),
        ("Priority", "tasks with priority high, medium or low", ["high", "medium", "low"]),
        ("Tool", "a shed list with tool and place, a search box, and a way to lend one", []),
        ("Way of sharing", "share a taxi ride, with luggage, among colleagues", []),
    ],
)
def test_options_are_what_the_sentence_gives_for_the_label(label: str, text: str, options: list[str]) -> None:
    assert options_in(label, text) == options
