"""How what a page shows is compared with what was expected."""

import pytest

from generator.payload.values import as_date, cells_in, follow, letter_by_letter, number, related, same, within


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("1234.5", "$1,234.50"),
        ("1234.5", "1 234,5 €"),
        ("1234567.89", "1.234.567,89"),
        ("30", "30.00 per person"),
        ("30.00", "30"),
        ("25", "25%"),
        ("-3", "−3"),
        ("-5", "-$5.00"),
        ("33.33", "33.3"),
        ("12.35", "$12.345 each"),
        ("$30.00", "30"),
        ("5", "4 people: 5"),
        ("22.9", "22.9 (Normal)"),
        ("1e6", "1000000"),
        ("12:30", "12:30"),
        ("Palindrome", "It's a palindrome!"),
        ("yes", "Yes."),
        ("NaN", "NaN"),
    ],
)
def test_it_is_the_same(wanted: str, shown: str) -> None:
    assert same(wanted, shown)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("30.00", "31"),
        ("30", "130"),
        ("30", "300"),
        ("33.33", "33"),
        ("30", "-30"),
        ("30", ""),
        ("30", "NaN"),
        ("0.2", "20"),
        ("Palindrome", "Not a palindrome"),
        ("valid", "invalid"),
        ("5", "5:30"),
        ("good", "bad"),
    ],
)
def test_it_is_not_the_same(wanted: str, shown: str) -> None:
    assert not same(wanted, shown)


def test_a_page_holds_whole_words_and_numbers() -> None:
    assert within("milk", "Bread\nMilk, 2 l")
    assert within("30.00", "You owe $30")
    assert not within("30.00", "You owe $130.00")
    assert not within("230.00", "You owe $1,230.00")
    assert not within("cat", "category")
    assert within("×", "7 × 4 = ?")
    assert not within("×", "7 + 4 = ?")


@pytest.mark.parametrize(
    ("was", "now", "holds", "right"),
    [
        ("10", "20", "double", True),
        ("33.33", "66.67", "double", True),
        ("10", "21", "double", False),
        ("10", "5.00", "half", True),
        ("10", "11", "more", True),
        ("10", "10", "more", False),
        ("$10.00", "$9.99", "less", True),
        ("a", "A", "same", True),
        ("a", "b", "different", True),
        ("todos a Gap 1 juntos", "todos a ¿Gap 1 ? juntos", "different", True),
        ("two\nlines", "two lines", "different", False),
        ("", "5", "more", False),
    ],
)
def test_relations(was: str, now: str, holds: str, right: bool) -> None:
    assert related(was, now, holds) is right


def test_numbers_and_dates_are_read_as_people_write_them() -> None:
    assert number("1,234") == 1234
    assert number("20 %") == 20
    assert number("12:30") is None
    assert number("route 66 and more") is None
    assert as_date("5 January 2026") == as_date("05.01.2026") == as_date("2026-01-05") == "2026-01-05"


def test_letter_by_letter_capitals_and_signs_count_but_not_line_breaks() -> None:
    assert letter_by_letter("Iced tea", "Iced\n tea ")
    assert not letter_by_letter("Iced tea", "ICED TEA")
    assert not letter_by_letter("Iced tea", "Iced tea!")


def test_rows_follow_one_another() -> None:
    assert follow(["Ann", "Cleo"], ["Ann\t1", "Bob\t2", "Cleo\t3"])
    assert not follow(["Cleo", "Ann"], ["Ann\t1", "Bob\t2", "Cleo\t3"])
    assert not follow(["Ann", "1"], ["Ann\t1"])


@pytest.mark.parametrize("line", ['Ann,"1,234.50",2', "Ann;1,234.50;2", "Ann\t1,234.50\t2"])
def test_the_columns_of_a_file_are_parted(line: str) -> None:
    assert cells_in(line) == "Ann\t1,234.50\t2"
    assert cells_in("") == ""
