"""Conversion of units and of number systems. Refuses units that don't measure the same thing."""

import math
from functools import cache
from typing import TYPE_CHECKING, Literal

from .operation import AnswerError, operation

if TYPE_CHECKING:
    import pint

UNITS: dict[str, dict[str, str]] = {
    "length": {
        "millimetres": "mm", "centimetres": "cm", "metres": "m", "kilometres": "km", "inches": "inch", "feet": "foot",
        "yards": "yard", "miles": "mile", "nautical miles": "nautical_mile",
    },
    "mass": {
        "milligrams": "mg", "grams": "g", "kilograms": "kg", "tonnes": "metric_ton", "ounces": "ounce",
        "pounds": "pound", "stone": "stone",
    },
    "temperature": {"Celsius": "degC", "Fahrenheit": "degF", "Kelvin": "kelvin"},
    "volume": {
        "millilitres": "ml", "litres": "l", "cubic metres": "m**3", "teaspoons": "teaspoon",
        "tablespoons": "tablespoon", "cups": "cup", "fluid ounces": "fluid_ounce", "pints": "pint", "quarts": "quart",
        "gallons": "gallon", "imperial pints": "imperial_pint", "imperial gallons": "imperial_gallon",
    },
    "speed": {
        "metres per second": "m/s", "kilometres per hour": "km/hour", "miles per hour": "mile/hour", "knots": "knot",
        "feet per second": "foot/s",
    },
    "area": {
        "square centimetres": "cm**2", "square metres": "m**2", "square kilometres": "km**2", "hectares": "hectare",
        "acres": "acre", "square feet": "foot**2", "square inches": "inch**2", "square yards": "yard**2",
        "square miles": "mile**2",
    },
    "time": {
        "milliseconds": "ms", "seconds": "s", "minutes": "minute", "hours": "hour", "days": "day", "weeks": "week",
        "months": "month", "years": "year",
    },
    "data": {
        "bits": "bit", "bytes": "byte", "kilobytes": "kilobyte", "megabytes": "megabyte", "gigabytes": "gigabyte",
        "terabytes": "terabyte", "kibibytes": "kibibyte", "mebibytes": "mebibyte", "gibibytes": "gibibyte",
    },
    "energy": {
        "joules": "J", "kilojoules": "kJ", "calories": "cal", "kilocalories": "kcal", "watt hours": "watt*hour",
        "kilowatt hours": "kilowatt*hour", "BTU": "Btu",
    },
    "power": {"watts": "W", "kilowatts": "kW", "horsepower": "horsepower", "metric horsepower": "metric_horsepower"},
    "pressure": {
        "pascals": "Pa", "hectopascals": "hPa", "kilopascals": "kPa", "bar": "bar", "psi": "psi", "atmospheres": "atm",
        "mmHg": "mmHg",
    },
    "angle": {"degrees": "degree", "radians": "radian", "turns": "turn"},
}  # fmt: skip
"""What can be measured -> words that people choose from -> what the library calls them. Cups, pints and gallons: US."""

SCALES: dict[str, tuple[float, float]] = {
    "millimetres": (0.001, 0), "centimetres": (0.01, 0), "metres": (1, 0), "kilometres": (1000, 0),
    "inches": (0.0254, 0), "feet": (0.3048, 0), "yards": (0.9144, 0), "miles": (1609.344, 0),
    "nautical miles": (1852, 0), "milligrams": (0.001, 0), "grams": (1, 0), "kilograms": (1000, 0),
    "tonnes": (1000000, 0), "ounces": (28.349523125, 0), "pounds": (453.59237, 0), "stone": (6350.29318, 0),
    "Celsius": (1, 273.15), "Fahrenheit": (5 / 9, 459.67 * 5 / 9), "Kelvin": (1, 0), "millilitres": (0.001, 0),
    "litres": (1, 0), "cubic metres": (1000, 0), "teaspoons": (0.00492892159375, 0),
    "tablespoons": (0.01478676478125, 0), "cups": (0.2365882365, 0), "fluid ounces": (0.0295735295625, 0),
    "pints": (0.473176473, 0), "quarts": (0.946352946, 0), "gallons": (3.785411784, 0),
    "imperial pints": (0.56826125, 0), "imperial gallons": (4.54609, 0), "metres per second": (1, 0),
    "kilometres per hour": (0.277777777777778, 0), "miles per hour": (0.44704, 0), "knots": (0.514444444444444, 0),
    "feet per second": (0.3048, 0), "square centimetres": (0.0001, 0), "square metres": (1, 0),
    "square kilometres": (1000000, 0), "hectares": (10000, 0), "acres": (4046.87260987425, 0),
    "square feet": (0.09290304, 0), "square inches": (0.00064516, 0), "square yards": (0.83612736, 0),
    "square miles": (2589988.110336, 0), "milliseconds": (0.001, 0), "seconds": (1, 0), "minutes": (60, 0),
    "hours": (3600, 0), "days": (86400, 0), "weeks": (604800, 0), "months": (2629800, 0), "years": (31557600, 0),
    "bits": (1, 0), "bytes": (8, 0), "kilobytes": (8000, 0), "megabytes": (8000000, 0), "gigabytes": (8000000000, 0),
    "terabytes": (8000000000000, 0), "kibibytes": (8192, 0), "mebibytes": (8388608, 0), "gibibytes": (8589934592, 0),
    "joules": (1, 0), "kilojoules": (1000, 0), "calories": (4.184, 0), "kilocalories": (4184, 0),
    "watt hours": (3600, 0), "kilowatt hours": (3600000, 0), "BTU": (1055.056, 0), "watts": (1, 0),
    "kilowatts": (1000, 0), "horsepower": (745.69987158227, 0), "metric horsepower": (735.49875, 0),
    "pascals": (1, 0), "hectopascals": (100, 0), "kilopascals": (1000, 0), "bar": (100000, 0),
    "psi": (6894.75729316836, 0), "atmospheres": (101325, 0), "mmHg": (133.322387415, 0),
}  # fmt: skip
"""How much of the base of what it measures a unit is: so many times, and so much more at zero."""

Length = Literal[
    "millimetres", "centimetres", "metres", "kilometres", "inches", "feet", "yards", "miles", "nautical miles"
]
Mass = Literal["milligrams", "grams", "kilograms", "tonnes", "ounces", "pounds", "stone"]
Temperature = Literal["Celsius", "Fahrenheit", "Kelvin"]
Volume = Literal[
    "millilitres",
    "litres",
    "cubic metres",
    "teaspoons",
    "tablespoons",
    "cups",
    "fluid ounces",
    "pints",
    "quarts",
    "gallons",
    "imperial pints",
    "imperial gallons",
]
Speed = Literal["metres per second", "kilometres per hour", "miles per hour", "knots", "feet per second"]
Area = Literal[
    "square centimetres",
    "square metres",
    "square kilometres",
    "hectares",
    "acres",
    "square feet",
    "square inches",
    "square yards",
    "square miles",
]
Time = Literal["milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years"]
Data = Literal[
    "bits", "bytes", "kilobytes", "megabytes", "gigabytes", "terabytes", "kibibytes", "mebibytes", "gibibytes"
]
Energy = Literal["joules", "kilojoules", "calories", "kilocalories", "watt hours", "kilowatt hours", "BTU"]
Power = Literal["watts", "kilowatts", "horsepower", "metric horsepower"]
Pressure = Literal["pascals", "hectopascals", "kilopascals", "bar", "psi", "atmospheres", "mmHg"]


@operation("Convert any unit into another of the same sort: length, weight, volume, speed, by name or symbol")
def convert_unit(value: float, from_unit: str, to_unit: str) -> float:
    import pint

    try:
        registry = _registry()
        return float(registry.Quantity(value, _symbol(from_unit)).to(_symbol(to_unit)).magnitude)
    except pint.DimensionalityError as error:
        raise AnswerError(f"{from_unit} and {to_unit} don't measure the same thing.") from error
    except (pint.UndefinedUnitError, pint.DefinitionSyntaxError, AttributeError, TypeError, ValueError) as error:
        raise AnswerError(f"I don't know the unit {from_unit} or {to_unit}.") from error


@operation("Convert length: metres, kilometres, miles, feet, inches, yards, centimetres")
def convert_length(value: float, from_unit: Length, to_unit: Length) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert weight or mass: kilograms, pounds, grams, ounces, stone")
def convert_weight(value: float, from_unit: Mass, to_unit: Mass) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert temperature: Celsius, Fahrenheit, Kelvin")
def convert_temperature(value: float, from_unit: Temperature, to_unit: Temperature) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Celsius to Fahrenheit")
def celsius_to_fahrenheit(celsius: float) -> float:
    return celsius * 9 / 5 + 32


@operation("Fahrenheit to Celsius")
def fahrenheit_to_celsius(fahrenheit: float) -> float:
    return (fahrenheit - 32) * 5 / 9


@operation("Kilometres to miles")
def kilometres_to_miles(kilometres: float) -> float:
    return kilometres / 1.609344


@operation("Miles to kilometres")
def miles_to_kilometres(miles: float) -> float:
    return miles * 1.609344


@operation("Kilograms to pounds")
def kilograms_to_pounds(kilograms: float) -> float:
    return kilograms / 0.45359237


@operation("Pounds to kilograms")
def pounds_to_kilograms(pounds: float) -> float:
    return pounds * 0.45359237


@operation("Feet and inches to centimetres: height")
def feet_and_inches_to_cm(feet: float, inches: float = 0) -> float:
    return (feet * 12 + inches) * 2.54


@operation("Centimetres to feet and inches: height", "text")
def cm_to_feet_and_inches(centimetres: float) -> str:
    tenths = round(centimetres / 2.54 * 10)
    return f"{tenths // 120} ft {tenths % 120 / 10:g} in"


@operation("Convert volume: litres, millilitres, gallons, pints, fluid ounces; cooking cups, tablespoons, teaspoons")
def convert_volume(value: float, from_unit: Volume, to_unit: Volume) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert speed: kilometres per hour, miles per hour, knots, metres per second")
def convert_speed(value: float, from_unit: Speed, to_unit: Speed) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert area: square metres, square feet, hectares, acres")
def convert_area(value: float, from_unit: Area, to_unit: Area) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert time: seconds, minutes, hours, days, weeks, years")
def convert_time(value: float, from_unit: Time, to_unit: Time) -> float:
    return _scaled(value, from_unit, to_unit)


@operation(
    "Time told in several units, the largest first: minutes as days, hours and minutes, what is left over", "text"
)
def time_in_units(value: float, from_unit: Time, told_in: str) -> str:
    """`told_in` names the units, in any order: `days, hours and minutes`. Of the smallest a whole number is told."""
    largest = ("weeks", "days", "hours", "minutes", "seconds")
    parts = [unit for unit in largest if unit[:-1] in told_in.lower()]
    if not parts or value < 0:
        raise AnswerError("A stretch of time is no less than nothing, and is told in some unit.")
    left = math.floor(value * SCALES[from_unit][0] / SCALES[parts[-1]][0] + 0.5 + 1e-9)
    told = []
    for unit in parts:
        size = round(SCALES[unit][0] / SCALES[parts[-1]][0])
        many = left // size
        left -= many * size
        told.append(f"{many} {unit[:-1] if many == 1 else unit}")
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]


@operation("Convert data sizes: bytes, kilobytes, megabytes, gigabytes, terabytes, bits")
def convert_data(value: float, from_unit: Data, to_unit: Data) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert energy: calories, joules, kilowatt hours")
def convert_energy(value: float, from_unit: Energy, to_unit: Energy) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert power: watts, kilowatts, horsepower")
def convert_power(value: float, from_unit: Power, to_unit: Power) -> float:
    return _scaled(value, from_unit, to_unit)


@operation("Convert pressure: bar, psi, pascals, atmospheres")
def convert_pressure(value: float, from_unit: Pressure, to_unit: Pressure) -> float:
    return _scaled(value, from_unit, to_unit)


@cache
def _registry() -> "pint.UnitRegistry[float]":
    import pint

    return pint.UnitRegistry()


def _scaled(value: float, from_unit: str, to_unit: str) -> float:
    times, zero = SCALES[from_unit]
    other_times, other_zero = SCALES[to_unit]
    return (value * times + zero - other_zero) / other_times


def _symbol(unit: str) -> str:
    """What the library calls a unit that people call so: by word, one or many, or by symbol."""
    word = unit.strip()
    names = {name.casefold(): symbol for units in UNITS.values() for name, symbol in units.items()}
    spellings = {"celsius": "degC", "fahrenheit": "degF", "°c": "degC", "°f": "degF", "c": "degC", "f": "degF"}
    plain = word.casefold().replace("meter", "metre").replace("liter", "litre")
    return names.get(plain) or names.get(plain + "s") or spellings.get(plain) or word
