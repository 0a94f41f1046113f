"""Says what an app made from a blueprint can be held to: its names, and each thing it does with the steps that show it.
Refuses to hold it to anything whose right outcome isn't known apart from the app."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.blueprint.operations import terms
from generator.contract import Control, Shown, Step

Basis = Literal["spec", "relation", "agreement"]


@dataclass(frozen=True, slots=True)
class Proof:
    """Steps that show that a thing is so."""

    title: str
    steps: tuple[Step, ...]
    basis: Basis = "spec"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that the app has or does. `terms`: stems by which a sentence may speak of it. Without proofs it is
    there but can't be shown to be right."""

    id: str
    terms: frozenset[str]
    proofs: tuple[Proof, ...] = ()
    sort: Literal["main", "field", "feature"] = "feature"
    taken_by: frozenset[str] = frozenset()
    """Of a field: the ids of the results that are worked out from it, where that is known."""
    own: frozenset[str] = frozenset()
    """Of the terms those that it is called by: they tell it from another that the same words would do for."""


@dataclass(slots=True)
class Inventory:
    """All names that people see in the app, and all things it does."""

    controls: list[Control] = field(default_factory=list)
    outputs: list[Shown] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)

    def control(self, name: str, role: str, options: Sequence[str] = ()) -> None:
        """A control; the same name twice is one."""
        if name and name not in {c.name for c in self.controls}:
            self.controls.append(Control.model_validate({"name": name, "role": role, "options": list(options)}))

    def output(self, name: str, form: str, about: str = "") -> None:
        """Something shown."""
        if name and name not in {o.name for o in self.outputs}:
            self.outputs.append(Shown.model_validate({"name": name, "form": form, "about": about}))

    def thing(
        self,
        id_: str,
        words: str,
        *proofs: Proof,
        sort: Literal["main", "field", "feature"] = "feature",
        taken_by: Iterable[str] = (),
        own: str = "",
    ) -> None:
        """Something that the app does; `words` are those for it, `own` what it is called."""
        self.things.append(
            Thing(id_, frozenset(terms(words)), proofs, sort, frozenset(taken_by), frozenset(terms(own)))
        )


ROLES = {
    "number": "number", "integer": "number", "money": "number", "percent": "number", "text": "text",
    "long_text": "long_text",
    "choice": "choice", "multi_choice": "choice", "yes_no": "checkbox", "date": "date", "time": "time", "file": "file",
    "color": "text", "column": "choice",
}  # fmt: skip
