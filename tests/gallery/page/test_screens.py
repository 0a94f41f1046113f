"""Each screen shows what is on the shelf, and text from outside stays text."""

from collections.abc import Callable

from gallery.receipt import receipt_of
from gallery.shelf import Shelf
from generator.contract import Claim, ClaimResult, Dispute, Mark
from generator.events import Fault
from tests.gallery.page.conftest import Screen, text_of

EVIL = "<b>bold</b> **x** ![t](http://evil/t.png) :red[r] $x$"


def test_an_empty_shelf_says_so(screen: Screen) -> None:
    assert "Nothing is on it yet." in text_of(screen("shelf"))


def test_an_entry_is_shown_with_its_receipt_and_nothing_of_it_is_markup(
    screen: Screen, shelved: Callable[..., str]
) -> None:
    faults = [Fault("app.py", 4, "edge", EVIL, "pass", "survived"), Fault("app.py", 5, "edge", "a", "b", "noticed")]
    entry = shelved(title=EVIL, faults=faults)
    shown = text_of(screen("shelf"))
    assert "1/2 passed" in shown
    receipt = text_of(screen("run", entry))
    assert "Checks noticed 1 of 2 deliberate faults" in receipt
    assert "Count showed 2\\, not 1" in receipt
    for told in (receipt, text_of(screen("app", entry))):
        assert "\\<b\\>bold" in told
        assert "\\!\\[t\\]\\(http" in told
        assert ":red[r]" not in told.replace("\\:red\\[r\\]", "")


def test_what_is_being_made_is_drawn_from_its_events(screen: Screen, shelf: Shelf) -> None:
    entry, run = shelf.begin("count cakes")
    claims = [{"id": f"c{n}", "text": text} for n, text in enumerate(("Counts", "Adds", "Pleases"), 1)]
    plan = {"title": EVIL, "kind": "web", "claims": claims}
    checks = [{"id": "k1", "claim": "c1"}, {"id": "k2", "claim": "c2"}]
    for event in (
        {"event": "Stage", "name": "plan", "about": ""},
        {"event": "Planned", "plan": plan},
        {"event": "Checked", "checks": checks, "dropped": {}},
        {"event": "FromANewerVersion", "x": 1},
        {"event": "Tried", "number": 1, "id": "k1", "title": "t", "mark": "passed", "evidence": ""},
    ):
        shelf.record(run, event)
    shown = text_of(screen("run", entry))
    assert ":green[✓] Counts" in shown
    assert ":gray[·] Adds" in shown
    assert ":gray[–] Pleases" in shown


def test_only_the_limit_that_was_chosen_is_raised(screen: Screen, shelf: Shelf) -> None:
    entry, run = shelf.begin("count cakes")
    budget = {"seconds": 60.0, "tokens": 20_000, "dollars": None}
    shelf.record(run, {"event": "Begun", "kind": None, "change": "", "budget": budget})
    shown = screen("run", entry)
    assert {"Time: 60 s at most", "Tokens: 20,000 at most"} <= set(text_of(shown).splitlines())
    assert "Money" not in text_of(shown)
    shown.button(key="raise seconds 180").click().run()
    (wish,) = shelf.steering.wishes(run, 0)
    assert (wish.what, wish.about) == ("raise", {"seconds": 180})
    shelf.record(run, {"event": "Steered", "what": "raise", "about": wish.about})
    told = text_of(screen("run", entry)).splitlines()
    assert {"Time: 240 s at most", "Tokens: 20,000 at most"} <= set(told)


def test_a_sentence_starts_a_run_whose_failure_is_said(screen: Screen, shelf: Shelf) -> None:
    shown = screen("new")
    shown.chat_input[0].set_value("?!").run(timeout=120)
    assert "no words" in text_of(shown)
    assert shelf.entries() == []


def test_a_disputed_claim_is_settled_by_one_click(screen: Screen, shelf: Shelf, shelved: Callable[..., str]) -> None:
    claim = ClaimResult(
        Claim(id="c1", text="It sums"), Mark.DISPUTED, "3, not 4.", disputes=(Dispute("k1", "4", "3", ""),)
    )
    entry = shelved(claims=[claim])
    screen("run", entry).button(key=f"settle {entry} 1 True").click().run()
    version = shelf.version(entry)
    assert version
    assert [line.status for line in receipt_of(version).claims] == [Mark.PASSED]
