"""Judges any app made for the sentence beside this file."""

from judge import Judge

STOCK = b"10 apples from Oslo\nfive lemons\n2 crates of apples and pears\n\napples again\npears, lemons\n"


def lines_with(judge: Judge, word: str) -> list[str]:
    judge.upload("stock.txt", STOCK)
    judge.fill(["word", "search", "find", "keyword", "filter", "contain", "text", "."], word)
    judge.press(["^(?!.*(download|save|clear)).*(filter|extract|search|keep|find|lines)"], needed=False)
    judge.go()
    return [line for line in judge.download().decode().splitlines() if line.strip()]


def test_only_the_lines_with_the_word(judge: Judge) -> None:
    got = lines_with(judge, "apples")
    assert got == ["10 apples from Oslo", "2 crates of apples and pears", "apples again"], got


def test_another_word(judge: Judge) -> None:
    got = lines_with(judge, "lemons")
    assert got == ["five lemons", "pears, lemons"], got
