"""Since which commit it fails."""

from gallery.debug.investigate import Wish, investigate
from sandbox.contract import Engine
from tests.gallery.debug.conftest import FIFTY, SHOP, Make, commit, quiet


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
