"""Judges any app made for: I type some options, one per line, and you pick one of them at random for me."""

from judge import Judge

OPTIONS = ["Zanzibar", "Quebec", "Oaxaca", "Kraków"]


def picked(judge: Judge) -> str:
    judge.press(["pick", "choose", "random", "select", "decide", "spin", "draw", "again", "go", "generat"])
    text = judge.shown()
    counts = {option: text.count(option) for option in OPTIONS}
    most = max(counts.values())
    chosen = [option for option, count in counts.items() if count == most]
    assert len(chosen) == 1, text
    return chosen[0]


def test_one_of_them_and_not_always_the_same(judge: Judge) -> None:
    judge.fill(["option", "list", "choice", "item", "line", "."], "\n".join(OPTIONS))
    assert len({picked(judge) for _ in range(12)}) > 1
