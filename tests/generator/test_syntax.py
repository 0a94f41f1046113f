"""Trees of source code: whose offsets count bytes of the file, whatever part of it they are of."""

from generator.syntax import faults, inside, language_of, parse, trees, walk

PAGE = """<!doctype html><p>é</p><style>a { color: red }</style>
<script type="application/json">{"a": </script>
<script src="far.js"></script>
<script>function add(a) { return a + "é" }</script>
<SCRIPT TYPE='module'>const b = 2</SCRIPT>
""".encode()


def test_offsets_in_a_script_of_a_page_are_those_of_the_page() -> None:
    found = trees("html", PAGE)
    assert [language for language, _ in found] == ["html", "javascript", "javascript"]
    sums = [node for node in walk(found[1][1].root_node) if node.type == "binary_expression"]
    assert [PAGE[node.start_byte : node.end_byte] for node in sums] == ['a + "é"'.encode()]
    names = [node.text for node in walk(found[2][1].root_node) if node.type == "identifier"]
    assert names == [b"b"]


def test_what_stands_inside_a_page_is_found_but_for_data() -> None:
    assert [(part.language, part.text.text) for part in inside(parse("html", PAGE))] == [
        ("css", b"a { color: red }"),
        ("javascript", 'function add(a) { return a + "é" }'.encode()),
        ("javascript", b"const b = 2"),
    ]


def test_faults_tell_where_code_does_not_parse() -> None:
    assert faults(parse("python", b"def f(a):\n    return a\n")) == []
    assert faults(parse("javascript", b"if (a) { f() }")) == []
    [missing] = faults(parse("javascript", b"if (a { f() }"))
    assert missing.start_byte == 5
    assert faults(parse("python", b"def f(:\n    return 1\n"))


def test_a_text_that_grew_is_parsed_on_from_its_earlier_tree() -> None:
    early, late = b"a = 1\nb = (", b"a = 1\nb = (2)\n"
    tree = parse("python", early)
    assert faults(tree)
    end = (1, 5)
    tree.edit(len(early), len(early), len(late), end, end, (2, 0))
    grown = parse("python", late, before=tree)
    assert faults(grown) == []
    assert [node.text for node in walk(grown.root_node) if node.type == "integer"] == [b"1", b"2"]


def test_the_name_of_a_file_tells_its_language() -> None:
    assert [language_of(name) for name in ("a/b.PY", "x.mjs", "index.html", "style.css", "LICENSE")] == [
        "python",
        "javascript",
        "html",
        "css",
        None,
    ]


def test_walking_a_deep_tree_needs_no_stack() -> None:
    deep = parse("javascript", b"(" * 20_000 + b"1" + b")" * 20_000)
    assert sum(1 for _ in walk(deep.root_node)) > 20_000
