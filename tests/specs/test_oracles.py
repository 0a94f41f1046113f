"""The oracles themselves: each passes a right app written by hand, and fails an empty one and a spoilt one."""

import pytest

from sandbox import Engine
from tests.bench.oracles import EMPTY, SPECS, judge, kind, names, right, wrong

PROVEN = [name for name in names() if list((SPECS / name).glob("right_*"))]
CALLED = [name for name in PROVEN if kind(name) in ("api", "script")]
SHOWN = [name for name in PROVEN if name not in CALLED]
ALWAYS = {*CALLED[::4], *SHOWN[::30]}
"""A few of them are in every run; all of them take minutes."""


@pytest.mark.parametrize("name", [n if n in ALWAYS else pytest.param(n, marks=pytest.mark.slow) for n in PROVEN])
def test_an_oracle_passes_a_right_app_and_fails_an_empty_one(name: str, engine: Engine) -> None:
    judged = judge(engine, name, right(name))
    assert judged.right, judged.said
    empty = judge(engine, name, EMPTY[kind(name)])
    assert not any(empty.passed.values()), empty


@pytest.mark.parametrize(
    "name",
    [
        n if n in ALWAYS else pytest.param(n, marks=pytest.mark.slow)
        for n in PROVEN
        if (SPECS / n / "wrong.json").exists()
    ],
)
def test_an_oracle_fails_what_is_spoilt(name: str, engine: Engine) -> None:
    for app in wrong(name):
        assert not judge(engine, name, app).right, app
