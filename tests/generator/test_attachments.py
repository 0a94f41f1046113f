"""What comes with a spec is looked into, told to models in a few lines, and given to checks."""

import io
import json
from typing import Any

import openpyxl
import pytest
from PIL import Image as Picture
from pypdf import PdfWriter

from generator.attachments import LATE, look_into
from generator.contract import Kind, Mark, Spec
from generator.conversation import request
from generator.payload.glance import MOST_LETTERS, glance
from sandbox import Engine, Image, Ran, Runtime, Sandbox, SandboxError
from tests.endpoint_server import PlayedEndpoint
from tests.generator.playing import Playing

SALES = "Datum;Betrag;Zweck\n2024-01-02;3,50;Miete\n2024-03-01;1.200,00;Bus\n2024-02-01;-7,25;\n"
BOMB = b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (n, n, n - 1, n - 1) for n in range(98, 122))
API = {
    "openapi": "3.0.1",
    "info": {"title": "Pets"},
    "paths": {"/pets/{id}": {"get": {"summary": "One pet", "parameters": [{"name": "id"}], "responses": {"200": {}}}}},
    "components": {"schemas": {"Pet": {"properties": {"id": {}, "name": {}}}}},
}


def workbook() -> bytes:
    book, into = openpyxl.Workbook(), io.BytesIO()
    for row in (("Name", "Points"), ("Ann", 3), ("Bo", 4.5)):
        book.active.append(row)
    book.save(into)
    return into.getvalue()


def picture() -> bytes:
    into = io.BytesIO()
    Picture.new("RGBA", (320, 200)).save(into, "PNG")
    return into.getvalue()


def pdf(*, locked: bool = False) -> bytes:
    into, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    if locked:
        writer.encrypt("secret")
    writer.write(into)
    return into.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("s.csv", SALES.encode(), ["utf-8", "a semicolon", "3 rows", "- Datum: date, 2024-01-02 to 2024-03-01"]),
        ("s.csv", SALES.encode(), ["- Betrag: number with a decimal comma, -7,25 to 1.200,00", "1 empty"]),
        ("a.csv", b"n,b\n1,true\n2.5,no\nx,yes\n", ["- n: number (2 of 3, else x), 1 to 2.5", "- b: yes or no"]),
        ("a.csv", b"1,2\n3,4\n5\n", ["3 rows below no heads", "column 1: whole number, 1 to 5", "1 rows have another"]),
        ("a.tsv", b"a\tb\n1\tx\n", ["cells parted by a tab", "- b: text, 1 different: x"]),
        ("l.csv", "Straße,Zahl\nGrüngasse,1\n".encode("cp1252"), ["probably cp1252", "Straße"]),
        ("u.csv", "a,b\n1,2\n".encode("utf-16"), ["utf-16", "- a: whole number, 1 to 1"]),
        ("x.csv", b"", ["empty"]),
        ("p.json", b'{"users":[{"id":1,"tags":["a"]},{"id":2}],"v":1.5}', ["users: a list of 2", "(1 lack", "v: 1.5"]),
        ("n.json", b"[3, 1, 2.5]", ["a list of 3 numbers from 1 to 3"]),
        ("r.jsonl", b'{"a":1}\n{"a":2}\n', ["JSON value on each line: a list of 2, each {a: 2}"]),
        ("api.json", json.dumps(API).encode(), ["“Pets”", "- GET /pets/{id} with id answers 200: One pet"]),
        ("api.yaml", b"openapi: 3.0.1\npaths: {/pets: {get: {responses: {'200': {}}}}}", ["- GET /pets answers 200"]),
        ("a.log", b"2024-05-01 12:00:00 ERROR 7 ms\n2024-05-01 12:00:09 INFO up\n", ["a log, from 2024", "ERROR 1"]),
        ("notes.md", b"# Rules\nno pets\n", ["2 lines, 4 words", "no pets"]),
        ("b.xlsx", workbook(), ["an Excel workbook", "2 rows below the heads", "- Points: number, 3 to 4.5"]),
        ("p.png", picture(), ["a PNG picture, 320 × 200 pixels", "transparency"]),
        ("d.pdf", pdf(), ["a PDF of 2 pages without text"]),
        ("d.pdf", pdf(locked=True), ["locked by a password"]),
        ("x.bin", bytes(range(256)) * 9, ["not text"]),
        ("bad.pdf", b"%PDF-1.4\n garbage", ["can't be read"]),
        ("bad.xlsx", b"PK\3\4 garbage", ["can't be read"]),
        ("bad.png", b"\x89PNG\r\n\x1a\n garbage", ["can't be read"]),
        ("deep.json", b"[" * 100_000, ["can't be read: RecursionError"]),
        ("bomb.yaml", BOMB, ["YAML"]),
        ("small.csv", b"a,b\n" + b"1,2\n" * 9, ["All of it:\na,b\n1,2\n1,2\n1,2\n1,2\n1,2"]),
        ("large.csv", b"a,b\n" + b"1,2\n" * 900, ["900 rows", "It begins:\na,b\n1,2\n1,2\n1,2"]),
        ("wide.csv", b",".join(b"c%d" % n for n in range(900)) + b"\n", ["900 columns", "and more columns"]),
        ("long.txt", b"word " * 100_000, ["100000 words"]),
    ],
)  # fmt: skip
def test_a_file_of_any_sort_is_told_in_a_few_lines(name: str, body: bytes, said: list[str]) -> None:
    told = glance(name, body)
    assert len(told) <= MOST_LETTERS
    for words in said:
        assert words in told


def test_files_are_looked_into_in_a_sandbox_and_a_bad_one_holds_up_no_other(engine: Engine) -> None:
    files = {"glance.py": b"print('mine')\n", "b/x.pdf": b"%PDF-1.4 garbage", "s.csv": SALES.encode()}
    with engine.open(Image.APP, runtime=Runtime.SCRIPT) as box:
        told = look_into(files, lambda: box)
    assert told["s.csv"] == glance("s.csv", SALES.encode())
    assert told["b/x.pdf"].startswith("It can't be read")
    assert "print" in told["glance.py"]


class Box:
    """A sandbox that answers what a file has made of its reader."""

    def __init__(self, output: bytes) -> None:
        self.output = output

    def put(self, files: Any) -> None:
        pass

    def run(self, argv: Any, **more: Any) -> Ran:
        return Ran(0, self.output, b"", 0.1)


def test_what_a_reader_says_is_not_believed_to_be_more_than_text() -> None:
    lines = [
        b'{"name": "a.csv", "said": "fine\\u001b[2J\\u202e"}',
        b'{"name": "../b", "said": "no"}',
        b'{"name": "b.csv", "said": ["no text"]}',
        b"junk",
    ]
    files = {"a.csv": b"", "b.csv": b""}
    assert look_into(files, lambda: Box(b"\n".join(lines))) == {"a.csv": "fine[2J", "b.csv": LATE}  # type: ignore[return-value, arg-type]


def test_without_a_sandbox_the_run_goes_on() -> None:
    def none() -> Sandbox:
        raise SandboxError("There is no engine.")

    assert look_into({"a.csv": b""}, none) == {"a.csv": LATE}
    assert look_into({}, none) == {}


@pytest.fixture
def many() -> Spec:
    files = {f"f{n}.csv": b"x" * 2000 for n in range(90)}
    return Spec("sum it up", files=files, seen=dict.fromkeys(files, "letters " * 200))


def test_a_prompt_tells_of_the_first_files_and_names_the_others(many: Spec) -> None:
    said = str(request(many)["content"])
    assert "files/f0.csv, 2,000 bytes: letters" in said
    assert "\nfiles/f8.csv\n" in said
    assert "and 22 more" in said
    assert len(said) < 12_000


def test_a_table_that_comes_with_the_spec_is_known_to_all_and_used_in_checks(
    engine: Engine, endpoint: PlayedEndpoint
) -> None:
    played = Playing(endpoint)
    played.plays("ausgaben", "ausgaben.good.md")
    spec = Spec(
        "Ich lade eine CSV-Datei meiner Ausgaben hoch und sehe die Summe für jeden Zweck in der Tabelle „Summen“.",
        kind=Kind.WEB,
        files={"ausgaben.csv": b"Datum;Betrag;Zweck\n1.2.24;3,50;Miete\n2.2.24;1.200,00;Miete\n3.2.24;7,25;Bus\n"},
    )
    result = played.make(spec, engine)
    assert [(claim.mark, claim.claim.importance) for claim in result.claims] == [
        (Mark.PASSED, "core"),
        (Mark.PASSED, "usual"),
        (Mark.PASSED, "usual"),
    ]
    assert result.plan
    assert result.plan.exact == ["Summen"]
    for asked in endpoint.asked:
        assert "- Betrag: number with a decimal comma, 3,50 to 1.200,00" in asked.text
    assert result.candidate
    assert result.candidate.files["files/ausgaben.csv"] == spec.files["ausgaben.csv"]
