"""Mutants of Python and JavaScript: what is made wrong, what is left alone, and how a few are chosen of many."""

import ast

import pytest

from generator.blueprint.assemble import assemble
from generator.blueprint.assemble_web import assemble_web
from generator.blueprint.schema import Blueprint
from generator.mutants import Mutant, mutants
from generator.syntax import faults, trees
from tests.generator.trying import app


def changed(path: str, source: str) -> set[str]:
    """`sort: line` of every mutant of a file."""
    return {f"{m.sort}: {m.after or 'nothing'}" for m in mutants({path: source.encode()}, 999)}


def python(source: str) -> set[str]:
    return changed("app.py", source)


def script(source: str) -> set[str]:
    return changed("app.js", source)


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("a = b + c", {"arithmetic: a = b - c"}),
        ("total -= x", {"arithmetic: total += x"}),
        ("a = b if c == d else e", {"comparison: a = b if c != d else e"}),
        ("a = b < c", {"comparison: a = b >= c", "edge: a = b <= c"}),
        ("a = b not in c", {"comparison: a = b in c"}),
        ("a = b and c", {"logic: a = b or c"}),
        ("if a: b()", {"condition: if not (a): b()"}),
        ("a = b if not c else d", {"condition: a = b if c else d"}),
        ("RATE = 0.2", {"constant: RATE = 0.4"}),
        ("n = 0", {"constant: n = 1"}),
        ("done = True", {"constant: done = False"}),
        ("def f(a): return a", {"return: def f(a): return None"}),
        ("rule = lambda v: v.a", {"return: rule = lambda v: None"}),
        ("items.append(a)", {"effect: pass"}),
        ("if st.button('Add'):\n    items += new", {"handler: if st.button('Add'): pass", "arithmetic: items -= new"}),
        ("st.button('Add', on_click=add)", {"handler: st.button('Add', on_click=None)"}),
        ("st.radio('Unit', ['km', 'mi'])", {"part: st.radio('Unit', ['mi'])", "part: st.radio('Unit', ['km', ])"}),
    ],
)
def test_what_is_made_wrong_in_python(source: str, wrong: set[str]) -> None:
    assert python(source) == wrong


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("a = b * c", {"arithmetic: a = b / c"}),
        ("total += x", {"arithmetic: total -= x"}),
        ("n++", {"arithmetic: n--"}),
        ("a = b === c", {"comparison: a = b !== c"}),
        ("a = b > c", {"comparison: a = b <= c", "edge: a = b >= c"}),
        ("a = b || c", {"logic: a = b && c"}),
        ("if (a) b()", {"condition: if (!(a)) b()"}),
        ("a = b ? c : d", {"condition: a = !(b) ? c : d"}),
        ("if (!a) b()", {"condition: if (a) b()"}),
        ("const rate = 0.2", {"constant: const rate = 0.4"}),
        ("let open = false", {"constant: let open = true"}),
        ("function f(a) { return a }", {"return: function f(a) { return undefined }"}),
        ("const f = a => a.b", {"return: const f = a => undefined"}),
        ("items.push(a)", {"effect: void 0"}),
        ("go.addEventListener('click', run)", {"handler: void 0"}),
        ("go.onclick = run", {"handler: void 0"}),
    ],
)
def test_what_is_made_wrong_in_javascript(source: str, wrong: set[str]) -> None:
    assert script(source) == wrong


def test_a_style_sheet_decides_nothing() -> None:
    assert changed("page.css", "a { color: red; width: calc(1px + 2px) }") == set()


def test_a_page_is_mutated_in_its_scripts_and_its_handlers() -> None:
    page = "<p>1 + 1 é</p><button onclick='add(1)'>Add</button><style>a { top: 1px }</style><script>let n = 1</script>"
    assert changed("index.html", page) == {
        "handler: <p>1 + 1 é</p><button >Add</button><style>a { top: 1px }</style><script>let n = 1</script>",
        "constant: " + page.replace("let n = 1", "let n = 2"),
    }


@pytest.mark.parametrize(
    "source",
    [
        '"""Adds 1 + 1 and returns 2."""',
        "if __name__ == '__main__':\n    main(1)",
        "st.title('1 + 1')",
        "left, right = st.columns([2, 1])",
        "n = st.number_input('Bill', value=10.0, min_value=0.0, step=0.5)",
        "shown = round(a, 2)",
        "def f(rate: float = 0.2) -> None: pass",
        "label = 'Total ' + name",
        "while left:\n    left -= step",
        "raise ValueError(1 + 1)",
        "import a.b",
    ],
)
def test_what_no_check_could_notice_is_left_alone_in_python(source: str) -> None:
    assert python(source) == set()


@pytest.mark.parametrize(
    "source",
    [
        "// 1 + 1",
        "out.textContent = 'Total ' + name",
        "out.textContent = n.toFixed(2)",
        "setTimeout(draw, 100)",
        "const n = parseInt(text, 10)",
        "console.log(1 + 1)",
        "while (left) left -= step",
        "addEventListener('resize', draw)",
        "canvas.width = 300",
        "const el = id => document.getElementById(id)",
        "if (",
    ],
)
def test_what_no_check_could_notice_is_left_alone_in_javascript(source: str) -> None:
    assert script(source) == set()


@pytest.mark.parametrize("name", ["bill", "diary", "widgets"])
def test_mutants_parse_and_are_always_the_same(name: str) -> None:
    files = app(name).files
    found = mutants(files, 999)
    assert len(found) > 5
    assert found == mutants(dict(reversed(files.items())), 999)
    assert len({(m.path, m.content) for m in found}) == len(found)
    for mutant in found:
        assert mutant.content != files[mutant.path]
        assert mutant.before != mutant.after
        assert mutant.of(files)[mutant.path] == mutant.content
        if mutant.path.endswith(".py"):
            ast.parse(mutant.content)
        else:
            assert not any(faults(tree) for kind, tree in trees("html", mutant.content) if kind != "html")


def test_few_are_spread_over_sorts_and_lines() -> None:
    lines = [f"def f{n}(a, b):\n    if a:\n        return a * {n} + b\n    return a" for n in range(9)]
    few = mutants({"app.py": "\n".join(lines).encode()}, 8)
    assert {mutant.sort for mutant in few} == {"arithmetic", "return", "condition", "constant"}
    assert len({mutant.line for mutant in few}) == 8
    assert min(mutant.line for mutant in few) <= 6
    assert max(mutant.line for mutant in few) >= 20


def test_of_building_blocks_only_what_the_apps_rules_call_is_mutated() -> None:
    inputs = [{"label": "Amount", "type": "money"}, {"label": "People", "type": "integer"}]
    form = {"kind": "form", "inputs": inputs, "outputs": [{"label": "Each", "operation": "split_evenly"}]}
    found = mutants(assemble(Blueprint.model_validate({"title": "Split", "parts": [form]})), 999)
    blocks = [mutant for mutant in found if mutant.path != "app.py"]
    assert {mutant.path for mutant in blocks} == {"blocks/operations_money.py"}
    assert "return amount * people" in {mutant.after for mutant in blocks}
    assert all("bill" not in mutant.before for mutant in blocks)


def test_a_table_that_a_building_block_brings_to_a_page_is_left_alone() -> None:
    inputs = [{"label": "Miles", "type": "number"}, {"label": "Rate", "type": "number"}]
    way = {"value": "miles", "from_unit": '"miles"', "to_unit": '"kilometres"'}
    outputs = [
        {"label": "Kilometres", "operation": "convert_length", "arguments": way},
        {"label": "Price", "source": "def price(miles, rate):\n    return miles * rate\n"},
    ]
    form = {"kind": "form", "inputs": inputs, "outputs": outputs}
    page = assemble_web(Blueprint.model_validate({"title": "Trip", "parts": [form]}))
    assert b"6350.29318" in page["index.html"]
    found = mutants(page, 999)
    assert not [mutant for mutant in found if "6350.29318" in mutant.before]
    assert [mutant for mutant in found if "rate" in mutant.before]


def test_code_that_nobody_wrote_is_left_alone() -> None:
    assert (
        mutants({"chart.min.js": b"a=b+c;" * 500, "data.json": b"[1]", "broken.py": b"def f(:\n    return 1 + 1\n"}, 9)
        == []
    )


def test_a_long_line_is_shown_around_what_changed() -> None:
    [mutant] = [m for m in _long() if m.sort == "arithmetic"]
    assert len(mutant.after) <= 122
    assert "first - last" in mutant.after


def _long() -> list[Mutant]:
    return mutants({"app.py": f"a = f('{'x' * 200}', first + last, '{'y' * 200}')".encode()}, 9)
