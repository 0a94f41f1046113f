import pytest
from records import parse, worst


def test_one_line():
    (record,) = parse(["INFO started"])
    assert (record.level, record.message, record.details) == ("INFO", "started", [])


def test_details_of_a_record():
    (record,) = parse(["ERROR broke", "  line 3", "  line 4"])
    assert record.details == ["line 3", "line 4"]


def test_several_records():
    assert [record.message for record in parse(["INFO a", "DEBUG b", "INFO c"])] == ["a", "b", "c"]


def test_no_level():
    with pytest.raises(ValueError):
        parse(["hello"])


def test_the_worst():
    assert worst(parse(["INFO a", "ERROR b", "WARNING c"])).message == "b"


def test_nothing_is_not_bad():
    assert worst([]) is None


def test_each_record_has_its_own_details():
    first, second, third = parse(["ERROR broke", "  line 3", "INFO went on", "ERROR again", "  line 9"])
    assert (first.details, second.details, third.details) == (["line 3"], [], ["line 9"])
