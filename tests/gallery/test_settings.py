"""Which model gallery.settings chooses, where keys go, and what it says about bad settings."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from gallery import ollama
from gallery.app_models import with_model
from gallery.contract import GalleryError
from gallery.grants import Grants
from gallery.settings import OPENAI_URL, ROLES, Choice, home, load
from generator import retries
from generator.ledger import Ledger
from tests.endpoint_server import Played, PlayedEndpoint

NAMES = ("BASE_URL", "API_KEY", "MODEL")


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing configured, no Ollama, folders of the test's own."""
    for name in (
        *(f"{who}_{name}" for who in ("MAYFLY", "OPENAI") for name in NAMES),
        "MAYFLY_WEIGHTS",
        "MAYFLY_IMAGES_MODEL",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MAYFLY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MAYFLY_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(ollama, "ADDRESS", "127.0.0.1:9")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "mayfly.toml"
    monkeypatch.setenv("MAYFLY_CONFIG", str(path))
    path.write_text("")
    return path


def writer(**flags: Any) -> Choice:
    return load(flags).choices["writer"]


def test_with_nothing_configured_the_embedded_model_serves() -> None:
    settings = load({"model": None, "base_url": None})
    assert {choice.base_url for choice in settings.choices.values()} == {""}
    assert settings.describe() == "Uses the embedded model: no endpoint is configured."
    assert set(settings.choices) == set(ROLES)


def test_flags_come_before_own_variables_before_usual_ones_before_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('[model]\nbase_url = "http://file/v1"\napi_key = "kf"\nname = "nf"\n')
    assert (writer().base_url, writer().api_key, writer().name) == ("http://file/v1", "kf", "nf")
    assert str(config) in load().describe()
    for who, base in (("OPENAI", "http://usual/v1"), ("MAYFLY", "http://own/v1")):
        for name, value in zip(NAMES, (base, f"key of {who}", f"model of {who}"), strict=True):
            monkeypatch.setenv(f"{who}_{name}", value)
        assert (writer().base_url, writer().api_key, writer().name) == (base, f"key of {who}", f"model of {who}")
    chosen = writer(base_url="http://flag/v1", model="nflag")
    assert (chosen.base_url, chosen.name) == ("http://flag/v1", "nflag")


def test_a_key_alone_means_the_usual_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    assert (writer().base_url, writer().api_key) == (OPENAI_URL, "k")
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("MAYFLY_API_KEY", "m")
    assert (writer().base_url, writer().api_key) == (OPENAI_URL, "m")


def test_a_key_never_goes_to_another_endpoint(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('[model]\nbase_url = "http://file/v1"\napi_key = "kf"\nname = "nf"\n')
    monkeypatch.setenv("OPENAI_API_KEY", "usual")
    chosen = writer(base_url="http://elsewhere/v1")
    assert (chosen.api_key, chosen.name) == ("", "")
    assert writer(base_url="http://file/v1").api_key == "kf"
    assert "usual" not in repr(writer(base_url=OPENAI_URL)), "a key isn't shown"
    assert writer(base_url=OPENAI_URL).api_key == "usual"


def test_roles_may_have_models_of_their_own(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "k")
    config.write_text(
        '[model]\nbase_url = "http://a/v1"\nname = "big"\napi_key_env = "SOME_KEY"\n'
        '[models.planner]\nweights = "0.5b"\n[models.checker]\nbase_url = "http://b/v1"\nname = "other"\nsmall = true\n'
    )
    settings = load()
    assert settings.choices["planner"] == Choice(f"{config} says so", weights="0.5b")
    assert (settings.choices["checker"].name, settings.choices["checker"].small) == ("other", True)
    assert settings.choices["writer"].api_key == "k"
    assert settings.choices["writer"] == settings.choices["repairer"]
    assert settings.describe().count("\n") == 3


def test_the_embedded_model_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    assert writer(model="embedded").base_url == ""
    assert writer(model="0.5b").weights == "0.5b"
    monkeypatch.setenv("MAYFLY_WEIGHTS", "1.5b")
    assert (writer().base_url, writer().weights) == ("", "1.5b")
    assert writer(base_url="http://own/v1").base_url == "http://own/v1"


def test_other_settings_are_read(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text("[limits]\nseconds = 90\ndollars = 0.5\nrounds = 1\n[shelf]\ntrial_days = 2\n")
    settings = load()
    assert (settings.budget.seconds, str(settings.budget.dollars), settings.rounds) == (90, "0.5", 1)
    assert (settings.trial_days, settings.serve_minutes) == (2, 60)
    monkeypatch.setenv("MAYFLY_POOL_MINUTES", "soon")
    with pytest.raises(GalleryError, match="no number"):
        load()
    monkeypatch.delenv("MAYFLY_POOL_MINUTES")
    assert load().pool_minutes == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[model\n", "isn't TOML"),
        ('[model]\nbase_uri = "http://a"\n', r"model\.base_uri: there is no such"),
        ('[model]\nbase_url = "a/v1"\n', r"model\.base_url"),
        ('[models.painter]\nname = "a"\n', r"models\.painter"),
        ("[limits]\nseconds = -1\n", r"limits\.seconds"),
        ('[shelf]\ntrial_days = "soon"\n', r"shelf\.trial_days"),
    ],
)
def test_a_bad_settings_file_is_told_with_its_name_and_the_key(config: Path, text: str, said: str) -> None:
    config.write_text(text)
    with pytest.raises(GalleryError, match=said) as caught:
        load()
    assert str(config) in str(caught.value)
    assert caught.value.hint


def test_a_settings_file_that_is_named_and_missing_is_told(config: Path) -> None:
    config.unlink()
    with pytest.raises(GalleryError, match="There is no settings file"):
        load()


def test_models_answer_and_are_on_the_record(endpoint: PlayedEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint.say("Hello!")
    monkeypatch.setenv("MAYFLY_BASE_URL", endpoint.url)
    monkeypatch.setenv("MAYFLY_API_KEY", endpoint.key)
    settings = load()
    with settings.models("run-1") as models:
        assert models["writer"].name == endpoint.name, "the only model that is there is taken"
        assert models["writer"].ask([{"role": "user", "content": "hi"}], role="writer").text == "Hello!"
        assert models["planner"] is models["writer"]
    assert Ledger(home() / "ledger.db").usage("run-1").calls == 1
    assert settings.forget("run-1").removed == ("record of 1 model calls",)
    assert settings.forget("run-1").removed == ()


def test_a_model_on_this_machine_may_take_longer_for_its_first_word(
    endpoint: PlayedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint.script(lambda _: Played("Hello!", wait=0.6))
    monkeypatch.setenv("MAYFLY_BASE_URL", endpoint.url)
    monkeypatch.setenv("MAYFLY_API_KEY", endpoint.key)
    monkeypatch.setattr(retries, "USUAL", retries.Patience(first_token=0.2))
    with load().models("r") as models:
        assert models["writer"].ask([{"role": "user", "content": "hi"}], role="writer").text == "Hello!"
    assert len(endpoint.asked) == 1


def test_among_several_models_none_is_guessed(endpoint: PlayedEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint.names = ["chat-1", "chat-2", "text-embedding-3", "whisper-1"]
    monkeypatch.setenv("MAYFLY_BASE_URL", endpoint.url)
    monkeypatch.setenv("MAYFLY_API_KEY", endpoint.key)
    with pytest.raises(GalleryError, match="has 2 models") as caught, load().models("r"):
        pass
    assert "chat-1, chat-2" in caught.value.hint
    endpoint.names = ["chat-1", "text-embedding-3"]
    with load().models("r") as models:
        assert models["writer"].name == "chat-1"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """An Ollama with these models, name -> size."""
    models: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            listed = [{"name": name, "details": {"parameter_size": size}} for name, size in models.items()]
            body = json.dumps({"models": listed}).encode()
            self.send_response(200 if self.path == "/api/tags" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    monkeypatch.setattr(ollama, "ADDRESS", f"127.0.0.1:{server.server_port}")
    yield models
    server.shutdown()
    server.server_close()


def test_a_local_ollama_is_found_and_its_best_writer_of_code_taken(installed: dict[str, str]) -> None:
    assert not writer().base_url, "an Ollama without models is none"
    installed |= {
        "nomic-embed-text:latest": "137M",
        "llama3.2:3b": "3.2B",
        "qwen2.5-coder:7b": "7.6B",
        "gemma:9b": "9B",
    }
    chosen = writer()
    assert (chosen.name, chosen.small) == ("qwen2.5-coder:7b", True)
    assert chosen.base_url.endswith("/v1")
    installed["llama3.3:70b"] = "70.6B"
    assert (writer().name, writer().small) == ("llama3.3:70b", False)
    assert writer(model="gemma:9b").name == "gemma:9b"


def test_a_model_that_nobody_has_is_told(installed: dict[str, str]) -> None:
    installed["gemma:9b"] = "9B"
    with pytest.raises(GalleryError, match="No endpoint is known for the model gpt-5"):
        load({"model": "gpt-5"})


def test_an_endpoint_comes_before_ollama(installed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    installed["gemma:9b"] = "9B"
    monkeypatch.setenv("MAYFLY_BASE_URL", "http://own/v1")
    assert writer().base_url == "http://own/v1"


def test_what_apps_may_ask_for_is_in_the_settings(config: Path) -> None:
    config.write_text(
        '[model]\nbase_url = "http://127.0.0.1:9/v1"\napi_key = "k"\nname = "n"\n'
        '[apps]\nmodels = ["a", "b"]\npictures = 3\n[images]\nname = "painter"\n'
    )
    with with_model(load(), Grants(), "an-app", ask=True) as given:
        assert given.model
        assert (given.model.name, [one.name for one in given.beside.others]) == ("n", ["a", "b"])
        assert given.beside.painter
        assert (given.beside.painter.name, given.beside.allowance.pictures) == ("painter", 3)


def test_a_painter_elsewhere_does_not_get_the_writers_key(config: Path) -> None:
    file = '[model]\nbase_url = "http://here/v1"\napi_key = "k"\nname = "n"\n[images]\nname = "painter"\n'
    config.write_text(file)
    assert load().images == Choice(f"{config} says so", "http://here/v1", "k", "painter", small=False)
    config.write_text(f'{file}base_url = "http://there/v1"\n')
    images = load().images
    assert images
    assert (images.base_url, images.api_key) == ("http://there/v1", "")


def test_nobody_draws_where_nobody_is_named() -> None:
    with with_model(load(), Grants(), "an-app", ask=True) as given:
        assert given.model
        assert (given.model.small, given.beside.others, given.beside.painter) == (True, (), None)


def test_an_app_that_may_not_ask_gets_no_model() -> None:
    with with_model(load(), Grants(("example.com",)), "an-app", ask=False) as given:
        assert given == Grants(("example.com",))
