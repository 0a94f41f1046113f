"""What generator.parse reads out of what models say."""

import pytest

from generator.parse import fits, is_closed, read_json

GOOD = {"title": "Bill", "items": [1, 2]}


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "Bill", "items": [1, 2]}',
        'Here you go:\n```json\n{"title": "Bill", "items": [1, 2]}\n```\nEnjoy {and} tell me!',
        'Of course. {"title": "Bill", "items": [1, 2]} is what you want.',
        '{"title": "Bill", "items": [1, 2,],}',
        "{'title': 'Bill', 'items': [1, 2]}",
        '{title: "Bill", items: [1, 2]}',
        '{"title": "Bill", // the name\n "items": [1, 2]}',
        '{"title": "Bill", "items": [1, 2',
        '```json\n{"title": "Bill", "items": [1, 2]',
        '<think>maybe {"title": "No"}?</think>{"title": "Bill", "items": [1, 2]}',
    ],
    ids=["bare", "fenced", "prose", "commas", "quotes", "names", "comment", "cut", "cut fence", "thinking"],
)
def test_the_value_that_was_meant_is_read(text: str) -> None:
    assert read_json(text) == GOOD


def test_braces_inside_strings_are_text() -> None:
    assert read_json('So: {"code": "if (x) { y }"} done') == {"code": "if (x) { y }"}


@pytest.mark.parametrize("text", ["", "I'd rather not.", "42", '"text"', "{", "[[[[" * 50_000, "x" * 3_000_000])
def test_nothing_is_made_up(text: str) -> None:
    assert not read_json(text)


def test_a_schema_is_held_to() -> None:
    schema = {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"enum": [1, 2]}}}
    assert fits({"n": 1}, schema)
    assert not fits({"n": 3}, schema)


def test_a_closed_schema_is_told_from_an_open_one() -> None:
    inner = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    closed = inner | {"additionalProperties": False}
    assert is_closed({"type": "array", "items": closed})
    assert not is_closed({"type": "array", "items": inner})
    assert not is_closed(closed | {"required": []})
