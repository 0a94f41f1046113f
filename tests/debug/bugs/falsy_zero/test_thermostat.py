from settings import Settings
from thermostat import Thermostat


def test_built_in():
    assert Thermostat().wanted("hall") == 20


def test_the_house_has_its_own():
    assert Thermostat(Settings({"target": 18.0})).wanted("hall") == 18


def test_the_room_comes_first():
    settings = Settings({"target": 18.0}, {"bath": {"target": 23.0}})
    assert Thermostat(settings).wanted("bath") == 23


def test_never_below_the_lowest():
    assert Thermostat(Settings({"target": 2.0})).wanted("cellar") == 5


def test_the_offset_keeps_it_off():
    assert not Thermostat().heats("hall", 19.7)


def test_no_offset():
    settings = Settings(rooms={"lab": {"offset": 0.0}})
    assert Thermostat(settings).heats("lab", 19.7)
