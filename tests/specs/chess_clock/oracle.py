"""Judges any app made for the sentence beside this file."""

import re
import time

from judge import Judge

CLOCKS = r"""() => {
  for (const e of document.querySelectorAll('[data-clock], [data-side]'))
    { e.removeAttribute('data-clock'); e.removeAttribute('data-side'); }
  const time = /(?<![\d:])(?:(\d{1,2})\s*:\s*)?(\d{1,3})\s*:\s*(\d{2})(?:[.,]\d+)?(?![\d:])/g;
  const times = (e) => e.checkVisibility() && e.getBoundingClientRect().width > 5
    ? [...(e.innerText || '').matchAll(time)] : [];
  const one = [...document.querySelectorAll('body *')].filter((e) => !e.closest('script, style, option')
    && times(e).length === 1);
  const inner = one.filter((e) => !one.some((other) => other !== e && e.contains(other)));
  const size = (e) => parseFloat(getComputedStyle(e).fontSize);
  const two = inner.sort((a, b) => size(b) - size(a)).slice(0, 2)
    .sort((a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  const middle = (e) => { const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
  const far = (a, b) => Math.hypot(middle(a)[0] - middle(b)[0], middle(a)[1] - middle(b)[1]);
  const others = /start|begin|pause|stop|reset|new|set|apply|again|menu/i;
  const buttons = [...document.querySelectorAll('button, [role=button], input[type=button]')].filter((b) =>
    b.checkVisibility() && !b.disabled && !others.test(b.innerText || b.value || b.getAttribute('aria-label') || ''));
  return two.map((e, side) => {
    e.setAttribute('data-clock', String(side));
    const near = buttons.sort((a, b) => far(a, e) - far(b, e))[0];
    if (near) near.setAttribute('data-side', (near.getAttribute('data-side') || '') + side);
    const [[, hours, minutes, seconds]] = times(e);
    return Number(hours || 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  });
}"""
OVER = r"time'?s? (is |has |was )?(up|over|out|run)|out of time|(ran|run|runs) out|lost|loses|wins|won|flag|expired"


def clocks(judge: Judge) -> list[int]:
    """Seconds on each of the two."""
    return [int(seconds) for seconds in judge.page.evaluate(CLOCKS)]


def shows(judge: Judge, seconds: int) -> bool:
    now = clocks(judge)
    return len(now) == 2 and all(seconds - 3 <= left <= seconds for left in now)


def press(judge: Judge, *hints: str) -> None:
    """Without waiting for the page to stand still: it doesn't."""
    if button := judge.button(hints):
        button.click()
        judge.page.wait_for_timeout(500)


def begin(judge: Judge, minutes: int) -> None:
    """Until one of the clocks runs, whichever."""
    for at in range(len([f for f in judge.fields() if re.search(r"\bmin|time", f["words"])])):
        field = [f for f in judge.fields() if re.search(r"\bmin|time", f["words"])][at]
        if not re.search(r"\bsec|increment|bonus|delay", field["words"]):
            judge.fill([rf"^{re.escape(field['words'])}$"], minutes)
    if not shows(judge, minutes * 60):
        press(judge, r"\bset\b", "apply", "update", r"\bok\b", "save")
    if not shows(judge, minutes * 60):
        press(judge, "new", "reset")
    press(judge, r"^\W*(start|begin|play|go)\b", "▶")
    assert shows(judge, minutes * 60), f"{clocks(judge)} on the clocks:\n{judge.shown()[:800]}"
    if not running(judge):
        tap(judge, 0)


def running(judge: Judge) -> list[int]:
    before = clocks(judge)
    judge.page.wait_for_timeout(2300)
    after = clocks(judge)
    assert len(before) == len(after) == 2, judge.shown()
    return [side for side in (0, 1) if after[side] < before[side]]


def tap(judge: Judge, side: int) -> None:
    """On the clock itself, or on the button that is nearest to it; then the other one's clock runs, and only that."""
    for place in (f'[data-clock="{side}"]', f'[data-side*="{side}"]'):
        clocks(judge)
        if judge.page.locator(place).count():
            judge.page.locator(place).first.click()
            judge.page.wait_for_timeout(300)
            if running(judge) == [1 - side]:
                return
    raise AssertionError(f"after a tap on side {side} the other clock does not run alone:\n{judge.shown()[:800]}")


def test_a_tap_makes_the_other_clock_run(judge: Judge) -> None:
    begin(judge, 3)
    (now,) = running(judge)
    for side in (now, 1 - now, now):
        tap(judge, side)
    left = clocks(judge)
    assert all(130 < seconds < 180 for seconds in left), left


def test_it_says_when_the_time_has_run_out(judge: Judge) -> None:
    said: list[str] = []
    judge.page.on("dialog", lambda dialog: said.append(dialog.message))

    def over() -> int:
        return len(re.findall(OVER, judge.shown() + " ".join(said), re.I))

    begin(judge, 1)
    started, before = time.monotonic(), over()
    while over() <= before and time.monotonic() - started < 75:
        judge.page.wait_for_timeout(500)
    assert over() > before, judge.shown()
    assert time.monotonic() - started > 45, "it said so too early"
    left = clocks(judge)
    assert not left or max(left) > 45, f"the other clock went on: {left}"
