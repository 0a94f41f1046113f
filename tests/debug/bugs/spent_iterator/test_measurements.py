from measurements import readings, summary, warning

STEADY = [20.0] * 9


def test_units():
    assert list(readings(["20 C", "68 F", "noise"])) == [20.0, 20.0]


def test_mean_and_count():
    told = summary([1.0, 2.0, 3.0])
    assert (told.count, told.mean) == (3, 2.0)


def test_nothing_measured():
    assert summary([]).count == 0


def test_outliers_of_a_list():
    assert summary([*STEADY, 90.0]).outliers == (90.0,)


def test_all_well():
    assert warning(STEADY) == "all well"


def test_outliers_of_a_stream():
    lines = ["20 C"] * 9 + ["90 C"]
    assert warning(readings(lines)) == "1 of 10 are far off"
