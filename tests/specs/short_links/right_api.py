import secrets

from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, HttpUrl

app = FastAPI(title="Short links")
links: dict[str, dict[str, str | int]] = {}


class Link(BaseModel):
    url: HttpUrl


def find(code: str) -> dict[str, str | int]:
    if code not in links:
        raise HTTPException(404, "There is no such code.")
    return links[code]


@app.post("/links", status_code=201)
def make(link: Link) -> dict[str, str]:
    code = secrets.token_urlsafe(4)
    links[code] = {"url": str(link.url), "hits": 0}
    return {"code": code}


@app.get("/links/{code}")
def tell(code: str) -> dict[str, str | int]:
    return find(code)


@app.get("/go/{code}")
def go(code: str) -> RedirectResponse:
    link = find(code)
    link["hits"] = int(link["hits"]) + 1
    return RedirectResponse(str(link["url"]))
