"""Asks an app over HTTP and holds its answer against what is expected. Refuses to know how the app is made.

Every failure is an AssertionError whose first line is one sentence: what was asked, what was seen, what must be.
"""

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import quote, unquote_plus, urlencode, urljoin

from playwright.sync_api import APIRequestContext, Error
from values import number, same, within
from view import UnmetError

PATIENCE = 15.0
"""Seconds that an answer may take."""
SHOWN = 160
JSON = "application/json"


def request(
    caller: APIRequestContext,
    url: str,
    noted: dict[str, Any],
    method: str,
    path: str,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    form: Mapping[str, str] | None = None,
    files: Mapping[str, Mapping[str, str]] | None = None,
    status: int | str = "2xx",
    fields: Mapping[str, Any] | None = None,
    lacks: Mapping[str, Any] | None = None,
    counts: Mapping[str, int] | None = None,
    text: str = "",
    location: str = "",
    note: Mapping[str, str] | None = None,
) -> None:
    """Send one request and insist on all that is expected of its answer; `noted` is read and added to."""
    status = "3xx" if location and status == "2xx" else status
    path = re.sub(r"\{(\w+)\}", lambda key: quote(str(noted.get(key[1], key[0])), safe=""), path)
    given: dict[str, str | float | bool] = {key: str(filled(part, noted)) for key, part in (query or {}).items()}
    asked = f"{method} {path}{'?' if given else ''}{unquote_plus(urlencode(given))}"
    sent = payload(filled(body, noted), filled(form or {}, noted), files or {})
    try:
        answer = caller.fetch(
            url.rstrip("/") + path,
            method=method,
            params=given or None,
            headers={**sent.pop("headers", {}), **filled(headers or {}, noted)},
            timeout=PATIENCE * 1000,
            max_redirects=0 if str(status).startswith("3") else None,
            **sent,
        )
        said = answer.body().decode("utf-8", "replace")
    except Error as error:
        late = "imeout" in str(error)
        fail(f"{asked} got no answer{f' within {PATIENCE:g} s' if late else ''}.", str(error))
    if not fits(status, answer.status):
        fail(
            f"{asked} answers {named(answer.status)}; it must answer {named(status)}. It says {shown(said)}.",
            said,
            str(answer.status),
        )
    leads, aim = answer.headers.get("location", ""), filled(location, noted)
    if aim and urljoin(answer.url, leads) != urljoin(answer.url, aim):
        fail(f"{asked} leads to “{leads}”; it must lead to “{aim}”.", said, leads)
    data = read(said)
    for where, wanted in filled(fields or {}, noted).items():
        there = found(data, where, asked, said)
        if not any(equal(wanted, one) for one in there):
            fail(
                f"{asked}: {place(where)} {listed(there)}; it must be {dumped(wanted)}.", said, *map(dumped, there[:1])
            )
    for where, wanted in filled(lacks or {}, noted).items():
        if any(equal(wanted, one) for one in values_at(data, where)):
            fail(f"{asked}: {place(where)} is {dumped(wanted)}, which must not be there.", said)
    for where, wanted in (counts or {}).items():
        there = found(data, where, asked, said)
        if not there or not isinstance(there[0], list | dict):
            fail(f"{asked}: {place(where)} {listed(there)}; it must have {wanted} entries.", said)
        if (many := len(there[0])) != wanted:
            fail(f"{asked}: {place(where)} has {many} entries; it must have {wanted}.", said, str(many))
    wanted_text = filled(text, noted)
    if wanted_text and wanted_text not in said and not within(wanted_text, said):
        fail(f"{asked} does not say “{wanted_text}”; it says {shown(said)}.", said)
    for key, where in (note or {}).items():
        if not (there := found(data, where, asked, said)):
            fail(f"{asked}: there is no {place(where)}.", said)
        noted[key] = there[0]


def filled(value: Any, noted: Mapping[str, Any]) -> Any:
    """The value with what was noted in place of `{key}`; a text that is nothing else becomes just what was noted."""
    if isinstance(value, Mapping):
        return {key: filled(part, noted) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, noted) for part in value]
    if not isinstance(value, str):
        return value
    for key, remembered in noted.items():
        if value == f"{{{key}}}":
            return remembered
        value = value.replace(f"{{{key}}}", str(remembered))
    return value


def payload(body: Any, form: Mapping[str, str], files: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What carries a request, as Playwright takes it."""
    if files:
        parts = {
            name: {"name": file["filename"], "mimeType": kind_of(file["filename"]), "buffer": file["content"].encode()}
            for name, file in files.items()
        }
        return {"multipart": {**form, **parts}}
    if form:
        return {"form": {key: str(part) for key, part in form.items()}}
    if isinstance(body, str):
        return {"data": body.encode(), "headers": {"Content-Type": "text/plain; charset=utf-8"}}
    return {} if body is None else {"data": json.dumps(body).encode(), "headers": {"Content-Type": JSON}}


def kind_of(filename: str) -> str:
    kinds = {"csv": "text/csv", "json": JSON, "html": "text/html", "md": "text/markdown"}
    return kinds.get(filename.rpartition(".")[2].lower(), "text/plain")


def fits(wanted: int | str, status: int) -> bool:
    return str(status)[0] == wanted[0] if isinstance(wanted, str) else status == wanted


def named(status: int | str) -> str:
    """A status with its name."""
    if isinstance(status, str):
        return status
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def read(said: str) -> Any:
    """The answer's JSON; ABSENT where it is none."""
    try:
        return json.loads(said)
    except ValueError:
        return ABSENT


ABSENT = object()


def found(data: Any, where: str, asked: str, said: str) -> list[Any]:
    """What stands at a path. An answer that is no JSON fails."""
    if data is ABSENT:
        fail(f"{asked} does not answer in JSON; it says {shown(said)}.", said)
    return list(values_at(data, where))


def values_at(data: Any, where: str) -> Iterator[Any]:
    """All that a path leads to."""
    if data is ABSENT:
        return
    if not where:
        yield data
        return
    if isinstance(data, dict) and where in data:
        yield data[where]
        return
    first, _, rest = where.partition(".")
    for part in parts_of(data, first):
        yield from values_at(part, rest)


def parts_of(data: Any, name: str) -> Iterator[Any]:
    if name == "*" and isinstance(data, list | dict):
        yield from data if isinstance(data, list) else data.values()
    elif isinstance(data, dict) and name in data:
        yield data[name]
    elif isinstance(data, list) and re.fullmatch(r"-?\d{1,6}", name) and -len(data) <= int(name) < len(data):
        yield data[int(name)]


def equal(wanted: Any, value: Any) -> bool:
    """Whether a value is the one that was wanted: whole numbers exactly, others to the decimals that were given (two at
    least), texts letter by letter; of an object only what was named."""
    if isinstance(wanted, bool) or isinstance(value, bool) or wanted is None:
        return wanted is value
    if isinstance(wanted, dict):
        named_all = isinstance(value, dict) and wanted.keys() <= value.keys()
        return named_all and all(equal(part, value[key]) for key, part in wanted.items())
    if isinstance(wanted, list):
        alike = isinstance(value, list) and len(wanted) == len(value)
        return alike and all(equal(one, other) for one, other in zip(wanted, value, strict=True))
    if isinstance(wanted, int | float):
        shown_number = number(value) if isinstance(value, str) else value  # money is often sent as a text
        return isinstance(shown_number, int | float) and near(wanted, shown_number)
    if isinstance(value, int | float):
        return number(wanted) is not None and same(wanted, repr(value))
    return isinstance(value, str) and str(wanted).strip() == value.strip()


def near(wanted: float, value: float) -> bool:
    if wanted == int(wanted):
        return abs(wanted - value) <= 1e-9 * max(1.0, abs(wanted))
    decimals = max(2, len(repr(wanted).partition("e")[0].partition(".")[2]))
    return abs(wanted - value) <= 0.5 * 10.0**-decimals + 1e-9 * abs(wanted)


def place(where: str) -> str:
    return f"“{where}”" if where else "the answer"


def listed(there: list[Any]) -> str:
    if not there:
        return "is not there"
    return f"is {', '.join(dumped(one) for one in there[:4])}{' and more' if len(there) > 4 else ''}"


def dumped(value: Any) -> str:
    return cut(json.dumps(value, ensure_ascii=False))


def shown(said: str) -> str:
    return f"“{cut(' '.join(said.split()))}”" if said.strip() else "nothing"


def cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def fail(sentence: str, more: str, shown: str = "") -> NoReturn:
    """Fail with one sentence, and beneath it the answer. `shown`: the one value that stands where another must."""
    raise UnmetError(f"{sentence}\nThe whole answer: {more[:1000]}", shown)
