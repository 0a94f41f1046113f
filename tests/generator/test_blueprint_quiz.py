"""What a quiz asks: sure questions on common subjects, sums as the sentence wants them."""

import pytest

from generator.blueprint import Blueprint
from generator.blueprint.facts import sure_cards
from generator.blueprint.schema import Drill, Quiz
from generator.contract import Spec
from tests.endpoint_server import PlayedEndpoint
from tests.generator.test_blueprint_method import shop


@pytest.mark.parametrize(
    ("text", "many", "question", "answer"),
    [
        ("quiz me on European capitals", 20, "What is the capital of France?", "Paris"),
        ("quiz on the capitals of US states", 30, "What is the capital of California?", "Sacramento"),
        ("test me on chemical element symbols", 30, "What is the chemical symbol of gold?", "Au"),
        ("learn Spanish vocabulary", 30, "What is “cat” in Spanish?", "gato"),
        ("a trivia quiz", 20, "Who painted the Mona Lisa?", "Leonardo da Vinci"),
        ("make me a quiz with 5 questions and a score", 20, "Which ocean is the largest?", "Pacific Ocean"),
    ],
)
def test_common_subjects_have_sure_cards(text: str, many: int, question: str, answer: str) -> None:
    cards = sure_cards(text)
    assert len(cards) >= many
    assert next(card.answer for card in cards if card.question == question) == answer
    assert len({card.question for card in cards}) == len(cards)


@pytest.mark.parametrize("text", ["quiz about Roman history", "quiz about cheese", "write in capital letters"])
def test_what_is_narrower_or_unknown_is_not_answered_by_something_else(text: str) -> None:
    assert not sure_cards(text)


@pytest.mark.parametrize(
    ("text", "drill"),
    [
        ("practise the 7 times table with 12 questions", Drill(operations=["*"], fixed=7, questions=12)),
        ("times tables from 2 to 9", Drill(operations=["*"], minimum=2, maximum=9)),
        (
            "two-digit addition for 8 year olds, 5 questions",
            Drill(operations=["+"], minimum=10, maximum=99, questions=5),
        ),
        ("addition and subtraction up to 20", Drill(operations=["+", "-"], maximum=20)),
    ],
)
def test_sums_are_of_the_numbers_that_are_named(text: str, drill: Drill, endpoint: PlayedEndpoint) -> None:
    endpoint.on("short title", {"title": "Sums"})
    method = Blueprint()
    method.plan(Spec(f"quiz: {text}"), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Quiz)
    assert part.drill == drill


def test_a_sure_quiz_has_as_many_questions_as_are_wanted_each_with_four_options(endpoint: PlayedEndpoint) -> None:
    endpoint.on("short title", {"title": "Capitals"})
    method = Blueprint()
    plan = method.plan(Spec("quiz on the capitals of Africa with 7 random questions"), shop(endpoint, []))
    assert plan.title == "Capitals"
    (part,) = method.blueprint.parts
    assert isinstance(part, Quiz)
    assert len(part.cards) == 7
    assert all(len(card.options) == 4 and card.answer in card.options for card in part.cards)


def test_what_people_enter_is_asked_for_again_and_nothing_is_made_up(endpoint: PlayedEndpoint) -> None:
    endpoint.on("short title", {"title": "Knots"})
    method = Blueprint()
    plan = method.plan(Spec("I enter knots with their uses, then you ask me for one of the words"), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Quiz)
    assert (part.mode, part.cards, part.question_label, part.answer_label) == ("type", [], "Knot", "Use")
    assert {"Knot", "Use", "Your answer"} <= {control.name for control in plan.controls}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("make a quiz with 5 questions about animals", False),
        ("create a trivia quiz where I enter my answer to the questions", False),
        ("a trivia quiz where I can add my own questions", True),
    ],
)
def test_making_a_quiz_is_not_adding_cards_to_it(text: str, own: bool, endpoint: PlayedEndpoint) -> None:
    endpoint.on("short title", {"title": "Quiz"})
    method = Blueprint()
    method.plan(Spec(text), shop(endpoint, []))
    (part,) = method.blueprint.parts
    assert isinstance(part, Quiz)
    assert part.own_cards is own
