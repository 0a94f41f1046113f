"""What a check is made of, step by step, in the words that models and files use. Refuses anything of another shape."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Data(BaseModel):
    """Shape of everything that comes from outside."""

    model_config = ConfigDict(extra="ignore", frozen=True)


MOST_JSON = 20_000


def _plain(value: Any) -> Any:
    if len(json.dumps(value, allow_nan=False)) > MOST_JSON:
        raise ValueError(f"this is more than {MOST_JSON} characters of JSON")
    return value


ROUTE = r"^/([^/\s?#][^\s?#]*)?$"
FILE = r"^[\w@+-][\w@+. -]*(/[\w@+-][\w@+. -]*)*$"
FileName = Annotated[str, Field(pattern=FILE, max_length=120)]
"""Below the app's folder: it is written there, with a kept app outside any sandbox."""
Json = Annotated[Any, AfterValidator(_plain)]


class One(Data):
    """One control of that name. Where there are several: the one in the row, item or card that holds the text `near`,
    or the `nth` from the top, from 1."""

    name: str
    near: str = ""
    nth: int = Field(default=1, ge=1, le=99)


class Fill(One):
    do: Literal["fill"] = "fill"
    value: str


class Choose(One):
    do: Literal["choose"] = "choose"
    value: str


class Toggle(One):
    do: Literal["toggle"] = "toggle"
    on: bool = True


class Press(One):
    do: Literal["press"] = "press"


class Upload(Data):
    do: Literal["upload"] = "upload"
    name: str
    filename: str
    content: str | None = None
    """None for the file of that name that came with the spec."""


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
    exact: bool = False
    """Letter by letter: small letters and capitals differ."""


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


class SeeControl(One):
    do: Literal["see_control"] = "see_control"
    absent: bool = False


class SeeCell(Data):
    """In the table of that name this value stands in the row that holds one text, under the heading another."""

    do: Literal["see_cell"] = "see_cell"
    name: str
    row: str
    column: str
    equals: str


class SeeOrder(Data):
    """In the table or list of that name these stand one below the other; others may stand between them."""

    do: Literal["see_order"] = "see_order"
    name: str
    values: list[str] = Field(min_length=2)


class SeeError(Data):
    """The app says that something is wrong with what was entered (or, `absent`, says no such thing)."""

    do: Literal["see_error"] = "see_error"
    absent: bool = False


class SeeDownload(Data):
    """Pressing that name downloads a file that contains the text, and a line with all these cells."""

    do: Literal["see_download"] = "see_download"
    name: str
    contains: str = ""
    cells: list[str] = []


class Relation(Data):
    """How an output stands now to what was noted under `key`: needs no computed value."""

    do: Literal["relation"] = "relation"
    name: str
    key: str
    holds: Literal["same", "different", "more", "less", "double", "half"]


class GivenFile(Data):
    filename: str
    content: str


class Request(Data):
    """Ask the app over HTTP, and see what it answers. In all that is sent or expected `{key}` stands for what was noted
    under that key. A field is named by its path in the answer's JSON: `total`, `items.0.name`, `items.*.name` for any
    of them, "" for the whole."""

    do: Literal["request"] = "request"
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str = Field(pattern=ROUTE)
    query: dict[str, str] = Field(default={})
    headers: dict[str, str] = Field(default={})
    body: Json = None
    """Sent as JSON; a text is sent as it stands."""
    form: dict[str, str] = Field(default={})
    files: dict[str, GivenFile] = Field(default={})
    """By the name of the form's field."""
    status: int | Literal["2xx", "3xx", "4xx"] = "2xx"
    fields: dict[str, Json] = Field(default={})
    """Path -> the value there."""
    lacks: dict[str, Json] = Field(default={})
    """Path -> a value that is not there."""
    counts: dict[str, int] = Field(default={})
    """Path -> how many entries the list there has."""
    text: str = ""
    """What the answer says, as a text."""
    location: str = ""
    """Where a redirect leads. One that is expected, by this or by a status of 3xx, isn't followed."""
    note: dict[str, str] = Field(default={})
    """Key -> path: what to remember of the answer."""


class Drawn(Data):
    """What holds of each line of standard output where chance makes it."""

    many: int = Field(default=1, ge=1)
    """So many lines."""
    lines: list[str] = Field(default=[])
    """Each line is one of these; none: any."""
    long: int | None = None
    """Each line has so many signs."""
    signs: list[str] = Field(default=[])
    """Each line is made of these sorts of signs alone, and of each sort there is one at least where there is room."""


class Run(Data):
    """Run the command in a folder of its own, and see what it says and leaves there. In all that is given or expected
    `{key}` stands for what was noted under that key."""

    do: Literal["run"] = "run"
    arguments: list[str] = Field(default=[])
    stdin: str = ""
    files: dict[FileName, str] = Field(default={})
    """Name -> content: what is put into the folder before."""
    status: int | Literal["nonzero"] = 0
    prints: str | None = None
    """All of standard output, but for spaces and empty lines at the ends."""
    output: list[str] = Field(default=[])
    """Texts that standard output holds, letter by letter; numbers as numbers."""
    says: list[str] = Field(default=[])
    """Words that standard output or standard error holds, in any case."""
    absent: list[str] = Field(default=[])
    """Texts that neither holds."""
    drawn: Drawn | None = None
    """What holds of its lines, whichever they are."""
    leaves: dict[FileName, str] = Field(default={})
    """Name -> what the file of that name holds afterwards, letter by letter."""
    note: str = ""
    """The key under which to remember what it printed."""


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
    | SeeCell
    | SeeOrder
    | SeeError
    | SeeControl
    | SeeDownload
    | Relation
    | Request
    | Run,
    Field(discriminator="do"),
]


class Check(Data):
    """A claim made executable. The page is opened fresh before the first step, with no storage from before."""

    id: str
    claim: str
    title: str
    steps: list[Step]
    basis: Literal["spec", "relation", "agreement", "user"] = "spec"
    """Where its expected values come from: said by the spec or a strong model, a relation, agreeing derivations, or the
    user who settled a dispute."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A check that the user is to settle: what it expects, what the app shows there ("" when it is no single value),
    and what came of working it out again ("" when the request does not settle it)."""

    check: str
    expected: str
    shown: str
    again: str
    step: int = 0
    """At which step of the check, from 1."""
