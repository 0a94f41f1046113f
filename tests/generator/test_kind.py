"""Which sort of app a sentence gets."""

from typing import Any

import pytest

from generator.choose_kind import choose_kind
from generator.contract import Kind, Reply, Spec


class Asked:
    """Stands where a model would be asked, and counts how often it is."""

    name, small, slots = "asked", False, 1

    def __init__(self, data: Any) -> None:
        self.data = data
        self.calls = 0

    def ask(self, *_: Any, **__: Any) -> Reply:
        self.calls += 1
        return Reply("", self.data)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a pomodoro timer with a start and a pause button", Kind.WEB),
        ("a memory game with pairs of animals", Kind.WEB),
        ("upload a csv and show the mean of each column as a bar chart", Kind.STREAMLIT),
        ("a dashboard for my expenses spreadsheet", Kind.STREAMLIT),
        ("an HTML page that shows statistics of a text", Kind.WEB),
        ("a streamlit app with a countdown", Kind.STREAMLIT),
        ("split a dinner bill between friends", Kind.WEB),
        ("ein Haushaltsbuch mit Kategorien", Kind.WEB),
        ("a generator of passwords for the terminal", Kind.SCRIPT),
        ("待办事项清单", Kind.WEB),
    ],
)
def test_rules_settle_it_without_a_model(text: str, kind: Kind) -> None:
    model = Asked({"kind": "web"})
    assert choose_kind(Spec(text), model) is kind
    assert model.calls == 0


def test_the_users_word_counts_most() -> None:
    assert choose_kind(Spec("a csv dashboard", kind=Kind.WEB)) is Kind.WEB


def test_attached_data_speaks_for_streamlit() -> None:
    assert choose_kind(Spec("show what is in this", files={"sales.csv": b"a,b\n1,2\n"})) is Kind.STREAMLIT


def test_a_tie_is_broken_by_the_model_and_without_one_it_is_web() -> None:
    tie = Spec("a countdown and a histogram")
    assert choose_kind(tie, Asked({"kind": "streamlit"})) is Kind.STREAMLIT
    assert choose_kind(tie, Asked(None)) is Kind.WEB
    assert choose_kind(tie) is Kind.WEB
