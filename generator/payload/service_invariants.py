"""Says what must be true of any app that programs ask over HTTP, whatever it is for. Refuses to know what that is.

Each takes the app, gives one sentence of evidence, and raises AssertionError where it falls short.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from exchange import JSON, cut, shown
from playwright.sync_api import Error
from steps import App

METHODS = ("get", "post", "put", "patch", "delete")
WRITING = ("post", "put", "patch")
ROUTES = 12
"""How many routes are tried at most."""
WRONG = (b"{", b"null", b"[]", b'"text"', b"{}", b'{"\xf0\x9f\x98\x80": -1}')
"""Bodies that no route asks for, or that lack what it needs."""
ODD = ("-1", "9" * 30, "<b>😀</b> é", "nan")
"""What stands in the path and the query."""
ODD_FIELDS: tuple[Mapping[str, Any], ...] = (
    {"string": "", "integer": 0, "number": 0, "date": "0001-01-01", "array": [], "object": {}, "boolean": False},
    {"string": "<b>😀</b>\n" * 300, "integer": -1, "number": -1e308, "date": "9999-12-31"},
    {"string": "9" * 30, "integer": 10**30, "number": 1e308, "date": "2024-02-29"},
)
"""What stands in the fields of a body, by their type."""
SECONDS = 5.0


def described(app: App) -> str:
    """It says itself what it can be asked."""
    routes = list(routes_of(app))
    if not routes:
        raise AssertionError("/openapi.json names no route that can be asked.")
    return f"/openapi.json names {len(routes)} routes."


def odd_requests(app: App) -> str:
    """Wrong bodies and odd values are refused or taken, and break nothing."""
    tried = 0
    for method, path, operation in list(routes_of(app))[:ROUTES]:
        for body, odd in requests_of(method, operation, definitions(app)):
            status, said = asked(app, method, path, operation, body, odd)
            about = f"{method.upper()} {path} with " + (f"the body {cut(body.decode())}" if body else f"“{cut(odd)}”")
            if status >= 500:
                raise AssertionError(f"{about} gives {status}, a fault of the app itself: {shown(said)}.\n{said[:600]}")
            if body == b"{" and status < 400:
                raise AssertionError(f"{about}, which is no JSON, gives {status}; it must be refused.\n{said[:600]}")
            tried += 1
    return f"{tried} odd requests were answered without a fault of the app."


def requests_of(method: str, operation: Mapping[str, Any], forms: Mapping[str, Any]) -> Iterator[tuple[bytes, str]]:
    """Bodies, and values for all that stands in the path and the query."""
    content = (operation.get("requestBody") or {}).get("content") or {}
    if method in WRITING and JSON in content:
        form = content[JSON].get("schema") or {}
        form = forms.get(str(form.get("$ref", "")).rpartition("/")[2], form)
        fields = form.get("properties") or {}
        needed = {name: field for name, field in fields.items() if name in form.get("required", ())}
        for some in [needed] if needed == fields else [needed, fields]:
            for odd in ODD_FIELDS:
                yield json.dumps({name: odd.get(type_of(field)) for name, field in some.items()}).encode(), ODD[0]
        yield from ((body, ODD[0]) for body in WRONG)
    else:
        yield from ((b"", odd) for odd in ODD)


def type_of(field: Mapping[str, Any]) -> str:
    one = next(iter(field.get("anyOf") or [field]))
    return "date" if one.get("format") == "date" else str(one.get("type"))


def definitions(app: App) -> Mapping[str, Any]:
    """The forms of bodies that the app names."""
    return dict((described_by(app).get("components") or {}).get("schemas") or {})


def routes_of(app: App) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Method, path and description of each route, as the app tells them."""
    try:
        for path, operations in described_by(app)["paths"].items():
            for method, operation in operations.items():
                if method in METHODS and path != "/" and isinstance(operation, dict):
                    yield method, path, operation
    except (Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssertionError(f"/openapi.json does not say what can be asked: {cut(str(error))}.") from None


def described_by(app: App) -> Mapping[str, Any]:
    answer = app.page.request.get(f"{app.url.rstrip('/')}/openapi.json", timeout=SECONDS * 1000 * app.view.pace)
    return dict(json.loads(answer.body()))


def asked(app: App, method: str, path: str, operation: Mapping[str, Any], body: bytes, odd: str) -> tuple[int, str]:
    """What an odd request is answered with."""
    query: dict[str, str | float | bool] = {}
    for parameter in operation.get("parameters") or []:
        if parameter.get("in") == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(odd, safe=""))
        elif parameter.get("in") == "query":
            query[str(parameter["name"])] = odd
    try:
        answer = app.page.request.fetch(
            app.url.rstrip("/") + path,
            method=method.upper(),
            params=query or None,
            data=body or None,
            headers={"Content-Type": JSON} if body else None,
            timeout=SECONDS * 1000 * app.view.pace,
        )
        return answer.status, answer.body()[:2000].decode("utf-8", "replace")
    except Error as error:
        raise AssertionError(f"{method.upper()} {path} got no answer to an odd request: {cut(str(error))}.") from None


SERVICE_INVARIANTS: Mapping[str, Callable[[App], str]] = {"described": described, "odd_requests": odd_requests}
