"""Judges any app made for the sentence beside this file."""

from judge import Judge


def test_the_result_comes_down(judge: Judge) -> None:
    judge.upload("story.txt", b"The cat sat. A cat ran from the dog.\nNo more cat.\n")
    judge.fill(["find", "search", "old", "to replace", "word", "from"], "cat")
    judge.fill(["replace with", "replacement", "new", "with", "another", "^replace", "to"], "hamster")
    judge.go()
    got = judge.download().decode()
    assert got.strip() == "The hamster sat. A hamster ran from the dog.\nNo more hamster.", got
