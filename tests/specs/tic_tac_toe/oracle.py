"""Judges any app made for the sentence beside this file."""

import re

import pytest
from judge import Judge

SQUARES = """() => {
  for (const e of document.querySelectorAll('[data-square]')) e.removeAttribute('data-square');
  const near = (a, b) => Math.abs(a - b) < 6;
  const boxes = [...document.querySelectorAll('body *')].map((e) => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => r.width > 15 && r.height > 15);
  for (const [first, at] of boxes) {
    const like = boxes.filter(([e, r]) =>
      e.tagName === first.tagName && near(r.width, at.width) && near(r.height, at.height));
    if (like.length !== 9) continue;
    like.sort(([, a], [, b]) => near(a.top, b.top) ? a.left - b.left : a.top - b.top);
    const square = like.every(([, r], i) => near(r.top, like[i - i % 3][1].top) && near(r.left, like[i % 3][1].left));
    if (!square) continue;
    like.forEach(([e], i) => e.setAttribute('data-square', String(i)));
    return true;
  }
  return false;
}"""
BESIDE = """() => {
  const said = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const within = texts.currentNode.parentElement;
    const beside = !within.closest("[data-square], script, style") && within.checkVisibility();
    if (beside) said.push(texts.currentNode.data.trim());
  }
  return said.filter(Boolean).join(' \\n');
}"""
WON = r"\b{}\b[^.\n]{{0,25}}(wins|won|winner|victory)|(winner|winning|wins|won)[^.\n]{{0,25}}\b{}\b"
DRAW = r"\b(draw|tie|tied|drawn|nobody (has )?w[io]n)"


def play(judge: Judge, *squares: int) -> None:
    for square in squares:
        assert judge.page.evaluate(SQUARES), f"no nine squares in:\n{judge.shown()[:600]}"
        judge.page.locator(f'[data-square="{square}"]').click(force=True)
        judge.settle(least=0.1)


def told(judge: Judge) -> str:
    """What the page says beside its squares."""
    assert judge.page.evaluate(SQUARES)
    return str(judge.page.evaluate(BESIDE))


def won(judge: Judge, who: str) -> bool:
    return bool(re.search(WON.format(who, who), told(judge), re.I))


@pytest.mark.parametrize("line", [(0, 1, 2), (2, 5, 8), (6, 4, 2), (0, 4, 8)])
def test_the_first_can_win(judge: Judge, line: tuple[int, ...]) -> None:
    others = [square for square in (3, 7, 1, 5) if square not in line]
    play(judge, line[0], others[0], line[1], others[1])
    assert not won(judge, "X"), told(judge)
    play(judge, line[2])
    assert won(judge, "X"), told(judge)


def test_the_second_can_win_and_a_new_game_begins(judge: Judge) -> None:
    play(judge, 0, 3, 1, 4, 8, 5)
    assert won(judge, "O"), told(judge)
    judge.press(["new", "again", "restart", "reset"])
    assert not won(judge, "O"), told(judge)
    play(judge, 4, 0, 3, 1, 5)
    assert won(judge, "X"), told(judge)


def test_a_draw(judge: Judge) -> None:
    play(judge, 0, 1, 2, 4, 3, 5, 7, 6)
    assert not re.search(DRAW, told(judge), re.I), told(judge)
    play(judge, 8)
    assert re.search(DRAW, told(judge), re.I), told(judge)


def test_turns_alternate_and_a_taken_square_stays(judge: Judge) -> None:
    before = told(judge)
    play(judge, 4)
    after = told(judge)
    assert before != after
    play(judge, 4)
    assert told(judge) == after
    assert judge.page.locator('[data-square="4"]').inner_text().strip().upper() in ("X", "❌", "✕", "✖", "×")
    play(judge, 0)
    assert told(judge) == before
