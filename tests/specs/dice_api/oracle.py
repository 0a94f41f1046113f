"""Judges any app made for the sentence beside this file."""

from tests.specs.callers import Api


def roll(api: Api, dice: str, count: int, sides: int, added: int = 0) -> list[int]:
    told = api.get(f"/roll?dice={dice.replace('+', '%2B')}")
    assert told.status == 200, told
    rolls = told["rolls"]
    assert len(rolls) == count, told
    assert all(isinstance(n, int) and 1 <= n <= sides for n in rolls), told
    assert told["total"] == sum(rolls) + added, told
    return [int(n) for n in rolls]


def test_dice_fall_as_asked(api: Api) -> None:
    seen = [n for _ in range(6) for n in roll(api, "20d6", 20, 6)]
    assert set(seen) == {1, 2, 3, 4, 5, 6}, seen
    assert len({tuple(roll(api, "12d20", 12, 20)) for _ in range(3)}) == 3
    roll(api, "1d4", 1, 4)


def test_something_added(api: Api) -> None:
    for _ in range(3):
        roll(api, "2d8+3", 2, 8, 3)
    roll(api, "1d100+25", 1, 100, 25)


def test_nonsense(api: Api) -> None:
    roll(api, "100d6", 100, 6)
    for dice in ("101d6", "d", "3x6", "hello", "3d", "2d6%2B", "0x2d4"):
        assert api.get(f"/roll?dice={dice}").status == 400, dice
