"""Apps that lay traps where files are taken out: nothing comes but plain files with plain names, from inside alone."""

from collections.abc import Callable

import pytest

from sandbox import Ran, Sandbox, SandboxError
from tests.sandbox.hostile.conftest import source


def test_traps_in_an_export_are_left_out(play: Callable[..., Ran], evil: Sandbox) -> None:
    ran = play("export_traps")
    assert ran.status == 0, ran
    taken = evil.get("out", most_mb=80)
    assert taken.pop("sparse") == bytes(64 << 20)
    assert taken == {"plain": b"plain", "second name": b"plain", " ": b""}
    for folder in ("out/link", "out/root", "out/up", "out/loop"):
        assert evil.get(folder) == {}
    with pytest.raises(SandboxError, match="more than 16 MB"):
        evil.get("out")


def test_a_folder_that_becomes_a_link_while_it_is_read_leads_nowhere(evil: Sandbox) -> None:
    evil.put({"swap.py": source("swap_race")}, replace=True)
    race = {"verb": "run", "argv": ["python", "swap.py"], "env": {}, "seconds": 3, "most": 99}
    racing = evil.door.begin(race, most=99)  # type: ignore[attr-defined]
    seen: set[bytes] = set()
    rounds = 0
    while not racing.done():
        for folder in ("race", "race/real", "race/link"):
            seen |= set(evil.get(folder).values())
        rounds += 1
    assert rounds > 3
    assert seen == {b"ours"}
