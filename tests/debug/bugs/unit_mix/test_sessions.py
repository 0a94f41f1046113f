import pytest
from sessions import Sessions


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def sessions():
    made = Sessions(Clock())
    made.begin("ada")
    return made


def test_a_new_session_is_live(sessions):
    assert sessions.is_live("ada")


def test_others_have_none(sessions):
    assert not sessions.is_live("bob")


def test_who_does_something_stays(sessions):
    sessions.clock.now += 600
    sessions.touch("ada")
    sessions.clock.now += 600
    assert sessions.sweep() == []


def test_none_lasts_longer_than_a_working_day(sessions):
    for _ in range(60):
        sessions.clock.now += 480
        sessions.open["ada"].seen = sessions.clock.now
    assert not sessions.is_live("ada")


def test_nobody_without_a_session_is_seen(sessions):
    with pytest.raises(PermissionError):
        sessions.touch("bob")


def test_who_does_nothing_is_out_after_a_quarter_of_an_hour(sessions):
    sessions.clock.now += 16 * 60
    assert sessions.sweep() == ["ada"]
