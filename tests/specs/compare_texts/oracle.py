"""Judges any app made for the sentence beside this file."""

from judge import Judge


def test_the_lines_of_one_only(judge: Judge) -> None:
    fields = judge.fields("textarea")
    assert len(fields) >= 2, fields
    for field, text in zip(fields, ("cedar\nmaple\nolive", "maple\npalm\nolive\nwillow"), strict=False):
        judge.at(field).fill(text)
        judge.at(field).press("Control+Enter")
        judge.at(field).press("Tab")
        judge.settle()
    judge.press(["compare", "diff", "show", "find", "check"], needed=False)
    text = judge.shown()
    counts = {word: text.count(word) for word in ("cedar", "maple", "olive", "palm", "willow")}
    assert counts["cedar"] > 1, text
    assert counts["palm"] > 1, text
    assert counts["willow"] > 1, text
    assert counts["maple"] <= 3, text
    assert counts["olive"] <= 3, text
