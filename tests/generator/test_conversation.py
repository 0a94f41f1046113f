"""What becomes of a reply that was cut off."""

import pytest

from generator.conversation import joined


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("abc", "def", "abcdef"),
        ("let a = 1\nlet b", "let a = 1\nlet b = 2", "let a = 1\nlet b = 2"),
        ("```html\n<p>", "```html\nmore", "```html\n<p>more"),
        ("```html\n<p>", "plain", "```html\n<p>plain"),
    ],
)
def test_a_continuation_is_joined(first: str, rest: str, whole: str) -> None:
    assert joined(first, rest) == whole
