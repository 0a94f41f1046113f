"""Replies as models write them, and what is read out of each."""

import json

import pytest
from hypothesis import given, strategies as st

from generator.contract import Kind
from generator.edits import Change, Edit, apply_edits
from generator.files import MOST_BYTES, MOST_FILES, path_fault, read_reply
from tests.bench import changes

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


def test_every_reply_of_the_benchmark_can_be_made() -> None:
    assert changes.run().splitlines()[-1].startswith("| **together** |")


FILES = {"index.html": PAGE.encode(), "app.py": b"import os\n\ndef total():\n    return 1\n\nclass Basket:\n    pass\n"}
BODY = "def total():\n    return 2\n"


@pytest.mark.parametrize(
    "reply",
    [
        f"{FENCE}python app.py :: total\n{BODY}{FENCE}",
        f"{FENCE}python app.py::total\n{BODY}{FENCE}",
        f"{FENCE}app.py :: total\n{BODY}{FENCE}",
        f"{FENCE}py file=app.py :: total\n{BODY}{FENCE}",
        f"{FENCE}python ./app.py :: replace total\n{BODY}{FENCE}",
        f"The sum was wrong.\n\napp.py :: total\n{FENCE}python\n{BODY}{FENCE}\nThat is all.",
        f"**app.py :: total**\n\n{FENCE}python\n{BODY}{FENCE}",
        f"### 1. `app.py` :: `total`\n{FENCE}python\n{BODY}{FENCE}",
        f"- `app.py :: total`:\n{FENCE}python\n{BODY}{FENCE}",
        f"app.py → total\n{FENCE}python\n{BODY}{FENCE}",
        f"{FENCE}python\n# app.py :: total\n{BODY}{FENCE}",
        f"~~~python app.py :: total\n{BODY}~~~",
    ],
)
def test_a_change_is_read_however_its_head_is_written(reply: str) -> None:
    [change] = read_reply(reply, Kind.STREAMLIT, FILES).edits
    assert isinstance(change, Change)
    assert (change.path, change.target, change.action, change.body) == ("app.py", "total", "replace", BODY)


@pytest.mark.parametrize(
    ("head", "action", "target"),
    [
        ("delete total", "delete", "total"),
        ("remove: total", "delete", "total"),
        ("after Basket.add", "after", "Basket.add"),
        ("before if st.button('Add'):", "before", "if st.button('Add'):"),
        ("into #main > ul", "into", "#main > ul"),
        ("add half", "replace", "half"),
        ("delete()", "replace", "delete()"),
        ('table[aria-label="Items"]', "replace", 'table[aria-label="Items"]'),
        ("@media (max-width: 30rem)", "replace", "@media (max-width: 30rem)"),
    ],
)
def test_a_head_says_what_is_done_to_what(head: str, action: str, target: str) -> None:
    [change] = read_reply(f"{FENCE}html index.html :: {head}\n<p>\n{FENCE}", Kind.WEB, FILES).edits
    assert isinstance(change, Change)
    assert (change.path, change.action, change.target) == ("index.html", action, target)


def test_an_element_may_be_named_as_in_an_address() -> None:
    [change] = read_reply(f"{FENCE}html index.html#cost\n<output id=cost>\n{FENCE}", Kind.WEB, FILES).edits
    assert isinstance(change, Change)
    assert (change.path, change.target) == ("index.html", "#cost")


def test_prose_above_a_block_is_no_head() -> None:
    reply = f"`std::total` is wrong here:\n{FENCE}app.py\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n{FENCE}"
    assert read_reply(reply, Kind.STREAMLIT, FILES).edits == (Edit("app.py", "a\n", "b\n"),)


def test_a_block_that_was_not_closed_ends_where_the_next_says_what_it_replaces() -> None:
    reply = f"{FENCE}python app.py :: total\n{BODY}{FENCE}python app.py :: Basket\nclass Basket:\n    x = 1\n{FENCE}"
    changes = read_reply(reply, Kind.STREAMLIT, FILES).edits
    assert [change.target for change in changes if isinstance(change, Change)] == ["total", "Basket"]


def test_the_last_fence_may_be_forgotten_where_the_end_is_plain() -> None:
    assert not read_reply(f"{FENCE}app.py\n{EDIT}\n", Kind.STREAMLIT, FILES).cut
    assert not read_reply(f"{FENCE}html index.html\n{PAGE}", Kind.WEB).cut
    assert read_reply(f"{FENCE}python app.py :: total\n{BODY}", Kind.STREAMLIT, FILES).cut


@pytest.mark.parametrize("reply", [f"{FENCE}python\n{BODY}{FENCE}", f"app.py\n{FENCE}python\n{BODY}{FENCE}"])
def test_a_part_without_a_head_is_no_whole_file(reply: str) -> None:
    after, told = apply_edits(FILES, read_reply(reply, Kind.STREAMLIT, FILES).edits)
    assert told == []
    assert after["app.py"] == FILES["app.py"].replace(b"return 1", b"return 2")


def test_a_whole_file_is_one_though_it_lacks_what_was_there() -> None:
    whole = "import os\n\ndef total():\n    return 2\n"
    assert read_reply(f"{FENCE}python app.py\n{whole}{FENCE}", Kind.STREAMLIT, FILES).files == {
        "app.py": whole.encode()
    }


def test_a_diff_is_read_without_its_numbers() -> None:
    diff = "--- a/app.py\n+++ b/app.py\n@@ -99,3 +99,3 @@\n def total():\n-    return 1\n+    return 2\n"
    edits = read_reply(f"app.py\n{FENCE}diff\n{diff}{FENCE}", Kind.STREAMLIT, FILES).edits
    assert apply_edits(FILES, edits) == ({**FILES, "app.py": FILES["app.py"].replace(b"1", b"2")}, [])


def test_an_edit_without_a_word_of_its_file_finds_the_only_one_that_knows_it() -> None:
    reply = f"{FENCE}python :: total\n{BODY}{FENCE}"
    after, told = apply_edits(FILES, read_reply(reply, Kind.STREAMLIT, FILES).edits)
    assert told == []
    assert b"return 2" in after["app.py"]


@pytest.mark.parametrize(
    "reply",
    [
        f"{FENCE}app.py\n" + "<<<<<<< SEARCH\n=======\n" * 5000,
        f"{FENCE}js\n" * 5000,
        f"{FENCE}html index.html :: x\na" + "()" * 5000 + f"\n{FENCE}",
        f"{FENCE}js index.html :: x\n" + "function a(){" * 3000 + f"\n{FENCE}",
    ],
    ids=["edits", "fences", "brackets", "functions"],
)
@pytest.mark.timeout(20)
def test_a_reply_made_to_be_slow_is_read_all_the_same(reply: str) -> None:
    apply_edits(FILES, read_reply(reply, Kind.STREAMLIT, FILES).edits)


@given(st.text(max_size=400), st.sampled_from(list(Kind)), st.booleans())
def test_any_reply_is_read(text: str, kind: Kind, repair: bool) -> None:
    for reply in (text, f"{FENCE}python app.py :: {text}\n{text}\n{FENCE}", f"{FENCE}\n{text}"):
        parsed = read_reply(reply, kind, FILES if repair else None)
        apply_edits(FILES, parsed.edits)


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
