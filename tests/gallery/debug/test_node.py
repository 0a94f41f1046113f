"""A program in JavaScript, its tests run by Node: the same as of one in Python, from the failure to the patch."""

import json
import re
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from gallery.contract import GalleryError
from gallery.debug import node
from gallery.debug.cuts_javascript import only, smaller
from gallery.debug.functions import spans
from gallery.debug.investigate import Wish, investigate
from gallery.debug.prepare import prepare
from gallery.debug.prepared import prepared
from gallery.debug.repairs import repairs
from gallery.debug.repository import Copy
from generator.syntax import faults, parse
from sandbox.contract import Engine
from tests.gallery.debug.conftest import Make, quiet
from tests.gallery.debug.test_tool import opened

CART = """\
import { cents } from "cents";

export class Cart {
  items = [];

  add(name, price, count = 1) {
    this.items.push({ name, price, count });
  }

  subtotal() {
    let total = 0;
    for (const { price, count } of this.items) {
      total += price * count;
    }
    return cents(total);
  }

  total() {
    const sum = this.subtotal();
    if (sum > 50) {
      return sum;
    }
    return cents(sum + 5);
  }
}

export const share = (total, people) => total / people;
"""
TESTS = """\
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { Cart, share } from "../cart.mjs";

const filled = (...prices) => {
  const cart = new Cart();
  for (const price of prices) cart.add("thing", price);
  return cart;
};

test("a small order pays shipping", () => {
  assert.equal(filled(2, 4).total(), 11);
});

describe("shipping", () => {
  it("fifty (or more) ships free", () => {
    const note = "what is bought";
    assert.equal(filled(20, 30).total(), 50);
  });

  it("sixty ships free", () => {
    assert.equal(filled(60).total(), 60);
  });
});

test("a bill is shared", () => {
  assert.equal(share(30, 3), 10);
});
"""
PACKAGE = {"name": "shop", "type": "module", "scripts": {"test": "node --test", "lint": "eslint ."}}
CENTS = {"name": "cents", "type": "module", "exports": "./index.js"}
SHOP = {
    "package.json": json.dumps(PACKAGE),
    "cart.mjs": CART,
    "test/cart.test.mjs": TESTS,
    "node_modules/cents/package.json": json.dumps(CENTS),
    "node_modules/cents/index.js": "export const cents = (value) => Math.round(value * 100) / 100;\n",
    "node_modules/unused/index.js": "throw new Error();\n",
}
FIFTY = "test/cart.test.mjs::shipping > fifty (or more) ships free"


def modules_away(root: Path) -> Path:
    """As it mostly is: git does not keep them."""
    (root / ".gitignore").write_text("node_modules\n")
    subprocess.run(["git", "-C", str(root), "rm", "-r", "--cached", "--quiet", "node_modules"], check=True)
    return root


def asked(url: str, act: str, **wish: object) -> dict[str, object]:
    request = Request(f"{url}/{act}", json.dumps(wish).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=120) as answer:
        told: dict[str, object] = json.loads(answer.read())
    return told


def test_npm_test_that_fails_is_followed_ranked_mended_and_made_small(
    make: Make, engine: Engine, tmp_path: Path
) -> None:
    root = modules_away(make(SHOP))
    found = investigate(Wish(root, ("npm", "test")), engine, quiet)
    evidence = found.evidence
    assert (evidence.language, evidence.reproduced.how, evidence.test) == ("javascript", "steady", FIFTY)
    signature = evidence.reproduced.signature
    assert signature
    assert (signature.kind, signature.path, signature.line) == ("AssertionError", "test/cart.test.mjs", 18)
    assert evidence.comparison
    assert (evidence.comparison.expected, evidence.comparison.actual, evidence.comparison.sign) == ("50", "55", "==")
    assert (evidence.tests.ran, evidence.tests.failed) == (4, (FIFTY,))
    assert any("Of node_modules 2 files came along" in note for note in evidence.notes)
    calls = {call.function: call for call in evidence.trace.calls} if evidence.trace else {}
    shown = {value.name: value.shown for step in calls["Cart.subtotal"].steps for value in step.changed}
    assert (shown["total"], shown["price"]) == ("50", "30")
    assert calls["Cart.total"].result
    assert calls["Cart.total"].result.shown == "55"
    assert calls["Cart.subtotal"].parent == calls["Cart.total"].id
    assert [value.shown for value in evidence.frames[-1].values] == ["'what is bought'"]
    top = evidence.suspects[0]
    assert (top.path, top.line, top.function, top.failed, top.passed) == ("cart.mjs", 20, "Cart.total", 1, 2)
    behind = next(one for one in evidence.suspects if one.line == 23)
    assert (behind.failed, behind.passed, behind.ochiai) == (1, 1, pytest.approx(2**-0.5))
    functions = {one.name: one for one in evidence.functions}
    assert functions["Cart.subtotal"].callers == ("cart.mjs:19 Cart.total",)
    assert evidence.patch
    assert (evidence.patch.after, evidence.patch.others) == ("    if (sum >= 50) {", 3)
    assert evidence.minimal
    assert evidence.minimal.name == "test/minimal.test.mjs"
    assert "fifty" in evidence.minimal.source
    assert "sixty" not in evidence.minimal.source
    assert "total(), 50)" in evidence.minimal.source, "what is right is not changed"
    with opened(tmp_path / "home", engine, evidence, found) as url:
        mended = {"cart.mjs": CART.replace("> 50", ">= 50")}
        assert asked(url, "run", edits={})["same"]
        assert asked(url, "run", edits=mended)["passes"]
        assert asked(url, "others", edits=mended) == {"ran": 4, "broken": [], "reason": ""}
        call = {"path": "cart.mjs", "function": "share"}
        assert asked(url, "call", **call, arguments='{"total": 9, "people": 2}') == {"result": "4.5", "kind": "Number"}
        assert "no arguments" in str(asked(url, "call", **call, arguments="{'total': 9}")["raised"])
    assert (root / "cart.mjs").read_text() == CART


def test_a_program_that_raises_and_one_that_does_not_end_tell_where(make: Make, engine: Engine) -> None:
    files = {
        "rows.cjs": "exports.widest = (rows) => {\n  const widths = rows.map((row) => row.name.length);\n"
        "  return Math.max(...widths);\n};\n",
        "main.js": 'const { widest } = require("./rows.cjs");\nwidest([{ name: "a" }, { title: "b" }]);\n',
        "stuck.test.js": 'const test = require("node:test");\nfunction spin(n) {\n  while (n > 0) n += 1;\n}\n'
        'test("it ends", () => spin(3));\n',
    }
    root = make(files, "rows")
    evidence = investigate(Wish(root, ("node", "main.js")), engine, quiet, mend=False).evidence
    assert evidence.reproduced.signature
    assert evidence.reproduced.signature.kind == "TypeError"
    assert [(one.path, one.line) for one in evidence.frames][-2:] == [("rows.cjs", 2), ("rows.cjs", 2)]
    assert [value.shown for value in evidence.frames[-1].values] == ["{ title: 'b' }"]
    assert (evidence.suspects[0].path, evidence.suspects[0].line) == ("rows.cjs", 2)
    case, *_ = prepare(root, ("node", "stuck.test.js"), engine, quiet)
    assert case.how == "node --test"
    with case.open(engine) as bench:
        ran = bench.run({"limit": 1}, seconds=20)
    (test,) = ran.failed
    assert test.failure
    assert (test.id, test.failure.kind) == ("stuck.test.js::it ends", "StillRunning")
    assert [(one.function, one.line) for one in test.failure.frames if one.own] == [("<anonymous>", 5), ("spin", 3)]


def test_what_a_command_stands_for_and_which_words_stay() -> None:
    files = {"package.json": json.dumps(PACKAGE).encode()}
    assert node.script_of(("npm", "test", "--", "--test-only"), files) == (("node", "--test", "--test-only"), "")
    assert node.script_of(("npm", "run", "lint"), files) == ((), "eslint .")
    assert node.script_of(("node", "a.js"), files) == ((), "")
    assert "no script start" in node.script_of(("yarn", "start"), files)[1]
    words = ("--test", "--import", "./set.mjs", "--test-name-pattern=x", "--test-reporter", "tap", "spec/a.js")
    assert node.parted(words) == (["--test", "--import", "./set.mjs"], ["spec/a.js"])
    assert node.picking(words, ["a.test.js::one > it's 1+1"])[-2:] == [
        "--test-name-pattern=^one\\ it's\\ 1\\+1$",
        "a.test.js",
    ]
    assert node.whole(words) == ["--test", "--import", "./set.mjs", "spec/a.js"]
    assert node.whole(("--test", "a.test.mjs")) == ["--test"]


def test_what_is_imported_comes_along_and_what_is_not_there_is_said(tmp_path: Path) -> None:
    for name, needs in (("a", {"b": "1"}), ("b", {}), ("@own/c", {})):
        folder = tmp_path / "node_modules" / name
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"dependencies": needs}))
        (folder / "readme.md").write_text("long")
    text = 'import x from "a/deep.js";\nconst fs = require("fs");\nimport "./near.js";\nawait import("far");\n'
    copy = Copy(tmp_path, {"main.mjs": text.encode()}, (), git=False)
    notes: list[str] = []
    taken = node.packages(copy.root, copy.files, notes)
    assert sorted(taken) == ["node_modules/a/package.json", "node_modules/b/package.json"]
    assert [note for note in notes if "far" in note and "Not in node_modules" in note]


def test_a_file_that_can_not_be_read_is_told_with_its_line(make: Make, engine: Engine) -> None:
    files = {
        "half.mjs": "export function half(n) {\n  return n / ;\n}\n",
        "half.test.mjs": 'import test from "node:test";\nimport { half } from "./half.mjs";\ntest("a", half);\n',
        "main.mjs": 'import { half } from "./half.mjs";\nhalf(3);\n',
    }
    root = make(files, "half")
    for command in (("node", "--test"), ("node", "main.mjs")):
        evidence = investigate(Wish(root, command), engine, quiet, mend=False).evidence
        signature = evidence.reproduced.signature
        assert signature
        assert (signature.kind, signature.path, signature.line) == ("SyntaxError", "half.mjs", 2), command
        assert [(one.path, one.line) for one in evidence.suspects] == [("half.mjs", 2)]


PRICE = """\
import { readFileSync } from "node:fs";
import { tax } from "@own/b";
import left from "left";

export function price(net, count) {
  const { rate } = JSON.parse(readFileSync("rates.json", "utf8"));
  const sum = left(net) * rate;
  if (count > 10) {
    return sum + tax(sum) - 1;
  }
  return sum + tax(sum);
}
"""
PRICED = """\
import assert from "node:assert/strict";
import test from "node:test";
import { price } from "../price.js";

test("one", () => assert.equal(price(10, 1), 12));
test("ten are cheaper", () => assert.equal(price(10, 10), 11));
"""
STORE = "node_modules/.pnpm"
MONO = {
    "package.json": '{"name": "mono", "workspaces": ["packages/*"], "scripts": {"test": "exit 3"}}',
    "packages/a/package.json": '{"name": "a", "type": "module", "scripts": {"test": "node --test"}}',
    "packages/a/price.js": PRICE,
    "packages/a/rates.json": '{"rate": 1}',
    "packages/a/test/price.test.js": PRICED,
    "packages/b/package.json": '{"name": "@own/b", "type": "module", "exports": "./dist/index.js"}',
    "packages/c/test/c.test.js": "throw new Error('another package');",
}
MADE = {
    "packages/b/dist/index.js": "export const tax = (sum) => sum * 0.2;\n",
    f"{STORE}/left@1.0.0/node_modules/left/package.json": '{"name": "left", "dependencies": {"right": "2"}}',
    f"{STORE}/left@1.0.0/node_modules/left/index.js": "module.exports = (n) => require('right')(n) - 1;\n",
    f"{STORE}/right@2.0.0/node_modules/right/index.js": "module.exports = (n) => n + 1;\n",
}
LINKED = {
    f"{STORE}/left@1.0.0/node_modules/right": "../../right@2.0.0/node_modules/right",
    "packages/a/node_modules/left": f"../../../{STORE}/left@1.0.0/node_modules/left",
    "packages/a/node_modules/@own/b": "../../../b",
}


def linked(root: Path) -> None:
    """What an install of workspaces by links leaves, and git does not keep."""
    for path, text in MADE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for path, target in LINKED.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)


def test_a_package_of_a_workspace_is_run_in_its_folder_with_what_its_links_lead_to(
    make: Make, engine: Engine, tmp_path: Path
) -> None:
    root = make({**MONO, ".gitignore": "node_modules\ndist\n"}, "mono")
    linked(root)
    found = investigate(Wish(root / "packages/a", ("npm", "test")), engine, quiet)
    evidence = found.evidence
    assert evidence.test == "packages/a/test/price.test.js::ten are cheaper"
    assert evidence.tests.ran == 2, "those of the package alone"
    assert (evidence.suspects[0].path, evidence.suspects[0].line) == ("packages/a/price.js", 8)
    assert evidence.patch
    assert (evidence.patch.after, evidence.patch.others) == ("  if (count >= 10) {", 1)
    assert evidence.minimal
    assert evidence.minimal.name == "packages/a/test/minimal.test.js"
    with opened(tmp_path / "home", engine, evidence, found) as url:
        assert asked(url, "run", edits={})["same"]
        assert asked(url, "run", edits=found.mended)["passes"]
        told = asked(url, "call", path="packages/a/price.js", function="price", arguments='{"net": 5, "count": 1}')
        assert told["result"] == "6"


def test_a_link_out_of_the_repository_is_not_followed_and_another_package_needs_its_folder(tmp_path: Path) -> None:
    linked(tmp_path / "mono")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "package.json").write_text("{}")
    (tmp_path / "mono/packages/a/node_modules/outside").symlink_to(outside)
    files = {"packages/a/price.js": PRICE.replace("node:fs", "outside").encode()}
    notes: list[str] = []
    taken = node.packages(tmp_path / "mono", files, notes)
    assert {*taken} == {*MADE, node.LINKS}
    assert json.loads(taken[node.LINKS])["packages/a/node_modules/left"] == f"{STORE}/left@1.0.0/node_modules/left"
    assert [note for note in notes if "outside" in note and "Not in node_modules" in note]
    with pytest.raises(GalleryError, match="another package"):
        node.script_of(("npm", "test", "--workspace=packages/a"), {})


def test_the_minimal_test_of_a_program_that_raises_calls_what_raised(make: Make, engine: Engine) -> None:
    files = {
        "rows.mjs": "export function widest(rows, least) {\n  let most = least;\n"
        "  for (const row of rows) most = Math.max(most, row.name.length);\n  return most;\n}\n",
        "main.mjs": 'import { widest } from "./rows.mjs";\n'
        'console.log(widest([{ name: "a" }, { name: "bb" }, { title: "b" }], 1));\n',
    }
    evidence = investigate(Wish(make(files, "rows"), ("node", "main.mjs")), engine, quiet).evidence
    assert evidence.minimal
    assert evidence.minimal.name == "minimal.test.mjs"
    assert 'import { widest } from "./rows.mjs";' in evidence.minimal.source
    assert "bb" not in evidence.minimal.source
    assert re.search(r"widest\(\[\{.*\}\]", evidence.minimal.source)


def test_what_tells_the_values_moves_no_line_and_breaks_nothing() -> None:
    source = (
        "export default function run({ a, b: [c], ...rest }, d = () => 1) {\n  switch (a) {\n    case 1:\n"
        "      return\n    default: { let e = c; e++ }\n  }\n  const inner = async x => ({ x, d })\n"
        "  if (a) return [...rest.map(function (one) { return one + 1 })]\n}\n"
        "class A extends B { constructor() { super(); this.z = 1 }\n  *walk() { yield* this.z }\n"
        "  get z() { return 2 } }\n"
    )
    text = prepared({"a.mjs": source.encode()}, ["a.mjs"])["a.mjs"]
    assert not faults(parse("javascript", text.encode()))
    assert len(text.splitlines()) == len(source.splitlines())
    assert '["a.mjs",1,"run",false],{"a":()=>a,"c":()=>c,"rest":()=>rest,"d":()=>d}' in text
    assert '"run.<map>"' in text
    names = [one.name for one in spans("a.mjs", source.encode())]
    assert names == ["run", "run.inner", "A.constructor", "A.walk", "A.z"]


LINES = {
    "if (a > 3) b();": "if (a >= 3) b();",
    "return f(a, b);": "return f(b, a);",
    "const c = load(a);": "const c = await load(a);",
    "const c = a || 5;": "const c = a ?? 5;",
    "const c = a;": "const c = [...a];",
    "return a.sort();": "return a.sort((a, b) => a - b);",
    "return a.b.getDate();": "return a.b.getUTCDate();",
    "const c = Array(b).fill([]);": "const c = Array.from({ length: b }, () => []);",
    "for (const c in a) d(c);": "for (const c of a) d(c);",
    "return a * 0.1;": "return Math.round((a * 0.1) * 100) / 100;",
    "var c = a;": "let c = a;",
    'return a.replace(/x/, "y");': 'return a.replace(/x/g, "y");',
    "return a.map(parseInt);": "return a.map((one) => parseInt(one));",
    "return a.left + a.left;": "return a.left + a.right;",
    "if (b) return a.right;": "if (b !== undefined) return a.right;",
}


@pytest.mark.parametrize("line", LINES)
def test_what_people_mistake_in_javascript_can_be_undone(line: str) -> None:
    source = f"async function f(a, b) {{\n  {line}\n  a.right = a.left;\n}}\n"
    found = repairs("a.js", source.encode(), 2)
    assert f"  {LINES[line]}" in [one.text.splitlines()[1] for one in found]
    assert len({one.text for one in found}) == len(found)


def test_a_test_gets_smaller_and_stays_a_test() -> None:
    kept = only(TESTS, "shipping > fifty (or more) ships free")
    assert re.findall(r'(?:test|it)\("(.*?)"', kept) == ["fifty (or more) ships free"]
    texts = list(smaller(kept, values=True))
    assert texts
    assert all('it("fifty (or more) ships free"' in text for text in texts)
    assert any("what is bought" not in text for text in texts)
    assert any("filled(20).total()" in text for text in texts)
    assert not any("filled(20).total()" in text for text in smaller(kept, values=False))
