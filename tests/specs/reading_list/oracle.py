"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

UNREAD = ["unread", "not (yet )?read", "hide read", "to read", "only"]


def add(judge: Judge, title: str, author: str) -> None:
    judge.fill(["title", "book", "name"], title)
    judge.fill(["author", "writer"], author)
    judge.press(["add", "save", "submit", r"\+"])


def mark(judge: Judge, title: str) -> None:
    picks = [f for f in judge.fields("select", "combobox") if any(title in o for o in judge.offered(f))]
    if picks:
        judge.fill([re.escape(picks[0]["words"])], next(o for o in judge.offered(picks[0]) if title in o))
        judge.press(["mark", r"\bread\b", "done"])
    else:
        judge.near(title, [r"\bread\b", "mark", "done", "finish", "✓", "✔", "✅"]).click()
        judge.settle()


def only_unread(judge: Judge) -> None:
    pattern = "|".join(UNREAD)
    if any(re.search(pattern, f["words"]) for f in judge.fields("checkbox")):
        judge.tick(UNREAD, True)
    elif judge.button(UNREAD[:4]):
        judge.press(UNREAD[:4])
    elif judge.page.get_by_role("tab").filter(has_text=re.compile(pattern, re.I)).count():
        judge.page.get_by_role("tab").filter(has_text=re.compile(pattern, re.I)).first.click()
        judge.settle()
    else:
        judge.choose("Unread", ["show", "filter", "view", "status", "."])


def test_only_the_unread_ones(judge: Judge) -> None:
    add(judge, "Middlemarch", "George Eliot")
    add(judge, "Solaris", "Stanislaw Lem")
    add(judge, "Dracula", "Bram Stoker")
    for author in ("George Eliot", "Stanislaw Lem", "Bram Stoker"):
        judge.sees(author)
    mark(judge, "Solaris")
    judge.sees("George Eliot")
    only_unread(judge)
    judge.sees("George Eliot")
    judge.sees("Middlemarch")
    judge.sees("Dracula")
    judge.lacks("Stanislaw Lem")


def test_none_is_hidden_before_it_is_read(judge: Judge) -> None:
    add(judge, "Middlemarch", "George Eliot")
    add(judge, "Solaris", "Stanislaw Lem")
    only_unread(judge)
    judge.sees("George Eliot")
    judge.sees("Stanislaw Lem")
