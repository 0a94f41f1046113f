"""Logs, data and tracebacks that somebody kept: what is odd in them is found, with where it is."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gallery.contract import GalleryError
from gallery.debug import stays
from gallery.debug.data import read_data
from gallery.debug.evidence import Evidence, Finding, LogReport, Reproduced
from gallery.debug.investigate import Wish, investigate
from gallery.debug.logs import read_log
from gallery.debug.report import findings
from gallery.debug.tracebacks import command_of, read_traceback
from sandbox.contract import Engine
from tests.gallery.debug.conftest import Make, quiet

FORMATS = {
    "ISO times": "2026-03-01T10:00:{:02} INFO request {} done",
    "a web server's log": '10.0.0.1 - - [01/Mar/2026:10:00:{:02} +0000] "GET /item/{} HTTP/1.1" 200 12',
    "syslog": "Mar  1 10:00:{:02} host app[3]: request {} done",
    "JSON lines": '{{"ts": "2026-03-01T10:00:{:02}Z", "level": "info", "msg": "request {} done"}}',
    "plain lines": "step {} of {}",
}


def test_findings_of_one_second_lie_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stays.time, "strftime", lambda _: "20260301-100000")
    evidence = Evidence(("pytest",), "python", "my_shop", Reproduced("no"))
    folders = [stays.put_down(evidence, tmp_path) for _ in range(3)]
    assert len({*folders}) == 3
    assert all((folder / "findings.md").exists() for folder in folders)


def found(listed: tuple[Finding, ...], sort: str) -> Finding:
    return next(one for one in listed if one.sort == sort)


@pytest.mark.parametrize("name", FORMATS)
def test_a_log_s_format_is_told_and_alike_lines_are_one_kind(name: str) -> None:
    report = read_log("\n".join(FORMATS[name].format(second, second * 7) for second in range(40)).encode())
    assert report.format == name
    assert [one.count for one in report.templates] == [40]
    if name != "plain lines":
        assert sum(count for _, count, _ in report.rates) == 40
        assert report.shown[1].at is not None
        assert report.shown[0].at is not None
        assert report.shown[1].at - report.shown[0].at == 1


def test_the_first_trouble_what_came_before_it_and_silence_are_found() -> None:
    lines = [f"2026-03-01 10:00:{second:02} INFO served {second} in 3 ms" for second in range(50)]
    lines[30:30] = ["2026-03-01 10:00:29 WARNING pool is down to 1 connection"]
    lines[33:33] = ["2026-03-01 10:00:31 ERROR order 17 failed: no connection"]
    lines += [f"2026-03-01 10:03:{second:02} ERROR order {second} failed: no connection" for second in range(5)]
    report = read_log("\n".join(lines).encode())
    assert report.findings[0].rows == (34,)
    assert "order 17" in report.findings[0].text
    assert found(report.findings, "before").rows[-1] == 31
    assert found(report.findings, "repeated").text.startswith("6 times")
    assert "131 s" in found(report.findings, "silence").text
    long = read_log(("\n".join(lines[:30] * 100) + "\n" + "\n".join(lines[30:])).encode())
    assert len(long.shown) < long.lines == 3000 + len(lines) - 30
    assert any("order 17" in one.text for one in long.shown)


def test_a_log_can_steer_no_terminal_and_no_page() -> None:
    report = read_log(b"\x1b]0;title\x07ERROR <img src=x onerror=alert(1)> `` [x](http://a.example)\xff\n")
    assert report.shown[0].text.startswith("ERROR <img")
    told = findings(replace(EMPTY, log=report))
    assert "\x1b" not in told
    assert "\\<img src" in told
    assert "\\[x\\](http:\\//" in told


EMPTY = Evidence((), "", "x", Reproduced("not run"), log=LogReport("", 0))
ORDERS = ["item,count,price,sum,day"]
ORDERS += [
    f"pen {number},{count},{price},{count * price},2026-01-{number % 28 + 1:02}"
    for number, count, price in ((n, n % 7 + 2, n % 5 + 1.5) for n in range(60))
]


def test_broken_rows_odd_cells_and_sums_that_are_off_are_found(engine: Engine) -> None:
    rows = [*ORDERS]
    rows[10] = "ink,3,2.5,75,2026-01-05"
    rows[20] = "ink,three,2.5,7.5,2026-01-05"
    rows[30] = "ink,3,2.5,7.5,05.01.2026"
    rows[40] = "ink;3;2.5"
    rows[50] = rows[49]
    report = read_data(engine, "\n".join(rows).encode(), "orders.csv", "why is the sum off?")
    assert (report.format, report.rows) == ("CSV with commas", 60)
    assert report.findings[0].sort == "relation", "what the question asks of comes first"
    assert report.findings[0].text.startswith("sum is count × price in all but 1 rows")
    assert "off by 67.5" in report.findings[0].text
    assert report.findings[0].rows == (11,)
    assert found(report.findings, "broken").rows == (41,)
    assert found(report.findings, "kind").rows == (21,)
    assert found(report.findings, "dates").rows == (31,)
    assert found(report.findings, "doubled").rows == (51,)
    assert {one.name: one.kind for one in report.columns} == {
        "item": "text",
        "count": "integer",
        "price": "number",
        "sum": "number",
        "day": "date",
    }
    assert any(cells[0] == "41" for cells in report.head)


def test_json_that_misses_a_field_and_bytes_that_are_no_table(engine: Engine) -> None:
    entries = [{"id": n, "paid": True} for n in range(20)]
    del entries[7]["paid"]
    report = read_data(engine, json.dumps({"orders": entries}).encode(), "orders.json", "")
    assert found(report.findings, "missing").rows == (8,)
    with pytest.raises(GalleryError, match="as a table"):
        read_data(engine, b"PK\x03\x04nothing", "orders.xlsx", "")
    with pytest.raises(GalleryError, match="bytes that are no text"):
        read_data(engine, bytes(range(256)), "orders.csv", "")
    latin = read_data(engine, "day,gâteau\n1,é\n\x81,2\n".encode("latin-1"), "cakes.csv", "")
    assert [one.sort for one in latin.findings].count("encoding") == 1


def test_a_traceback_of_elsewhere_finds_its_files_and_its_test(make: Make, engine: Engine) -> None:
    root = make()
    text = """Traceback (most recent call last):
  File "/home/me/shop/cli.py", line 3, in main
    total()
  File "/home/me/work/shop/basket.py", line 21, in total
    return sub
  File "/usr/lib/python3/site-packages/basket.py", line 9, in _
ValueError: no price
"""
    signature, frames = read_traceback(text, ["basket.py", "tests/test_basket.py"])
    assert signature
    assert (signature.kind, signature.message) == ("ValueError", "no price")
    assert (signature.path, signature.line) == ("basket.py", 21)
    assert [one.own for one in frames] == [False, True, False]
    assert command_of(frames) == ()
    pytest_text = "tests/test_basket.py:15: in test_fifty_ships_free\n    x\nE   AssertionError: assert 55 == 50\n"
    told, frames = read_traceback(pytest_text, ["basket.py", "tests/test_basket.py"])
    assert command_of(frames) == ("pytest", "tests/test_basket.py", "-k", "test_fifty_ships_free")
    assert told
    assert told.kind == "AssertionError"
    looked = investigate(Wish(root, traceback=text, name="crash.txt"), engine, quiet)
    assert looked.case is None
    assert [one.name for one in looked.evidence.functions] == ["Basket.total"]
    assert "def total" in looked.evidence.frames[1].source
    assert any("mayfly debug -- COMMAND" in note for note in looked.evidence.notes)
    with pytest.raises(GalleryError, match="no traceback"):
        investigate(Wish(root, traceback="all is well", name="x.txt"), engine, quiet)
