"""Makes the README's pictures of the browser page: a played run on the real page, engine and browser. Refuses to draw
anything itself. `make pictures`."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image as Picture

from sandbox import connect
from tests.browsing import browsing
from tests.endpoint_server import Played, PlayedEndpoint
from tests.gallery.page.serving import end_all, page_server
from tests.generator.playing import PROMPTS

DOCS = Path(__file__).parents[1] / "docs"
REPLIES = Path(__file__).parent / "generator/replies"
WIDTH = 760
SECONDS_A_FRAME = 0.6
SCRIPT = """
    from pathlib import Path
    shots = Path("shots")
    shots.mkdir(exist_ok=True)
    context = browser.new_context(viewport={"width": 1200, "height": 860})
    context.set_default_timeout(120000)
    page = context.new_page()
    number = 0

    def shot(name=""):
        global number
        number += 1
        page.screenshot(path=shots / f"{number:03}{name}.png")

    def until(there, most=200):
        for _ in range(most):
            if there():
                return
            shot()
            page.wait_for_timeout(600)

    page.goto(urls["page"])
    page.get_by_text("Its address answers").wait_for()
    page.wait_for_timeout(1000)
    shot()
    page.get_by_label("Say what the app should do").fill("a fuel cost calculator for trips, to share with friends")
    page.wait_for_timeout(600)
    shot("new")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Build it").wait_for()
    page.wait_for_timeout(800)
    shot()
    shot("plan")
    page.get_by_label("Claim 5", exact=True).fill("")
    page.get_by_role("button", name="Build it").click()
    until(lambda: page.get_by_text("As its trial saw it last.").count() > 0)
    shot("growing")
    until(lambda: page.get_by_role("button", name="Use it").count() > 0)
    app = page.frame_locator("iframe")
    app.get_by_label("Distance").fill("250")
    app.get_by_label("Consumption").fill("6.4")
    app.get_by_label("Price per litre").fill("1.85")
    page.wait_for_timeout(800)
    shot()
    shot("receipt")
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as home, PlayedEndpoint() as endpoint:
        endpoint.on(PROMPTS["planner"], Played((REPLIES / "fuel.plan.json").read_text(), pause=0.02))
        endpoint.on(PROMPTS["checker"], Played((REPLIES / "fuel.checks.json").read_text(), pause=0.02))
        endpoint.on(PROMPTS["writer"], Played((REPLIES / "fuel.wrong.md").read_text(), pause=0.12))
        endpoint.on(PROMPTS["repairer"], Played((REPLIES / "fuel.edit.md").read_text(), pause=0.12))
        environment = {
            "MAYFLY_HOME": home,
            "MAYFLY_CONFIG": "",
            "MAYFLY_BASE_URL": endpoint.url,
            "MAYFLY_API_KEY": endpoint.key,
            "MAYFLY_MODEL": endpoint.name,
        }
        with page_server(environment) as url, browsing(connect()) as (tester, run):
            run(SCRIPT, {"page": url}, 400)
            shots = tester.get("shots", most_mb=64)
            end_all(Path(home))
    for name in ("new", "plan", "growing", "receipt"):
        (found,) = (content for path, content in shots.items() if path.endswith(f"{name}.png"))
        (DOCS / f"page-{name}.png").write_bytes(found)
    first, *others = frames(shots)
    first.save(
        DOCS / "page.gif",
        save_all=True,
        append_images=others,
        duration=[1000 * SECONDS_A_FRAME] * len(others) + [4000],
        loop=0,
        optimize=True,
    )


def frames(shots: dict[str, bytes]) -> Iterator[Picture.Image]:
    """In their order, small, each once, of few colours."""
    last = b""
    for _, content in sorted(shots.items()):
        picture = Picture.open(io.BytesIO(content)).convert("RGB")
        small = picture.resize((WIDTH, picture.height * WIDTH // picture.width), Picture.Resampling.LANCZOS)
        if small.tobytes() != last:
            last = small.tobytes()
            yield small.quantize(64)


if __name__ == "__main__":
    main()
