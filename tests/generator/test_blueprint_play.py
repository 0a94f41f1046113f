"""Games made of blocks: which is meant, by what rules, and that they play as people know them."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from generator.blueprint.games import Board, Chance, Guess, Matching, Versus
from generator.blueprint.method import BlueprintMethod
from generator.blueprint.play_proofs import hold_play
from generator.blueprint.play_sketch import sketch_play
from generator.contract import Press, SeeText, SeeValue, Spec, Workshop
from generator.payload.blocks.board import Board as Grid
from generator.payload.blocks.matching import Table
from tests.generator.seeing import figures, named, press, written

Open = Callable[..., AppTest]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("guess the number between 1 and 50 with 7 tries", Guess(maximum=50, tries=7)),
        ("a number guessing game", Guess()),
        ("let the computer guess my number", None),
        ("hangman where a friend types a word", None),
        ("guess the word from my words", None),
        ("play tic tac toe on a 4x4 grid against the computer", Board(rows=4, columns=4, line=4, computer=True)),
        ("connect four for two players", Board(rows=6, columns=7, line=4, drop=True)),
        ("roll three dice and show the sum", Chance(outcomes=list("123456"), many=3, button="Roll")),
        ("flip a coin and count heads and tails", Chance(counted=True, button="Flip")),
        ("throw dice where I choose the sides", None),
        ("find pairs with 12 cards", Matching(faces=["🐶", "🐱", "🐭", "🦊", "🐻", "🐸"])),
        ("what to cook tonight", None),
    ],
)
def test_a_game_is_known_with_its_rules(text: str, part: object) -> None:
    play = sketch_play(text)
    assert (play[1] if play else None) == part


def test_rock_paper_scissors_knows_what_beats_what() -> None:
    play = sketch_play("rock paper scissors, best of five")
    assert play is not None
    assert isinstance(part := play[1], Versus)
    assert part.options == ["Rock", "Paper", "Scissors"]
    assert set(part.beats) == {("Rock", "Scissors"), ("Paper", "Rock"), ("Scissors", "Paper")}
    assert part.first_to == 3


def test_a_game_needs_no_model_and_its_proofs_are_moves() -> None:
    method = BlueprintMethod()
    shop = Workshop({}, engine=None, scratch=lambda: None, tell=lambda _: None)  # type: ignore[arg-type, return-value]
    plan = method.plan(spec := Spec("tic-tac-toe for two players, show who wins"), shop)
    checks = method.checks(spec, plan, shop)
    won = next(check for check in checks if SeeText(text="X wins") in check.steps)
    assert [step.name for step in won.steps if isinstance(step, Press)] == ["1", "4", "2", "5", "3"]
    assert b"Board(" in method.write(spec, plan, shop).files["app.py"]


def guessed(test: AppTest, value: int) -> AppTest:
    named(test.number_input, "Your guess").set_value(value)
    return press(test, "Guess")


def test_a_number_is_found_by_its_hints(block_app: Open) -> None:
    test = block_app({"kind": "guess", "minimum": 1, "maximum": 100})
    low, high, tries = 1, 100, 0
    while "You win" not in written(test):
        middle, tries = (low + high) // 2, tries + 1
        guessed(test, middle)
        if test.info:
            low, high = (middle + 1, high) if "Go higher" in test.info[0].value else (low, middle - 1)
        assert tries < 8
    assert figures(test)["Guesses"] == str(tries)
    press(test, "New game")
    assert figures(test)["Guesses"] == "0"


def test_tries_run_out_and_the_number_is_told(block_app: Open) -> None:
    test = block_app({"kind": "guess", "maximum": 9, "tries": 2})
    assert figures(guessed(test, 0)) == {"Guesses": "1", "Guesses left": "1"}
    guessed(test, 10)
    assert "You lose. It was " in written(test)
    assert not test.number_input


def test_a_word_is_found_letter_by_letter(block_app: Open) -> None:
    test = block_app({"kind": "guess", "words": ["otter"], "tries": 2})
    for letter in ("t", "z", "t", "e", "r"):
        named(test.text_input, "Your guess (a letter or the word)").set_value(letter)
        press(test, "Guess")
    assert test.subheader[0].value.replace("\\", "") == "_ T T E R"
    assert figures(test)["Guesses left"] == "1"
    named(test.text_input, "Your guess (a letter or the word)").set_value("O")
    press(test, "Guess")
    assert "You win" in written(test)


def test_rounds_against_the_computer_are_scored_and_kept(block_app: Open) -> None:
    rules: dict[str, Any] = {"kind": "versus", "options": ["A", "B"], "beats": [["A", "B"]]}
    test = block_app(rules)
    came = {"You win": "You", "You lose": "Computer", "draw": "Draws"}
    score = dict.fromkeys(came.values(), 0)
    for _ in range(6):
        press(test, "A")
        score[next(name for words, name in came.items() if words in written(test))] += 1
    assert score["Computer"] == 0
    assert figures(test) == {**{k: str(v) for k, v in score.items()}, "Rounds": "6"}
    assert figures(block_app())["Rounds"] == "6"
    assert figures(press(test, "Reset"))["Rounds"] == "0"


def test_so_many_wins_end_it(block_app: Open) -> None:
    test = block_app({"kind": "versus", "options": ["A"], "beats": [["A", "A"]], "first_to": 2})
    press(press(test, "A"), "A")
    assert "You won the game!" in written(test)
    assert named(test.button, "A").disabled


def test_a_line_of_three_wins_and_a_taken_place_stays(block_app: Open) -> None:
    test = block_app({"kind": "board", "tally": True})
    for place in ("1", "X", "4", "2", "5", "3"):
        press(test, place)
    assert "X wins!" in written(test)
    assert figures(test) == {"Wins of X": "1", "Wins of O": "0", "Draws": "0"}
    press(test, "New game")
    for place in "123546879":
        press(test, place)
    assert figures(test) == {"Wins of X": "1", "Wins of O": "0", "Draws": "1"}


def test_wins_are_counted_where_that_is_asked_for(block_app: Open) -> None:
    assert figures(block_app({"kind": "board"})) == {}
    told = {text: sketch_play(text) for text in ("tic-tac-toe for two", "tic-tac-toe that counts who wins how often")}
    boards = [found[1] for found in told.values() if found and isinstance(found[1], Board)]
    assert [board.tally for board in boards] == [False, True]
    proofs = [proof for thing in hold_play(boards[1], "Grid").things for proof in thing.proofs]
    names = {step.name for proof in proofs for step in proof.steps if isinstance(step, SeeValue)}
    assert names == {"Wins of X"}


def test_marks_fall_and_the_computer_takes_a_win_and_stops_one() -> None:
    grid = Grid(rows=6, columns=7, line=4, drop=True)
    game = grid._fresh()
    assert grid.put(game, 0)
    assert game.marks[35] == "X"
    grid = Grid(computer=True)
    game = grid._fresh()
    for at in (0, 4, 1):
        grid.put(game, at)
    assert grid.best(game) == 2
    for at in (2, 6, 3):
        grid.put(game, at)
    assert grid.best(game) in (5, 7, 8)
    game = grid._fresh()
    for at in (0, 3, 1, 4, 8):
        grid.put(game, at)
    assert grid.best(game) == 5


def test_pairs_stay_and_misses_turn_back(block_app: Open) -> None:
    table = Table(["a", "b", "a", "b"])
    for at in (0, 1, 2):
        table.turn(at)
    assert (table.turned, table.moves) == ([2], 1)
    for at in (2, 0, 0):
        table.turn(at)
    assert (table.found, table.turned, table.moves) == ({0, 2}, [], 2)
    test = block_app({"kind": "matching", "faces": ["x"]})
    press(press(test, "Card 1"), "Card 2")
    assert figures(test) == {"Moves": "1", "Pairs found": "1 of 1"}
    assert "You win!" in written(test)


def test_dice_are_added_up_and_flips_counted(block_app: Open) -> None:
    test = block_app({"kind": "chance", "outcomes": list("123456"), "many": 3, "button": "Roll"})
    press(press(test, "Roll"), "Roll")
    shown = [int(n) for n in test.subheader[0].value.replace("\\", "").split(", ")]
    assert len(shown) == 3
    assert set(shown) <= set(range(1, 7))
    assert figures(test) == {"Sum": str(sum(shown)), "Rolls": "2"}


def test_flips_are_counted(block_app: Open) -> None:
    test = block_app({"kind": "chance", "counted": True, "button": "Flip"})
    for _ in range(5):
        press(test, "Flip")
    seen = figures(test)
    assert int(seen["Heads"]) + int(seen["Tails"]) == 5 == int(seen["Flips"])
