"""A page that fails in a browser: reproduced there, with its stack and what the names held."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gallery import answer
from gallery.cli import app
from gallery.contract import GalleryError
from gallery.debug.elsewhere import Asked, Elsewhere
from gallery.debug.evidence import Evidence, from_data
from gallery.debug.investigate import Wish, investigate
from gallery.debug.tool import packed
from sandbox.contract import Engine, Image, Limits, Sandbox, SandboxError
from tests.gallery.debug.conftest import Make, commit, quiet
from tests.gallery.debug.test_tool import opened

PAGE = """\
<!doctype html><title>Cart</title>
<label>Price <input id="price" type="number"></label>
<button id="add">Add</button> <button id="pay">Pay</button>
<output id="total"></output>
<script type="module">
import { total } from "./lib/cart.js";
const rows = [];
document.getElementById("add").onclick = () => rows.push({ price: Number(document.getElementById("price").value) });
document.getElementById("pay").onclick = () => {
  const discount = { rate: 0.1, of: "<b>all</b>" };
  document.getElementById("total").textContent = total(rows, discount);
};
</script>
"""
GOOD = """\
export function first(rows) {
  const row = rows[0] ?? { price: 0 };
  return row.price;
}

export function total(rows, discount) {
  let sum = first(rows);
  for (const row of rows.slice(1)) sum += row.price;
  return sum * (1 - discount.rate);
}
"""
BAD = GOOD.replace(" ?? { price: 0 }", "")


def look(page: Path, engine: Engine, *, mend: bool = False) -> Evidence:
    return investigate(Wish(page.parent, page=page), engine, quiet, mend=mend).evidence


def test_what_a_page_raises_at_a_press_is_shown_with_its_stack_its_values_and_its_commit(
    make: Make, engine: Engine
) -> None:
    root = make({"shop/index.html": PAGE, "shop/lib/cart.js": GOOD})
    (root / "shop/lib/cart.js").write_text(BAD)
    commit(root, "no default")
    evidence = look(root / "shop/index.html", engine)
    assert (evidence.reproduced.how, evidence.language) == ("steady", "javascript")
    signature = evidence.reproduced.signature
    assert signature
    assert (signature.kind, signature.path, signature.line) == ("TypeError", "shop/lib/cart.js", 3)
    assert evidence.test == "shop/index.html after “Pay” was pressed"
    assert [(frame.path, frame.line) for frame in evidence.frames] == [
        *(("shop/index.html", 11), ("shop/lib/cart.js", 7)),
        ("shop/lib/cart.js", 3),
    ]
    held = {value.name: value.shown for value in evidence.frames[1].values}
    assert held == {"rows": "[]", "discount": "{rate: 0.1, of: <b>all</b>}"}
    assert (evidence.suspects[0].path, evidence.suspects[0].line) == ("shop/lib/cart.js", 3)
    assert {one.name for one in evidence.functions} == {"first", "total"}
    callers = {one.name: one.callers for one in evidence.functions}
    assert callers["first"] == ("shop/lib/cart.js:7 total",)
    assert evidence.history
    assert "no default" in evidence.history.told


def test_a_change_is_tried_in_the_page_itself(make: Make, engine: Engine) -> None:
    script = "const rows = [2, 3];\nlet sum = 0;\nfor (const one of rows)\n  sum += row.price ?? one;\n"
    root = make({"sum.html": f"<h1>Sum</h1><output></output><script>\n{script}</script>"}, "sum")
    evidence = look(root / "sum.html", engine, mend=True)
    assert evidence.test == "sum.html when it was opened"
    assert evidence.patch
    assert (evidence.patch.path, evidence.patch.line, evidence.patch.before) == (
        "sum.html",
        5,
        "  sum += row.price ?? one;",
    )
    assert evidence.patch.after in ("  sum += rows.price ?? one;", "  sum += one.price ?? one;")


OPENS = """
    page.goto(urls["tool"])
    run = page.get_by_role("button", name="Open the page again")
    verdict = page.locator(".verdict:not(.busy)")
    def again():
        run.click()
        verdict.first.wait_for(timeout=90000)
        page.wait_for_function("!document.querySelector('button.first').disabled", timeout=90000)
        return page.locator(".verdict").all_inner_texts()
    seen["as it is"] = again()
    page.get_by_role("button", name="Edit line 2:").click()
    page.get_by_label("Line 2", exact=True).fill("  const row = rows[0] ?? { price: 0 };")
    page.get_by_label("Line 2", exact=True).press("Enter")
    seen["edited"] = again()
    page.get_by_role("button", name="Undo edits").click()
    seen["undone"] = again()
"""


def test_the_open_tool_opens_the_page_again_with_edits_on_the_copy_alone(
    make: Make, tmp_path: Path, engine: Engine, browse: Callable[..., dict[str, object]]
) -> None:
    root = make({"index.html": PAGE, "lib/cart.js": BAD})
    found = investigate(Wish(root, page=root / "index.html"), engine, quiet, mend=False)
    with opened(tmp_path / "home", engine, found.evidence, found) as url:
        seen = browse(OPENS, {"tool": url}, 240)
    first = {what: [str(one).split("\n")[0] for one in told] for what, told in seen.items()}  # type: ignore[attr-defined]
    fails = "Fails as before: TypeError: Cannot read properties of undefined (reading 'price')"
    assert first == {
        "as it is": [fails],
        "edited": ["Passes now"],
        "undone": [fails],
    }
    assert (root / "lib/cart.js").read_text() == BAD


class Watched:
    """An engine of which is known what it has opened."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.resolve = engine.resolve
        self.boxes: list[Sandbox] = []

    @contextmanager
    def open(self, image: Image, *, limits: Limits, layer: str) -> Iterator[Sandbox]:
        with self.engine.open(image, limits=limits, layer=layer) as box:
            self.boxes.append(box)
            yield box


def test_what_runs_for_a_tool_that_is_closed_ends_with_it(engine: Engine) -> None:
    endless = "import pathlib, time; pathlib.Path('marks').mkdir(); pathlib.Path('marks/on').touch(); time.sleep(600)"
    case = {"elsewhere": "tester", "packages": [], "attempt": ["python", "-c", endless], "env": {}}
    watched = Watched(engine)
    bench = Elsewhere(watched, case, packed({"index.html": b""}))  # type: ignore[arg-type]
    with ThreadPoolExecutor() as threads:
        ran = threads.submit(bench.run, Asked(what="attempt"))
        while not watched.boxes or not watched.boxes[0].get("marks"):
            assert not ran.done(), ran.result()
            time.sleep(0.1)
        bench.close()
        assert ran.result(60)["status"] != 0
    assert not watched.boxes[0].alive()
    with pytest.raises(SandboxError, match="closed"):
        bench.run(Asked(what="attempt"))


def test_a_page_that_raises_nothing_is_not_called_failing_and_what_is_missing_is_said(
    make: Make, engine: Engine
) -> None:
    root = make({"index.html": PAGE, "lib/cart.js": GOOD, "lost.html": "<script src='gone.js'></script>"})
    well = look(root / "index.html", engine)
    assert well.reproduced.how == "no"
    assert any("nor after each of its 2 buttons was pressed" in told for told in well.reproduced.differs)
    lost = look(root / "lost.html", engine)
    assert lost.reproduced.signature
    assert (lost.reproduced.signature.kind, lost.reproduced.how) == ("NotFound", "steady")
    assert any("gone.js is not there" in note for note in lost.notes)
    with pytest.raises(GalleryError, match="no page"):
        look(root / "lib/cart.js", engine)
    with pytest.raises(GalleryError, match="no file"):
        look(root / "other.html", engine)


def test_the_command_makes_a_tool_of_a_page(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make({"index.html": "<h1>Cakes</h1><script>\n  cakes.bake();\n</script>"})
    monkeypatch.setenv("MAYFLY_HOME", str(root.parent / "home"))
    monkeypatch.setattr(answer, "PRINTED", threading.Event())  # each command in a process of its own
    ran = CliRunner().invoke(app, ["debug", "--page", str(root / "index.html"), "--no-mend", "--json", "--no-serve"])
    assert ran.exit_code == 0, ran.output
    told = from_data(json.loads(ran.stdout))
    assert told.reproduced.signature
    assert told.reproduced.signature.message == "cakes is not defined"
    assert (told.suspects[0].path, told.suspects[0].line) == ("index.html", 2)
