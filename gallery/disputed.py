"""What a receipt says of a check that the user is to settle. Refuses to settle it."""

from pydantic import BaseModel, ConfigDict

from gallery.text import line
from generator.contract import Dispute


class Disputed(BaseModel):
    """What a check expects, what the app shows there ("" when it is no single value), and what came of working it out
    again ("" when the request does not settle it)."""

    model_config = ConfigDict(frozen=True)

    check: str
    expected: str
    shown: str = ""
    again: str = ""
    step: int = 0


def as_disputed(dispute: Dispute) -> Disputed:
    values = {name: line(getattr(dispute, name), 200) for name in ("check", "expected", "shown", "again")}
    return Disputed(**values, step=dispute.step)
