"""Which writer serves a model, by what came of it before."""

import pytest

from generator.writers import choose


@pytest.mark.parametrize(
    ("small", "scores", "writer", "why"),
    [
        (True, {}, "blueprint", "little is known"),
        (False, {}, "freehand", "little is known"),
        (False, {"freehand": (0.0, 0.0)}, "freehand", "little is known"),
        (False, {"freehand": (0.0, 0.1, 0.2)}, "blueprint", "freehand reaches only 10%"),
        (False, {"freehand": (0.9, 0.8, 1.0)}, "freehand", "90%"),
        (
            True,
            {"blueprint": (0.5, 0.6, 0.4), "freehand": (0.9, 0.8, 1.0)},
            "freehand",
            "90% with this model, blueprint 50%",
        ),
        (False, {"blueprint": (0.5,) * 3, "freehand": (0.1,) * 3}, "blueprint", "freehand 10%"),
    ],
)
def test_results_count_once_there_are_enough(
    small: bool, scores: dict[str, tuple[float, ...]], writer: str, why: str
) -> None:
    chosen = choose(small, scores)
    assert chosen.writer == writer
    assert why in chosen.why


def test_what_the_user_says_counts_more() -> None:
    chosen = choose(True, {"freehand": (0.0,) * 5}, "freehand")
    assert (chosen.writer, chosen.why) == ("freehand", "it was asked for")
