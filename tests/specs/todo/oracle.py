"""Judges any app made for: A simple to-do list: I add tasks, tick them off, and it shows how many are still open."""

from judge import Judge


def add(judge: Judge, task: str) -> None:
    judge.fill(["task", "to-?do", "what", "new", "item", "title", "name"], task)
    judge.press(["add", "save", "create", r"\+"])


def open_tasks(judge: Judge, count: int) -> None:
    words = "(open|left|remain|to do|pending|active|incomplete|not done|todo)"
    judge.sees(rf"\b{count}\b[^\d]{{0,30}}{words}|{words}[^\d]{{0,30}}\b{count}\b")


def test_adding_and_ticking(judge: Judge) -> None:
    for task in ("Buy oat milk", "Call the plumber", "Water the ferns"):
        add(judge, task)
    judge.sees("Call the plumber")
    open_tasks(judge, 3)
    judge.near("Call the plumber", ["done", "tick", "complete", "✓", "✔", "check"]).click()
    judge.settle()
    open_tasks(judge, 2)
