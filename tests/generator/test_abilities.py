"""What is learnt of an endpoint, remembered from process to process and believed for a while."""

from pathlib import Path

from generator.abilities import BELIEVED_DAYS, Abilities, Ability
from generator.endpoint import Endpoint
from generator.shape import fit, told_context
from tests.endpoint_server import Played, PlayedEndpoint

SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
ASKED = [{"role": "user", "content": "Say ok."}]


def model_at(endpoint: PlayedEndpoint, path: Path) -> Endpoint:
    """As a new process makes it."""
    return Endpoint(endpoint.url, endpoint.key, endpoint.name, abilities=Abilities(path))


def test_a_schema_that_was_refused_once_is_put_in_words_by_later_processes(
    endpoint: PlayedEndpoint, tmp_path: Path
) -> None:
    endpoint.refuse("response_format")
    endpoint.say({"ok": True})
    for tries in (3, 1):
        before = len(endpoint.asked)
        reply = model_at(endpoint, tmp_path / "abilities.json").ask(ASKED, role="planner", schema=SCHEMA)
        assert reply.data == {"ok": True}
        assert len(endpoint.asked) - before == tries
    assert "JSON schema" in endpoint.asked[-1].text


def test_a_short_context_is_learnt_from_the_refusal_and_replies_are_kept_within_it(
    endpoint: PlayedEndpoint, tmp_path: Path
) -> None:
    said = "This model's maximum context length is 4096 tokens. However, you requested 16100 tokens."
    endpoint.script(
        lambda asked: Played(said, status=400) if asked.raw["max_tokens"] > 4040 else Played("a short reply")
    )
    assert model_at(endpoint, tmp_path / "abilities.json").ask(ASKED, role="writer", max_tokens=16000).text
    assert model_at(endpoint, tmp_path / "abilities.json").ask(ASKED, role="writer", max_tokens=16000).text
    assert [asked.raw["max_tokens"] > 4040 for asked in endpoint.asked] == [True, False, False]


def test_what_was_learnt_long_ago_is_not_believed(tmp_path: Path) -> None:
    now = [1_000_000.0]
    abilities = Abilities(tmp_path / "abilities.json", lambda: now[0])
    abilities.learn("http://x/v1", "m", vision=True)
    assert abilities.of("http://x/v1", "m") == Ability(vision=True, since=now[0])
    assert abilities.of("http://x/v1", "other") == Ability()
    now[0] += BELIEVED_DAYS * 86400 + 1
    assert Abilities(tmp_path / "abilities.json", lambda: now[0]).of("http://x/v1", "m") == Ability()


def test_a_file_that_is_damaged_or_has_no_place_costs_only_asking_anew(tmp_path: Path) -> None:
    (tmp_path / "abilities.json").write_text("{not json")
    abilities = Abilities(tmp_path / "abilities.json")
    abilities.learn("http://x/v1", "m", context=8192)
    assert Abilities(tmp_path / "abilities.json").of("http://x/v1", "m").context == 8192
    nowhere = Abilities(tmp_path / "abilities.json" / "x")
    nowhere.learn("http://x/v1", "m", context=8192)
    assert nowhere.of("http://x/v1", "m").context == 8192


def test_what_endpoints_say_of_their_context() -> None:
    assert told_context("This model's maximum context length is 128,000 tokens") == 128000
    assert told_context("the request exceeds the available context size (8192 tokens), try increasing it") == 8192
    assert told_context("prompt is too long") is None
    assert fit(16000, ASKED, None) == 16000
    assert fit(16000, ASKED, 8192) == 8127
    assert fit(16000, [{"content": "x" * 40_000}], 8192) == 16000, "no room for any reply: the endpoint says so"
