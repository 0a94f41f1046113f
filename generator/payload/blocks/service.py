"""An api with its front page: what can't be answered is said as JSON with its status. Refuses to be a page for more."""

from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute

from .entries import MissingError
from .operation import AnswerError

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }}
body {{ margin: 2rem auto; max-width: 44rem; padding: 0 1rem }}
li {{ margin: .75rem 0; overflow-wrap: anywhere }}
code {{ font-size: 1rem }}
</style>
<h1>{title}</h1>
<p>This is an api for programs. It answers:</p>
<ul>
{routes}
</ul>
<p>All of it as data: <a href="/openapi.json">openapi.json</a></p>
</html>
"""


def service(title: str, failure: int = 400) -> FastAPI:
    """The application. `failure` is the status of what can't be worked out."""
    app = FastAPI(title=title, docs_url=None, redoc_url=None)

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def page() -> str:
        routes = [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]
        told = [f"{' '.join(sorted(route.methods or ()))} {route.path}" for route in routes]
        abouts = [escape(route.description or route.summary or "") for route in routes]
        listed = (f"<li><code>{escape(one)}</code><br>{about}</li>" for one, about in zip(told, abouts, strict=True))
        return PAGE.format(title=escape(title), routes="\n".join(listed))

    def refused(status: int) -> Any:
        return lambda _request, error: JSONResponse({"detail": str(error) or "This can't be worked out."}, status)

    app.add_exception_handler(MissingError, refused(404))
    for sort in (AnswerError, ValueError, ArithmeticError, LookupError, TypeError):
        app.add_exception_handler(sort, refused(failure))
    return app
