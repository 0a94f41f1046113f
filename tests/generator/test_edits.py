"""Edits by name and by text: where they go, and what is said of those that have no place."""

import re

import pytest
from hypothesis import given, strategies as st

from generator.edits import Change, Edit, apply_edits, broken

SCRIPT = '''import streamlit as st

RATE = 0.2


# What a day costs.
@st.cache_data
def total(rows):
    """All of them."""
    return sum(rows)


class Basket:
    size = 3

    def add(self, item):
        self.items.append(item)

    def clear(self):
        self.items = []


if st.button("Add"):
    st.write(total([1]))
with st.form("new"):
    st.text_input("Name")
'''
PAGE = """<!doctype html>
<html>
<head>
<style>
.card { color: red }
@media (prefers-color-scheme: dark) {
  .card { color: white }
}
</style>
</head>
<body>
<main id="app">
  <output aria-label="Cost" id="cost">0</output>
  <ul class="items big"><li>one</li></ul>
  <p>hello</p>
  <p>there</p>
</main>
<script>
const money = value => value.toFixed(2)
let items = [], editing = null
function work() {
  const cost = items.length
  document.getElementById('cost').textContent = money(cost)
}
class Board {
  draw() { return 1 }
  move(a) {
    return a
  }
}
const app = {
  start() { work() },
  stop: function () { items = [] },
}
document.addEventListener('input', work)
work()
</script>
</body>
</html>
"""


def py(target: str, body: str = "", action: str = "replace") -> str:
    return made("app.py", SCRIPT, target, body, action)


def web(target: str, body: str = "", action: str = "replace", language: str = "") -> str:
    return made("index.html", PAGE, target, body, action, language)


def made(path: str, text: str, target: str, body: str, action: str, language: str = "") -> str:
    """The file after the change; it is syntactically whole, and the rest of it stands as it stood."""
    before = {path: text.encode()}
    after, told = apply_edits(before, [Change(path, target, body, action, language)])  # type: ignore[arg-type]
    assert told == []
    assert broken(before, after) == {}
    return after[path].decode()


def refused(target: str, body: str = "", action: str = "replace", path: str = "index.html") -> str:
    files = {"index.html": PAGE.encode(), "app.py": SCRIPT.encode(), "note.txt": b"hello"}
    after, told = apply_edits(files, [Change(path, target, body, action)])  # type: ignore[arg-type]
    assert after == files
    return told[0]


# --- Python


@pytest.mark.parametrize("name", ["total", "total()", "def total(rows):", "`total`", "function total", "total(rows)"])
def test_a_function_is_replaced_however_it_is_named(name: str) -> None:
    new = "@st.cache_data\ndef total(rows):\n    return 2 * sum(rows)\n"
    assert py(name, new) == SCRIPT.replace('    """All of them."""\n    return sum(rows)', "    return 2 * sum(rows)")


def test_decorators_belong_to_a_function() -> None:
    assert "cache_data" not in py("total", "def total(rows):\n    return 0\n")


def test_comments_that_come_along_are_not_doubled() -> None:
    new = "# What a day costs.\n@st.cache_data\ndef total(rows):\n    return 1\n"
    assert py("total", new).count("What a day costs") == 1


@pytest.mark.parametrize("name", ["Basket.add", "add", "Basket.add()", "Basket::add", "def add(self, item)"])
@pytest.mark.parametrize("spaces", ["", "    ", "        "])
def test_a_method_is_moved_to_where_it_stands(name: str, spaces: str) -> None:
    new = f"{spaces}def add(self, item):\n{spaces}    self.items.insert(0, item)\n"
    assert py(name, new) == SCRIPT.replace("self.items.append(item)", "self.items.insert(0, item)")


def test_a_method_may_come_within_its_class() -> None:
    new = "class Basket:\n    def add(self, item):\n        self.items.insert(0, item)\n"
    assert py("Basket.add", new) == SCRIPT.replace("self.items.append(item)", "self.items.insert(0, item)")


def test_quoted_lines_keep_their_margin() -> None:
    new = 'def add(self, item):\n    text = """\none\n  two\n"""\n    return text\n'
    assert '        text = """\none\n  two\n"""\n        return text\n' in py("Basket.add", new)
    assert '        text = """\none\n  two\n"""\n' in py("Basket.add", "    " + new.replace("\n    ", "\n        "))


def test_helpers_come_along_with_what_needs_them() -> None:
    after = py("total", "def double(x):\n    return 2 * x\n\n\ndef total(rows):\n    return double(sum(rows))\n")
    assert after.index("def double") < after.index("def total") < after.index("class Basket")


def test_what_the_body_defines_and_the_file_has_is_not_doubled() -> None:
    after = py("total", "RATE = 0.3\n\ndef total(rows):\n    return RATE * sum(rows)\n")
    assert after.count("RATE =") == 1
    assert "RATE = 0.3" in after
    assert after.count("def total") == 1


def test_a_new_function_goes_below_the_imports() -> None:
    after = py("half", "def half(x):\n    return x / 2\n")
    assert after.index("import streamlit") < after.index("def half") < after.index("RATE =")


def test_a_new_method_goes_into_its_class() -> None:
    after = py("Basket.count", "def count(self):\n    return len(self.items)\n")
    assert "        self.items = []\n\n    def count(self):\n        return len(self.items)\n" in after


@pytest.mark.parametrize("name", ['if st.button("Add"):', "if st.button('Add')", 'if st.button("Add"): ...'])
def test_a_statement_is_named_by_its_first_line(name: str) -> None:
    after = py(name, 'if st.button("Add"):\n    st.write("new")\n')
    assert after == SCRIPT.replace("st.write(total([1]))", 'st.write("new")')


def test_a_variable_of_the_module_is_replaced() -> None:
    assert py("RATE", "RATE = 0.3") == SCRIPT.replace("0.2", "0.3")


def test_a_function_is_taken_out() -> None:
    assert py("Basket.clear", action="delete") == SCRIPT.replace("    def clear(self):\n        self.items = []\n", "")


@pytest.mark.parametrize(("action", "first"), [("before", "half"), ("after", "total")])
def test_something_is_put_beside(action: str, first: str) -> None:
    after = py("total", "def half(x):\n    return x / 2\n", action)
    order = re.findall(r"def (\w+)", after)[:2]
    assert order[0] == first
    assert set(order) == {"half", "total"}


def test_a_body_without_a_name_says_by_its_own_names_where_it_goes() -> None:
    files = {"app.py": SCRIPT.encode(), "other.py": b"def f():\n    pass\n"}
    after, told = apply_edits(files, [Change("", "", "def total(rows):\n    return 1\n")])
    assert told == []
    assert b"return 1" in after["app.py"]
    assert after["other.py"] == files["other.py"]


# --- pages


@pytest.mark.parametrize("name", ["work", "work()", "function work()", "function work() {"])
def test_a_function_in_a_page_is_replaced(name: str) -> None:
    assert "const cost = 7\n" in web(name, "function work() {\n  const cost = 7\n}\n", language="js")


def test_a_function_may_become_an_arrow() -> None:
    after = web("work", "const work = () => {\n  money(1)\n}")
    assert "function work" not in after
    assert "const work = () => {\n  money(1)\n}\nclass Board" in after


@pytest.mark.parametrize("name", ["Board.move", "move", "Board.prototype.move"])
def test_a_method_of_a_class_is_replaced(name: str) -> None:
    assert "  move(a) {\n    return a + 1\n  }\n}" in web(name, "move(a) {\n  return a + 1\n}")


@pytest.mark.parametrize("end", ["", ","])
def test_a_method_of_an_object_is_replaced(end: str) -> None:
    assert "  start() { money(2) },\n  stop" in web("app.start", f"start() {{ money(2) }}{end}")


@pytest.mark.parametrize("name", ["#cost", "output", 'output[aria-label="Cost"]', "main > output", "cost",
                                  '<output aria-label="Cost" id="cost">', "main #cost", "element #cost"])  # fmt: skip
def test_an_element_is_replaced_however_it_is_named(name: str) -> None:
    new = '<output aria-label="Cost" id="cost">1</output>'
    assert web(name, new) == PAGE.replace('id="cost">0<', 'id="cost">1<')


@pytest.mark.parametrize("name", [".items", "ul.items.big", "#app > ul", "main ul"])
def test_an_element_is_found_by_its_classes_and_where_it_stands(name: str) -> None:
    assert "  <ol><li>two</li></ol>\n" in web(name, "<ol><li>two</li></ol>")


def test_a_rule_is_replaced_and_one_within_a_query_left_alone() -> None:
    assert web(".card", ".card { color: blue }") == PAGE.replace("color: red", "color: blue")
    after = web("@media (prefers-color-scheme: dark) .card", ".card { color: blue }", language="css")
    assert after == PAGE.replace("color: white", "color: blue")


def test_a_new_rule_goes_to_the_end_of_the_style() -> None:
    after = web(".row", ".row { display: flex }")
    assert after.index("prefers-color-scheme") < after.index(".row") < after.index("</style>")


def test_a_new_function_goes_to_the_end_of_the_script() -> None:
    after = web("half", "function half(x) { return x / 2 }")
    assert after.index("work()\n") < after.index("function half") < after.index("</script>")


def test_the_inside_of_a_script_is_replaced_by_code() -> None:
    after = web("script", "const a = 1\n", language="js")
    assert "<script>\nconst a = 1\n</script>" in after


@pytest.mark.parametrize(
    ("action", "wanted"),
    [("into", "  <p>there</p>\n  <hr>\n</main>"), ("after", "</main>\n<hr>"), ("before", "<hr>\n<main")],
)
def test_an_element_is_put_beside_or_into_another(action: str, wanted: str) -> None:
    assert wanted in web("#app", "<hr>", action)


def test_an_element_of_the_name_of_a_rule_is_meant_by_what_goes_into_it() -> None:
    page = PAGE.replace(".card { color: red }", "main { color: red }")
    assert "<hr>\n</main>" in made("index.html", page, "main", "<hr>", "into")


def test_an_element_is_taken_out() -> None:
    assert web("ul.items", action="delete") == PAGE.replace('  <ul class="items big"><li>one</li></ul>\n', "")


def test_a_listener_is_named_by_its_first_line() -> None:
    after = web("document.addEventListener('input'", "document.addEventListener('change', work)")
    assert "'change'" in after
    assert "'input'" not in after


def test_several_functions_in_one_block_each_find_their_place() -> None:
    after = web("", "const money = value => value.toFixed(3)\n\nfunction work() { return money(1) }")
    assert after.count("const money") == 1
    assert after.count("function work") == 1
    assert "toFixed(3)" in after


def test_an_export_stays_one() -> None:
    after, told = apply_edits({"a.js": b"export function f() { return 1 }\n"}, [Change("a.js", "f", "function f() {}")])
    assert (after, told) == ({"a.js": b"export function f() {}\n"}, [])


# --- what has no place


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    said = refused("wrok", "doSomething()")
    assert "nothing named 'wrok'" in said
    assert "work" in said.split("nearest")[1]


def test_a_few_lines_of_a_function_under_a_wrong_name_are_not_taken_for_its_variables() -> None:
    said = refused("doWork", "const cost = 3\nmoney(cost)\n")
    assert "nothing named 'doWork'" in said
    assert "work" in said
    assert "isn't said what" in refused("", "const cost = 3\nmoney(cost)\n")


def test_a_name_of_several_things_is_told_with_their_lines() -> None:
    assert "2 places, in lines 14, 15" in refused("main > p", "<p>bye</p>").replace("15, 16", "14, 15")


def test_an_element_that_is_not_there_asks_where_it_goes() -> None:
    assert "say where" in refused("#share", '<output id="share">0</output>')


@pytest.mark.parametrize(
    ("path", "target", "body"),
    [
        ("app.py", "total", "def total(rows):\n    # ... rest of the code\n    return 1\n"),
        ("app.py", "Basket", "class Basket:\n    # ... existing methods ...\n    def add(self): pass\n"),
        ("app.py", "total", "def total(rows):\n    ...\n"),
        ("index.html", "work", "function work() {\n  // existing code\n  more()\n}"),
        ("index.html", "#app", '<main id="app"><!-- unchanged --></main>'),
        ("index.html", ".card", ".card { ... }"),
    ],
)
def test_a_part_left_out_is_never_written(path: str, target: str, body: str) -> None:
    assert "leaves a part out" in refused(target, body, path=path)


def test_a_file_of_no_language_has_no_names() -> None:
    assert "SEARCH and REPLACE" in refused("x", "y", path="note.txt")


def test_an_unknown_file_is_told_with_those_there_are() -> None:
    assert "index.html" in refused("x", "y", path="page.html")


def test_a_block_that_names_nothing_is_told() -> None:
    assert "isn't said what" in refused("", "somewhere(1)\n", path="app.py")


def test_an_empty_body_is_no_deletion() -> None:
    assert "delete work" in refused("work", "\n")


def test_a_file_that_an_edit_breaks_is_told() -> None:
    before = {"app.py": SCRIPT.encode()}
    after, told = apply_edits(before, [Change("app.py", "total", "def total(rows:\n    return sum(rows\n")])
    assert told == []
    assert "syntax error at line" in broken(before, after)["app.py"]
    assert broken(after, {"app.py": b"x = ("}) == {}, "it was broken before"


# --- by text


def by_text(text: str, search: str, replace: str, path: str = "a.py") -> tuple[str, list[str]]:
    after, told = apply_edits({path: text.encode()}, [Edit(path, search, replace)])
    return after[path].decode(), told


def test_lines_that_were_copied_without_their_margin_are_found() -> None:
    text = "def f():\n    if a:\n        b()\n        c()\n"
    assert by_text(text, "if a:\n    b()\n", "if a:\n    d()\n    e()\n") == (
        "def f():\n    if a:\n        d()\n        e()\n        c()\n",
        [],
    )


def test_lines_that_were_copied_too_far_right_are_found() -> None:
    assert by_text("a()\nb()\n", "    b()\n", "    c()\n    d()\n") == ("a()\nc()\nd()\n", [])


def test_uneven_margins_mean_something_in_python_alone() -> None:
    text = "if a:\n        b()\n    c()\n"
    assert by_text(text, "if a:\n  b()\n c()\n", "x")[1]
    assert by_text(text, "if a:\n  b()\n c()\n", "x", "a.js") == ("x\n", [])


def test_spaces_within_lines_do_not_hinder() -> None:
    assert by_text("f( a,b )\n", "f(a, b)\n", "g()\n") == ("g()\n", [])


def test_text_that_is_not_there_is_told_with_the_line_most_like_it() -> None:
    said = by_text("const cost = price * count\nlet b\n", "const cost = price * number\n", "x", "a.js")[1][0]
    assert "not found" in said
    assert "price * count" in said


def test_a_replacement_that_leaves_a_part_out_is_never_written() -> None:
    assert "leaves a part out" in by_text("a = 1\n", "a = 1\n", "a = 2\n# ... rest of the code\n")[1][0]


NAMES = st.sampled_from(["total", "Basket", "add", "#cost", ".card", "work", "zzz", "", "p", "script", "if st.button"])
BODIES = st.sampled_from(
    [SCRIPT, PAGE, "def total(): pass", "<p>", "a { b: c }", "}", "...", "class Basket:\n  x=1"]
) | st.text(max_size=80)


@given(st.sampled_from(["app.py", "index.html", ""]), NAMES | st.text(max_size=30), BODIES,
       st.sampled_from(["replace", "delete", "before", "after", "into"]))  # fmt: skip
def test_any_edit_is_made_or_told(path: str, target: str, body: str, action: str) -> None:
    files = {"index.html": PAGE.encode(), "app.py": SCRIPT.encode()}
    after, told = apply_edits(files, [Change(path, target, body, action)])  # type: ignore[arg-type]
    assert set(after) == set(files)
    assert told == [] or after == files
