"""Since which commit it fails; and a program of another language."""

from gallery.debug.investigate import Wish, investigate
from sandbox.contract import Engine
from tests.gallery.debug.conftest import FIFTY, SHOP, Make, commit, quiet

CART = "export function cost(rows) {\n  return rows.reduce((sum, row) => sum - row.price, 0);\n}\n"
CART_TEST = """\
import assert from "node:assert";
import test from "node:test";
import { cost } from "./cart.mjs";

test("two things", () => {
  assert.strictEqual(cost([{ price: 2 }, { price: 3 }]), 5);
});
"""


def test_the_commit_that_made_it_fail_is_found_by_running_it(make: Make, engine: Engine) -> None:
    good = {**SHOP, "basket.py": SHOP["basket.py"].replace("> 50", ">= 50")}
    root = make({path: text for path, text in good.items() if "test" not in path})
    for number in range(3):
        (root / "notes.txt").write_text(f"{number}\n")
        commit(root, f"note {number}")
    (root / "basket.py").write_text(SHOP["basket.py"])
    commit(root, "free shipping above fifty")
    (root / "tests").mkdir()
    (root / "tests/test_basket.py").write_text(SHOP["tests/test_basket.py"])
    commit(root, "tests")
    evidence = investigate(Wish(root, ("pytest", FIFTY)), engine, quiet, mend=False).evidence
    history = evidence.history
    assert history
    titles = {one.id: one.title for one in history.commits}
    assert titles[history.first_bad] == "free shipping above fifty"
    assert titles[history.last_good] == "note 2"
    assert "+        if self.subtotal() > 50:" in history.diff
    assert [(one.title, one.fails) for one in history.commits[:3]] == [
        *(("tests", True), ("free shipping above fifty", True)),
        ("note 2", False),
    ]
    assert (evidence.suspects[0].path, evidence.suspects[0].line) == ("basket.py", 15)


def test_what_is_not_committed_is_told_apart(make: Make, engine: Engine) -> None:
    root = make({**SHOP, "basket.py": SHOP["basket.py"].replace("> 50", ">= 50")})
    (root / "basket.py").write_text(SHOP["basket.py"])
    evidence = investigate(Wish(root, ("pytest", FIFTY)), engine, quiet, mend=False).evidence
    assert evidence.history
    assert "not committed yet" in evidence.history.told
    assert (evidence.history.first_bad, "> 50" in evidence.history.diff) == ("", True)


def test_a_test_of_node_is_reproduced_with_its_stack(make: Make, engine: Engine) -> None:
    root = make({"cart.mjs": CART, "cart.test.mjs": CART_TEST}, "cart")
    evidence = investigate(Wish(root, ("node", "--test", "cart.test.mjs")), engine, quiet).evidence
    assert (evidence.language, evidence.reproduced.how) == ("javascript", "steady")
    assert evidence.reproduced.signature
    assert evidence.reproduced.signature.path == "cart.test.mjs"
    assert evidence.comparison
    assert (evidence.comparison.expected, evidence.comparison.actual) == ("5", "-5")
    assert any("in Python only" in note for note in evidence.notes)
    assert (evidence.suspects[0].path, evidence.suspects[0].line) == ("cart.test.mjs", 6)
