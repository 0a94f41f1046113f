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
ODD = "-1 <b>😀"
SECONDS = 5.0


def described(app: App) -> str:
    """It says itself what it can be asked."""
    routes = list(routes_of(app))
    if not routes:
        raise AssertionError("/openapi.json names no route that can be asked.")
    return f"/openapi.json names {len(routes)} routes."


def odd_requests(app: App) -> str:
    """Wrong bodies and odd values are refused, and break nothing."""
    tried = 0
    for method, path, operation in list(routes_of(app))[:ROUTES]:
        if method in WRITING and "requestBody" in operation:
            forms = (operation.get("requestBody") or {}).get("content") or {}
            bodies = WRONG if JSON in forms else (b"",)
        else:
            bodies = (b"",)
        for body in bodies:
            status, said = asked(app, method, path, operation, body)
            about = f"{method.upper()} {path} with " + (f"the body {body.decode()}" if body else "odd values")
            if status >= 500:
                raise AssertionError(f"{about} gives {status}, a fault of the app itself: {shown(said)}.\n{said[:600]}")
            if body == b"{" and status < 400:
                raise AssertionError(
                    f"{about}, which is no JSON, gives {status}; it must be refused with 4xx.\n{said[:600]}"
                )
            tried += 1
    return f"{tried} odd requests were answered without a fault of the app."


def routes_of(app: App) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Method, path and description of each route, as the app tells them."""
    try:
        answer = app.page.request.get(f"{app.url.rstrip('/')}/openapi.json", timeout=SECONDS * 1000)
        told = json.loads(answer.body())
        paths = told["paths"]
        for path, operations in paths.items():
            for method, operation in operations.items():
                if method in METHODS and path != "/" and isinstance(operation, dict):
                    yield method, path, operation
    except (Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssertionError(f"/openapi.json does not say what can be asked: {cut(str(error))}.") from None


def asked(app: App, method: str, path: str, operation: Mapping[str, Any], body: bytes) -> tuple[int, str]:
    """What an odd request is answered with."""
    query: dict[str, str | float | bool] = {}
    for parameter in operation.get("parameters") or []:
        if parameter.get("in") == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(ODD, safe=""))
        elif parameter.get("in") == "query":
            query[str(parameter["name"])] = ODD
    try:
        answer = app.page.request.fetch(
            app.url.rstrip("/") + path,
            method=method.upper(),
            params=query or None,
            data=body or None,
            headers={"Content-Type": JSON} if body else None,
            timeout=SECONDS * 1000,
        )
        return answer.status, answer.body()[:2000].decode("utf-8", "replace")
    except Error as error:
        raise AssertionError(f"{method.upper()} {path} got no answer to an odd request: {cut(str(error))}.") from None


SERVICE_INVARIANTS: Mapping[str, Callable[[App], str]] = {"described": described, "odd_requests": odd_requests}
