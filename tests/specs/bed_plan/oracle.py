"""Judges any app made for the sentence beside this file."""

import re

from judge import Judge

SQUARES = """() => {
  for (const e of document.querySelectorAll('[data-square]')) e.removeAttribute('data-square');
  const box = (e) => e.getBoundingClientRect();
  const all = [...document.querySelectorAll('body *')].filter((e) => box(e).width > 15 && box(e).height > 15);
  const depth = (e) => { let n = 0; while ((e = e.parentElement)) n += 1; return n; };
  const sorts = [(e) => [e.tagName, Math.round(box(e).width / 8), Math.round(box(e).height / 8)],
    (e) => [e.tagName, e.classList[0]], (e) => [e.tagName, depth(e)], (e) => [e.tagName, e.parentElement]];
  const same = (a, b) => a.every((part, i) => part === b[i]);
  for (const sort of sorts) {
    const keys = all.map(sort);
    for (const key of keys) {
      const like = all.filter((e, i) => same(keys[i], key));
      if (like.length !== 24) continue;
      const middle = (e) => box(e).top + box(e).height / 2;
      like.sort((a, b) => middle(a) - middle(b));
      const rows = [0, 6, 12, 18].map((at) => like.slice(at, at + 6).sort((a, b) => box(a).left - box(b).left));
      const level = rows.every((row) => row.every((e) => Math.abs(middle(e) - middle(row[0])) < 12));
      const apart = rows.every((row, i) => i === 0 || middle(row[0]) - middle(rows[i - 1][0]) > 12)
        && rows.every((row) => row.every((e, i) => i === 0 || box(e).left - box(row[i - 1]).left > 12));
      if (!level || !apart) continue;
      rows.flat().forEach((e, i) => e.setAttribute('data-square', String(i)));
      return true;
    }
  }
  return false;
}"""
BESIDE = """() => {
  const said = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const within = texts.currentNode.parentElement;
    const beside = !within.closest('[data-square], script, style, option') && within.checkVisibility();
    if (beside) said.push(texts.currentNode.data.trim());
  }
  return said.filter(Boolean).join(' \\n');
}"""
NAMES = {"carrot": r"carrots?|🥕", "bean": r"beans?|🫘|🫛", "lettuce": r"lettuces?|🥬"}
LEAF = "li, td, span, div, p, img"


def squares(judge: Judge) -> None:
    assert judge.page.evaluate(SQUARES), f"no 4 rows of 6 squares in:\n{judge.shown()[:800]}"


def choose(judge: Judge, vegetable: str) -> None:
    """From a list, by a radio button or a button, or by clicking its name; never one that is in the bed."""
    squares(judge)
    listed = [f for f in judge.fields("select", "combobox") if vegetable in " ".join(judge.offered(f)).lower()]
    if listed:
        judge.fill([re.escape(listed[0]["words"])], vegetable)
        return
    outside = ":not([data-square]):not([data-square] *)"
    name = re.compile(NAMES[vegetable], re.I)
    radio = judge.page.locator(f"label{outside}, [role=radio]{outside}").filter(has_text=name)
    buttons = [place for said, place in judge.buttons() if name.search(said)]
    buttons = [place for place in buttons if not place.evaluate("e => e.closest('[data-square]')")]
    leaves = judge.page.locator(",".join(f"{leaf}{outside}" for leaf in LEAF.split(", "))).filter(has_text=name)
    leaves = leaves.filter(has_not=judge.page.locator("[data-square]"))
    places = [*radio.all(), *buttons, *leaves.all()]
    assert places, f"nowhere to choose {vegetable}:\n{judge.shown()[:800]}"
    places[0].click()
    judge.settle(least=0.1)


def click(judge: Judge, *places: int) -> None:
    for place in places:
        squares(judge)
        judge.page.locator(f'[data-square="{place}"]').click()
        judge.settle(least=0.1)


def counted(judge: Judge, wanted: dict[str, int]) -> bool:
    """Behind each name stands its number, or before each."""
    squares(judge)
    parts = re.split("(" + "|".join(NAMES.values()) + ")", str(judge.page.evaluate(BESIDE)), flags=re.I)
    behind: dict[str, set[int]] = {vegetable: set() for vegetable in wanted}
    before: dict[str, set[int]] = {vegetable: set() for vegetable in wanted}
    for at in range(1, len(parts), 2):
        vegetable = next(v for v, pattern in NAMES.items() if re.fullmatch(pattern, parts[at], re.I))
        behind[vegetable] |= {int(number) for number in re.findall(r"\d+", parts[at + 1])[:1]}
        before[vegetable] |= {int(number) for number in re.findall(r"\d+", parts[at - 1])[-1:]}
    return any(all(number in found[v] for v, number in wanted.items()) for found in (behind, before))


def counts(judge: Judge, carrot: int, bean: int, lettuce: int) -> None:
    wanted = {"carrot": carrot, "bean": bean, "lettuce": lettuce}
    judge.soon(lambda: counted(judge, wanted))
    assert counted(judge, wanted), f"not {wanted}:\n{judge.page.evaluate(BESIDE)}"


def plant(judge: Judge) -> None:
    for vegetable, places in (("carrot", (0, 5, 7, 8, 23)), ("bean", (12, 13, 18)), ("lettuce", (10, 4))):
        choose(judge, vegetable)
        click(judge, *places)


def test_each_vegetable_is_counted(judge: Judge) -> None:
    plant(judge)
    counts(judge, 5, 3, 2)
    choose(judge, "bean")
    click(judge, 20)
    counts(judge, 5, 4, 2)


def test_another_click_empties(judge: Judge) -> None:
    plant(judge)
    click(judge, 15, 16)
    counts(judge, 5, 3, 4)
    click(judge, 10)
    counts(judge, 5, 3, 3)
    choose(judge, "carrot")
    click(judge, 7, 23)
    counts(judge, 3, 3, 3)
    click(judge, 23)
    counts(judge, 4, 3, 3)


def test_what_is_planted_is_seen(judge: Judge) -> None:
    choose(judge, "carrot")
    click(judge, 20)
    squares(judge)
    bare = judge.page.locator('[data-square="2"]').screenshot()
    click(judge, 2, 21)
    squares(judge)
    assert judge.page.locator('[data-square="2"]').screenshot() != bare, "a planted square looks like an empty one"
