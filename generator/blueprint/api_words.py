"""Reads in a sentence which requests an api is to answer, what they carry, what the answers hold and with which status.
Refuses to say how an answer is worked out."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

_METHOD = r"(?:GET|POST|PUT|PATCH|DELETE)"
_ROUTE = re.compile(
    rf"\b({_METHOD}(?:(?:, | and |, and | or |/){_METHOD})*)\s+(?:[A-Za-z ]{{0,40}}? (?:to|at|on)\s+)?"
    r"(/[\w./{}:?=&+%~@-]*)"
)
OBJECT = re.compile(r"\{[^{}]{1,300}\}")
_SAYS = re.compile(
    r"\b(?:answers?|gives?|returns?|get|gets|responds?|lists?|antwortet|gibt|liefert|répond|donne|renvoie)\b", re.I
)
_CARRIES = re.compile(r"^[^.;]{0,40}?\b(?:with|mit|avec) (?:JSON )?(?=\{)", re.I)
_STATUS = re.compile(r"\b([2345]\d\d)\b")
_KEY = re.compile(r"[\"“]([A-Za-z_]\w*)[\"”](?:\s*:\s*(\"[^\"]*\"|\[[^\]]*\]|[^,}]*))?")
_LIST = re.compile(r"\b(?:JSON )?(?:list|array) of (numbers|texts|words|strings|lines)\b", re.I)
_SEGMENT = re.compile(r"^(?=.*\d)[\w.:@+-]{2,}$")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its parts that vary, each with its example ("" for none), and what the answer holds."""

    method: str
    path: str
    """With `{name}` for what varies."""
    varies: dict[str, str]
    query: dict[str, str]
    body: dict[str, Any]
    """The fields of the object that is sent, with their examples."""
    sends: str = ""
    """What the list holds that is sent: `numbers`; "" for no list."""
    gives: dict[str, Any] | None = None
    """Name -> example, None for one without; None where nothing is said of the answer."""
    status: int = 200
    about: str = ""
    """What is said of it, up to the next request."""


def requests(text: str) -> list[Asked]:
    """The requests that a sentence names, in its order."""
    found = list(_ROUTE.finditer(text))
    asked: list[Asked] = []
    for at, one in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        path, varies, query = _parts(one.group(2))
        around = text[one.start() : one.end()] if at else text[: one.end()]
        about = text[one.end() : end]
        carried = _CARRIES.search(about)
        objects = list(OBJECT.finditer(about))
        sent = keys(objects.pop(0).group()) if carried and objects else {}
        said = next((o for o in objects if _SAYS.search(about[: o.start()])), None)
        start = carried.end() + len(OBJECT.match(about, carried.end()).group()) if sent and carried else 0  # type: ignore[union-attr]
        first = re.split(r"[.;](?:\s|$)", about[start : said.start()] if said else about[start:])[0]
        status = next((int(code) for code in _STATUS.findall(first) if code[0] == "2"), 0)
        listed = _LIST.search(around)
        for method in re.findall(_METHOD, one.group(1)):
            asked.append(
                Asked(
                    method=method,
                    path=path,
                    varies=varies,
                    query=query,
                    body=sent if method != "GET" else {},
                    sends=listed.group(1).lower() if listed and method == "POST" else "",
                    gives=keys(said.group()) if said else None,
                    status=status or 200,
                    about=" ".join(about.split()),
                )
            )
    return asked


def keys(told: str) -> dict[str, Any]:
    """The names in an object, with their examples where these are plain values."""
    found: dict[str, Any] = {}
    for name, value in _KEY.findall(told):
        try:
            found.setdefault(name, json.loads(value.strip()) if value.strip() else None)
        except ValueError:
            found.setdefault(name, None)
    return found


def _parts(route: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """A path with names for what varies in it, these with their examples, and the query with its examples."""
    path, _, query = route.rstrip(".:").partition("?")
    segments = path.strip("/").split("/")
    varies: dict[str, str] = {}
    for at, segment in enumerate(segments):
        if named := re.fullmatch(r"\{(\w+)\}", segment):
            varies[named.group(1)] = ""
        elif at and _SEGMENT.match(segment) and not re.fullmatch(r"v\d+", segment):
            name = re.sub(r"\W", "_", segments[at - 1])
            varies[name] = segment
            segments[at] = f"{{{name}}}"
    return "/" + "/".join(segments), varies, dict(parse_qsl(query, keep_blank_values=True))


def refusals(text: str) -> list[tuple[str, int]]:
    """What the sentence refuses, each clause with its status."""
    plain = OBJECT.sub(" ", text)
    clauses = re.split(
        rf"[;.](?:\s|$)|(?:, and |, | and )(?={_METHOD} /)|, and "
        r"|, (?=\d{3} (?:for|when|if|wenn|falls|bei|si|quand|pour))"
        r"|,? or (?=[2-5]\d\d\b)| and (?=(?:an?|the|\d{3}) )"
        r"|(?<=\b[2-5]\d\d), (?!for |when |if )(?=[^.;]*\b4\d\d\b)",
        plain,
    )
    return [
        (" ".join(clause.split()), int(code))
        for clause in clauses
        for code in _STATUS.findall(clause)[:1]
        if code[0] == "4"
    ]
