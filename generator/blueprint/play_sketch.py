"""Reads off a sentence which game it asks for and with what rules. Refuses games that no block plays: None."""

import re
from collections.abc import Callable

from generator.blueprint.games import Board, Chance, Guess, Matching, Versus
from generator.blueprint.sentence import content, counts

Play = Guess | Versus | Board | Matching | Chance

_WORDS = {
    "animal": "elephant giraffe penguin dolphin kangaroo hamster leopard octopus ostrich gorilla cheetah lizard "
    "hedgehog crocodile butterfly flamingo panther turtle monkey spider",
    "fruit": "banana orange cherry apricot mango papaya pineapple strawberry coconut lemon melon peach grape raspberry "
    "blueberry pear plum fig lime avocado",
    "countr": "france germany spain italy portugal sweden norway finland denmark poland greece turkey brazil canada "
    "mexico japan china india egypt kenya",
    "food": "pizza sandwich noodles pancake burger salad omelette spaghetti chocolate potato cheese bread butter "
    "sausage carrot tomato cookie yogurt pepper cabbage",
    "sport": "football tennis hockey swimming cycling rowing baseball handball climbing archery fencing sailing "
    "surfing skiing wrestling gymnastics badminton cricket rugby golf",
    "": "garden window bridge planet rocket castle forest island market mirror pencil bottle blanket candle ladder "
    "hammer journey kitchen library mountain picture river shadow station summer thunder village weather winter yellow",
}
"""Words to guess by the stem of what they are; under "" those for any wish."""
_FACES = {
    "fruit": "🍎 🍌 🍒 🍇 🍓 🍑 🍍 🥝 🍉 🍋 🍐 🥭 🫐 🍈 🥥 🍊 🍅 🥑",
    "countr": "🚗 🚀 🚂 🚁 🚢 🚲 🚜 🚌 🚒 🚑 🛴 🚤 🚕 🏍️ 🚚 🛶 🚠 🛸",
    "letter": "A B C D E F G H I J K L M N O P Q R",
    "number": "11 22 33 44 55 66 77 88 99 10 20 30 40 50 60 70 80 90",
    "": "🐶 🐱 🐭 🦊 🐻 🐸 🐵 🐔 🐧 🦁 🐷 🐮 🐰 🐢 🐙 🦉 🐝 🐴",
}
_RANGE = re.compile(r"(-?\d+)\s*(?:to|and|-|–|bis|until|through)\s*(-?\d+)")
_COMPUTER = re.compile(r"\b(?:against|versus|vs\.?|with) (?:the |a |an )?(?:computer|machine|app|ai|bot|cpu)\b", re.I)
_ROCK = "rock beats scissors, paper beats rock, scissors beats paper"
_SPOCK = (
    "rock beats lizard, lizard beats spock, spock beats scissors, scissors beats lizard, lizard beats paper, "
    "paper beats spock, spock beats rock"
)


def sketch_play(text: str) -> tuple[str, Play] | None:
    """Title and part of the game that is asked for."""
    for sign, made in _GAMES:
        if re.search(sign, text, re.I):
            return made(text)
    return None


def _number(text: str) -> tuple[str, Play] | None:
    if re.search(r"\b(?:computer|app|it|program|machine)\b[\w ]{0,20}\bguess(?:es)? my\b", text, re.I):
        return None
    span = _RANGE.search(text)
    top = re.search(r"\b(?:up to|below|under|out of)\s+(\d+)", text, re.I)
    low, high = (int(span[1]), int(span[2])) if span else (1, int(top[1]) if top else 100)
    return "Guess the Number", Guess(minimum=low, maximum=high, tries=_tries(text, 0))


def _word(text: str) -> tuple[str, Play] | None:
    own = (
        r"\b(?:enter|type|set|give|choose|pick)s?\b[\w ]{0,12}\b(?:secret |own )?words?\b"
        r"|\bwords? (?:of|that) (?:my|i)\b|\b(?:my|own) words?\b"
    )
    if re.search(own, text, re.I):
        return None
    said = " ".join(content(text))
    words = next(words for stem, words in _WORDS.items() if stem in said)
    return "Hangman" if "hangm" in said else "Guess the Word", Guess(words=words.split(), tries=_tries(text, 6))


def _choice(text: str) -> tuple[str, Play] | None:
    rules = f"{_ROCK}, {_SPOCK}" if re.search(r"spock", text, re.I) else _ROCK
    beats = [(a.capitalize(), b.capitalize()) for a, b in re.findall(r"(\w+) beats (\w+)", rules)]
    options = ["Rock", "Paper", "Scissors"] + (["Lizard", "Spock"] if len(beats) > 3 else [])
    best, first = (re.search(rf"\b{words} (\w+)", text, re.I) for words in ("best of", "first to"))
    wins = 0
    if best and (many := counts(best[1])):
        wins = int(many[0].value) // 2 + 1
    elif first and (many := counts(first[1])):
        wins = int(many[0].value)
    return ", ".join(options), Versus(options=options, beats=beats, first_to=wins)


def _lines(text: str) -> tuple[str, Play] | None:
    computer = bool(_COMPUTER.search(text) or re.search(r"\b(?:single[- ]player|one player|alone)\b", text, re.I))
    tally = bool(re.search(r"\b(?:scor\w*|tall(?:y|ies)|count\w*|wins|statistics|how often|best of)\b", text, re.I))
    if re.search(r"\b(?:four|4) in a row|connect[- ]?(?:four|4)", text, re.I):
        return "Four in a Row", Board(rows=6, columns=7, line=4, drop=True, computer=computer, tally=tally)
    size = re.search(r"\b(\d+) ?[x×] ?(\d+)\b", text)
    rows, columns = (int(size[1]), int(size[2])) if size else (3, 3)
    line = min(rows, columns)
    return "Tic-Tac-Toe", Board(rows=rows, columns=columns, line=line, computer=computer, tally=tally)


def _pairs(text: str) -> tuple[str, Play] | None:
    size = re.search(r"\b(\d+) ?[x×] ?(\d+)\b", text)
    many = int(size[1]) * int(size[2]) // 2 if size else 8
    for count in counts(text):
        many = int(count.value) if count.unit.startswith("pair") else many
        many = int(count.value) // 2 if count.unit.startswith(("card", "tile")) else many
    said = " ".join(content(text))
    faces = next(faces for stem, faces in _FACES.items() if stem in said).split()
    return "Memory", Matching(faces=faces[: max(2, many)])


def _dice(text: str) -> tuple[str, Play] | None:
    if re.search(r"\b(?:choose|pick|select|enter|number of|how many|different) (?:\w+ )?sides\b", text, re.I):
        return None
    sided = re.search(r"\b(\d+)[- ]sided?\b|\bd(\d+)\b|\b(\d+) sides\b", text, re.I)
    sides = min(int(next(n for n in sided.groups() if n)), 1000) if sided else 6
    many = next(
        (int(c.value) for c in counts(text) if c.unit in ("dice", "die")), 2 if "dice" in text.casefold() else 1
    )
    choose = bool(re.search(r"\b(?:how many|number of|choose|several) (?:\w+ )?dice\b", text, re.I))
    outcomes = [str(n) for n in range(1, sides + 1)]
    return "Dice", Chance(outcomes=outcomes, many=many, adjustable=choose, counted=_counted(text), button="Roll")


def _coin(text: str) -> tuple[str, Play] | None:
    many = next((int(c.value) for c in counts(text) if c.unit.startswith(("coin", "time"))), 1)
    choose = bool(re.search(r"\b(?:how many|number of|choose|several) (?:\w+ )?(?:coins|times|flips)\b", text, re.I))
    return "Coin Flip", Chance(many=many, adjustable=choose, counted=True, button="Flip")


def _counted(text: str) -> bool:
    return bool(re.search(r"\b(?:counts?|statistics?|stats|tally|how often|frequenc\w+|distribution)\b", text, re.I))


def _tries(text: str, otherwise: int) -> int:
    tried = ("tr", "attempt", "guess", "chance", "live", "mistake", "wrong", "turn")
    return next((int(c.value) for c in counts(text) if c.unit.startswith(tried) and c.value > 1), otherwise)


_GAMES: tuple[tuple[str, Callable[[str], tuple[str, Play] | None]], ...] = (
    (r"\bhangman\b|\bguess(?:es|ing)? (?:the|a|my)? ?(?:secret |hidden )?words?\b|\bword[- ]guessing\b", _word),
    (
        r"\bguess(?:es|ing)? (?:(?:the|a|my|its|your|that|which|what) )?(?:secret |random |hidden )?number\b"
        r"|\bnumber[- ]guessing\b",
        _number,
    ),
    (r"\brock,?[ -]paper,?(?: and| or)?[ -]scissors\b", _choice),
    (r"\btic[- ]?tac[- ]?toe\b|\bnoughts and crosses\b|\bconnect[- ]?(?:four|4)\b|\b(?:four|4) in a row\b", _lines),
    (
        r"\bmemory (?:card )?game\b|\b(?:memory|matching) (?:with |the )?(?:pairs|cards)\b"
        r"|\bfind(?:ing)? (?:the )?(?:matching )?pairs\b",
        _pairs,
    ),
    (r"\b(?:roll|throw)(?:s|ing|er)?\b[\w ]{0,20}\b(?:dice|die|d\d+)\b|\b(?:dice|die) (?:roll|throw)\w*", _dice),
    (r"\b(?:flip|toss|throw)(?:s|ing|er)?\b[\w ]{0,12}\bcoins?\b|\bcoin (?:flip|toss)\w*|\bheads or tails\b", _coin),
)  # fmt: skip
"""How a game is spoken of, and what makes it."""
