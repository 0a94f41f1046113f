"""Changes that are tried: which there are for a line, that one which holds is found, and that the test gets small."""

import re

import pytest

from gallery.contract import GalleryError
from gallery.debug import stays
from gallery.debug.asked import ask_for_mend
from gallery.debug.investigate import Wish, investigate
from gallery.debug.mends import Search, diff_of, is_special
from gallery.debug.prepare import prepare
from gallery.debug.repairs import repairs
from generator.endpoint import Endpoint
from sandbox.contract import Engine
from tests.endpoint_server import PlayedEndpoint
from tests.gallery.debug.conftest import FIFTY, Make, quiet

LINES = {
    "def f(a):\n    if a > 3:\n        return 1\n": (2, "    if a >= 3:"),
    "def f(a):\n    return a // 2\n": (2, "    return a / 2"),
    "def f(a, b):\n    return g(a, b)\n": (2, "    return g(b, a)"),
    "def f(a, b):\n    total = a + a\n    return total\n": (2, "    total = a + b"),
    "def f(a):\n    for one in range(a):\n        g(one)\n": (2, "    for one in range(a + 1):"),
    "def f(a):\n    if a:\n        return 1\n": (2, "    if a is not None:"),
    "def f(a):\n    while True:\n        break\n": (3, "        continue"),
    "class A:\n    def f(self, items):\n        self.items = items\n": (3, "        self.items = list(items)"),
    "def f(n):\n    return [[0] * n] * n\n": (2, "    return [[0] * n for _ in range(n)]"),
    "def f(names):\n    return [lambda: g(n) for n in names]\n": (2, "    return [lambda n=n: g(n) for n in names]"),
    "def f(a, seen=[]):\n    seen.append(a)\n": (1, "def f(a, seen=None):"),
    "def f(a):\n    return open(a).read()\n": (2, '    return open(a, encoding="utf-8").read()'),
}


@pytest.mark.parametrize("source", LINES)
def test_what_people_mistake_can_be_undone(source: str) -> None:
    line, wanted = LINES[source]
    found = repairs("a.py", source.encode(), line)
    assert wanted in [one.text.splitlines()[line - 1] for one in found]
    assert len({one.text for one in found}) == len(found)
    assert source not in {one.text for one in found}


def test_a_change_that_says_a_value_or_leaves_something_out_is_taken_for_one_that_fits_the_test_alone() -> None:
    special = [
        ("first = (n - 1) * size", "first = (n - 0) * size"),
        ("return total / n", "return 0"),
        ("x = 1", "pass"),
    ]
    special += [("if a > b:", "if True:"), ("self.items.clear()", "")]
    assert all(is_special(before, after) for before, after in special)
    usual = [("if a > 50:", "if a >= 50:"), ("range(n)", "range(n + 1)"), ("a - b", "b - a"), ("f(a, a)", "f(a, b)")]
    assert not any(is_special(before, after) for before, after in usual)


def test_a_diff_can_be_applied_whether_the_last_line_ends_or_not() -> None:
    assert diff_of("a.py", "x = 1\n", "x = 2\n") == "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n"
    assert diff_of("a.py", "x", "y").count("\\ No newline at end of file") == 2


def test_the_slip_is_mended_and_the_test_gets_small(make: Make, engine: Engine) -> None:
    root = make()
    found = investigate(Wish(root, ("pytest", FIFTY)), engine, quiet)
    evidence = found.evidence
    assert evidence.patch
    assert (evidence.patch.path, evidence.patch.line) == ("basket.py", 15)
    assert evidence.patch.after == "        if self.subtotal() >= 50:"
    assert (evidence.patch.others, evidence.patch.broken, evidence.patch.whole) == (2, (), True)
    assert (evidence.patch.covering, evidence.patch.special) == (2, False)
    assert (evidence.suspects[0].path, evidence.suspects[0].line) == ("basket.py", 15)
    assert any("the failing test passes" in why for why in evidence.suspects[0].why)
    assert evidence.minimal
    assert evidence.minimal.name == "tests/test_minimal.py"
    assert "note" not in evidence.minimal.source
    assert "test_discount" not in evidence.minimal.source
    assert "== 50" in evidence.minimal.source, "what is right is not changed"
    assert stays.write_test(found) == root / "tests/test_minimal.py"
    assert stays.apply(found) == [root / "basket.py"]
    assert ">= 50" in (root / "basket.py").read_text()
    for again in (stays.write_test, stays.apply):
        with pytest.raises(GalleryError, match="left as it is"):
            again(found)
    assert found.case
    with found.case.open(engine) as bench:
        run = bench.run(edits={evidence.minimal.name: evidence.minimal.source}, words=[evidence.minimal.name])
    assert [test.failure.kind for test in run.failed if test.failure] == ["AssertionError"]


def test_what_a_model_proposes_is_run_and_may_not_touch_a_test(
    make: Make, engine: Engine, endpoint: PlayedEndpoint
) -> None:
    right = {"path": "basket.py", "search": "subtotal() > 50", "replace": "subtotal() >= 50"}
    wrong = {"path": "tests/test_basket.py", "search": "== 50", "replace": "== 55"}
    endpoint.on("", {"why": "The test is off.", "changes": [wrong]}, {"why": "50 is enough.", "changes": [right]})
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name)
    case, *_ = prepare(make(), ("pytest", FIFTY), engine, quiet)
    with case.open(engine) as bench:
        before = bench.run({}, words=[]).told
        assert before
        failure = next(test.failure for test in before.tests if test.failure)
        mend = ask_for_mend(Search(bench, (FIFTY,), before, (), quiet), model, failure, (), ())
    assert mend
    assert (mend.patch.found_by, mend.patch.line, mend.patch.others) == (endpoint.name, 15, 2)
    assert list(mend.files) == ["basket.py"]
    assert "were shown can be changed" in str(endpoint.asked[1].messages)


def test_a_crash_becomes_a_test_of_its_own_with_the_least_that_does_it(make: Make, engine: Engine) -> None:
    source = (
        "def ratio(parts):\n    whole = sum(parts)\n    return [one / whole for one in parts]\n\n\n"
        "print(ratio([4, 5, 6]))\nprint(ratio([3, -1, 0, 5, -7]))\n"
    )
    source = source.replace("\nprint", "\nif __name__ == '__main__':\n    print", 1).replace("\nprint", "\n    print")
    root = make({"ratios.py": source}, "crash")
    evidence = investigate(Wish(root, ("python", "ratios.py")), engine, quiet).evidence
    assert evidence.reproduced.signature
    assert evidence.reproduced.signature.kind == "ZeroDivisionError"
    assert evidence.minimal
    assert evidence.minimal.source.startswith("from ratios import ratio\n")
    numbers = re.search(r"\[(.*)\]", evidence.minimal.source)
    assert numbers
    assert len(numbers[1].split(",")) < 5
