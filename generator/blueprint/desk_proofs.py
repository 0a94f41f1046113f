"""What clocks, grids, texts with gaps and tills can be held to, all of it from the sentence and what is typed in.
Refuses to name a second at which a clock that runs must stand."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from generator.blueprint.desk import Clocks, Gaps, Grid, Till
from generator.blueprint.desk_sketch import Desk, ordinals
from generator.blueprint.other_proofs import clock
from generator.blueprint.sentence import spelt
from generator.blueprint.things import Inventory, Proof
from generator.blueprint.till_proofs import hold_till
from generator.contract import (
    Choose,
    Fill,
    Note,
    Press,
    Relation,
    Reload,
    SeeControl,
    SeeText,
    SeeValue,
    Step,
    Wait,
)

_TEXT = [f"{first}u{second}o" for first in "bdfgklmnprst" for second in "bdfgklmnprst"]
"""Words of which none stands in another, or is a word of the page."""


def hold_desk(part: Desk, title: str, text: str) -> Inventory:
    """Names and things of a part that one works at; `text` is the sentence that asks for it."""
    kept = Inventory()
    match part:
        case Clocks():
            _hold_clocks(part, title, kept)
        case Grid():
            _hold_grid(part, title, text, kept)
        case Gaps():
            _hold_gaps(part, title, kept)
        case Till():
            hold_till(part, kept)
    return kept


def _hold_clocks(part: Clocks, title: str, kept: Inventory) -> None:
    names = [one.label for one in part.clocks]
    unit = "Seconds" if min(one.minutes for one in part.clocks) < 1 else "Minutes"
    verb = "{} is done" if part.rule == "pass" else "Start {}"
    for name in names:
        kept.control(verb.format(name), "button")
        kept.output(name, "value")
        if not part.up:
            kept.control(f"{unit} of {name}", "number")
    for name in ("Pause", "Reset"):
        kept.control(name, "button")
    many = f"{len(names)} {spelt(len(names))} both several each other next own one"
    words = f"{title} {' '.join(names)} {many} clock timer game countdown time run count stop watch down "
    words += "stopwatch schachuhr uhr"
    taps = "tap press click hit push button side turn move done end start begin whoever which alone only then hand"
    hands = f"{words} {taps} switch pass over stop pause speak talk "
    hands += "independent independently parallel same once"
    runners = [*names[1:], names[0]] if part.rule == "pass" else names
    ran: tuple[Step, ...] = ()
    for n, (name, running) in enumerate(zip(names, runners, strict=True)):
        other = runners[n - 1]
        still: Literal["same", "different"] = "different" if n and part.rule == "free" else "same"
        ran = (
            *ran, Note(name=running, key=f"at rest {n}"), Press(name=verb.format(name)),
            Note(name=other, key=f"other {n}"), Wait(seconds=3),
            Relation(name=running, key=f"at rest {n}", holds="different"),
            Relation(name=other, key=f"other {n}", holds=still),
        )  # fmt: skip
    said = {
        "pass": "One clock runs at a time, and a button hands over.",
        "pick": "A button makes its clock run, and stops the others.",
        "free": "Each clock runs by its own button, whatever the others do.",
    }
    kept.thing("run", hands, Proof(said[part.rule], ran, "relation"), sort="main")
    running, begin = runners[0], (Press(name=verb.format(names[0])), Wait(seconds=3))
    stood = (
        *begin, Press(name="Pause"), Note(name=running, key="paused"), Wait(seconds=2),
        Relation(name=running, key="paused", holds="same"),
    )  # fmt: skip
    kept.thing("pause", "pause hold stop halt interrupt", Proof("Pause stops the clock.", stood, "relation"))
    zero = "00:00" if part.up else clock(part.clocks[names.index(running)].minutes)
    back = (*begin, Press(name="Reset"), SeeValue(name=running, equals=zero))
    kept.thing("reset", "reset restart again new back", Proof("Reset sets the clocks back.", back))
    if part.up:
        return
    lengths = {name: 3 + 2 * n for n, name in enumerate(names)}
    filled = tuple(Fill(name=f"{unit} of {name}", value=str(value)) for name, value in lengths.items())
    shown = tuple(
        SeeValue(name=name, equals=clock(value / (60 if unit == "Seconds" else 1))) for name, value in lengths.items()
    )
    people = "player person people team speaker side spieler pro je jeder joueur par"
    usual = tuple(SeeValue(name=one.label, equals=clock(one.minutes)) for one in part.clocks)
    minutes = " ".join(f"{one.minutes:g}" for one in part.clocks)
    kept.thing(
        "length",
        f"{many} {people} {minutes} {unit} minute second time set have has get long length many much start with",
        Proof("Each clock starts at its length.", usual),
        Proof("People set the length of each clock.", (*filled, *shown)),
    )
    short = Fill(name=f"{unit} of {running}", value="2" if unit == "Seconds" else "0.04")
    ends = (short, Press(name=verb.format(names[0])), Wait(seconds=4), SeeText(text=f"Time is up for {running}"))
    early = (SeeText(text="Time is up", absent=True), *ends)
    words = f"{people} time up run out over end expire zero say tell show warn lose announce who whose when alarm"
    kept.thing("end", words, Proof("It says whose time has run out.", early), own="run out over up end expire")


def _hold_grid(part: Grid, title: str, text: str, kept: Inventory) -> None:
    if chooses := len(part.kinds) > 1 and part.click != "cycle":
        kept.control("Choose", "choice", part.kinds)
    kept.control("Empty all", "button")
    for kind in part.kinds:
        kept.output(kind, "value")
    if part.empty_label:
        kept.output(part.empty_label, "value")
    cells = part.rows * part.columns
    corner, second = part.name(cells - 1), part.name(1)
    first, last = part.kinds[0], part.kinds[-1]

    def take(kind: str) -> tuple[Step, ...]:
        return (Choose(name="Choose", value=kind),) if chooses else ()

    set_: tuple[Step, ...]
    if part.click == "cycle":
        set_ = (Press(name="A1"), SeeValue(name=first, equals="1"))
        for old, new in pairwise(part.kinds):
            set_ = (*set_, Press(name="A1"), SeeValue(name=new, equals="1"), SeeValue(name=old, equals="0"))
        emptied = (*set_, Press(name="A1"), SeeValue(name=last, equals="0"))
    else:
        set_ = (*take(last), Press(name="A1"), Press(name=corner), SeeValue(name=last, equals="2"))
        if chooses:
            other = (Press(name=second), SeeValue(name=first, equals="1"), SeeValue(name=last, equals="2"))
            set_ = (*set_, *take(first), *other, *take(last))
        emptied = (*set_, Press(name="A1"), SeeValue(name=last, equals="1"))
        if part.click == "replace" and chooses:
            replaced = (
                Press(name=corner),
                SeeValue(name=first, equals="2"),
                SeeValue(name=last, equals="0"),
            )
            emptied = (*emptied, *take(first), *replaced)
    of_kinds = " ".join(part.kinds)
    deeds = " ".join(re.findall(r"\bto (\w+) (?:it|them|one|that)\b", text, re.I))
    click = "click tap press touch klick square cell seat field box tile space spot place slot desk there it set put"
    kept.thing(
        "set",
        f"{title} {of_kinds} {deeds} {click} plan page map chart board draw layout choose pick select choice colour "
        "color mark paint fill cycle through change turn reserve book occupy",
        Proof("A click sets a square to what is chosen.", set_),
        sort="main",
    )
    again = "another again second click empty empties clear free remove undo unmark back on it"
    kept.thing("again", again, Proof("Another click empties a square.", emptied), own="another again empty free clear")
    number = " ".join((str(part.rows), str(part.columns), spelt(part.rows), spelt(part.columns)))
    beyond = (f"{corner[0]}{part.columns + 1}", f"{chr(ord(corner[0]) + 1)}1")
    whole = (SeeControl(name=corner), *(SeeText(text=name, absent=True) for name in beyond), *set_)
    kept.thing(
        "size",
        f"{number} row column by x grid square cell seat field box tile space spot place slot desk raster page plan",
        Proof(f"It has {part.rows} rows of {part.columns}.", whole),
        own=f"{number} row column grid",
    )
    each = " ".join(re.findall(r"\b(?:each|per|every) (\w+)", text, re.I))
    counted, used = set_, 1
    if part.click != "cycle":
        used = min(len(part.kinds), cells - 1) + 1
        counted = tuple(step for n in range(used - 1) for step in (*take(part.kinds[n]), Press(name=part.name(n))))
        many = {kind: str((n < used - 1) + (n == used - 2)) for n, kind in enumerate(part.kinds)}
        seen = tuple(SeeValue(name=kind, equals=number) for kind, number in many.items())
        counted = (*counted, Press(name=corner), *seen)
    if part.empty_label:
        at_first, then = (SeeValue(name=part.empty_label, equals=str(number)) for number in (cells, cells - used))
        counted = (at_first, *counted, then)
    kept.thing(
        "count",
        f"{of_kinds} {part.empty_label} {each} count how many number beside show tell stand total left each square "
        "cell seat field space spot place often there",
        Proof("How many there are of each is told.", counted),
        own="count many number",
    )
    clear = (*set_, Press(name="Empty all"), *(SeeValue(name=kind, equals="0") for kind in part.kinds))
    kept.thing("clear", "clear empty all reset start over new button", Proof("All squares can be emptied.", clear))
    if part.keep:
        there = (*set_, Reload(), SeeValue(name=last, equals="1" if part.click == "cycle" else "2"))
        kept.thing(
            "keep", "save keep kept remember reload still next time come back later plan", Proof("It is kept.", there)
        )
    for step in [step for thing in kept.things for proof in thing.proofs for step in proof.steps]:
        if isinstance(step, Press | SeeControl):
            kept.control(step.name, "button")  # Of the cells those that are clicked on.


def _hold_gaps(part: Gaps, title: str, kept: Inventory) -> None:
    kept.control("Your text", "long_text")
    for name in ("Make gaps", "Check", "New text", "Show the words"):
        kept.control(name, "button")
    for name in ("Gap 1", "Gap 2"):
        kept.control(name, "text")
    if part.every:
        words = _TEXT[: 2 * part.every + 1]
        hidden = [words[part.every - 1], words[2 * part.every - 1]]
    else:
        hidden = ["a" * part.longer_than + end for end in ("b", "cd")]
        words = ["z" * part.longer_than, hidden[0], "z", hidden[1], "y" * max(1, part.longer_than - 1)]
    text = " ".join(words)
    shown = (*_gapped(text, hidden), SeeControl(name="Gap 2"))
    made: tuple[Step, ...] = (Fill(name="Your text", value=f"{text}."), Press(name="Make gaps"))
    right, half = (
        (
            *made,
            Fill(name="Gap 1", value=hidden[0]),
            Fill(name="Gap 2", value=second),
            Press(name="Check"),
            SeeText(text=said),
        )
        for second, said in ((hidden[1], "You got 2 of 2 right"), ("zzzz", "You got 1 of 2 right"))
    )
    number = part.every or part.longer_than
    nth = f"{number} {number}th {spelt(number)} {ordinals(number)}"
    which = f"every each nth {nth}" if part.every else f"{nth} long longer letter more than"
    kept.thing(
        "gaps",
        f"{title} {which} word text paste put enter type own poem article gap blank hole cloze hide hidden become "
        "becomes remove replace missing exercise practice fill in complete leave out make turn füge einen ein einfügen "
        "lückentext lücke wort wird zur jedes texte trous trou colle mot sur chaque disparaît",
        Proof("The words that are to be gaps are gone, and no others.", (*made, *shown)),
        sort="main",
    )
    score = (
        "tell say show how many right correct wrong score result check answer count fill in type word gap blank got "
    )
    score += "viele wie richtig sind sehe ausfüllen juste remplis"
    kept.thing(
        "score",
        f"{score} get see",
        Proof("All that is right is counted.", right),
        Proof("What is wrong isn't counted.", half),
        own="right correct wrong score check answer",
    )
    if part.adjustable and part.every:
        other = 2 if part.every != 2 else 3
        label = "Every how many words"
        kept.control(label, "number")
        others = _TEXT[: 2 * other + 1]
        steps = (
            Fill(name="Your text", value=" ".join(others)), Fill(name=label, value=str(other)),
            Press(name="Make gaps"), *_gapped(" ".join(others), others[other - 1 :: other]), SeeControl(name="Gap 2"),
        )  # fmt: skip
        kept.thing(
            "number",
            "choose set how many every number word pick decide",
            Proof("People set how often a gap comes.", steps),
        )
    kept.thing(
        "new",
        "new again another text start over",
        Proof("A new text can be put in.", (*made, Press(name="New text"), SeeControl(name="Your text"))),
    )


def _gapped(text: str, hidden: Sequence[str]) -> tuple[Step, ...]:
    """What shows that of a text just these words aren't there, in their order."""
    left = re.split("|".join(hidden), text)
    return (
        *(SeeText(text=part.strip()) for part in left if part.strip()),
        *(SeeText(text=word, absent=True) for word in hidden),
    )
