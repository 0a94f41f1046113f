"""Replies as they grow: what is known of them early, and which are ended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from generator.contract import Kind
from generator.files import ENTRY, read_reply
from generator.growing import Growing

FENCE = "```"
REPLIES = Path(__file__).parent / "replies"
SCRIPT = "import streamlit as st\nfrom num2words import num2words\n\n" + "".join(
    f"\ndef f{n}(a):\n    return a + {n}\n" for n in range(60)
)


def pieces(text: str, size: int = 24) -> Iterator[str]:
    for at in range(0, len(text), size):
        yield text[at : at + size]


def read(text: str, **more: bool) -> tuple[Growing, int]:
    """The reply, and how many of its letters had come when it was ended."""
    growing = Growing(**more)
    come = 0
    for piece in pieces(text):
        come += len(piece)
        if growing.take(piece):
            break
    return growing, come


def page(script: str) -> str:
    return (
        f"{FENCE}html index.html\n<!doctype html>\n<html><body>\n<script>\n{script}</script>\n</body></html>\n{FENCE}\n"
    )


@pytest.mark.parametrize("name", [path.name for path in sorted(REPLIES.glob("*.md")) if path.name != "README.md"])
@pytest.mark.parametrize("size", [1, 24, 10_000])
def test_a_reply_with_hope_is_read_to_its_end(name: str, size: int) -> None:
    text = (REPLIES / name).read_text()
    kind = Kind.WEB if name.startswith("fuel") else Kind.STREAMLIT
    known = {ENTRY[kind]: b"<html></html>\n"}
    growing = Growing(known)
    assert not any(growing.take(piece) for piece in pieces(text, size))
    assert growing.files == read_reply(text, kind, known).files


def test_a_file_is_there_as_soon_as_it_is_whole() -> None:
    growing = Growing()
    growing.take(f"{FENCE}python data.py\nimport json\n{FENCE}\nand\n{FENCE}python app.py\nimport streamlit as st\n")
    assert growing.files == {"data.py": b"import json\n"}
    growing.take("from data import rows\n")
    assert growing.files == {"data.py": b"import json\n"}
    growing.take(f"{FENCE}\n")
    assert set(growing.files) == {"data.py", "app.py"}


def test_imports_are_known_before_the_file_is_whole() -> None:
    growing = Growing()
    text = f"{FENCE}python app.py\n{SCRIPT}"
    growing.take(text[:1500])
    assert growing.imports == {"streamlit", "num2words"}
    assert list(growing.so_far.values()) == [b"import num2words\nimport streamlit\n"]
    assert not growing.files


@pytest.mark.parametrize(
    "line", ["<p>and so on</p>\n", "and so on ", "0", "    x = 1\n    y = 2\n    print(x + y)\n", "\n"]
)
def test_a_reply_that_goes_round_in_circles_is_ended(line: str) -> None:
    growing, come = read(f"{FENCE}html index.html\n<html>\n" + line * (9000 // len(line)))
    assert "repeats itself" in growing.hopeless
    assert come < 3500
    assert read(line * (9000 // len(line)), lenient=True)[0].hopeless


@pytest.mark.parametrize(
    ("first", "line", "last"),
    [
        ("</script><select>\n", "    <option>{n}</option>\n", "</select><script>\n"),
        ("", "rows.push([{n}, 'x'])\n", ""),
        ("const names = {\n", "  {n}: 'name of it',\n", "}\n"),
    ],
)
def test_a_long_list_is_no_circle(first: str, line: str, last: str) -> None:
    assert not read(page(first + "".join(line.format(n=n) for n in range(400)) + last))[0].hopeless


def test_a_file_that_leaves_a_part_out_is_ended_there() -> None:
    start = f"{FENCE}python app.py\n{SCRIPT}"
    growing, come = read(f"{start}# ... rest of the code stays the same ...\n{SCRIPT}{FENCE}\n")
    assert "leaves a part out" in growing.hopeless
    assert come < len(start) + 1500
    assert not read(f"{start}# ... rest of the code\n{SCRIPT}{FENCE}\n", lenient=True)[0].hopeless


def test_code_that_turns_into_something_else_is_ended() -> None:
    prose = "\n".join(f"Then the user sees the {n}. total; it's clear (or should be: I hope" for n in range(60))
    growing, come = read(f"{FENCE}python app.py\n{SCRIPT}\n{prose}\n{SCRIPT}{FENCE}\n")
    assert "no code that can be read" in growing.hopeless
    assert come < len(SCRIPT) + len(prose) + 1500


def test_a_script_of_a_page_that_is_no_script_is_ended() -> None:
    assert "from line" in read(page("function f( {\n let = = 3\n}\n" * 8))[0].hopeless


def test_a_script_of_its_own_that_is_no_script_is_ended() -> None:
    good = "".join(f"function f{n}(a) {{\n  return a + {n}\n}}\n" for n in range(60))
    prose = "\n".join(f"Then the user sees the {n}. total; it's clear (or should be: I hope" for n in range(60))
    growing, come = read(f"{FENCE}js app.js\n{good}{prose}\n{good}{FENCE}\n")
    assert "app.js is no code that can be read" in growing.hopeless
    assert come < len(good) + len(prose) + 1500
    assert not read(f"{FENCE}js app.js\n{good.replace('f7(a)', 'f7(a')}{FENCE}\n")[0].hopeless


@pytest.mark.parametrize(
    "script",
    [
        "const page = `\n" + "".join(f"Then (line {n}: it's\n" for n in range(90)) + "`\n",
        "const rows = [\n" + "".join(f"{{ n: {n}, f: [{n}] }},\n" for n in range(90)) + "]\n",
        "switch (a) {\n" + "".join(f"case {n}:\n  b({n})\n" for n in range(90)) + "}\n",
    ],
)
def test_an_odd_but_right_script_of_its_own_is_let_through(script: str) -> None:
    assert not read(f"{FENCE}js app.js\nlet a = 1\n{script}\nlet b = 2\n{FENCE}\n")[0].hopeless


def test_styles_of_their_own_are_let_through() -> None:
    odd = "".join(f".a{n} {{ color: red; width: calc( }}\n" for n in range(90))
    growing, _ = read(f"{FENCE}css style.css\n{odd}{FENCE}\n{page('let a = 1')}")
    assert not growing.hopeless
    assert set(growing.files) == {"style.css", "index.html"}


def test_a_single_fault_is_left_to_an_edit() -> None:
    wrong = SCRIPT.replace("def f7(a):", "def f7(a:")
    assert not read(f"{FENCE}python app.py\n{wrong}{FENCE}\n")[0].hopeless
    assert not read(page("function f( {\n return 1\n}\n" + "let a = 1\n" * 60))[0].hopeless


@pytest.mark.parametrize(
    "odd",
    [
        'CSS = """\n' + "".join(f".a{n} {{ color: red }}\n" for n in range(90)) + '"""\n',
        "rows = [\n" + "".join(f'{{"n": {n}, "f": [{n}]}},\n' for n in range(90)) + "]\n",
        "def f(a):\n    match a:\n" + "".join(f"        case {n}:\n            return {n}\n" for n in range(60)),
    ],
)
def test_odd_but_right_code_is_let_through(odd: str) -> None:
    assert not read(f"{FENCE}python app.py\nimport streamlit as st\n{odd}\nst.title('x')\n{SCRIPT}{FENCE}\n")[
        0
    ].hopeless


@pytest.mark.parametrize("size", [1, 24, 10_000])
def test_a_file_of_many_decorators_is_read_to_its_end(size: int) -> None:
    routes = "".join(
        f'@app.get("/{n}")\n# Says a number.\n@told(\n    {n},\n)\nasync def f{n}() -> int:\n    return {n}\n\n\n'
        for n in range(40)
    )
    text = f"{FENCE}python app.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n{routes}{FENCE}\n"
    growing = Growing()
    assert not any(growing.take(piece) for piece in pieces(text, size))
    assert [*growing.files] == ["app.py"]


def test_decorators_do_not_hide_code_that_turns_into_something_else() -> None:
    good = "".join(f'@app.get("/{n}")\ndef f{n}():\n    return {n}\n\n' for n in range(9))
    prose = "".join(f"Now we say in words what part {n} does\nand then: go on to the next (one\n" for n in range(40))
    growing, come = read(f"{FENCE}python app.py\n{good}{prose}")
    assert "app.py is no code that can be read from line" in growing.hopeless
    assert come < len(good + prose)


def test_a_text_that_begins_anew_forgets_what_was() -> None:
    growing = Growing()
    growing.take("and so on " * 400)
    assert growing.hopeless
    growing.restart()
    assert not growing.take(f"{FENCE}python app.py\nimport streamlit as st\n{FENCE}\n")
    assert set(growing.files) == {"app.py"}


@given(st.text(max_size=1500) | st.text(alphabet="a1:@()'\" \n", max_size=1500), st.integers(1, 300))
def test_any_text_grows(text: str, size: int) -> None:
    growing = Growing()
    for piece in pieces(f"{FENCE}python app.py\n{text}\n{FENCE}\n", size):
        growing.take(piece)
