"""Bound elsewhere, the page asks who is there; a real browser logs in at a provider of OpenID Connect."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from gallery.contract import GalleryError
from gallery.page.server import who_may
from tests.gallery.page.serving import LOOK, free_port, page_server

KEY = RSAKey.generate_key(2048, parameters={"kid": "k"})
FILE = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret of the tests, long enough"
client_id = "mayfly"
client_secret = "secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
[people]
emails = ["ada@example.org"]
"""


class Provider(BaseHTTPRequestHandler):
    """Whoever comes is whom the server says."""

    nonce = ""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_port}"
        asked = urlsplit(self.path)
        if asked.path == "/authorize":
            query = parse_qs(asked.query)
            type(self).nonce = query.get("nonce", [""])[0]
            self.send_response(302)
            back = urlencode({"code": "c", "state": query["state"][0]})
            self.send_header("Location", f"{query['redirect_uri'][0]}?{back}")
            self.end_headers()
        elif asked.path == "/keys":
            self.answer({"keys": [KEY.as_dict(private=False)]})
        else:
            self.answer(
                {
                    "issuer": here,
                    "authorization_endpoint": f"http://provider.localhost:{self.server.server_port}/authorize",
                    "token_endpoint": f"{here}/token",
                    "jwks_uri": f"{here}/keys",
                    "response_types_supported": ["code"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {
            "iss": f"http://127.0.0.1:{self.server.server_port}",
            "aud": "mayfly",
            "sub": "1",
            "iat": now,
            "exp": now + 600,
            "nonce": self.nonce,
            "email": self.server.email,
            "email_verified": True,
        }
        token = jwt.encode({"alg": "RS256", "kid": "k"}, claims, KEY)
        self.answer({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def answer(self, told: Any) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    email = ""


@pytest.fixture
def provider() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(("email", "seen"), [("ada@example.org", "What should the app do?"), ("eve@example.org", "")])
def test_only_those_who_are_named_get_in(
    email: str, seen: str, provider: Server, tmp_path: Path, browse: Callable[..., dict[str, Any]]
) -> None:
    port = free_port()
    provider.email = email
    (tmp_path / "config.toml").write_text("")
    where = f"http://127.0.0.1:{provider.server_port}"
    (tmp_path / "login.toml").write_text(FILE.format(port=port, provider=where))
    environment = {"MAYFLY_HOME": str(tmp_path / "home"), "MAYFLY_CONFIG": str(tmp_path / "config.toml")}
    script = f"""
    page = watched(context.new_page())
    page.goto(urls["page"] + "/shelf")
    page.get_by_role("button", name="Log in").wait_for()
    seen["before"] = page.get_by_role("link", name="Shelf").count()
    page.get_by_role("button", name="Log in").click()
    page.get_by_text({seen or "is not among those who may use this page"!r}).wait_for()
    if {bool(seen)}:  # the way to the other screens comes a moment after the first one's title
        page.get_by_role("link", name="Shelf").wait_for()
    seen["after"] = page.get_by_role("link", name="Shelf").count()
    """
    with page_server(environment, "--address", "0.0.0.0", port=port) as url:
        told = browse(f"{LOOK}{script}", {"page": url})
    assert told == {"before": 0, "after": 1 if seen else 0}


def test_without_a_login_the_page_stays_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYFLY_CONFIG", str(tmp_path / "config.toml"))
    assert who_may("127.0.0.1") == []
    with pytest.raises(GalleryError, match="needs a login"):
        who_may("0.0.0.0")
    (tmp_path / "login.toml").write_text(FILE.partition("[people]")[0].replace("client_id", "x"))
    with pytest.raises(GalleryError, match="lacks client_id, the emails"):
        who_may("0.0.0.0")
