from layout import is_landscape, scale_to_fit
from shapes import Point, around

SQUARE = [Point(0, 0), Point(10, 10)]


def test_a_square_at_the_origin_fits():
    assert scale_to_fit(SQUARE, 100, 100) == 10


def test_the_margin_is_kept_free():
    assert scale_to_fit(SQUARE, 100, 100, margin=10) == 8


def test_a_box_holds_its_points():
    assert around(SQUARE).holds(Point(5, 5))


def test_a_box_does_not_hold_others():
    assert not around(SQUARE).holds(Point(5, 11))


def test_a_wide_drawing_is_landscape():
    assert is_landscape([Point(0, 0), Point(30, 10)])


def test_a_drawing_away_from_the_origin_fits():
    assert scale_to_fit([Point(2, 50), Point(22, 70)], 100, 100) == 5
