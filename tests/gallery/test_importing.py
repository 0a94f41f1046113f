"""What arrives is shown with what it asks for, tried in a sandbox without a model, and given nothing by asking."""

import json
from pathlib import Path

from tests.gallery.test_command import Mayfly, mayfly

__all__ = ["mayfly"]

PAGE = """<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">
<title>Fish</title><link rel=icon href="data:,"><h1>Fish</h1>
<script>fetch("https://data.fish.test/all").catch(() => {})</script></html>"""
ASKING = """import json
import os
import urllib.request

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

body = json.dumps({"model": "second-model", "messages": [{"role": "user", "content": "Which fish?"}]}).encode()
asked = urllib.request.Request(os.environ["OPENAI_BASE_URL"] + "/chat/completions", body)
asked.add_header("Authorization", "Bearer " + os.environ["OPENAI_API_KEY"])
asked.add_header("Content-Type", "application/json")
said = json.load(urllib.request.urlopen(asked, timeout=30))["choices"][0]["message"]["content"]
app = FastAPI()


@app.get("/fish")
def fish() -> str:
    return said


@app.get("/", response_class=HTMLResponse)
def page() -> str:
    return "<!doctype html><html lang=en><title>Fish</title><h1>" + said + "</h1></html>"
"""


def test_a_page_is_dropped_into_the_gallery_tried_and_exported(mayfly: Mayfly, tmp_path: Path) -> None:
    assert mayfly.run("import").returncode == 2, "nothing is there"
    dropped = mayfly.home / "gallery"
    dropped.mkdir(parents=True)
    (dropped / "fish.html").write_text(PAGE)
    (dropped / "notes").mkdir()
    came = mayfly.run("import", "--json")
    assert came.returncode == 2, "one of the two is no app"
    assert "Nothing in it tells how the app is started" in came.stderr
    assert "It asks for:\n  to reach data.fish.test" in came.stderr
    (entry,) = mayfly.data("list")
    assert (entry["title"], entry["kind"], entry["state"]) == ("Fish", "web", "ready")
    assert mayfly.endpoint.asked == []
    (dropped / "notes").rmdir()
    (again,) = mayfly.data("import")["apps"]
    assert again["id"] == entry["id"], "it is on the shelf already"
    assert "which was not allowed; --allow-host data.fish.test would" in again["refused"][0]
    page = tmp_path / "page.html"
    assert mayfly.data("export", entry["id"], "--page", str(page))["bytes"] == len(PAGE)
    assert page.read_text() == PAGE
    assert mayfly.run("export", entry["id"], "--page", str(page)).returncode == 2, "it is there already"
    assert mayfly.run("export", entry["id"]).returncode == 2
    assert mayfly.run("export", entry["id"], "--git", str(tmp_path / "repo")).returncode == 0
    assert (tmp_path / "repo/.git").is_dir()


def test_what_it_may_ask_while_it_is_tried_is_as_the_settings_say(mayfly: Mayfly, tmp_path: Path) -> None:
    mayfly.endpoint.say("Cod")
    (tmp_path / "fish.py").write_text(ASKING)
    (tmp_path / "settings.toml").write_text('[apps]\nmodels = ["second-model"]\n')
    argv = ("import", str(tmp_path / "fish.py"), "--allow-model", "--json")
    came = mayfly.run(*argv, MAYFLY_CONFIG=str(tmp_path / "settings.toml"))
    assert {asked.raw["model"] for asked in mayfly.endpoint.asked} == {"second-model"}, came.stderr
    assert all(basic["status"] != "failed" for basic in json.loads(came.stdout)["basics"]), came.stdout
