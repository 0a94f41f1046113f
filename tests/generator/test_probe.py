"""What a few short questions tell of a model at an endpoint."""

from pathlib import Path

import pytest

from generator.abilities import Abilities
from generator.endpoint import Endpoint
from generator.probe import COLOURS, probe, square
from generator.retries import EndpointError
from tests.endpoint_server import Asked, Played, PlayedEndpoint
from tests.generator.playing import QUICK


def model_at(endpoint: PlayedEndpoint, tmp_path: Path) -> Endpoint:
    abilities = Abilities(tmp_path / "abilities.json")
    return Endpoint(endpoint.url, endpoint.key, endpoint.name, abilities=abilities, retries=QUICK)


def picture_in(asked: Asked) -> str:
    """The colour that is shown, as one who sees would name it."""
    shown = str(asked.messages[0]["content"])
    import base64

    return next((c for c in COLOURS if base64.b64encode(square(COLOURS[c])).decode() in shown), "")


def test_an_able_model_is_known_for_it_by_later_processes(endpoint: PlayedEndpoint, tmp_path: Path) -> None:
    endpoint.script(lambda asked: f"It is {seen}." if (seen := picture_in(asked)) else {"ok": True})
    told = probe(model_at(endpoint, tmp_path))
    assert (told.shape.format, told.tools, told.vision, told.context) == ("json_schema", True, True, None)
    assert Abilities(tmp_path / "abilities.json").of(endpoint.url, endpoint.name) == told


def test_what_is_refused_or_guessed_is_no_ability(endpoint: PlayedEndpoint, tmp_path: Path) -> None:
    endpoint.refuse("response_format")
    endpoint.refuse("tools")
    endpoint.script(lambda asked: "red, green, blue or yellow" if picture_in(asked) else {"ok": True})
    told = probe(model_at(endpoint, tmp_path))
    assert (told.shape.format, told.tools, told.vision) == ("prompt", False, False)


def test_an_endpoint_that_does_not_answer_is_no_model_without_abilities(
    endpoint: PlayedEndpoint, tmp_path: Path
) -> None:
    endpoint.say(Played("no", status=401))
    with pytest.raises(EndpointError, match="API key"):
        probe(model_at(endpoint, tmp_path))
    assert Abilities(tmp_path / "abilities.json").of(endpoint.url, endpoint.name).since == 0
