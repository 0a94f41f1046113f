"""What the tables say of results that are known."""

from typing import Any

from tests.bench.share_table import table


def at(*, right: bool, verified: bool, seconds: float = 10.0) -> dict[str, Any]:
    return {"right": right, "verified": verified, "seconds": seconds, "tokens": 1000}


def mayfly(name: str, kind: str, budgets: dict[str, Any], **more: Any) -> dict[str, Any]:
    row = {"name": name, "kind": kind, "column": "mayfly", "commit": "c0ffee", "seconds": 40.0, "tokens": 4000}
    return row | {"at": budgets} | more


def plain(name: str, kind: str, *, right: bool) -> dict[str, Any]:
    row = {"name": name, "kind": kind, "column": "plain", "commit": "c0ffee", "seconds": 20.0, "tokens": 500}
    return row | {"right": right}


def test_shares_by_kind_and_by_apps_tried() -> None:
    first, better = at(right=False, verified=False), at(right=True, verified=True, seconds=30.0)
    said = table(
        [
            mayfly(
                "a", "web", {"1": first, "2": better, "4": better, "8": better}, faults={"noticed": 3, "survived": 1}
            ),
            mayfly("b", "api", {}, faults={}),
            plain("a", "web", right=True),
        ]
    ).splitlines()
    assert "| web | 1 of 1 | 0 of 1 | 1 of 1 | 1 of 1 | 1 of 1 |" in said
    assert "| api | – | 0 of 1 | 0 of 1 | 0 of 1 | 0 of 1 |" in said
    assert "| all | 1 of 1 | 0 of 2 | 1 of 2 | 1 of 2 | 1 of 2 |" in said
    assert "| seconds, on average | 20 | 25 | 35 | 35 | 35 |" in said
    assert "Deliberate faults noticed by the checks: 3 of 4." in said
    assert "| a | web | yes | –✓✓✓ | yes | 40 |" in said
    assert "| b | api |  | –––– | no | 40 |" in said


def test_honesty_counts_both_ways_of_being_wrong() -> None:
    told = [at(right=True, verified=True), at(right=False, verified=True), at(right=True, verified=False)]
    said = table([mayfly(str(n), "script", dict.fromkeys("1248", one)) for n, one in enumerate(told)]).splitlines()
    assert "| of those said to be verified, so many are right | 1 of 2 | 1 of 2 | 1 of 2 | 1 of 2 |" in said
    assert "| of those right, so many were said so | 1 of 2 | 1 of 2 | 1 of 2 | 1 of 2 |" in said
