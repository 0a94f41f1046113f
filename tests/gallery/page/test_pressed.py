"""What the screens offer is pressed in a real browser, and what they promise is there then: exports, proofs of demos,
tools for bugs, models that answer or don't."""

import re
import socket
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gallery.contract import Fate
from gallery.shelf import Shelf
from tests.gallery.debug.conftest import Make, make
from tests.gallery.page.serving import LOOK, Served, page_server, shelf

Browse = Callable[..., dict[str, Any]]
KEPT = """
    import zipfile

    page = watched(context.new_page())
    page.goto(urls["page"] + f"/app?id={id}&part=Keep or discard")
    page.locator("label", has_text="Download as zip").click()
    page.get_by_role("button", name="Make the file").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download cake-counter.zip").click()
    seen["zip"] = "cake-counter/index.html" in zipfile.ZipFile(saved.value.path()).namelist()
    page.locator("label", has_text="One HTML file").click()
    page.get_by_role("button", name="Make the file").click()
    page.get_by_role("button", name="Download cake-counter.html").wait_for()
    for way, label, name in (
        ("A folder", "Folder", "folder"), ("A git repository", "Folder of the repository", "repository"),
    ):
        page.locator("label", has_text=way).click()
        page.get_by_label(label, exact=True).fill(f"{folder}/{name}")
        page.get_by_role("button", name="Keep it").click()
        page.locator(".stAlert", has_text=f"{folder}/{name}").wait_for()
    page.locator("label", has_text="A container image").click()
    page.get_by_label("Name of the image").fill(image)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text(f"The image {image} is made").wait_for(timeout=120000)
    seen["errors"] = errors
"""
PROVED = """
    page = watched(context.new_page())
    page.goto(urls["page"] + "/demos")
    card = page.locator("[data-testid=stVerticalBlock]", has_text="Time capsule").last
    card.get_by_role("button", name="Prove it here").click()
    page.wait_for_url("**/run?id=*")
    page.get_by_role("button", name="Use it").wait_for(timeout=200000)
    page.get_by_text("claims passed").wait_for()
    seen["id"] = page.url.partition("id=")[2]
    seen["errors"] = errors
"""
HUNTED = """
    page = watched(context.new_page())
    page.goto(urls["page"] + "/debug")
    page.get_by_role("radio", name="A page").click()
    page.get_by_label("The file of the page that fails").fill(f"{folder}/none.html")
    page.get_by_role("button", name="Find it").click()
    page.get_by_text("There is no file").wait_for(timeout=60000)
    page.get_by_role("radio", name="A traceback").click()
    page.get_by_label("The traceback").wait_for()
    page.get_by_role("button", name="Find it").click()
    page.get_by_text("The traceback is missing").wait_for()
    page.get_by_label("The traceback").fill(traceback)
    page.get_by_label("Folder of the program").fill(folder)
    page.get_by_role("button", name="Find it").click()
    page.get_by_text("Reproducing it in a sandbox").wait_for()
    page.get_by_text("Look into it").click(timeout=200000)
    page.get_by_role("button", name="Open it").click()
    seen["id"] = page.url.partition("id=")[2].partition("&")[0]
    tool = page.frame_locator("iframe")
    tool.get_by_text("test_fifty_ships_free").first.wait_for()
    seen["errors"] = errors
"""
TESTED = """
    from playwright.sync_api import TimeoutError

    page = watched(context.new_page())
    page.goto(urls["page"] + "/settings")
    page.locator("label", has_text="an endpoint").click()

    def said(told, fields):
        for _ in range(12):  # What was said of an earlier one may still stand there while this one is being saved.
            for label, value in fields.items():
                page.get_by_label(label, exact=True).fill(value)
            page.get_by_role("button", name="Save").click()
            page.get_by_text("every role uses").first.wait_for()
            page.get_by_role("button", name="Test").click()
            try:
                return page.get_by_text(told).wait_for(timeout=10000)
            except TimeoutError:
                continue
        raise AssertionError(f"It isn't said: {told}.")

    said("keeps to JSON schemas", {"Address": endpoint, "Name of the model": name, "Key": key})
    said("doesn't accept the API key", {"Key": "wrong-key-0123456789"})
    said("can't be reached", {"Address": nowhere})
    seen["shown"] = page.get_by_text("0123456789").count()
    seen["errors"] = errors
"""

__all__ = ["make", "shelf"]


@pytest.fixture
def image() -> Iterator[str]:
    name = f"mayfly-test-{uuid.uuid4().hex[:8]}"
    yield name
    subprocess.run(["docker", "rmi", "-f", name], capture_output=True, check=True)


def test_an_app_is_kept_in_every_form(
    served: Served, shelf: Shelf, shelved: Callable[..., str], browse: Browse, tmp_path: Path, image: str
) -> None:
    entry = shelved()
    told = f"    id, folder, image = {entry!r}, {str(tmp_path)!r}, {image!r}\n"
    seen = browse(f"{LOOK}{told}{KEPT}", {"page": served.url}, 240)
    assert seen == {"zip": True, "errors": []}
    assert (tmp_path / "folder/index.html").is_file()
    log = ["git", "-C", str(tmp_path / "repository"), "log", "--format=%s"]
    assert "count cakes" in subprocess.run(log, capture_output=True, text=True, check=True).stdout
    subprocess.run(["docker", "image", "inspect", image], capture_output=True, check=True)
    assert shelf.find(entry).fate is Fate.KEPT


def test_a_demo_is_proved_where_it_is_looked_at(served: Served, shelf: Shelf, browse: Browse) -> None:
    seen = browse(f"{LOOK}{PROVED}", {"page": served.url}, 300)
    entry = shelf.find(seen.pop("id"))
    assert seen == {"errors": []}
    shelf.close(entry.id)
    assert entry.passed == entry.claims > 0


def test_a_traceback_that_was_pasted_opens_a_tool(served: Served, shelf: Shelf, browse: Browse, make: Make) -> None:
    traceback = "tests/test_basket.py:15: in test_fifty_ships_free\n    x\nE   AssertionError: assert 55 == 50\n"
    told = f"    folder, traceback = {str(make())!r}, {traceback!r}\n"
    seen = browse(f"{LOOK}{told}{HUNTED}", {"page": served.url}, 300)
    shelf.close(str(seen.pop("id")))
    assert seen == {"errors": []}


def test_a_model_is_set_up_and_tried(served: Served, browse: Browse, tmp_path: Path) -> None:
    one = served.endpoint
    one.on("", "ok")
    config = tmp_path / "config.toml"
    config.touch()
    environment = {"MAYFLY_HOME": str(tmp_path / "home"), "MAYFLY_CONFIG": str(config)}
    with socket.socket() as deaf, page_server(environment) as url:
        deaf.bind(("127.0.0.1", 0))  # its port is nobody else's, and nobody listens there
        nowhere = f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"
        told = f"    endpoint, name, key, nowhere = {one.url!r}, {one.name!r}, {one.key!r}, {nowhere!r}\n"
        seen = browse(f"{LOOK}{told}{TESTED}", {"page": url}, 240)
    assert seen == {"shown": 0, "errors": []}
    assert re.search(r"wrong-key", config.read_text()) is None
