"""Judges any app made for the sentence beside this file."""

from judge import Judge


def add(judge: Judge, title: str, author: str, rating: int) -> None:
    judge.fill(["title", "book", "name"], title)
    judge.fill(["author"], author)
    try:
        judge.fill(["rating", "stars", "score"], rating)
    except AssertionError:
        judge.choose(str(rating))
    judge.press(["add", "save", "submit"])


def test_the_list_and_its_average(judge: Judge) -> None:
    add(judge, "Middlemarch", "George Eliot", 5)
    add(judge, "Pale Fire", "Vladimir Nabokov", 2)
    judge.sees("Middlemarch")
    judge.sees("Nabokov")
    judge.sees_number(3.5)


def test_the_list_is_kept(judge: Judge) -> None:
    add(judge, "Beloved", "Toni Morrison", 4)
    judge.reload()
    judge.sees("Beloved")
