"""Replies as models write them, and what is read out of each."""

import json

import pytest

from generator.contract import Kind
from generator.files import MOST_BYTES, MOST_FILES, Edit, apply_edits, path_fault, read_reply

PAGE = "<!doctype html>\n<html><body>hello</body></html>\n"
SCRIPT = 'import streamlit as st\n\nst.write("hello")\n'
FENCE = "```"


def web(text: str) -> dict[str, str]:
    return {name: body.decode() for name, body in read_reply(text, Kind.WEB).files.items()}


@pytest.mark.parametrize(
    "reply",
    [
        f"{FENCE}html index.html\n{PAGE}{FENCE}",
        f"Here it is:\n\n{FENCE}html:index.html\n{PAGE}{FENCE}\nEnjoy!",
        f'{FENCE}html filename="index.html"\n{PAGE}{FENCE}',
        f"{FENCE}html title=./index.html\n{PAGE}{FENCE}",
        f"{FENCE}index.html\n{PAGE}{FENCE}",
        f"**index.html**\n{FENCE}html\n{PAGE}{FENCE}",
        f"### 1. `index.html`\n\n{FENCE}html\n{PAGE}{FENCE}",
        f"File: index.html\n{FENCE}\n{PAGE}{FENCE}",
        f"=== index.html ===\n{FENCE}html\n{PAGE}{FENCE}",
        f"Some words.\n\n~~~html\n{PAGE}~~~\n",
        f"{FENCE}html\n{PAGE}{FENCE}",
        f"<file path='index.html'>\n{PAGE}</file>",
        PAGE,
        f"Sure! This is the page.\n{PAGE}\nOpen it in a browser.",
        json.dumps({"files": {"index.html": PAGE}}),
        json.dumps({"files": [{"path": "index.html", "content": PAGE}]}),
        f"{FENCE}html page.html\n{PAGE}{FENCE}",
        f"{FENCE}html my-app/index.html\n{PAGE}{FENCE}",
        f"\ufeff{FENCE}html index.html\r\n{PAGE}{FENCE}".replace("\n", "\r\n").replace("\ufeff", ""),
    ],
)
def test_a_page_is_found_however_it_is_wrapped(reply: str) -> None:
    assert {name: body.strip() for name, body in web(reply).items()} == {"index.html": PAGE.strip()}


def test_the_name_in_a_first_comment_counts() -> None:
    reply = f"{FENCE}js\n// static/app.js\nlet a = 1\n{FENCE}\n{FENCE}html\n<!-- index.html -->\n{PAGE}{FENCE}"
    assert set(web(reply)) == {"static/app.js", "index.html"}


@pytest.mark.parametrize("reply", [f"{FENCE}python\n{SCRIPT}{FENCE}", SCRIPT, f"`main.py`\n{FENCE}py\n{SCRIPT}{FENCE}"])
def test_a_streamlit_script_becomes_app_py(reply: str) -> None:
    assert read_reply(reply, Kind.STREAMLIT).files == {"app.py": SCRIPT.encode()}


def test_commands_to_type_are_no_files() -> None:
    reply = f"Run it:\n{FENCE}bash\nstreamlit run app.py\n{FENCE}\n{FENCE}python app.py\n{SCRIPT}{FENCE}"
    assert set(read_reply(reply, Kind.STREAMLIT).files) == {"app.py"}


def test_a_fence_within_a_file_belongs_to_it() -> None:
    inner = f'import streamlit as st\nst.markdown("""\n{FENCE}python\nx = 1\n{FENCE}\n""")\nst.write("end")\n'
    parsed = read_reply(f"{FENCE}python app.py\n{inner}{FENCE}\n", Kind.STREAMLIT)
    assert parsed.files == {"app.py": inner.encode()}


def test_a_reply_that_ends_within_a_file_is_cut() -> None:
    assert read_reply(f"{FENCE}html index.html\n<!doctype html>\n<html><bo", Kind.WEB).cut
    assert read_reply("<!doctype html>\n<html><bo", Kind.WEB).cut
    assert read_reply("<file path='index.html'>\n<html>", Kind.WEB).cut
    assert not read_reply(f"{FENCE}html index.html\n{PAGE}{FENCE}", Kind.WEB).cut


@pytest.mark.parametrize(
    "line",
    [
        "// ... rest of the code stays the same ...",
        "# ... existing code ...",
        "<!-- the rest remains unchanged -->",
        "/* same styles as before */",
        "// (previous functions unchanged)",
        "    # ...",
        "// … other functions here",
    ],
)
def test_a_file_with_a_part_left_out_is_refused(line: str) -> None:
    parsed = read_reply(f"{FENCE}html index.html\n<html>\n{line}\n</html>\n{FENCE}", Kind.WEB)
    assert not parsed.files
    assert "leaves a part out" in parsed.faults[0]


@pytest.mark.parametrize(
    "line",
    [
        "// the remaining seconds, never below zero",
        "# Keep the rest of the list in order",
        "/* same width on every screen */",
        "// other players take their turn",
        "let rest = [...items]; // copy",
        "# previous total, for the trend",
    ],
)
def test_ordinary_comments_are_not_taken_for_gaps(line: str) -> None:
    assert read_reply(f"{FENCE}html index.html\n<html>\n{line}\n</html>\n{FENCE}", Kind.WEB).files


@pytest.mark.parametrize("text", ["", "I can't do that.", "Let me think about index.html first.", "{}", "```\nls\n```"])
def test_prose_holds_no_files(text: str) -> None:
    parsed = read_reply(text, Kind.WEB)
    assert not parsed.files
    assert not parsed.edits


@pytest.mark.parametrize(
    "path", ["../x.py", "/etc/passwd", "a/../../b", ".env", "a//b", "a\\b.py", "x" * 130, "a/b/c/d/e/f"]
)
def test_paths_that_could_leave_the_folder_are_refused(path: str) -> None:
    assert path_fault(path)
    reply = json.dumps({"files": {"index.html": PAGE, f"{path}.txt": "x"}})
    assert not read_reply(reply, Kind.WEB).files
    assert not read_reply(f'<file path="{path}.txt">x</file><file path="index.html">{PAGE}</file>', Kind.WEB).files


def test_bounds_hold() -> None:
    many = json.dumps({"files": {f"f{n}.txt": "x" for n in range(MOST_FILES + 1)}})
    large = json.dumps({"files": {"index.html": "x" * (MOST_BYTES + 1)}})
    assert "too many" in read_reply(many, Kind.WEB).faults[0]
    assert "larger" in read_reply(large, Kind.WEB).faults[0]


EDIT = "<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE"


@pytest.mark.parametrize(
    "reply",
    [
        f"{FENCE}index.html\n{EDIT}\n{FENCE}",
        f"index.html\n{FENCE}html\n{EDIT}\n{FENCE}",
        f"The cause is clear.\n\nindex.html\n{EDIT}\n",
        f"{FENCE}\n{EDIT}\n{FENCE}",
        f"{FENCE}html\n{EDIT}\n{FENCE}",
    ],
)
def test_edits_are_read(reply: str) -> None:
    known = {"index.html": b"old\n"}
    assert read_reply(reply, Kind.WEB, known).edits == (Edit("index.html", "old\n", "new\n"),)


def test_several_edits_in_one_block() -> None:
    parsed = read_reply(
        f"{FENCE}index.html\n{EDIT}\n{EDIT.replace('old', 'other')}\n{FENCE}", Kind.WEB, {"index.html": b""}
    )
    assert [edit.search for edit in parsed.edits] == ["old\n", "other\n"]


def test_half_an_edit_is_a_fault() -> None:
    assert read_reply(f"{FENCE}index.html\n<<<<<<< SEARCH\nold\n=======\n{FENCE}", Kind.WEB, {"index.html": b""}).faults


def test_edits_apply_where_they_stand_once() -> None:
    files = {"a.py": b"one\ntwo\none\n"}
    assert apply_edits(files, (Edit("a.py", "two\n", "2\n"),)) == ({"a.py": b"one\n2\none\n"}, [])
    assert "found 2 times" in apply_edits(files, (Edit("a.py", "one\n", "1\n"),))[1][0]
    assert "not found" in apply_edits(files, (Edit("a.py", "three\n", ""),))[1][0]
    assert "no file" in apply_edits(files, (Edit("b.py", "x", "y"),))[1][0]


def test_spaces_at_line_ends_do_not_hinder_an_edit() -> None:
    after, faults = apply_edits(
        {"a.py": b"if a:  \n    b()\n"}, (Edit("a.py", "if a:\n    b()\n", "if c:\n    d()\n"),)
    )
    assert (after, faults) == ({"a.py": b"if c:\n    d()\n"}, [])


def test_an_edit_without_text_to_search_is_refused() -> None:
    assert apply_edits({"a.py": b"x\n"}, (Edit("a.py", "\n", "y\n"),))[1]
