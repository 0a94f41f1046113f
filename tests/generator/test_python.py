"""The example of the README, run as it stands there, on the real engine against an endpoint that plays the model."""

import re
from pathlib import Path

import pytest

from tests.endpoint_server import PlayedEndpoint
from tests.generator.playing import Playing

README = Path(__file__).parents[2] / "README.md"


def test_the_example_of_the_readme_makes_an_app(
    endpoint: PlayedEndpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = re.search(r"## From Python\n\n```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert example
    for name, value in (("BASE_URL", endpoint.url), ("API_KEY", endpoint.key), ("MODEL", endpoint.name)):
        monkeypatch.setenv(f"MAYFLY_{name}", value)
    Playing(endpoint).plays("fuel", "fuel.good.md")
    exec(compile(example[1], "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "will be true:\n- " in said
    assert "candidate 1: 100%" in said
    assert said.count("passed ") == 4
    assert re.search(r"index.html \d+ bytes", said)
