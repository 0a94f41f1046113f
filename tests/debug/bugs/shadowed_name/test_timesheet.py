from timesheet import shown, span, week


def test_a_span():
    assert span("9:00-12:30") == 210


def test_over_midnight():
    assert span("22:00-2:00") == 240


def test_shown_as_hours():
    assert shown(605) == "10:05"


def test_a_day_off():
    assert week(["Sun "]) == ({"Sun": 0}, 0)


def test_minutes_of_each_day():
    days, _ = week(["Mon 9:00-12:30, 13:00-17:00", "Tue 8:00-12:00"])
    assert days == {"Mon": 450, "Tue": 240}


def test_the_whole_week():
    _, total = week(["Mon 9:00-12:30, 13:00-17:00", "Tue 8:00-12:00", "Sun "])
    assert shown(total) == "11:30"
