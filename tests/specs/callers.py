"""Uses a stranger's API or command as another program would, for the oracles in this folder: a request and its answer,
a command and what it printed. Refuses to know how it was made, and to trust what it says."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sandbox.contract import Sandbox

ENTRY = "main.py"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """Their names in small letters."""
    text: str

    def __getitem__(self, name: str) -> Any:
        data = json.loads(self.text)
        assert isinstance(data, dict), f"no object: {self}"
        assert name in data, f"no {name!r} in {self}"
        return data[name]

    def items(self) -> list[dict[str, Any]]:
        """The list that it is, or that it holds beside other things."""
        data = json.loads(self.text)
        lists = [data] if isinstance(data, list) else [value for value in data.values() if isinstance(value, list)]
        assert len(lists) == 1, f"no list: {self}"
        assert all(isinstance(item, dict) for item in lists[0]), f"no list of objects: {self}"
        return list(lists[0])


class Api:
    """The app by HTTP; redirects are answers."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.url.port, timeout=10)
        headers = {"Host": self.url.netloc} | ({"Content-Type": "application/json"} if body is not None else {})
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            got = connection.getresponse()
            named = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, named, got.read(1_000_000).decode(errors="replace"))
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: Any) -> Answer:
        return self.ask("POST", path, body)

    def put(self, path: str, body: Any) -> Answer:
        return self.ask("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.ask("DELETE", path)


@dataclass(frozen=True, slots=True)
class Done:
    status: int | None
    output: str
    errors: str


class Command:
    """The app as a command, run where its files are."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def put(self, files: Mapping[str, str]) -> None:
        self.sandbox.put({name: text.encode() for name, text in files.items()})

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        ran = self.sandbox.run(["/opt/venv/bin/python", ENTRY, *arguments], stdin=stdin.encode(), seconds=20)
        return Done(ran.status, ran.output.decode(errors="replace"), ran.errors.decode(errors="replace"))
