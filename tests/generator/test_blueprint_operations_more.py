"""Operations on house, sport, school, codes and calendar against values worked out by hand."""

import math
from datetime import date, timedelta
from typing import Any

import pytest

from generator.blueprint.catalogue import catalogue, function_of
from generator.payload.blocks.operation import AnswerError

CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("cups_to_grams", (2, "flour"), 240),
    ("grams_to_cups", (100, "sugar"), 0.5),
    ("roasting_minutes", (5, 40, 20), 220),
    ("coffee_for_water", (320,), 20),
    ("water_for_coffee", (20, 15), 300),
    ("alcohol_units", (750, 12), 9),
    ("cheaper_offer", (3, 500, 5, 1000), "The second is cheaper"),
    ("cheaper_offer", (3, 600, 5, 1000), "Both cost the same"),
    ("better_pizza", (30, 9, 20, 8), "The first is cheaper"),
    ("paint_for_room", (5, 4, 2.5), 9),
    ("wall_area", (5, 4, 2.5), 45),
    ("tiles_for_floor", (2, 1, 50, 20, 10), 22),
    ("tiles_for_floor", (2, 1, 50, 20), 20),
    ("wallpaper_rolls", (16, 2.5), 8),
    ("volume_for_bed", (4, 2, 10), 0.8),
    ("tank_litres", (100, 40, 50), 200),
    ("fence_posts", (10, 2), 6),
    ("plants_for_bed", (2, 1, 25), 32),
    ("car_range", (50, 5), 1000),
    ("fuel_cost_each", (100, 6, 2, 3), 4),
    ("mpg_to_litres_per_100_km", (30,), 7.840486),
    ("litres_per_100_km_to_mpg", (8,), 29.401823),
    ("charging_hours", (60, 20, 80, 12), 3),
    ("charging_cost", (60, 20, 70, 0.5), 15),
    ("arrival_time", ("09:30", 150, 100), "11:00"),
    ("habit_cost", (2, 7), 730.5),
    ("smoking_cost", (10, 8), 1460),
    ("budget_per_day", (300, 12), 25),
    ("finish_time", (10, "5:30"), "55:00"),
    ("finish_time", (42.195, "6"), "4:13:10"),
    ("pace_from_speed", (12,), "5:00"),
    ("speed_from_pace", ("4:00",), 15),
    ("speed_from_minutes", (5, 30), 10),
    ("predicted_finish", (10, 50, 20), "1:44:15"),
    ("steps_to_km", (10_000, 70), 7),
    ("win_percentage", (6, 3, 1), 65),
    ("league_points", (5, 2), 17),
    ("calorie_needs", (70, 175, 30, "Male", "Little"), 1978),
    ("daily_protein", (75,), 120),
    ("waist_to_hip", (80, 100), 0.8),
    ("blood_pressure", (118, 76), "Normal"),
    ("blood_pressure", (125, 76), "Elevated"),
    ("blood_pressure", (125, 85), "High, stage 1"),
    ("cat_years", (3,), 28),
    ("grade_from_points", (42, 50), "B"),
    ("grade_from_points", (20, 50), "F"),
    ("pages_per_day", (301, 10), 31),
    ("days_to_finish", (300, 30), 10),
    ("typing_speed", (300, 5), 60),
    ("quadratic_roots", (1, -3, 2), "x = 1 and x = 2"),
    ("quadratic_roots", (1, 0, 1), "No real roots"),
    ("fraction_arithmetic", ("1/2", "+", "1/3"), "5/6"),
    ("fraction_arithmetic", ("1/2", "÷", "1/4"), "2"),
    ("divisors", (12,), [1, 2, 3, 4, 6, 12]),
    ("primes_up_to", (11,), [2, 3, 5, 7, 11]),
    ("even_or_odd", (7,), "odd"),
    ("logarithm", (8, 2), 3),
    ("combinations", (5, 2), 10),
    ("permutations", (5, 2), 20),
    ("point_distance", (0, 0, 3, 4), 5),
    ("triangle_area_from_sides", (3, 4, 5), 6),
    ("density", (10, 4), 2.5),
    ("voltage", (2, 6), 12),
    ("current_from_voltage", (12, 6), 2),
    ("shift_pay", ("22:00", "06:30", 20, 30), 160),
    ("net_pay", (3000, 20), 2400),
    ("commission_pay", (1000, 5000, 10), 1500),
    ("invoice_total", (3, 10, 20), 36),
    ("months_to_pay_off", (1000, 0, 100), 10),
    ("months_to_pay_off", (1000, 12, 100), 11),
    ("affordable_loan", (1199.10, 6, 30), 199_999.75),
    ("share_by_parts", (900, "20, 10"), ["20: 600.00", "10: 300.00"]),
    ("stock_profit", (10, 15, 20, 5), 95),
    ("rental_yield", (1000, 200_000), 6),
    ("vigenere", ("Attack at dawn", "Lemon"), "Lxfopv ef rnhr"),
    ("vigenere", ("Lxfopv ef rnhr", "Lemon", "decode"), "Attack at dawn"),
    ("caesar_either_way", ("abc", 3, "encode"), "def"),
    ("caesar_either_way", ("def", 3, "decode"), "abc"),
    ("atbash", ("Abc z",), "Zyx a"),
    ("letters_to_numbers", ("Az b",), "1 26 2"),
    ("numbers_to_letters", ("8-9",), "hi"),
    ("text_to_hex", ("Hi",), "48 69"),
    ("hex_to_text", ("0x48 69",), "Hi"),
    ("leet_speak", ("Test it",), "7357 17"),
    ("mocking_case", ("hello you",), "hElLo YoU"),
    ("remove_spaces", ("a b\nc d",), "ab\ncd"),
    ("remove_line_breaks", ("a\n b\n\nc",), "a b c"),
    ("sort_words", ("pear Apple fig",), "Apple fig pear"),
    ("sort_lines_by_length", ("ccc\na\nbb",), "a\nbb\nccc"),
    ("remove_words", ("the cat and the dog", "the, and"), "cat dog"),
    ("count_consonants", ("Hello you",), 4),
    ("count_digits", ("a1b22",), 3),
    ("count_capitals", ("AbC",), 2),
    ("count_letter", ("Banana", "A"), 3),
    ("longest_line", ("a\nabc\nab",), "abc"),
    ("speaking_time", ("word " * 195,), "1 min 30 s"),
    ("valid_email", ("a.b@c.org",), "valid"),
    ("valid_email", ("a.b@c",), "not valid"),
    ("valid_card_number", ("4539 1488 0343 6467",), "valid"),
    ("valid_card_number", ("4539 1488 0343 6468",), "not valid"),
    ("valid_iban", ("GB82 WEST 1234 5698 7654 32",), "valid"),
    ("valid_iban", ("GB82 WEST 1234 5698 7654 33",), "not valid"),
    ("valid_isbn_13", ("978-0-306-40615-7",), "valid"),
    ("valid_isbn_13", ("0306406152",), "not valid"),
    ("valid_isbn_13", ("9780306406158",), "not valid"),
    ("valid_isbn", ("0-306-40615-2",), "valid"),
    ("valid_isbn", ("978-0-306-40615-7",), "valid"),
    ("valid_isbn", ("978-0-306-40615-8",), "not valid"),
    ("valid_isbn_13", ("978-0-306-40615-7",), "valid"),
    ("valid_isbn_13", ("978-0-306-40615-8",), "not valid"),
    ("valid_isbn_13", ("0-306-40615-2",), "not valid"),
    ("days_left_in_year", ("2024-12-30",), 1),
    ("age_on_date", ("2000-05-10", "2020-05-09"), 19),
    ("age_difference", ("2001-01-01", "2000-01-01"), "1 year, 0 months and 0 days"),
    ("date_at_days_old", ("2000-01-01", 31), date(2000, 2, 1)),
    ("half_birthday", ("2000-08-31",), "28 February"),
    ("half_birthday", ("2000-03-15",), "15 September"),
    ("generation", (1985,), "Millennial"),
    ("generation", (1940,), "Silent"),
    ("generation", (2020,), "Alpha"),
    ("generation", (1920,), "Greatest"),
    ("chinese_zodiac", (2024,), "Dragon"),
    ("season", ("2024-12-24",), "Winter"),
    ("season", ("2024-12-24", "southern"), "Summer"),
    ("quarter", ("2024-05-01",), 2),
    ("easter", (2024,), date(2024, 3, 31)),
    ("fridays_13th", (2024,), ["2024-09-13", "2024-12-13"]),
    ("recurring_dates", ("2024-01-30", 7, 2), ["2024-01-30", "2024-02-06"]),
    ("next_period", ("2024-01-01",), date(2024, 1, 29)),
    ("ovulation_date", ("2024-01-01", 30), date(2024, 1, 17)),
    ("wake_up_times", ("23:00", 0), ["03:30", "05:00", "06:30", "08:00"]),
    ("add_hours_and_minutes", ("22:30", 2, 15), "00:45"),
    ("sum_of_times", ("1:30\n0:45",), "2:15"),
    ("minutes_as_hours", (135,), "2 h 15 min"),
    ("decimal_hours_as_clock", (7.5,), "7:30"),
]


@pytest.mark.parametrize(("id_", "given", "wanted"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_an_operation_gives_what_was_worked_out_by_hand(id_: str, given: tuple[Any, ...], wanted: Any) -> None:
    found = function_of(catalogue()[id_])(*given)
    assert math.isclose(found, wanted, rel_tol=1e-5) if isinstance(wanted, int | float) else found == wanted, found


def test_every_operation_of_these_modules_is_tried() -> None:
    modules = ("home", "life", "codes", "calendar")
    wanted = {o.id for o in catalogue().values() if o.module.removeprefix("operations_") in modules}
    assert wanted == {case[0] for case in CASES} | {"round_robin", "pregnancy_week"}


def test_everybody_meets_everybody_once() -> None:
    rows = function_of(catalogue()["round_robin"])("Ann\nBob\nCleo")
    assert {frozenset((row["Home"], row["Away"])) for row in rows} == {
        frozenset(pair) for pair in (("Ann", "Bob"), ("Ann", "Cleo"), ("Bob", "Cleo"))
    }
    assert len(function_of(catalogue()["round_robin"])("a\nb\nc\nd\ne\nf")) == 15


def test_weeks_of_a_pregnancy_count_to_today() -> None:
    assert function_of(catalogue()["pregnancy_week"])(date.today() - timedelta(72)) == "10 weeks and 2 days"


@pytest.mark.parametrize(
    ("id_", "given"),
    [
        ("wallpaper_rolls", (10, 12)),
        ("fence_posts", (10, 0)),
        ("finish_time", (10, "fast")),
        ("round_robin", ("Ann",)),
        ("quadratic_roots", (0, 1, 1)),
        ("fraction_arithmetic", ("1/0", "+", "1")),
        ("divisors", (0,)),
        ("primes_up_to", (10**6,)),
        ("logarithm", (0,)),
        ("triangle_area_from_sides", (1, 2, 5)),
        ("months_to_pay_off", (1000, 12, 10)),
        ("vigenere", ("a", "1")),
        ("numbers_to_letters", ("27",)),
        ("hex_to_text", ("xyz",)),
        ("count_letter", ("a", " ")),
        ("age_on_date", ("2020-01-01", "2019-01-01")),
        ("sum_of_times", ("soon",)),
    ],
)
def test_what_has_no_answer_is_said(id_: str, given: tuple[Any, ...]) -> None:
    with pytest.raises(AnswerError):
        function_of(catalogue()[id_])(*given)
