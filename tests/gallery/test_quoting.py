"""Quotes in words and as a command, from what is on the shelf."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from gallery.quoting import in_words, quoted
from gallery.settings import Choice
from gallery.shelf import Shelf
from generator.contract import Kind, Spec
from generator.endpoint import Endpoint
from generator.events import Quoted
from tests.endpoint_server import PlayedEndpoint

CHOICE = Choice("a test says so", base_url="http://127.0.0.1:9/v1")


def test_in_words() -> None:
    told = Quoted((40.2, 90.0), (6000, 12000), (0.0123, 0.03), 4)
    assert in_words(told) == "about 40–90 s, 6–12k tokens, $0.01–$0.03 (as 4 earlier runs)"
    assert "price unknown (a guess" in in_words(Quoted((1, 2), (300, 900), None, 0))
    assert "$" not in in_words(Quoted((1, 2), (300, 900), (0.0, 0.0), 1)), "a model of one's own costs nothing"


def test_only_runs_of_the_same_model_and_kind_count(shelf: Shelf, shelved: Callable[..., str]) -> None:
    shelved()
    shelved()
    model = Endpoint(CHOICE.base_url, "", "a-model")
    assert quoted(shelf, Spec("another app"), model, CHOICE).runs == 2
    assert quoted(shelf, Spec("another app", kind=Kind.WEB), model, CHOICE).runs == 2
    assert quoted(shelf, Spec("another app", kind=Kind.STREAMLIT), model, CHOICE).runs == 0
    assert quoted(shelf, Spec("another app"), Endpoint(CHOICE.base_url, "", "another"), CHOICE).runs == 0


def test_the_command_only_says_it(tmp_path: Path, endpoint: PlayedEndpoint) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAYFLY_", "OPENAI_"))}
    environment |= {"MAYFLY_HOME": str(tmp_path), "MAYFLY_CONFIG": "", "MAYFLY_BASE_URL": endpoint.url}
    environment |= {"MAYFLY_API_KEY": endpoint.key, "MAYFLY_MODEL": endpoint.name}
    asked = [sys.executable, "-m", "gallery", "new", "a timer", "--quote", "--candidates", "3", "--budget", "90s"]
    said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout
    assert said.startswith("It would take about 30–90 s, 26–88k tokens (a guess")
    told = json.loads(subprocess.run([*asked, "--json"], env=environment, capture_output=True, check=True).stdout)
    assert (told["quote"]["seconds"], told["quote"]["runs"], told["model"]) == ([30, 90], 0, endpoint.name)
    assert endpoint.asked == [], "nothing is asked of a model"
