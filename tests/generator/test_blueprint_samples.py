"""Inputs to try hold what is looked for, texts to compare have lines in common, and other values keep an example's
shape: a check on inputs where nothing happens passes on an app that does nothing."""

import re

import pytest

from generator.blueprint.samples import alike, found_in
from generator.blueprint.schema import Field
from generator.blueprint.trials import grid, telling

BERTHS = Field(label="Berths", type="long_text")


@pytest.mark.parametrize("text", ["long_text", "file"])
@pytest.mark.parametrize("label", ["Word", "Keyword", "Text to search for", "Find", "Word to replace", "Old name"])
def test_what_is_looked_for_is_there_in_some_lines_and_not_in_others(label: str, text: str) -> None:
    fields = [BERTHS.model_copy(update={"type": text}), Field(label=label, name="sought")]
    inputs, ordinary = grid(fields, {"sought": "kestrel"})
    for values in inputs[:ordinary]:
        lines = values["berths"].splitlines()
        assert 0 < sum(values["sought"] in line for line in lines) < len(lines), values


@pytest.mark.parametrize("label", ["Replacement word", "Replace with", "New word", "Instead"])
def test_what_comes_in_its_place_is_another_word(label: str) -> None:
    fields = [BERTHS, Field(label="Word to replace", name="old"), Field(label=label, name="new")]
    inputs, ordinary = grid(fields, {})
    assert all(values["old"] in values["berths"] != values["new"] for values in inputs[:ordinary])
    assert not any(values["new"] in values["berths"] for values in inputs[:ordinary])


def test_a_word_of_the_example_is_left_as_it_is() -> None:
    assert found_in("two geese\nfour ducks", "ducks", 0) == "ducks"
    assert found_in("two geese\nfour ducks", "swan", 0) in ("two", "geese", "four", "ducks")
    assert found_in("1 2 3", "swan", 0) == "swan", "where the text has no words nothing else can be found"


def test_texts_to_compare_have_some_lines_in_common_and_others_not() -> None:
    inputs, ordinary = grid([BERTHS, Field(label="Ships", type="long_text")], {})
    for values in inputs[1:3]:
        ours, theirs = (set(values[name].splitlines()) for name in ("berths", "ships"))
        assert ours & theirs
        assert ours - theirs
        assert theirs - ours
    assert ordinary >= 3


@pytest.mark.parametrize(
    ("example", "shape"),
    [
        ("6:20", r"\d{1,2}:[0-5]\d"),
        ("#30a9b2", r"#[0-9a-f]{6}"),
        ("2031-02-17", r"20\d\d-02-17"),
        ("ivy.cole@mail.net", r"[a-z]{3,}\.[a-z]{3,}@[a-z]{3,}\.[a-z]{3,}"),
        ("350 ml milk", r"[1-9]\d\d ml [a-z]{3,}"),
        ("Ivy Cole\nSam Oat", r"[A-Z][a-z]+ [A-Z][a-z]+\n[A-Z][a-z]+ [A-Z][a-z]+"),
        ("https://reef.org/a", r"https://[a-z]+\.[a-z]+/a"),
    ],
)
def test_another_value_has_the_shape_of_the_example(example: str, shape: str) -> None:
    made = [alike(example, turn) for turn in (1, 2)]
    assert all(re.fullmatch(shape, one) for one in made), made
    assert len({example, *made}) == 3


@pytest.mark.parametrize(
    "example", ["", "Anna", "A text of several words, as people write it to each other: all of it."]
)
def test_what_has_no_shape_of_its_own_is_no_pattern(example: str) -> None:
    assert alike(example, 1) == ""


def test_texts_and_lists_of_the_shape_of_their_example_are_tried() -> None:
    inputs, _ = grid([Field(label="Shift")], {"shift": "7:05"})
    assert all(re.fullmatch(r"\d{1,2}:\d\d", values["shift"]) for values in inputs[:3])


def test_examples_that_tell_something_come_before_those_that_echo() -> None:
    given = [({"text": str(n)}, str(n) if n in (0, 1, 2, 5) else "x") for n in range(8)]
    assert [values["text"] for values, _ in telling(given)] == ["0", "3", "4", "6"]
