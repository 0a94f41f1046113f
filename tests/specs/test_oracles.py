"""The oracles themselves: each passes a right app written by hand, and fails an empty one."""

import pytest

from sandbox import Engine
from tests.bench.oracles import SPECS, judge

PROVEN = sorted(path.parent.name for path in SPECS.glob("*/right_app.py"))
ALWAYS = PROVEN[:: max(len(PROVEN) // 2, 1)]
"""A few of them are in every run; the others take minutes."""


@pytest.mark.parametrize("name", [n if n in ALWAYS else pytest.param(n, marks=pytest.mark.slow) for n in PROVEN])
def test_an_oracle_passes_a_right_app_and_fails_an_empty_one(name: str, engine: Engine) -> None:
    right = judge(engine, name, {"app.py": (SPECS / name / "right_app.py").read_bytes()})
    assert right.right, right.said
    empty = judge(engine, name, {"app.py": b"import streamlit as st\nst.title('Ready')\n"})
    assert not any(empty.passed.values())
