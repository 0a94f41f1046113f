"""Operations whose result is another one each time, by the system's own randomness. They refuse what can't be drawn."""

import secrets
from typing import Literal

from .operation import AnswerError, Lines, operation

LETTERS, DIGITS, SYMBOLS = "abcdefghijklmnopqrstuvwxyz", "0123456789", "!@#$%^&*()-_=+[]{};:,.?"
WORDS = (
    "acorn anchor apple apron arrow aspen badge bagel bamboo banjo barrel basil beacon beaver berry bison blanket "
    "blossom bottle bread breeze bridge brook broom bucket butter button cabin cactus camel candle canoe canvas "
    "carpet carrot castle cedar cellar cherry chestnut circle clover cobalt cocoa comet compass copper coral cotton "
    "cradle cricket crystal daisy desert dolphin dragon drum eagle ember engine falcon feather fern fiddle finch "
    "forest fossil fountain fox garden garlic ginger glacier globe grape gravel guitar hammer harbor hazel heron "
    "honey horizon iris island ivory jacket jasmine jungle kettle kitten ladder lagoon lantern lemon lentil lily "
    "lizard lobster lotus magnet mango maple marble meadow melon mirror mitten moss mountain needle nutmeg oasis "
    "ocean olive onion orbit orchid otter oyster paddle panda paper parrot peach pebble pencil pepper pigeon pillow "
    "pine planet plum pocket pony poppy potato prairie puzzle quartz quill rabbit radish raven ribbon river robin "
    "rocket saddle saffron salmon sandal satin scarf shadow shell silver sparrow spinach spruce squirrel sunset "
    "swan tablet tangerine teapot thistle thunder tiger timber tomato trumpet tulip tunnel turtle umbrella valley "
    "vanilla velvet violet violin walnut walrus willow window winter wizard zebra"
)
"""Common words that are hard to confuse, for passphrases."""


@operation("Random password of a length, with capitals, digits and symbols", "text", random=True)
def random_password(
    length: int = 16, capitals: bool = True, digits: bool = True, symbols: bool = True, small_letters: bool = True
) -> str:
    wanted = ((small_letters, LETTERS), (capitals, LETTERS.upper()), (digits, DIGITS), (symbols, SYMBOLS))
    sets = [signs for on, signs in wanted if on]
    if not sets:
        raise AnswerError("Choose at least one sort of character.")
    if not len(sets) <= length <= 1000:
        raise AnswerError(f"The length must be between {len(sets)} and 1000.")
    signs = [secrets.choice(s) for s in sets] + [secrets.choice("".join(sets)) for _ in range(length - len(sets))]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)


@operation("Random passphrase of several words", "text", random=True)
def random_passphrase(words: int = 4, between: str = "-") -> str:
    return between.join(secrets.choice(WORDS.split()) for _ in range(max(1, min(words, 50))))


@operation("Random PIN of digits", "text", random=True)
def random_pin(digits: int = 4) -> str:
    return "".join(secrets.choice(DIGITS) for _ in range(max(1, min(digits, 100))))


@operation("Random number between two numbers: whole, integer, minimum, maximum", "integer", random=True)
def random_integer(lowest: int = 1, highest: int = 100) -> int:
    low, high = min(lowest, highest), max(lowest, highest)
    return low + secrets.randbelow(high - low + 1)


@operation("Several random whole numbers between two numbers: lottery numbers", "list", random=True)
def random_integers(how_many: int = 6, lowest: int = 1, highest: int = 49, repeats: bool = False) -> list[int]:
    low, high = min(lowest, highest), max(lowest, highest)
    if not 1 <= how_many <= 10_000 or (not repeats and how_many > high - low + 1):
        raise AnswerError("There are not that many different numbers.")
    if repeats:
        return [random_integer(low, high) for _ in range(how_many)]
    return sorted(secrets.SystemRandom().sample(range(low, high + 1), how_many))


@operation("Random decimal, a fraction between two numbers", "number", random=True)
def random_decimal(lowest: float = 0, highest: float = 1) -> float:
    return secrets.SystemRandom().uniform(lowest, highest)


@operation("Roll dice: so many dice with so many sides, each roll", "list", random=True)
def roll_dice(dice: int = 1, sides: int = 6) -> list[int]:
    if not (1 <= dice <= 1000 and 1 <= sides <= 1_000_000):
        raise AnswerError("There must be 1 to 1000 dice with at least one side.")
    return [1 + secrets.randbelow(sides) for _ in range(dice)]


@operation("Roll dice and add them up: total of the dice", "integer", random=True)
def roll_dice_total(dice: int = 1, sides: int = 6) -> int:
    return sum(roll_dice(dice, sides))


@operation("Flip a coin: heads or tails", "text", random=True)
def flip_coin() -> str:
    return secrets.choice(("Heads", "Tails"))


@operation("Flip several coins and count heads and tails", "text", random=True)
def flip_coins(coins: int = 10) -> str:
    heads = sum(secrets.randbelow(2) for _ in range(max(0, min(coins, 100_000))))
    return f"{heads} heads, {max(0, coins) - heads} tails"


@operation(
    "Pick one at random from a list: random choice, winner, raffle, what to eat, who goes first", "text", random=True
)
def pick_one(choices: Lines) -> str:
    if not choices:
        raise AnswerError("The list is empty.")
    return secrets.choice(choices)


@operation("Pick several at random from a list, nobody twice: raffle winners", "list", random=True)
def pick_several(choices: Lines, how_many: int = 2) -> list[str]:
    if how_many > len(choices):
        raise AnswerError("There are not that many in the list.")
    return secrets.SystemRandom().sample(choices, max(0, how_many))


@operation("Shuffle a list into a random order", "list", random=True)
def shuffle_list(items: Lines) -> list[str]:
    return secrets.SystemRandom().sample(items, len(items))


@operation("Split a list of people into random teams or groups, by the number of groups", "table", random=True)
def random_teams(people: Lines, groups: int = 2) -> list[dict[str, str]]:
    if not 1 <= groups <= max(1, len(people)):
        raise AnswerError("There must be at least one person for each group.")
    order = secrets.SystemRandom().sample(people, len(people))
    return [{"Group": f"Group {n + 1}", "Members": ", ".join(order[n::groups])} for n in range(groups)]


@operation("Split a list of people into random teams or groups of a given size", "table", random=True)
def random_teams_of(people: Lines, size: int = 2) -> list[dict[str, str]]:
    if size < 1:
        raise AnswerError("A team needs at least one person.")
    return random_teams(people, max(1, -(-len(people) // size)))


@operation("Random pairs from a list of people: partners", "table", random=True)
def random_pairs(people: Lines) -> list[dict[str, str]]:
    order = secrets.SystemRandom().sample(people, len(people))
    return [{"First": order[n], "Second": (order[n + 1 :] or [""])[0]} for n in range(0, len(order), 2)]


@operation("Secret Santa: who gives gifts to whom, nobody to themselves", "table", random=True)
def secret_gifts(people: Lines) -> list[dict[str, str]]:
    if len(set(people)) < 2 or len(set(people)) != len(people):
        raise AnswerError("There must be at least two people with different names.")
    order = secrets.SystemRandom().sample(people, len(people))
    gives = dict(zip(order, [*order[1:], order[0]], strict=True))
    return [{"Gives": person, "Receives": gives[person]} for person in people]


@operation("Yes, no or maybe: a random answer to a question, decision maker", "text", random=True)
def random_answer() -> str:
    return secrets.choice(("Yes", "No", "Maybe", "Ask again later", "Definitely", "Not now"))


@operation("Random colour as a hex code", "color", random=True)
def random_color() -> str:
    return f"#{secrets.randbelow(0x1000000):06x}"


@operation("Unique identifiers: random UUIDs", "list", random=True)
def random_ids(how_many: int = 1) -> list[str]:
    import uuid

    return [str(uuid.uuid4()) for _ in range(max(0, min(how_many, 1000)))]


@operation("Placeholder text, lorem ipsum, of so many paragraphs, sentences or words", "long_text", random=True)
def placeholder_text(how_many: int = 3, what: Literal["paragraphs", "sentences", "words"] = "paragraphs") -> str:
    stock = (
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et "
        "dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea "
        "commodo"
    )

    def words(count: int) -> str:
        return " ".join(secrets.choice(stock.split()) for _ in range(count)).capitalize()

    def sentences(count: int) -> str:
        return " ".join(f"{words(random_integer(6, 14))}." for _ in range(count))

    count = max(0, min(how_many, 500))
    if what == "words":
        return words(count)
    return (
        sentences(count) if what == "sentences" else "\n\n".join(sentences(random_integer(3, 6)) for _ in range(count))
    )
