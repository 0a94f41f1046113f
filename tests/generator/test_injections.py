"""Words that mean harm, wherever they stand, widen no permission, drop no claim, change no check and never act."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import Engine
from tests.endpoint_server import PlayedEndpoint
from tests.generator.injections import in_files, in_pages, in_replies
from tests.generator.injections.scene import ATTACKS, Attack, Scene, WholeRun, table

ROOMS = (in_files, in_replies, in_pages)


@pytest.fixture(scope="module")
def whole(engine: Engine) -> Iterator[WholeRun]:
    with PlayedEndpoint() as endpoint:
        yield WholeRun(endpoint, engine)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_ends_as_it_must(attack: Attack, endpoint: PlayedEndpoint, whole: WholeRun) -> None:
    attack.go(Scene(endpoint, whole))


def test_the_table_tells_of_all_of_them() -> None:
    assert len(ATTACKS) >= 30
    assert {attack.go.__module__ for attack in ATTACKS} == {room.__name__ for room in ROOMS}
    assert (Path(__file__).parent / "injections/README.md").read_text() == table()
