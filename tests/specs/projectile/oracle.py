"""Judges any app made for the sentence beside this file."""

from math import radians, sin

from judge import Judge

PICTURE = """() => {
  for (const e of document.querySelectorAll('[data-picture]')) e.removeAttribute('data-picture');
  const area = (e) => { const r = e.getBoundingClientRect();
    return r.width < 150 || r.height < 80 ? 0 : r.width * r.height; };
  const drawn = [...document.querySelectorAll('canvas, svg, img')].filter((e) => area(e) && e.checkVisibility());
  drawn.sort((a, b) => area(b) - area(a));
  if (drawn.length) drawn[0].setAttribute('data-picture', '');
  return drawn.length;
}"""


def throw(judge: Judge, speed: float, angle: float) -> None:
    judge.fill(["speed", "velocity", r"m/s", r"\bv"], speed)
    judge.fill(["angle", "degree", "°"], angle)
    judge.go()
    up = speed * sin(radians(angle))
    for value in (speed**2 * sin(radians(2 * angle)) / 9.81, up**2 / 2 / 9.81, 2 * up / 9.81):
        judge.sees_number(value, 0.051)  # one decimal is enough


def picture(judge: Judge) -> bytes:
    judge.soon(lambda: bool(judge.page.evaluate(PICTURE)))
    assert judge.page.evaluate(PICTURE), "there is no picture"
    return judge.page.locator("[data-picture]").screenshot()


def test_how_far_how_high_how_long(judge: Judge) -> None:
    judge.lacks_number(50.67, 0.051)
    throw(judge, 23, 35)
    throw(judge, 41, 62)


def test_the_picture_follows(judge: Judge) -> None:
    throw(judge, 23, 35)
    first = picture(judge)
    throw(judge, 41, 62)
    assert picture(judge) != first, "the picture has stayed as it was"
