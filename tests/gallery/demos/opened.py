"""A demo's app in its sandbox, asked over HTTP as its page asks it, with or without a model that is played."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from gallery.demo import demo
from sandbox import Engine, Image, lacking
from sandbox.contract import Runtime, Sandbox
from tests.browsing import through_to
from tests.endpoint_server import PlayedEndpoint


class Opened:
    """`box` is its sandbox; `start` starts the app anew."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.host = urlsplit(box.url)

    def start(self, env: Mapping[str, str] | None = None) -> None:
        started = self.box.start(Runtime.FASTAPI, env=env, seconds=90)
        assert started.ok, started.log

    def live(self, endpoint: PlayedEndpoint, **more: str) -> str:
        """Start it with the played endpoint itself in place of the broker, as an app without Mayfly has it. Gives the
        endpoint's address inside."""
        inside = self.box.offer("endpoint", through_to(urlsplit(endpoint.url).port or 0))
        env = {"OPENAI_BASE_URL": f"{inside}/v1", "OPENAI_API_KEY": endpoint.key}
        self.start({**env, "OPENAI_MODEL": endpoint.name, **more})
        return inside

    def stream(self, path: str) -> Iterator[Any]:
        """The events of a stream, until its end."""
        with urllib.request.urlopen(self._request(path), timeout=550) as answer:
            for line in answer:
                if line.startswith(b"data:"):
                    yield json.loads(line[5:])

    def ask(self, path: str, body: object = None, form: str = "") -> tuple[int, Any]:
        """Status and JSON of an answer; `form` is sent as a form, `body` as JSON."""
        data = form.encode() if form else None if body is None else json.dumps(body).encode()
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        try:
            with urllib.request.urlopen(self._request(path, data, kind), timeout=550) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def _request(self, path: str, data: bytes | None = None, kind: str = "") -> urllib.request.Request:
        headers = {"Host": self.host.netloc, **({"Content-Type": kind} if kind else {})}
        return urllib.request.Request(f"http://127.0.0.1:{self.host.port}{path}", data, headers)


@contextmanager
def opened(engine: Engine, name: str) -> Iterator[Opened]:
    app = demo(name)
    resolved = engine.resolve(lacking(app.files), lambda _: None)
    assert resolved.ok, resolved.reason
    with engine.open(Image.APP, runtime=Runtime.FASTAPI, layer=resolved.layer) as box:
        box.put(app.files)
        yield Opened(box)
