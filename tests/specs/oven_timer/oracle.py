"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

START = ["start", "resume", "continue", "go on", "go", "▶"]
GO_ON = ["resume", "continue", "go on", "unpause", *START]
PAUSE = ["pause", "stop", "hold", "⏸"]


def left(judge: Judge) -> int:
    """Seconds on the clock: the last time of the page that is no field for it."""
    text = str(judge.page.evaluate("document.body.innerText"))
    if clocks := re.findall(r"(?<![\d:])(?:0?0:)?(\d{1,3}):(\d{2})(?![\d:])", text):
        return int(clocks[-1][0]) * 60 + int(clocks[-1][1])
    if told := re.findall(r"(\d+)\s*m(?:in(?:ute)?s?)?\W+(\d+)\s*s", text, re.I):
        return int(told[-1][0]) * 60 + int(told[-1][1])
    values = [judge.at(judge.field([hint])).input_value() for hint in (r"\bmin", r"\bsec")]
    return int(values[0] or 0) * 60 + int(values[1] or 0)


def begin(judge: Judge, minutes: int, seconds: int) -> None:
    judge.fill([r"\bmin"], minutes)
    judge.fill([r"\bsec"], seconds)
    judge.press([r"\bset\b"], needed=False)
    press(judge, START)


def press(judge: Judge, hints: list[str]) -> None:
    """Without waiting for the page to stand still: it doesn't."""
    button = judge.button(hints)
    assert button, f"no button for {hints} among {[name for name, _ in judge.buttons()]}"
    button.click()


def test_it_counts_down_and_pauses(judge: Judge) -> None:
    begin(judge, 2, 30)
    judge.page.wait_for_timeout(3500)
    running = left(judge)
    assert 138 <= running <= 148, running
    press(judge, PAUSE)
    judge.page.wait_for_timeout(600)
    paused = left(judge)
    judge.page.wait_for_timeout(2500)
    assert left(judge) == paused, judge.shown()
    press(judge, GO_ON)
    judge.page.wait_for_timeout(3000)
    assert paused - 6 <= left(judge) < paused - 1, judge.shown()


def test_reset(judge: Judge) -> None:
    begin(judge, 1, 20)
    judge.page.wait_for_timeout(3000)
    assert left(judge) < 80, judge.shown()
    press(judge, ["reset", "restart", "clear", "↺"])
    judge.page.wait_for_timeout(2500)
    assert left(judge) >= 78, judge.shown()


def test_it_says_that_time_is_up(judge: Judge) -> None:
    said: list[str] = []
    judge.page.on("dialog", lambda dialog: said.append(dialog.message))
    judge.lacks("time.{0,4}(is )?up(?! at)")
    begin(judge, 0, 3)
    judge.soon(lambda: bool(re.search("time.{0,4}(is )?up", judge.shown() + " ".join(said), re.I)), 8)
    assert re.search("time.{0,4}(is )?up", judge.shown() + " ".join(said), re.I), judge.shown()
