"""What menugen's own checks can't say: that it reads and draws by models, and gets on when these are busy, slow or
wrong. The endpoint is played, the app runs in its sandbox."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from generator.broker import Broker
from generator.endpoint import Endpoint
from generator.painter import EndpointPainter
from generator.probe import COLOURS, square
from generator.retries import RETRIES
from sandbox import Engine
from tests.endpoint_server import Asked, Played, PlayedEndpoint
from tests.gallery.demos.opened import Opened, opened

PNG = square((200, 120, 40))
DISHES = [
    {"name": "Onion soup", "description": "gratinated", "price": "8,50", "original": "Soupe aux oignons"},
    {"name": "Roast chicken", "description": "", "price": "", "original": "Poulet roti"},
]
MENU = {"is_menu": True, "items": DISHES}
LIVE = {"OPENAI_IMAGES_MODEL": "painter"}


@pytest.fixture(scope="module")
def app(engine: Engine) -> Iterator[Opened]:
    with opened(engine, "menugen") as found:
        yield found


def picture_of(answer: Any) -> bytes:
    head, _, coded = answer["picture"].partition(",")
    assert head == "data:image/png;base64"
    return base64.b64decode(coded)


def sees(asked: Asked) -> Any:
    if "Which colour" in asked.text:
        return next(c for c, rgb in COLOURS.items() if base64.b64encode(square(rgb)).decode() in asked.text)
    return MENU


def test_through_the_broker_a_menu_is_read_translated_and_drawn(app: Opened, endpoint: PlayedEndpoint) -> None:
    quick = {kind: replace(row, wait=0.01) for kind, row in RETRIES.items()}
    model = Endpoint(endpoint.url, endpoint.key, endpoint.name, retries=quick)
    broker = Broker(model, painter=EndpointPainter(model.apart("painter")))
    endpoint.script(sees)
    busy = Played("slower", status=429, headers={"Retry-After": "0.1"})
    endpoint.draws(busy, endpoint._picture(PNG, "url"))
    env = broker.environment(app.box.offer("model", broker.serve))
    assert endpoint.key not in str(env)
    app.start(env)
    services = app.ask("/api/services")[1]
    assert services["read"] == {"live": True, "told": f"{endpoint.name} looks at the photo."}
    assert "painter draws the pictures. They are illustrations" in services["draw"]["told"]
    status, read = app.ask("/api/read", form="sample=chez-odile")
    assert (status, read["read_by"], read["items"], read["notes"]) == (200, endpoint.name, DISHES, [])
    status, drawn = app.ask("/api/draw", {"name": "Onion soup"})
    assert (status, picture_of(drawn), drawn["drawn_by"]) == (200, PNG, "Illustration drawn by painter")


@pytest.mark.parametrize("form", ["base64", "url", "stream"])
def test_a_picture_comes_in_any_form_also_without_mayfly(app: Opened, endpoint: PlayedEndpoint, form: Any) -> None:
    inside = app.live(endpoint, **LIVE)
    endpoint.draws(PNG, form=form)
    if form == "url":  # where the app can reach it
        body = json.dumps({"data": [{"url": f"{inside}{next(iter(endpoint.pictures))}"}]}).encode()
        endpoint.draws(Played(body=body, form="application/json"))
    status, drawn = app.ask("/api/draw", {"name": "Apple pie"})
    assert (status, picture_of(drawn)) == (200, PNG)


def test_a_busy_model_asks_for_a_pause_and_a_failing_dish_fails_alone(
    app: Opened, endpoint: PlayedEndpoint, browse: Callable[..., dict[str, object]]
) -> None:
    endpoint.script(lambda asked: {"is_menu": True, "items": [{**DISHES[0], "name": f"Dish {n}"} for n in range(4)]})
    good = endpoint._picture(PNG, "base64")
    busy = Played("slower", status=429, headers={"Retry-After": "1"})
    endpoint.draws(good, busy, Played("no", status=500), good)
    app.live(endpoint, **LIVE)
    seen = browse(
        """
    page.goto(urls["app"])
    page.get_by_role("button", name="Trattoria").click()
    page.get_by_text("asks for a pause").wait_for()
    page.get_by_role("button", name="Try again").wait_for()
    seen["failed"] = page.locator("li").filter(has=page.get_by_role("button", name="Try again")).inner_text()
    page.wait_for_function("document.querySelectorAll('#dishes img').length === 3")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_function("document.querySelectorAll('#dishes img').length === 4")
    seen["whole"] = page.locator("#result").inner_text()
""",
        {"app": app.box.url},
    )
    assert "The model refused (500)" in str(seen["failed"])
    assert "4 dishes" in str(seen["whole"])
    assert "Soupe aux oignons" in str(seen["whole"]), "the original stands beside the translation"
    assert str(seen["whole"]).count("Illustration drawn by painter") == 4


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (Played("late", wait=30), "did not answer within 2 s"),
        (Played(body=b"<html>", form="text/html"), "can't be understood"),
        (Played("five dishes, I think"), "can't be understood"),
        ({"is_menu": True, "items": []}, "named no dish"),
        (Played("bad key", status=401), "doesn't accept the key"),
    ],
)
def test_what_a_model_fails_to_read_is_read_here_and_that_is_said(
    app: Opened, endpoint: PlayedEndpoint, said: Any, note: str
) -> None:
    endpoint.say(said)
    app.live(endpoint, MODEL_SECONDS="2")
    status, read = app.ask("/api/read", form="sample=blurred")
    assert (status, read["read_by"], len(read["items"])) == (200, "Tesseract", 6)
    assert note in read["notes"][0]
    assert "Tesseract has read the photo" in read["notes"][0]
    assert app.ask("/api/draw", {"name": "Apple pie"})[1]["drawn_by"] == "Illustration drawn here"


def test_a_model_says_that_a_photo_is_no_menu(app: Opened, endpoint: PlayedEndpoint) -> None:
    endpoint.say({"is_menu": False, "items": []})
    app.live(endpoint)
    status, said = app.ask("/api/read", form="sample=garden")
    assert (status, said["detail"]) == (422, "The model says that this photo shows no menu.")
