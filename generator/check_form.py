"""What a check is made of, step by step, in the words that models and files use. Refuses anything of another shape."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Data(BaseModel):
    """Shape of everything that comes from outside."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Fill(Data):
    do: Literal["fill"] = "fill"
    name: str
    value: str


class Choose(Data):
    do: Literal["choose"] = "choose"
    name: str
    value: str


class Toggle(Data):
    do: Literal["toggle"] = "toggle"
    name: str
    on: bool = True
    near: str = ""


class Press(Data):
    do: Literal["press"] = "press"
    name: str
    near: str = ""
    """Text of the row, item or card that the button belongs to, when there are several of that name."""


class Upload(Data):
    do: Literal["upload"] = "upload"
    name: str
    filename: str
    content: str


class Reload(Data):
    do: Literal["reload"] = "reload"


class Wait(Data):
    do: Literal["wait"] = "wait"
    seconds: float = Field(le=10)


class Note(Data):
    """Remember what an output shows now, for a Relation further on."""

    do: Literal["note"] = "note"
    name: str
    key: str


class SeeValue(Data):
    """The output of that name shows this value. Numbers are compared as numbers, to the decimals that are given."""

    do: Literal["see_value"] = "see_value"
    name: str
    equals: str


class SeeText(Data):
    """The page shows this text (or, `absent`, does not)."""

    do: Literal["see_text"] = "see_text"
    text: str
    absent: bool = False


class SeeRow(Data):
    """Some row of a table, or item of a list, holds all these texts (or, `absent`, none does)."""

    do: Literal["see_row"] = "see_row"
    cells: list[str]
    absent: bool = False


class SeeCount(Data):
    """The table or list of that name has this many rows."""

    do: Literal["see_count"] = "see_count"
    name: str
    equals: int


class SeeControl(Data):
    do: Literal["see_control"] = "see_control"
    name: str
    absent: bool = False


class SeeDownload(Data):
    """Pressing that name downloads a file that contains the text."""

    do: Literal["see_download"] = "see_download"
    name: str
    contains: str = ""


class Relation(Data):
    """How an output stands now to what was noted under `key`: needs no computed value."""

    do: Literal["relation"] = "relation"
    name: str
    key: str
    holds: Literal["same", "different", "more", "less", "double", "half"]


Step = Annotated[
    Fill
    | Choose
    | Toggle
    | Press
    | Upload
    | Reload
    | Wait
    | Note
    | SeeValue
    | SeeText
    | SeeRow
    | SeeCount
    | SeeControl
    | SeeDownload
    | Relation,
    Field(discriminator="do"),
]


class Check(Data):
    """A claim made executable. The page is opened fresh before the first step, with no storage from before."""

    id: str
    claim: str
    title: str
    steps: list[Step]
    basis: Literal["spec", "relation", "agreement"] = "spec"
    """Where its expected values come from: said by the spec or a strong model, a relation, or agreeing derivations."""
