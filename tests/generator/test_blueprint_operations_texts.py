"""Operations on texts, tables, files, pictures and chance give what was worked out by hand."""

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from PIL import Image

from generator.blueprint.catalogue import catalogue, function_of
from generator.payload.blocks.operation import AnswerError, Download, Upload

TEXT = "The cat sat. The dog ran, didn't it?\n\nA well-known end!"
CSV = "name,city,amount\nAnn,Rome,10\nBen,Oslo,20.5\nCy,Rome,5\n"
ROWS = [
    {"name": "Ann", "city": "Rome", "amount": 10.0},
    {"name": "Ben", "city": "Oslo", "amount": 20.5},
    {"name": "Cy", "city": "Rome", "amount": 5.0},
]
CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("count_words", (TEXT,), 11),
    ("count_words", ("",), 0),
    ("count_characters", ("a b\n",), 4),
    ("count_characters_without_spaces", ("a b\n",), 2),
    ("count_sentences", (TEXT,), 3),
    ("count_sentences", ("It costs 3.50 today. Yes",), 2),
    ("count_paragraphs", (TEXT,), 2),
    ("count_lines", ("a\nb\nc",), 3),
    ("count_vowels", ("Education",), 5),
    ("count_syllables", ("table water cake",), 5),
    ("count_occurrences", ("The cat and the dog", "the"), 2),
    ("reading_minutes", ("word " * 400,), 2),
    ("reading_time", ("word " * 300,), "1 min 30 s"),
    ("average_word_length", ("ab abcd",), 3),
    ("average_word_length", ("",), 0),
    ("unique_words", ("The the cat",), 2),
    ("longest_word", ("a bigger word",), "bigger"),
    ("shortest_word", ("bigger a word",), "a"),
    ("word_frequency", ("b a b", 1), [{"Word": "b", "Count": 2}]),
    ("most_common_word", ("b a b",), "b"),
    ("letter_frequency", ("aBb",), [{"Letter": "b", "Count": 2}, {"Letter": "a", "Count": 1}]),
    ("reading_ease", ("The cat sat on the mat.",), 116.145),
    ("extract_emails", ("Write a.b@c.org, or x@y.co.uk.",), ["a.b@c.org", "x@y.co.uk"]),
    ("extract_links", ("See https://a.org/x?y=1. And www.b.com",), ["https://a.org/x?y=1", "www.b.com"]),
    ("extract_numbers", ("3 apples, -2.5 and 1,000",), ["3", "-2.5", "1,000"]),
    ("extract_hashtags", ("#one and #two #one",), ["#one", "#two"]),
    ("extract_phone_numbers", ("call +49 30 1234567 or 12",), ["+49 30 1234567"]),
    ("extract_dates", ("on 2024-05-31 and 1/6/2024",), ["2024-05-31", "1/6/2024"]),
    ("is_palindrome", ("A man, a plan, a canal: Panama",), "Yes, it is a palindrome"),
    ("is_palindrome", ("abc",), "No, it is not a palindrome"),
    ("are_anagrams", ("Listen", "silent"), "Yes, they are anagrams"),
    ("are_anagrams", ("cat", "car"), "No, they are not anagrams"),
    (
        "compare_texts",
        ("a\nb", "a\nc"),
        [{"Change": "Same", "Line": "a"}, {"Change": "Removed", "Line": "b"}, {"Change": "Added", "Line": "c"}],
    ),
    ("similarity", ("abcd", "abxx"), 50),
    ("compare_lists", ("a\nb\nc", "b\nc\nd"), ["b", "c"]),
    ("compare_lists", ("a\nb", "b\nd", "only in the second"), ["d"]),
    ("in_both_lists", ("a\nb\nb", "b\nd"), ["b"]),
    ("only_in_first_list", ("a\nb", "b\nd"), ["a"]),
    ("only_in_second_list", ("a\nb", "b\nd"), ["d"]),
    ("lines_with", ("Red\nblue\nreddish", "red"), ["Red", "reddish"]),
    ("password_strength", ("Abcdefgh1234!",), "Strong"),
    ("uppercase", ("añ",), "AÑ"),
    ("lowercase", ("AÑ",), "añ"),
    ("title_case", ("it's a dog's life",), "It's A Dog's Life"),
    ("sentence_case", ("HELLO there. how ARE you?",), "Hello there. How are you?"),
    ("change_case", ("Hello big world", "kebab-case"), "hello-big-world"),
    ("swap_case", ("aB",), "Ab"),
    ("snake_case", ("helloWorld HTTPServer",), "hello_world_http_server"),
    ("camel_case", ("Hello big-world",), "helloBigWorld"),
    ("kebab_case", ("Hello big_world",), "hello-big-world"),
    ("slug", ("Crème brûlée, twice!",), "creme-brulee-twice"),
    ("reverse_text", ("abc",), "cba"),
    ("reverse_words", ("one two three",), "three two one"),
    ("sort_lines", ("b\n\nA\nc",), "A\nb\nc"),
    ("sort_lines", ("b\nA", "Z to A"), "b\nA"),
    ("remove_duplicate_lines", ("a\nb\na",), "a\nb"),
    ("reverse_lines", ("a\nb",), "b\na"),
    ("number_lines", ("a\nb",), "1. a\n2. b"),
    ("wrap_lines_in", ("a\nb", "<", ">"), "<a>\n<b>"),
    ("remove_blank_lines", ("a\n\n \nb",), "a\nb"),
    ("tidy_spaces", ("  a   b \n c ",), "a b\nc"),
    ("join_lines", ("a\nb", "; "), "a; b"),
    ("split_text", ("a, b ,c",), ["a", "b", "c"]),
    ("remove_punctuation", ("Hi, you! (there)",), "Hi you there"),
    ("remove_digits", ("a1b22",), "ab"),
    ("remove_accents", ("Crème",), "Creme"),
    ("find_and_replace", ("a.b.c", ".", "\\1"), "a\\1b\\1c"),
    ("find_and_replace", ("Cat cat", "CAT", "dog", False), "dog dog"),
    ("wrap_text", ("one two three", 7), "one two\nthree"),
    ("shorten", ("abcdef", 4), "abc…"),
    ("repeat_text", ("ab", 3, "-"), "ab-ab-ab"),
    ("censor", ("Darn that darn cat", "darn"), "**** that **** cat"),
    ("acronym", ("as soon as possible",), "ASAP"),
    ("to_morse", ("SOS 5",), "... --- ... / ....."),
    ("from_morse", ("... --- ... / .....",), "SOS 5"),
    ("caesar", ("Xyz!", 3), "Abc!"),
    ("decode_caesar", ("Abc!", 3), "Xyz!"),
    ("rot13", ("Hello",), "Uryyb"),
    ("to_base64", ("héllo",), "aMOpbGxv"),
    ("from_base64", ("aMOpbGxv",), "héllo"),
    ("url_encode", ("a b&c/ü",), "a%20b%26c%2F%C3%BC"),
    ("url_decode", ("a%20b%26c",), "a b&c"),
    ("html_escape", ("<a & 'b'>",), "&lt;a &amp; &#x27;b&#x27;&gt;"),
    ("text_to_binary", ("Hi",), "01001000 01101001"),
    ("binary_to_text", ("01001000 01101001",), "Hi"),
    ("text_hash", ("abc", "MD5"), "900150983cd24fb0d6963f7d28e17f72"),
    ("text_hash", ("abc",), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("move_times", ("1\n00:00:01,000 --> 00:59:59,900", 2.5), "1\n00:00:03,500 --> 01:00:02,400"),
    ("move_times", ("0:00:01.25 to 10:30, 00:00:09", -1.5), "0:00:00.00 to 10:30, 00:00:08"),
    ("pig_latin", ("Hello apple quick",), "Ellohay appleway ickquay"),
    ("nato_alphabet", ("ab1",), "Alfa Bravo 1"),
    ("format_json", ('{"a":[1,2]}',), '{\n  "a": [\n    1,\n    2\n  ]\n}'),
    ("minify_json", ('{ "a": [1, 2] }',), '{"a":[1,2]}'),
    ("validate_json", ("[1]",), "Valid JSON"),
    ("json_to_yaml", ('{"b": [1], "a": "x"}',), "b:\n- 1\na: x\n"),
    ("yaml_to_json", ("a: [1, 2]",), '{\n  "a": [\n    1,\n    2\n  ]\n}'),
    ("json_to_csv", ('[{"a":1,"b":"x"},{"a":2,"b":"y"}]',), "a,b\n1,x\n2,y\n"),
    ("markdown_to_html", ("# Hi\n\n*you*",), "<h1>Hi</h1>\n<p><em>you</em></p>"),
    ("html_to_text", ("<h1>Hi</h1><script>x()</script><p>you</p>",), "Hi\nyou"),
    ("csv_to_markdown", ("a,b\n1,\n",), "| a | b |\n| --- | --- |\n| 1 |  |"),
    ("preview_table", (CSV, 1), ROWS[:1]),
    ("count_rows", (Upload("x.csv", CSV.encode()),), 3),
    ("count_columns", ([Upload("x.csv", CSV.replace(",", ";").encode())],), 3),
    ("column_names", (ROWS,), ["name", "city", "amount"]),
    (
        "summarise_table",
        (CSV,),
        [
            {
                "Column": "amount", "Count": 3, "Sum": 35.5, "Mean": pytest.approx(11.8333, abs=1e-3),
                "Minimum": 5.0, "Maximum": 20.5,
            }
        ],
    ),
    ("column_figure", (CSV, "Amount"), 35.5),
    ("column_figure", (CSV, "amount", "median"), 10),
    ("column_figure", ("price\n$5\n$7\n", "price", "average"), 6),
    ("group_table", (CSV, "city", "amount"), [{"city": "Oslo", "amount": 20.5}, {"city": "Rome", "amount": 15.0}]),
    ("group_table", (CSV, "city"), [{"city": "Oslo", "Count": 1}, {"city": "Rome", "Count": 2}]),
    ("filter_table", (CSV, "city", "rome"), [ROWS[0], ROWS[2]]),
    ("search_table", (CSV, "rome"), [ROWS[0], ROWS[2]]),
    ("sort_table", (CSV, "amount", "descending"), [ROWS[1], ROWS[0], ROWS[2]]),
    ("remove_duplicate_rows", ("a\n1\n1\n2\n",), [{"a": 1}, {"a": 2}]),
    ("chart_column", ("a,b,c\nx,2,3\ny,5,6\n", "c"), [{"a": "x", "c": 3}, {"a": "y", "c": 6}]),
    ("chart_column", ("a,b\nx,2\ny,5\nx,1\n", "a"), [{"a": "x", "Count": 2}, {"a": "y", "Count": 1}]),
    ("pick_columns", ("a,b,c\n1,2,3\n", "c, a"), [{"c": 3, "a": 1}]),
    ("file_size", (Upload("x", b"a" * 1500),), 1.5),
    ("file_hash", (Upload("x", b"abc"), "MD5"), "900150983cd24fb0d6963f7d28e17f72"),
    ("file_text", (Upload("x", "é".encode("cp1252")),), "é"),
    ("merge_tables", ([Upload("a.csv", b"x\n1\n"), Upload("b.csv", b"x\n2\n")],), b"x\n1\n2\n"),
    ("table_as_csv", ([{"a": 1}],), b"a\n1\n"),
    ("text_as_file", ("hi", "n.txt"), b"hi"),
    ("hex_to_rgb", ("#f80",), "rgb(255, 136, 0)"),
    ("rgb_to_hex", (255, 136, 0), "#ff8800"),
    ("hex_to_hsl", ("#FF0000",), "hsl(0, 100%, 50%)"),
    ("hsl_to_hex", (120, 100, 50), "#00ff00"),
    ("complementary_color", ("#FF0000",), "#00ffff"),
    ("color_shades", ("#FF0000", 1), ["#ff0000"]),
    ("contrast_ratio", ("#000000", "#FFFFFF"), 21),
]  # fmt: skip
ELSEWHERE = {
    "csv_to_json", "csv_to_excel", "excel_to_csv", "pdf_text", "pdf_pages", "qr_code", "wifi_qr_code", "resize_picture",
    "scale_picture", "thumbnail", "greyscale", "rotate_picture", "flip_picture", "blur_picture", "brighten_picture",
    "invert_picture", "write_on_picture", "convert_picture", "picture_size", "picture_palette",
}  # fmt: skip


def call(id_: str, *given: Any) -> Any:
    return function_of(catalogue()[id_])(*given)


@pytest.mark.parametrize(("id_", "given", "wanted"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_an_operation_gives_what_was_worked_out_by_hand(id_: str, given: tuple[Any, ...], wanted: Any) -> None:
    found = call(id_, *given)
    if isinstance(found, Download):
        found = found.data
    assert found == (pytest.approx(wanted, abs=1e-3) if isinstance(wanted, float | int) else wanted)


def test_every_operation_of_these_modules_is_tried() -> None:
    modules = ("text", "rewrite", "data", "pictures")
    wanted = {o.id for o in catalogue().values() if o.module.removeprefix("operations_") in modules}
    assert wanted == {case[0] for case in CASES} | ELSEWHERE


def picture(width: int = 40, height: int = 20, mode: str = "RGB") -> Upload:
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (0, 0, width // 2, height))
    out = io.BytesIO()
    image.save(out, format="PNG")
    return Upload("photo.png", out.getvalue())


def seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize(
    ("id_", "given", "size"),
    [
        ("resize_picture", (20,), (20, 10)),
        ("scale_picture", (200,), (80, 40)),
        ("thumbnail", (16,), (16, 16)),
        ("greyscale", (), (40, 20)),
        ("rotate_picture", (90,), (20, 40)),
        ("flip_picture", (), (40, 20)),
        ("blur_picture", (2,), (40, 20)),
        ("brighten_picture", (50,), (40, 20)),
        ("invert_picture", (), (40, 20)),
        ("write_on_picture", ("hi",), (40, 20)),
    ],
)
def test_pictures_come_out_in_the_size_that_was_asked(id_: str, given: tuple[Any, ...], size: tuple[int, int]) -> None:
    for mode in ("RGB", "RGBA"):
        result = seen(call(id_, picture(mode=mode), *given))
        assert result.size == size
    assert result.tobytes() != seen(picture().data).tobytes()


def test_pictures_change_as_their_name_says() -> None:
    blue, red = (0, 0, 255), (255, 0, 0)
    assert seen(call("flip_picture", picture())).getpixel((0, 0)) == red
    assert seen(call("invert_picture", picture())).getpixel((0, 0)) == (255, 255, 0)
    assert seen(call("rotate_picture", picture())).getpixel((5, 2)) == blue
    assert len(set(seen(call("greyscale", picture())).getpixel((0, 0)))) == 1  # type: ignore[arg-type]
    assert seen(call("brighten_picture", picture(), 50)).getpixel((0, 0)) == (0, 0, 127)
    made = call("convert_picture", picture(), "JPEG")
    assert (made.name, Image.open(io.BytesIO(made.data)).format) == ("photo.jpg", "JPEG")
    assert call("picture_size", picture()) == "40 × 20 pixels"
    assert set(call("picture_palette", picture(), 2)) == {"#0000ff", "#ff0000"}


def test_qr_codes_differ_by_their_text_and_are_pictures() -> None:
    first, second = call("qr_code", "hello"), call("wifi_qr_code", "Home; net", "pass")
    assert seen(first).width > 100
    assert first != second
    with pytest.raises(AnswerError):
        call("qr_code", "x" * 8000)


def test_tables_go_to_excel_and_back() -> None:
    made = call("csv_to_excel", CSV)
    assert openpyxl.load_workbook(io.BytesIO(made.data)).active["A2"].value == "Ann"
    back = call("excel_to_csv", Upload("t.xlsx", made.data))
    assert back.data.decode() == "name,city,amount\nAnn,Rome,10.0\nBen,Oslo,20.5\nCy,Rome,5.0\n"
    assert json.loads(call("csv_to_json", CSV)) == ROWS


def test_a_pdf_file_is_read() -> None:
    import pypdf

    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_blank_page(100, 100)
    writer.write(out)
    assert call("pdf_pages", Upload("x.pdf", out.getvalue())) == 2
    assert call("pdf_text", Upload("x.pdf", out.getvalue())) == ""


def test_codes_come_back_as_the_text_they_were() -> None:
    text = "Hello, world 42?"
    for there, back in (
        ("to_base64", "from_base64"),
        ("text_to_binary", "binary_to_text"),
        ("caesar", "decode_caesar"),
    ):
        assert call(back, call(there, text)) == text
    assert call("from_morse", call("to_morse", text)) == text.upper()


CHANCE: list[tuple[str, tuple[Any, ...], Callable[[Any], bool]]] = [
    ("random_password", (12,), lambda p: len(p) == 12 and any(map(str.isdigit, p)) and any(map(str.isupper, p))),
    ("random_password", (8, False, True, False, False), lambda p: len(p) == 8 and p.isdigit()),
    ("random_passphrase", (5,), lambda p: len(p.split("-")) == 5),
    ("random_pin", (6,), lambda p: len(p) == 6 and p.isdigit()),
    ("random_integer", (5, 3), lambda n: n in (3, 4, 5)),
    ("random_integers", (6, 1, 49), lambda n: len(set(n)) == 6 and n == sorted(n) and n[0] >= 1 and n[-1] <= 49),
    ("random_integers", (9, 1, 2, True), lambda n: len(n) == 9 and set(n) <= {1, 2}),
    ("random_decimal", (2, 3), lambda n: 2 <= n <= 3),
    ("roll_dice", (3, 6), lambda n: len(n) == 3 and all(1 <= d <= 6 for d in n)),
    ("roll_dice_total", (2, 6), lambda n: 2 <= n <= 12),
    ("flip_coin", (), lambda c: c in ("Heads", "Tails")),
    ("flip_coins", (10,), lambda c: sum(int(w) for w in c.split() if w.isdigit()) == 10),
    ("pick_one", ("a\nb\nc",), lambda c: c in "abc"),
    ("pick_several", ("a, b, c", 2), lambda c: len(set(c)) == 2),
    ("shuffle_list", ("a, b, c",), lambda c: sorted(c) == ["a", "b", "c"]),
    (
        "random_teams",
        ("a, b, c, d, e", 2),
        lambda t: sorted(", ".join(g["Members"] for g in t).split(", ")) == list("abcde") and len(t) == 2,
    ),
    ("random_teams_of", ("a, b, c, d, e", 2), lambda t: sorted(len(g["Members"].split(", ")) for g in t) == [1, 2, 2]),
    ("random_pairs", ("a, b, c",), lambda t: len(t) == 2 and t[1]["Second"] == ""),
    (
        "secret_gifts",
        ("a, b, c",),
        lambda t: all(r["Gives"] != r["Receives"] for r in t) and {r["Receives"] for r in t} == set("abc"),
    ),
    ("random_answer", (), lambda a: isinstance(a, str) and len(a) > 1),
    ("random_color", (), lambda c: len(c) == 7 and int(c[1:], 16) >= 0),
    ("random_ids", (3,), lambda i: len(set(i)) == 3 and all(len(one) == 36 for one in i)),
    ("placeholder_text", (2, "sentences"), lambda t: t.count(".") == 2),
    ("placeholder_text", (7, "words"), lambda t: len(t.split()) == 7),
]


@pytest.mark.parametrize(("id_", "given", "holds"), CHANCE, ids=[f"{c[0]}-{n}" for n, c in enumerate(CHANCE)])
def test_chance_keeps_to_its_rules(id_: str, given: tuple[Any, ...], holds: Callable[[Any], bool]) -> None:
    assert catalogue()[id_].random
    for _ in range(30):
        assert holds(call(id_, *given))


def test_every_random_operation_is_tried_and_no_other_is_called_random() -> None:
    assert {o.id for o in catalogue().values() if o.random} == {case[0] for case in CHANCE}


@pytest.mark.parametrize(
    ("id_", "given"),
    [
        ("format_json", ("{a}",)),
        ("yaml_to_json", ("a: [",)),
        ("from_base64", ("!!!",)),
        ("binary_to_text", ("abc",)),
        ("is_palindrome", ("",)),
        ("column_figure", (CSV, "nope")),
        ("column_figure", (CSV, "name")),
        ("preview_table", (Upload("x.xlsx", b"junk"),)),
        ("resize_picture", (Upload("x.png", b"junk"),)),
        ("pdf_text", (Upload("x.pdf", b"junk"),)),
        ("hex_to_rgb", ("blue",)),
        ("random_integers", (10, 1, 5)),
        ("random_password", (8, False, False, False, False)),
        ("pick_one", ("",)),
        ("secret_gifts", ("only",)),
        ("count_rows", (None,)),
        ("change_case", ("x", "wavy")),
        ("file_hash", (3,)),
    ],
)
def test_what_has_no_answer_says_so_in_a_sentence(id_: str, given: tuple[Any, ...]) -> None:
    with pytest.raises(AnswerError) as error:
        call(id_, *given)
    assert str(error.value)[-1:] == "."


def test_a_text_operation_reads_an_uploaded_file() -> None:
    assert call("count_words", [Upload("a.txt", b"one two"), Upload("b.txt", b"three")]) == 3
    assert call("sum_of", [Upload("a.txt", b"1\n2\n3")]) == 6
