import pytest
from grades import letter, mean, percent, report


def test_percent():
    assert percent(15, 20) == 75


def test_a_test_without_points():
    with pytest.raises(ValueError):
        percent(1, 0)


def test_letters():
    assert [letter(value) for value in (95, 80, 79, 12)] == ["A", "B", "C", "F"]


def test_the_mean_of_nothing():
    assert mean([]) == 0


def test_a_report():
    assert report({"Ada": [(9, 10), (10, 10)]}) == {"Ada": (95.0, "A")}


def test_a_mean_between_two_letters():
    assert report({"Bob": [(79, 100), (80, 100)]}) == {"Bob": (79.5, "B")}
