"""Two versions beside each other: what differs, with its line numbers, and nothing that is no text."""

from gallery.side_by_side import MOST_ROWS, Row, changes

TEXT = [f"line {number}" for number in range(1, 31)]


def as_file(lines: list[str]) -> dict[str, bytes]:
    return {"app.py": "\n".join(lines).encode()}


def test_a_changed_line_stands_beside_the_old_one_with_what_is_around() -> None:
    (changed,) = changes(as_file(TEXT), as_file([*TEXT[:14], "new \x1b[31mone", *TEXT[15:]]))
    assert changed.told == "changed: 1 line added, 1 removed"
    assert [row.kind for row in changed.rows] == ["gap", *["same"] * 3, "changed", *["same"] * 3, "gap"]
    assert changed.rows[4] == Row("changed", (15, "line 15"), (15, "new one"))


def test_added_lines_stand_beside_nothing() -> None:
    (changed,) = changes(as_file(TEXT), as_file([*TEXT, "last"]))
    assert changed.rows[-1] == Row("changed", None, (31, "last"))
    assert changed.told == "changed: 1 line added, 0 removed"


def test_files_that_come_go_or_are_no_text_are_said() -> None:
    told = {one.path: one.told for one in changes({"gone": b"a", "same": b"x"}, {"here": b"\0\1", "same": b"x"})}
    assert told == {
        "gone": "removed: 0 lines added, 1 removed",
        "here": "not there before, 2 bytes after; no text to compare",
    }


def test_a_file_that_is_all_new_is_cut() -> None:
    (changed,) = changes({}, as_file([str(number) for number in range(MOST_ROWS * 2)]))
    assert len(changed.rows) == MOST_ROWS
    assert "the first" in changed.told
