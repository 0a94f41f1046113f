"""Judges any app made for: Paste a text and count its words, characters and sentences."""

from judge import Judge

TEXT = "The quick brown fox jumps over us. It sleeps all day! Does it dream?"


def test_the_counts(judge: Judge) -> None:
    judge.fill(["text", "paste", "."], TEXT)
    judge.go()
    judge.sees_number(14)
    judge.sees_number(3)
    plain = len(TEXT.replace(" ", ""))
    assert {float(len(TEXT)), float(plain)} & set(judge.numbers()), judge.numbers()
