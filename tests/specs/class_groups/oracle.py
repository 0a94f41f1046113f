"""Judges any app made for the sentence beside this file. Groups are read from headings like
Group 1, or from a table."""

import re
from collections import defaultdict

from judge import Judge

CLASS = ("Ada", "Bruno", "Chiara", "Dev", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena", "Milo")
TABLES = """() => [...document.querySelectorAll('table, canvas [role="grid"], canvas table')].map((table) =>
  [...table.querySelectorAll('tr, [role="row"]')].map((row) =>
    [...row.querySelectorAll('td, th, [role="gridcell"], [role="columnheader"]')].map((c) => c.textContent.trim())))"""
HEADINGS = (
    r"\b(?:group|team)[^\S\n]*(?:no\.?|nr\.?|#)?[^\S\n]*(\d+|[A-J])\b",
    r"(?m)^\W*(?:group|team|table)?\W*(\d+|[A-J])\b(?![^\n]*\bgroups\b)",
)
MIX = [
    "again|mix|shuffle|re-?draw",
    r"^(?!.*(download|copy|clear|reset)).*(group|team|make|creat|generat|split|divid|assign|form)",
    "random|go|start|draw",
]

Groups = frozenset[frozenset[str]]


def within(text: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names for _ in re.findall(rf"\b{name}\b", text)]


def found(judge: Judge, names: tuple[str, ...]) -> list[list[list[str]]]:
    """What the groups may be, read in several ways."""
    ways = []
    page = str(judge.page.evaluate("document.body.innerText"))
    for heading in HEADINGS:
        parts = re.split(heading, page, flags=re.I)
        named = defaultdict(list)
        for label, text in zip(parts[1::2], parts[2::2], strict=True):
            named[label] += within(text, names)
        ways.append([group for group in named.values() if group])
    for table in judge.page.evaluate(TABLES):
        width = max((len(row) for row in table), default=0)
        ways.append([g for at in range(width) if (g := within(" ".join(r[at] for r in table if len(r) > at), names))])
        ways.append([g for row in table if (g := within(" ".join(row), names))])
        rows = defaultdict(list)
        for row in table:
            label = [cell for cell in row if re.search(r"\b(\d+|[A-J])$", cell) and not within(cell, names)]
            rows[label[-1] if label else ""] += within(" ".join(row), names)
        ways.append([group for group in rows.values() if group])
    return ways


def even(groups: list[list[str]], names: tuple[str, ...], count: int) -> bool:
    sizes = [len(group) for group in groups]
    everybody = sorted(name for group in groups for name in group) == sorted(names)
    return everybody and len(groups) == count and max(sizes) - min(sizes) <= 1


def read(judge: Judge, names: tuple[str, ...], count: int) -> Groups:
    judge.soon(lambda: any(even(groups, names, count) for groups in found(judge, names)))
    right = [groups for groups in found(judge, names) if even(groups, names, count)]
    assert right, f"not {count} even groups of {len(names)}:\n{judge.shown()[:1500]}"
    return frozenset(frozenset(group) for group in right[0])


def mix(judge: Judge, names: tuple[str, ...], count: int) -> Groups:
    if judge.fields("textarea"):
        judge.paste("\n".join(names))
    else:
        judge.fill(["name", "class", "child|pupil|student"], "\n".join(names))
    judge.fill([r"^(?!.*(name|paste|pupil|student|child)).*group", r"how many|number of", "group"], count)
    judge.press(MIX)
    return read(judge, names, count)


def test_even_groups(judge: Judge) -> None:
    mix(judge, CLASS, 4)


def test_other_names_and_groups(judge: Judge) -> None:
    mix(judge, CLASS[2:], 3)
    mix(judge, CLASS[1:], 6)


def test_mixed_again(judge: Judge) -> None:
    first = mix(judge, CLASS, 3)
    judge.press(MIX)
    second = read(judge, CLASS, 3)
    judge.press(MIX)
    assert len({first, second, read(judge, CLASS, 3)}) > 1, f"three times the same: {first}"
