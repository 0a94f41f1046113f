"""What more candidates bring, measured on the real engine with a played model, and drawn."""

from pathlib import Path
from threading import Event

import pytest

from gallery import settings
from gallery.bench import BAR, Point, measure, show
from gallery.console import make_console
from sandbox import connect
from tests.endpoint_server import PlayedEndpoint
from tests.generator.playing import Playing


def test_each_number_of_candidates_is_a_point(
    endpoint: PlayedEndpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Playing(endpoint).plays("fuel", "fuel.wrong.md")
    (tmp_path / "config.toml").write_text("[limits]\nrounds = 0\n")
    monkeypatch.setenv("MAYFLY_HOME", str(tmp_path))
    monkeypatch.setenv("MAYFLY_CONFIG", str(tmp_path / "config.toml"))
    for name, value in (("BASE_URL", endpoint.url), ("API_KEY", endpoint.key), ("MODEL", endpoint.name)):
        monkeypatch.setenv(f"MAYFLY_{name}", value)
    told: list[str] = []
    points = measure(["a fuel cost calculator for trips"], [2], settings.load(), connect(), Event(), told.append)
    assert [point.candidates for point in points] == [2]
    assert all(0 < point.score < 1 for point in points)
    assert [point.passed for point in points] == [0]
    assert points[0].tokens > 0
    assert not (tmp_path / "shelf.db").exists()
    assert told[-1].startswith("2 candidates, a fuel cost calculator")


def test_points_are_drawn_as_bars(capsys: pytest.CaptureFixture[str]) -> None:
    show(make_console(), [Point(1, 0.5, 0.0, 40, 12000), Point(4, 1.0, 1.0, 95, 31000)])
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row.count("#") for row in rows] == [BAR // 2, BAR]
    assert rows[1].endswith("31,000")
