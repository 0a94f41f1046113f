"""Operations on numbers, money, dates, units and everyday sums give what was worked out by hand."""

import math
from datetime import date, timedelta
from typing import Any

import pytest

from generator.blueprint.catalogue import catalogue, function_of
from generator.payload.blocks.operation import AnswerError, Operation
from generator.payload.blocks.operations_units import SCALES, UNITS, _scaled

CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("percent_of", (20, 80), 16),
    ("what_percent", (16, 80), 20),
    ("percent_change", (80, 100), 25),
    ("percent_change", (-50, -25), 50),
    ("increase_by_percent", (200, 15), 230),
    ("decrease_by_percent", (200, 15), 170),
    ("tip_amount", (50, 20), 10),
    ("total_with_tip", (50, 20), 60),
    ("split_evenly", (90, 4), 22.5),
    ("split_with_tip", (100, 20, 4), 30),
    ("settle_up", ("Ann 30\nBen 0",), [{"From": "Ben", "To": "Ann", "Amount": 15.0}]),
    (
        "settle_up",
        ("Ann: $60\nBen 30\nCy 0",),
        [{"From": "Cy", "To": "Ann", "Amount": 30.0}],
    ),
    ("discounted_price", (80, 25), 60),
    ("discounted_price_with_tax", (80, 25, 10), 66),
    ("discount_amount", (80, 25), 20),
    ("price_before_discount", (60, 25), 80),
    ("tax_amount", (100, 19), 19),
    ("add_tax", (100, 19), 119),
    ("remove_tax", (119, 19), 100),
    ("tax_included", (119, 19), 19),
    ("price_with_markup", (40, 50), 60),
    ("profit_margin", (40, 50), 20),
    ("markup_percent", (40, 50), 25),
    ("profit", (500, 320), 180),
    ("break_even_units", (1000, 25, 5), 50),
    ("return_on_investment", (200, 250), 25),
    ("unit_price", (6, 1.5), 4),
    ("price_times_quantity", (2.5, 4), 10),
    ("simple_interest", (1000, 5, 3), 150),
    ("compound_growth", (1000, 10, 2, 1), 1210),
    ("compound_growth", (1000, 12, 1, 12), 1126.825030),
    ("compound_interest", (1000, 10, 2, 1), 210),
    ("compound_growth", (1000, 10, 2), 1210),
    ("savings_growth", (100, 0, 1, 1000), 2200),
    ("savings_growth", (100, 12, 1), 1268.250301),
    ("savings_interest", (100, 12, 1), 68.250301),
    ("savings_paid_in", (100, 2, 50), 2450),
    (
        "savings_table",
        (10, 0, 2, 100),
        [
            {"Year": 1, "Paid in": 220.0, "Interest": 0.0, "Balance": 220.0},
            {"Year": 2, "Paid in": 340.0, "Interest": 0.0, "Balance": 340.0},
        ],
    ),
    ("months_to_goal", (1000, 90, 0, 100), 10),
    ("months_to_goal", (100, 0, 0, 100), 0),
    ("deposit_for_goal", (1300, 12, 0, 100), 100),
    ("loan_payment", (1200, 0, 1), 100),
    ("loan_payment", (200_000, 6, 30), 1199.10),
    ("loan_interest", (200_000, 6, 30), 231_676.38),
    ("loan_total", (200_000, 6, 30), 431_676.38),
    ("present_value", (1210, 10, 2), 1000),
    ("after_inflation", (100, 10, 2), 121),
    ("years_to_double", (100,), 1),
    ("years_to_double", (7,), 10.244768),
    ("hourly_to_yearly", (20,), 41_600),
    ("yearly_to_hourly", (41_600,), 20),
    ("pay_with_overtime", (45, 20), 950),
    ("exchange", (50, 1.1), 55),
    ("monthly_to_yearly", (9.99,), 119.88),
    ("split_by_percentages", (1000, "50, 30, 20"), ["50 %: 500.00", "30 %: 300.00", "20 %: 200.00"]),
    ("bmi", (70, 175), 22.857143),
    ("bmi_imperial", (150, 65), 24.958580),
    ("bmi_category", (18.4,), "Underweight"),
    ("bmi_category", (24.9,), "Normal weight"),
    ("bmi_category", (25,), "Overweight"),
    ("bmi_category", (30,), "Obese"),
    ("bmi_category_of", (80, 200), "Normal weight"),
    ("bmi_category_of", (100, 160), "Obese"),
    ("healthy_weight", (200,), "74.0 – 99.6 kg"),
    ("basal_metabolic_rate", (70, 175, 30, "male"), 1649),
    ("basal_metabolic_rate", (60, 165, 30, "Female"), 1320),
    ("daily_calories", (1600, "3–5 days a week"), 2480),
    ("maximum_heart_rate", (40,), 180),
    ("heart_rate_zone", (40,), "90 – 153 beats per minute"),
    ("calories_burned", (8, 75, 30), 300),
    ("one_rep_max", (100, 6), 120),
    ("one_rep_max", (100, 1), 100),
    ("daily_water_litres", (80,), 2.8),
    ("running_pace", (10, 52.5), "5:15"),
    ("blood_alcohol", (2, 70, "Male", 1), 0.043824),
    ("blood_alcohol", (0, 70, "Male", 1), 0),
    ("days_between", ("2024-02-27", "2024-03-01"), 3),
    ("days_apart", ("2024-03-01", "2024-02-27"), 3),
    ("weeks_between", ("2024-01-01", "2024-01-15"), 2),
    ("months_between", ("2024-01-31", "2024-03-30"), 1),
    ("time_between", ("2020-02-29", "2024-03-01"), "4 years, 0 months and 1 day"),
    ("working_days_between", ("2024-05-03", "2024-05-07"), 3),
    ("add_to_date", ("2024-01-31", 1, "months"), date(2024, 2, 29)),
    ("add_to_date", ("2024-01-10", -10), date(2023, 12, 31)),
    ("add_working_days", ("2024-05-03", 1), date(2024, 5, 6)),
    ("add_working_days", ("2024-05-06", -1), date(2024, 5, 3)),
    ("weekday", ("2024-05-31",), "Friday"),
    ("week_number", ("2024-12-30",), 1),
    ("day_of_year", ("2024-12-31",), 366),
    ("leap_year", (2024,), "Yes, 2024 is a leap year"),
    ("leap_year", (1900,), "No, 1900 is not a leap year"),
    ("days_in_month", (2023, 2), 28),
    ("star_sign", ("1990-01-19",), "Capricorn"),
    ("star_sign", ("1990-03-21",), "Aries"),
    ("star_sign", ("1990-12-22",), "Capricorn"),
    ("due_date", ("2024-01-01",), date(2024, 10, 7)),
    ("hours_between", ("9:00", "17:30"), 8.5),
    ("hours_between", ("22:00", "06:00", 30), 7.5),
    ("duration_between", ("9:15 am", "1:05 pm"), "3 h 50 min"),
    ("add_minutes", ("23:50", 20), "00:10"),
    ("bedtimes", ("07:00",), ["21:45", "23:15", "00:45", "02:15"]),
    ("decimal_hours", ("7:30",), 7.5),
    ("seconds_as_clock", (3661,), "1:01:01"),
    ("in_time_zone", ("2024-07-01", "12:00", "Europe/Paris", "America/New_York"), "2024-07-01 06:00"),
    ("from_timestamp", (86_400,), "1970-01-02 00:00:00"),
    ("convert_unit", (1, "mile", "km"), 1.609344),
    ("convert_length", (12, "inches", "feet"), 1),
    ("convert_weight", (1, "kilograms", "pounds"), 2.204623),
    ("convert_temperature", (100, "Celsius", "Fahrenheit"), 212),
    ("convert_temperature", (0, "Kelvin", "Celsius"), -273.15),
    ("celsius_to_fahrenheit", (37,), 98.6),
    ("fahrenheit_to_celsius", (212,), 100),
    ("kilometres_to_miles", (1.609344,), 1),
    ("miles_to_kilometres", (10,), 16.09344),
    ("kilograms_to_pounds", (0.45359237,), 1),
    ("pounds_to_kilograms", (10,), 4.5359237),
    ("feet_and_inches_to_cm", (6, 1), 185.42),
    ("cm_to_feet_and_inches", (185.42,), "6 ft 1 in"),
    ("convert_volume", (1, "litres", "millilitres"), 1000),
    ("convert_volume", (1, "cups", "tablespoons"), 16),
    ("convert_speed", (36, "kilometres per hour", "metres per second"), 10),
    ("convert_area", (1, "hectares", "square metres"), 10_000),
    ("convert_time", (2, "days", "hours"), 48),
    ("time_in_units", (3135, "minutes", "days, hours and minutes"), "2 days, 4 hours and 15 minutes"),
    ("time_in_units", (1.51, "hours", "minute hour"), "1 hour and 31 minutes"),
    ("time_in_units", (59.6, "seconds", "minutes and seconds"), "1 minute and 0 seconds"),
    ("convert_data", (1, "gigabytes", "megabytes"), 1000),
    ("convert_energy", (1, "kilowatt hours", "joules"), 3_600_000),
    ("convert_power", (2, "kilowatts", "watts"), 2000),
    ("convert_pressure", (1, "bar", "pascals"), 100_000),
    ("add", (2, 3), 5),
    ("subtract", (2, 3), -1),
    ("multiply", (2.5, 4), 10),
    ("divide", (7, 2), 3.5),
    ("power", (2, 10), 1024),
    ("square_root", (81,), 9),
    ("round_to", (2.675, 2), 2.68),
    ("remainder", (17, 5), 2),
    ("simplify_ratio", (1920, 1080), "16 : 9"),
    ("simplify_ratio", (0.5, 0.25), "2 : 1"),
    ("rule_of_three", (3, 12, 5), 20),
    ("as_fraction", (0.75,), "3/4"),
    ("greatest_common_divisor", (12, 18), 6),
    ("least_common_multiple", (4, 6), 12),
    ("prime_factors", (360,), "2 × 2 × 2 × 3 × 3 × 5"),
    ("prime_factors", (97,), "97"),
    ("is_prime", (97,), "97 is a prime number"),
    ("is_prime", (1,), "1 is not a prime number"),
    ("factorial", (10,), "3628800"),
    ("fibonacci", (7,), [0, 1, 1, 2, 3, 5, 8]),
    ("times_table", (7, 2), [{"Sum": "7 × 1", "Result": 7}, {"Sum": "7 × 2", "Result": 14}]),
    ("convert_base", ("255", "decimal", "hexadecimal"), "FF"),
    ("convert_base", ("1010", "binary", "decimal"), "10"),
    ("to_roman", (1994,), "MCMXCIV"),
    ("from_roman", ("mcmxciv",), 1994),
    ("number_in_words", (42,), "forty-two"),
    ("ordinal", (111,), "111th"),
    ("ordinal", (22,), "22nd"),
    ("rectangle_area", (3, 4), 12),
    ("rectangle_perimeter", (3, 4), 14),
    ("circle_area", (2,), 12.566371),
    ("circle_circumference", (2,), 12.566371),
    ("triangle_area", (6, 5), 15),
    ("trapezoid_area", (3, 5, 2), 8),
    ("hypotenuse", (3, 4), 5),
    ("box_volume", (2, 3, 4), 24),
    ("box_surface", (2, 3, 4), 52),
    ("cylinder_volume", (1, 10), 31.415927),
    ("sphere_volume", (3,), 113.097336),
    ("cone_volume", (3, 4), 37.699112),
    ("sum_of", ("1, 2, 3.5",), 6.5),
    ("average_of", ("2 4 9",), 5),
    ("median_of", ("9\n1\n4",), 4),
    ("mode_of", ("1, 2, 2, 3",), "2"),
    ("standard_deviation", ("2, 4, 4, 4, 5, 5, 7, 9",), 2.138090),
    ("variance_of", ("1, 2, 3, 4",), 1.666667),
    ("minimum_of", ("3; 1; 2",), 1),
    ("maximum_of", ([3, 1, 2],), 3),
    ("range_of", ("3, 10",), 7),
    ("count_of", ("3, 10, 4",), 3),
    ("sort_numbers", ("3, 1, 2", "descending"), "3, 2, 1"),
    ("weighted_average", ("1, 2, 4", "1, 1, 2"), 2.75),
    ("fuel_cost", (200, 6, 1.5), 18),
    ("fuel_cost_mpg", (300, 30, 4), 40),
    ("fuel_needed", (250, 6), 15),
    ("fuel_consumption", (500, 30), 6),
    ("miles_per_gallon", (300, 10), 30),
    ("average_speed", (150, 2.5), 60),
    ("travel_hours", (150, 60), 2.5),
    ("travel_time", (150, 60), "2 h 30 min"),
    ("distance_travelled", (60, 2.5), 150),
    ("energy_used", (1000, 2, 30), 60),
    ("electricity_cost", (1000, 2, 0.3, 30), 18),
    ("download_time", (1000, 100), "0 h 1 min 20 s"),
    ("scale_quantity", (200, 4, 6), 300),
    ("scale_recipe", ("200 g flour\n1 1/2 cups milk\n½ lemon\nsalt", 2, 4), "400 g flour\n3 cups milk\n1 lemon\nsalt"),
    ("paint_needed", (40, 2, 10), 8),
    ("pieces_for_area", (10, 0.25, 10), 44),
    ("letter_grade", (89.9,), "B"),
    ("letter_grade", (90,), "A"),
    ("letter_grade", (59,), "F"),
    ("grade_point_average", ("A, B+", "3, 1"), 3.825),
    ("needed_final_score", (80, 85, 25), 100),
    ("pass_or_fail", (50,), "Pass"),
    ("pass_or_fail", (49, 50), "Fail"),
    ("dog_years", (1,), 15),
    ("dog_years", (5,), 39),
    ("pixels_per_inch", (3, 4, 5), 1),
    ("rock_paper_scissors", ("Rock", "Scissors"), "You win"),
    ("rock_paper_scissors", ("Rock", "Paper"), "You lose"),
    ("rock_paper_scissors", ("Rock", "Rock"), "Draw"),
    ("wind_chill", (-10, 30), -19.52),
    ("wind_chill", (15, 30), 15),
]
TODAY = ("age_in_years", "exact_age", "days_since", "days_until", "weeks_and_days_until", "days_until_birthday")
ELSEWHERE = {*TODAY, "next_birthday", "amortisation_table", "describe_numbers"}


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return isinstance(found, int | float) and math.isclose(found, wanted, rel_tol=1e-5, abs_tol=0.005)
    return bool(found == wanted)


@pytest.mark.parametrize(("id_", "given", "wanted"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_an_operation_gives_what_was_worked_out_by_hand(id_: str, given: tuple[Any, ...], wanted: Any) -> None:
    found = function_of(catalogue()[id_])(*given)
    assert same(found, wanted), found


def test_every_operation_of_these_modules_is_tried() -> None:
    modules = ("money", "health", "dates", "units", "numbers", "everyday")
    wanted = {o.id for o in catalogue().values() if o.module.removeprefix("operations_") in modules}
    assert wanted == {case[0] for case in CASES} | ELSEWHERE


def call(id_: str, *given: Any) -> Any:
    return function_of(catalogue()[id_])(*given)


def test_ages_and_countdowns_count_from_today() -> None:
    today = date.today()
    assert call("age_in_years", date(today.year - 30, 1, 1)) == 30
    assert call("age_in_years", today.replace(year=today.year - 10, day=1) + timedelta(40)) in (9, 10)
    assert call("days_since", today - timedelta(400)) == 400
    assert call("days_until", (today + timedelta(10)).isoformat()) == 10
    assert call("weeks_and_days_until", today + timedelta(15)) == "2 weeks and 1 day"
    assert call("weeks_and_days_until", today - timedelta(1)) == "1 day ago"
    assert call("exact_age", today - timedelta(3)) == "0 years, 0 months and 3 days"
    tomorrow = today + timedelta(1)
    assert call("days_until_birthday", tomorrow - timedelta(366 * 20)) >= 0
    assert call("next_birthday", date(2000, today.month, min(today.day, 28))) >= today.replace(day=min(today.day, 28))
    with pytest.raises(AnswerError):
        call("age_in_years", tomorrow)


def test_a_loan_is_paid_off_at_the_end_of_its_schedule() -> None:
    rows = call("amortisation_table", 1200, 12, 1)
    assert len(rows) == 12
    assert rows[0] == {"Month": 1, "Payment": 106.62, "Interest": 12.0, "Principal": 94.62, "Balance": 1105.38}
    assert rows[-1]["Balance"] == pytest.approx(0, abs=0.01)


def test_figures_about_a_list_of_numbers() -> None:
    figures = {row["Figure"]: row["Value"] for row in call("describe_numbers", "1, 2, 3, 4")}
    assert figures["Mean"] == 2.5
    assert figures["Lower quartile"] == 1.75
    assert figures["Upper quartile"] == 3.25
    assert figures["Sum"] == 10


@pytest.mark.parametrize(
    ("id_", "given"),
    [
        ("what_percent", (1, 0)),
        ("split_evenly", (10, 0)),
        ("loan_payment", (100, 5, 0)),
        ("bmi", (70, 0)),
        ("divide", (1, 0)),
        ("square_root", (-1,)),
        ("to_roman", (4000,)),
        ("from_roman", ("IIII",)),
        ("average_of", ("a, b",)),
        ("average_of", ("",)),
        ("hours_between", ("noon", "17:00")),
        ("convert_unit", (1, "kg", "km")),
        ("convert_unit", (1, "flurbs", "km")),
        ("add_to_date", ("2024-01-01", 99_999, "years")),
        ("weekday", ("not a date",)),
        ("months_to_goal", (1000, 0, 0)),
        ("split_evenly", ("abc", 2)),
        ("split_evenly", (10, 2.5)),
        ("split_evenly", (None, 2)),
    ],
)
def test_what_has_no_answer_says_so_in_a_sentence(id_: str, given: tuple[Any, ...]) -> None:
    with pytest.raises(AnswerError) as error:
        call(id_, *given)
    assert str(error.value)[-1:] == "."


def test_texts_are_taken_for_numbers_dates_and_lists() -> None:
    assert call("tip_amount", "$1,200.50", "20 %") == pytest.approx(240.10)
    assert call("days_between", "1 May 2024", "2024-05-31") == 30
    assert call("sum_of", [1, 2, 3]) == 6


def test_units_offered_are_units_that_convert() -> None:
    for units in UNITS.values():
        first = next(iter(units))
        for unit in units:
            assert call("convert_unit", call("convert_unit", 5, first, unit), unit, first) == pytest.approx(5)


def test_units_scale_as_the_library_has_them() -> None:
    for units in UNITS.values():
        for unit in set(units) & set(SCALES):
            for value in (0, 1, 37.5):
                first = next(iter(units))
                assert _scaled(value, unit, first) == pytest.approx(call("convert_unit", value, unit, first), rel=1e-9)
    assert set(SCALES) == {unit for measure, units in UNITS.items() if measure != "angle" for unit in units}


def test_units_offered_are_those_of_the_choices() -> None:
    choices = {
        o.parameters[1].options for o in catalogue().values() if o.module == "operations_units" and o.parameters[1:]
    }
    offered = {tuple(units) for units in UNITS.values()}
    assert {c for c in choices if c} <= offered


def every() -> list[Operation]:
    return list(catalogue().values())


def test_every_operation_is_described_for_people_and_gives_something_that_can_be_shown() -> None:
    formats = {"number", "integer", "money", "percent", "text", "long_text", "list", "table", "date", "picture"}
    for operation in every():
        assert len(operation.about) > 12, operation.id
        assert operation.gives in formats | {"download", "color", "bar_chart"}, operation.id
        for parameter in operation.parameters:
            assert parameter.type in {
                "number", "integer", "money", "percent", "text", "long_text", "choice", "yes_no", "date", "file",
                "folder",
            }, parameter  # fmt: skip
            assert (parameter.type == "choice") == bool(parameter.options), parameter
    assert len({operation.about for operation in every()}) == len(every())
