"""A plan can be edited as text, and only its title and claims change."""

from pathlib import Path
from typing import Any

import pytest

from gallery.contract import GalleryError
from gallery.edit_plan import as_text, edit, from_text
from generator.contract import Claim, Control, Kind, Plan

PLAN = Plan(
    title="Cakes",
    kind=Kind.WEB,
    claims=[Claim(id="c1", text="Counts cakes", weight=2), Claim(id="c2", text="Shows: a total")],
    controls=[Control(name="Add", role="button")],
)


def test_unedited_text_gives_the_same_plan() -> None:
    assert from_text(as_text(PLAN), PLAN) == PLAN


def test_claims_are_changed_removed_and_added() -> None:
    edited = from_text("# note\ntitle: Tarts\nc2: Shows a sum\n- Works at 10:30 too\n", PLAN)
    assert edited is not None
    assert edited.title == "Tarts"
    assert [(c.id, c.text, c.weight) for c in edited.claims] == [
        ("c2", "Shows a sum", 1.0),
        ("c3", "Works at 10:30 too", 1.0),
    ]
    assert edited.controls == PLAN.controls


def test_what_a_claim_counts_stands_at_its_end_and_can_be_changed() -> None:
    assert "c1: Counts cakes [core]\nc2: Shows: a total\n" in as_text(PLAN)
    edited = from_text("c1: Counts cakes\nc2: Shows: a total [core]\nSorts them [extra]\n", PLAN)
    assert edited is not None
    assert [(c.text, c.weight) for c in edited.claims] == [
        ("Counts cakes", 1.0),
        ("Shows: a total", 2.0),
        ("Sorts them", 0.5),
    ]


def test_an_empty_text_turns_the_plan_down() -> None:
    assert from_text("# all gone\n\n", PLAN) is None


def test_the_users_editor_is_used(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/Counts/Weighs/")
    edited = edit(PLAN)
    assert edited is not None
    assert edited.claims[0].text == "Weighs cakes"
    monkeypatch.setenv("EDITOR", "false")
    with pytest.raises(GalleryError, match="ended with 1"):
        edit(PLAN)
    monkeypatch.setenv("EDITOR", str(tmp_path / "none"))
    with pytest.raises(GalleryError, match="can't be started"):
        edit(PLAN)
