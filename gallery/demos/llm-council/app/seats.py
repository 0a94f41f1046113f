"""Who sits in the council: models that the endpoint serves, one model in several parts, or parts that are played here.
Refuses to seat a model that is not served."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from model import Endpoint, ModelError, Served

MOST_SEATS = 6
PARTS = (
    ("The Sceptic", "You doubt first: name what is uncertain, and what evidence would settle it.", 0.3),
    ("The Pragmatist", "You want what works: give the most useful answer, with a concrete next step.", 0.7),
    ("The Teacher", "You explain from the ground up, with one good example.", 1.0),
    ("The Historian", "You look at how it was before, and at what was tried already.", 0.9),
)
FEW = 3
"""Parts that a small model takes: it answers one after the other."""


@dataclass(frozen=True)
class Seat:
    """A member of the council. `model` is "" for a part that is played without one."""

    name: str
    model: str
    instruction: str = ""
    temperature: float = 0.7
    small: bool = False


@dataclass(frozen=True)
class Council:
    seats: tuple[Seat, ...]
    chairman: Seat
    told: str
    """Who sits there, in a sentence for the page."""
    models: tuple[str, ...] = ()
    """What else could."""

    def as_dict(self) -> dict[str, Any]:
        seats = [asdict(seat) for seat in self.seats]
        return {"seats": seats, "chairman": asdict(self.chairman), "told": self.told, "models": list(self.models)}


def council(endpoint: Endpoint | None, members: Sequence[str] = (), chairman: str = "") -> Council:
    """As the user chose among the served models, or as it fits what is served. Raises ModelError for a name that is not
    served."""
    if endpoint is None:
        parts = tuple(Seat(name, "", instruction) for name, instruction, _ in PARTS[:FEW])
        told = "No model is connected: prepared voices rehearse the procedure. They know nothing of your question."
        return Council(parts, Seat("Chairman", ""), told)
    served = {one.name: one for one in endpoint.models()}
    if not served:
        raise ModelError("The endpoint serves no model that holds a conversation.")
    for name in (*members, *([chairman] if chairman else [])):
        if name not in served:
            raise ModelError(f"The endpoint does not serve {name}.")
    chosen = [served[name] for name in dict.fromkeys(members)][:MOST_SEATS] or list(served.values())[:4]
    head = served[chairman] if chairman else chosen[0]
    seat = Seat("Chairman", head.name, small=head.small)
    if len(chosen) > 1:
        told = f"{len(chosen)} models sit here, {head.name} in the chair."
        return Council(tuple(Seat(one.name, one.name, small=one.small) for one in chosen), seat, told, tuple(served))
    return Council(parts_of(chosen[0]), seat, told_of(chosen[0]), tuple(served))


def parts_of(model: Served) -> tuple[Seat, ...]:
    parts = PARTS[: FEW if model.small else len(PARTS)]
    return tuple(Seat(name, model.name, said, temperature, model.small) for name, said, temperature in parts)


def told_of(model: Served) -> str:
    seats = FEW if model.small else len(PARTS)
    which = "The embedded model" if model.small else "One model"
    return f"{which}, {model.name}, takes all {seats} seats and the chair, each under other instructions."
