"""Small repositories, each with one bug, made where the test says."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

BASKET = """\
class Basket:
    def __init__(self):
        self.items = []

    def add(self, name, price, count=1):
        self.items.append((name, price, count))

    def subtotal(self):
        total = 0
        for name, price, count in self.items:
            total += price * count
        return total

    def shipping(self):
        if self.subtotal() > 50:
            return 0
        return 5

    def total(self, discount=0):
        sub = self.subtotal()
        return sub - sub * discount / 100 + self.shipping()
"""
TESTS = """\
from basket import Basket


def test_small_order_pays_shipping():
    basket = Basket()
    basket.add("pen", 2, 3)
    assert basket.total() == 11


def test_fifty_ships_free():
    basket = Basket()
    note = "what is bought"
    basket.add("chair", 20, 2)
    basket.add("pen", 10)
    assert basket.total() == 50


def test_discount():
    basket = Basket()
    basket.add("desk", 100)
    assert basket.total(10) == 90
"""
SHOP = {"basket.py": BASKET, "tests/test_basket.py": TESTS, ".env": "PASSWORD=hunter2\n"}
FIFTY = "tests/test_basket.py::test_fifty_ships_free"
Make = Callable[..., Path]


def quiet(line: str) -> None:
    """A test's output is its own."""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a repository of these files, committed."""

    def made(files: Mapping[str, str] = SHOP, name: str = "shop") -> Path:
        root = tmp_path / name
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        commit(root, "init", "begin")
        return root

    return made


def commit(root: Path, *words: str) -> None:
    """`init` once, then the message of a commit of all there is."""
    git = ["git", "-C", str(root), "-c", "user.email=a@example.org", "-c", "user.name=a"]
    if words[0] == "init":
        subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "--all", "--force"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", words[-1]], check=True)
