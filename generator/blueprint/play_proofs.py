"""What games can be held to, whatever chance brings. Refuses to call a win shown that only luck could bring about."""

from string import ascii_lowercase

from generator.blueprint.games import Board, Chance, Guess, Matching, Versus
from generator.blueprint.play_sketch import Play
from generator.blueprint.sentence import spelt
from generator.blueprint.things import Inventory, Proof
from generator.contract import Fill, Press, Reload, SeeControl, SeeText, SeeValue, Step

_GAME = "play game against player computer single"


def hold_play(part: Play, title: str) -> Inventory:
    """Names and things of a game."""
    kept = Inventory()
    match part:
        case Guess():
            _hold_guess(part, title, kept)
        case Versus():
            _hold_versus(part, title, kept)
        case Board():
            _hold_board(part, title, kept)
        case Matching():
            _hold_matching(part, title, kept)
        case Chance():
            _hold_chance(part, title, kept)
    return kept


def _hold_guess(part: Guess, title: str, kept: Inventory) -> None:
    label = "Your guess (a letter or the word)" if part.words else "Your guess"
    kept.control(label, "text" if part.words else "number")
    kept.control("Guess", "button")
    kept.control("New game", "button")
    kept.output("Guesses", "value")
    if part.tries:
        kept.output("Guesses left", "value")
    words = f"{title} {_GAME} guess secret random pick think letter word number {part.minimum} {part.maximum} between"
    hints = "higher lower high low hint tell say too big small bigger smaller larger right wrong whether if"
    if part.words:
        absent = next((c for c in ascii_lowercase if not any(c in word for word in part.words)), "")
        steps = (Fill(name=label, value=absent), Press(name="Guess"), SeeText(text=f"No {absent.upper()}."))
        left = SeeValue(name="Guesses left", equals=str(part.tries - 1))
        proof = [Proof("A letter that isn't in the word costs a guess.", (*steps, left))] if absent else []
        kept.thing("guess", f"{words} hidden dash blank reveal show", *proof, sort="main")
        kept.thing("left", f"{part.tries} live try left wrong attempt chance mistake count limit remaining", *proof)
    else:
        low, high = (
            (Fill(name=label, value=str(value)), Press(name="Guess"), SeeText(text=said))
            for value, said in ((part.minimum - 1, "too low. Go higher"), (part.maximum + 1, "too high. Go lower"))
        )
        hint = Proof("What is too low and what is too high is told.", (*low, *high))
        kept.thing("guess", words, hint, sort="main")
        kept.thing("hint", hints, hint)
        counted = (*low, SeeValue(name="Guesses", equals="1"), *high, SeeValue(name="Guesses", equals="2"))
        kept.thing("count", "count how many number of guess try attempt took", Proof("Guesses are counted.", counted))
        if 0 < part.tries <= 12:
            lost = tuple(step for _ in range(part.tries) for step in low[:2])
            proof = [Proof(f"After {part.tries} wrong guesses it is lost.", (*lost, SeeText(text="You lose")))]
            kept.thing("left", f"{part.tries} try left attempt chance guess live limit only have", *proof)
    kept.thing("win", "win correct found congratulate right lose reveal")
    kept.thing("new", "new again restart start over reset play")


def _hold_versus(part: Versus, title: str, kept: Inventory) -> None:
    for option in part.options:
        kept.control(option, "button")
    for name in ("You", "Computer", "Draws", "Rounds"):
        kept.output(name, "value")
    kept.control("Reset", "button")
    first = part.options[0]
    once: tuple[Step, ...] = (
        Press(name=first),
        SeeText(text=f"You chose {first}"),
        SeeValue(name="Rounds", equals="1"),
    )
    twice = (*once, Press(name=part.options[-1]), SeeValue(name="Rounds", equals="2"))
    kept.thing(
        "play", f"{title} {_GAME} choose pick move random round", Proof("A choice is a round.", twice), sort="main"
    )
    lasting = (*twice, Reload(), SeeValue(name="Rounds", equals="2")) if part.first_to != 1 else once
    kept.thing("score", "score point count keep track running win lose tally", Proof("Rounds add up.", lasting))
    kept.thing("winner", f"who won winner best first of to {part.first_to or ''}")
    zero = (*once, Press(name="Reset"), SeeValue(name="Rounds", equals="0"))
    kept.thing("reset", "reset new again restart start over", Proof("Reset starts anew.", zero))


def _hold_board(part: Board, title: str, kept: Inventory) -> None:
    kept.control("New game", "button")
    for square in range(part.rows * part.columns):
        kept.control(str(square + 1), "button")
    squares = f"{part.rows * part.columns} {spelt(part.rows * part.columns)} square"
    words = f"{title} {_GAME} two friend turn board grid {part.rows} x {part.columns} row mark line take each other"
    words += f" {squares} whose say tell show"
    ends = "winner who win won draw tie announce tell say end"
    if part.computer:
        answered = (Press(name="1"), SeeControl(name=part.players[1]), SeeText(text=f"Turn: {part.players[0]}"))
        kept.thing("play", words, Proof("The computer answers a move.", answered), sort="main")
        kept.thing("end", ends)
    else:
        second = 2 if part.drop else part.columns + 1
        steps: list[Step] = []
        for n in range(part.line):
            steps.append(Press(name=str(1 if part.drop else n + 1)))
            if n < part.line - 1:
                steps.append(Press(name=str(second if part.drop else second + n)))
        told = (*steps, SeeText(text=f"{part.players[0]} wins"))
        turns = (Press(name="1"), SeeText(text=f"Turn: {part.players[1]}"))
        kept.thing("play", words, Proof("The players take turns.", turns), sort="main")
        draw = []
        if (part.rows, part.columns, part.line, part.drop) == (3, 3, 3, False):
            full = tuple(Press(name=name) for name in "123546879")
            draw = [Proof("A full board without a line is a draw.", (*full, SeeText(text="draw")))]
        kept.thing("end", ends, Proof("A whole line wins.", told), *draw)
        if part.tally:
            wins = f"Wins of {part.players[0]}"
            kept.output(wins, "value")
            counted = Proof("A win is counted.", (*steps, SeeValue(name=wins, equals="1")))
            kept.thing("tally", "score count tally wins how often many each keep has won", counted)
    again = (Press(name="1"), Press(name="New game"), SeeControl(name="1"))
    kept.thing("new", "new again restart start over reset clear button", Proof("A new game starts empty.", again))


def _hold_matching(part: Matching, title: str, kept: Inventory) -> None:
    kept.control("New game", "button")
    kept.output("Moves", "value")
    kept.output("Pairs found", "value")
    two = (Press(name="Card 1"), Press(name="Card 2"), SeeValue(name="Moves", equals="1"))
    words = f"{title} {_GAME} card pair match find flip turn tile {len(part.faces)} {2 * len(part.faces)} hidden"
    kept.thing("play", words, Proof("Two cards are turned at a time.", two), sort="main")
    kept.thing("moves", "count move try turn attempt how many", Proof("Moves are counted.", two))
    kept.thing("win", "win all found end tell")
    kept.thing("new", "new again restart start over reset shuffle")


def _hold_chance(part: Chance, title: str, kept: Inventory) -> None:
    kept.control(part.button, "button")
    kept.control("Reset", "button")
    times = f"{part.button}s"
    kept.output(times, "value")
    once = (Press(name=part.button), SeeValue(name=times, equals="1"))
    twice = (
        *once,
        Press(name=part.button),
        SeeValue(name=times, equals="2"),
        Reload(),
        SeeValue(name=times, equals="2"),
    )
    outcomes = " ".join(part.outcomes)
    words = f"{title} {_GAME} roll throw flip toss dice die coin random sided {part.many} two {outcomes} simulate press"
    kept.thing("draw", words, Proof("Each press is a new draw.", twice), sort="main")
    kept.thing("count", "count how many often keep history last so far number of times statistics record tally")
    kept.thing("sum", "sum total add up result")
    zero = (*once, Press(name="Reset"), SeeValue(name=times, equals="0"))
    kept.thing("reset", "reset clear start over again", Proof("Reset starts anew.", zero))
