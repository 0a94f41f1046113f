"""Which building block a sentence asks for, told by its words."""

import pytest

from generator.blueprint.choose import choose, is_game, weigh


@pytest.mark.parametrize(
    "text",
    [
        "I enter my courses with credits and grade and see the average",
        "note the boats of my harbour with length, owner and berth, and calculate the total length",
        "put in coins I own with year and value",
        "every time I refuel I type in litres and price",
    ],
)
def test_things_with_fields_are_a_list_that_is_kept(text: str) -> None:
    weights = weigh(text)
    assert weights["records"] - max(w for shape, w in weights.items() if shape != "records") >= 3


@pytest.mark.parametrize(
    "text",
    [
        "I enter my weight and height and see my BMI",
        "enter my income and my expenses for rent and food and show what is left",
        "enter two prices with tax and see which is cheaper",
        "keep the lines with a word of a text I paste",
        "enter numbers with commas and see their sum",
    ],
)
def test_values_of_one_calculation_are_no_list(text: str) -> None:
    assert weigh(text)["records"] < 4


@pytest.mark.parametrize(
    ("text", "game"),
    [
        ("guess a secret number between 1 and 20", True),
        ("tic-tac-toe for two", True),
        ("rock, paper, scissors against the computer", True),
        ("log my chess matches with opponent and result", False),
        ("a chess openings quiz", False),
        ("number guessing by age", False),
        ("play chess against a friend", True),
        ("new Elo rating of two players after a game of chess", False),
    ],
)
def test_games_are_told_from_lists_and_quizzes_about_them(text: str, game: bool) -> None:
    assert is_game(text) is game


class Guessing:
    """Stands for a model that takes everything for the same shape."""

    def __init__(self, shape: str) -> None:
        self.shape = shape

    def pick(self, *_: object, **__: object) -> str:
        return self.shape


@pytest.mark.parametrize(
    ("text", "said", "shape"),
    [
        ("the weekday my boat was launched", "timer", "form"),
        ("boats and berths", "records", "records"),
        ("a minute of sand running", "timer", "form"),
        ("sand timer, or what time is left", "timer", "timer"),
    ],
)
def test_a_clock_a_quiz_or_a_tally_needs_a_word_that_speaks_for_it(text: str, said: str, shape: str) -> None:
    assert choose(text, Guessing(said)) == shape  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("a list of movies I want to watch, I can mark them as watched and filter by genre", "records"),
        ("I enter my budget once and then each expense, and see how much is left", "records"),
        ("who owes me money: name and amount, with the total", "records"),
        ("list of contacts with phone number and email that I can search and export as CSV", "records"),
        ("birthday list that tells me whose birthday comes next", "records"),
        ("household chores, count how many chores each did", "records"),
        ("each press adds a glass, goal of 8 a day", "counter"),
        ("count my glasses of water, goal 8", "counter"),
        ("push a button for each lap and see how many are left of my goal", "counter"),
        ("bee trainer: I enter species with their colour, then you ask me for one and tell me if I am right", "quiz"),
        ("medication list: name, dose and time, tick when taken", "records"),
        ("note expenses for my trip and show a pie chart", "records"),
        ("class attendance list: add students and tick who is present, how many are there", "records"),
        ("I want to learn the periodic table", "quiz"),
        ("practice multiplication", "quiz"),
    ],
)
def test_what_is_kept_is_told_by_its_words(text: str, shape: str) -> None:
    weights = weigh(text)
    assert max(weights, key=lambda one: weights[one]) == shape
    assert weights[shape] >= 4


def test_buttons_that_add_so_much_make_a_counter() -> None:
    weights = weigh("count my push-ups today with buttons +1 +5 and +10")
    assert max(weights, key=lambda one: weights[one]) == "counter"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("area and perimeter of a rectangular deck: a rectangle", True),
        ("how much should I save each month for a boat", True),
        ("profit margin from cost and price", True),
        ("recipes with ingredients and time", False),
        ("flash cards with the area and perimeter of a rectangle", False),
    ],
)
def test_what_is_an_operation_by_its_words_is_a_form(text: str, form: bool) -> None:
    assert (weigh(text)["form"] >= 4) is form
