"""Operations on travel, energy, cooking, home and school that people name. They refuse to divide by nothing."""

import math
import re
from typing import Literal

from .operation import AnswerError, Lines, Long, Money, Numbers, Percent, operation


@operation("Fuel cost of a trip from distance in km, litres per 100 km and price per litre", "money")
def fuel_cost(distance_km: float, litres_per_100_km: float, price_per_litre: Money) -> float:
    return distance_km * litres_per_100_km / 100 * price_per_litre


@operation("Fuel cost of a trip from distance in miles, miles per gallon and price per gallon", "money")
def fuel_cost_mpg(miles: float, miles_per_gallon: float, price_per_gallon: Money) -> float:
    return _over(miles, miles_per_gallon, "Miles per gallon") * price_per_gallon


@operation("Fuel needed for a distance: litres from km and litres per 100 km")
def fuel_needed(distance_km: float, litres_per_100_km: float) -> float:
    return distance_km * litres_per_100_km / 100


@operation("Fuel consumption in litres per 100 km from distance and litres")
def fuel_consumption(distance_km: float, litres: float) -> float:
    return _over(litres, distance_km, "The distance") * 100


@operation("Fuel economy in miles per gallon from miles and gallons")
def miles_per_gallon(miles: float, gallons: float) -> float:
    return _over(miles, gallons, "The fuel")


@operation("Average speed from distance and time in hours")
def average_speed(distance: float, hours: float) -> float:
    return _over(distance, hours, "The time")


@operation("Travel time in hours from distance and speed")
def travel_hours(distance: float, speed: float) -> float:
    return _over(distance, speed, "The speed")


@operation("Travel time as hours and minutes from distance and speed", "text")
def travel_time(distance: float, speed: float) -> str:
    minutes = round(_over(distance, speed, "The speed") * 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"


@operation("Distance from speed and time in hours")
def distance_travelled(speed: float, hours: float) -> float:
    return speed * hours


@operation("Electricity used by an appliance in kilowatt hours: watts, hours a day, days")
def energy_used(watts: float, hours_per_day: float, days: float = 30) -> float:
    return watts * hours_per_day * days / 1000


@operation("Electricity cost of an appliance: watts, hours a day, days and price per kilowatt hour", "money")
def electricity_cost(watts: float, hours_per_day: float, price_per_kwh: Money, days: float = 30) -> float:
    return energy_used(watts, hours_per_day, days) * price_per_kwh


@operation("Download or upload time as hours, minutes and seconds from size in megabytes and speed in Mbit/s", "text")
def download_time(megabytes: float, megabits_per_second: float) -> str:
    seconds = round(_over(megabytes * 8, megabits_per_second, "The speed"))
    return f"{seconds // 3600} h {seconds // 60 % 60} min {seconds % 60} s"


@operation("Scale one quantity of a recipe from some servings to others")
def scale_quantity(quantity: float, servings: float, wanted_servings: float) -> float:
    return _over(quantity, servings, "The servings") * wanted_servings


@operation("Scale a recipe: all quantities in a list of ingredients, from some servings to others", "long_text")
def scale_recipe(ingredients: Long, recipe_servings: float, wanted_servings: float) -> str:
    factor = _over(wanted_servings, recipe_servings, "The servings")
    pattern = re.compile(r"(\d+)\s+(\d+)\s*/\s*(\d+)|(\d+)\s*/\s*(\d+)|(\d+(?:\.\d+)?)|([¼½¾⅓⅔])")
    signs = {"¼": 1 / 4, "½": 1 / 2, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3}

    def scaled(found: re.Match[str]) -> str:
        whole, above, below, upper, lower, plain, sign = found.groups()
        if (lower or below) and float(lower or below) == 0:
            return found[0]
        if whole:
            value = float(whole) + float(above) / float(below)
        elif upper:
            value = float(upper) / float(lower)
        else:
            value = float(plain) if plain else signs[sign]
        return f"{round(value * factor, 2):g}"

    return "\n".join(pattern.sub(scaled, line, count=1) for line in ingredients.splitlines())


@operation("Paint needed for walls in litres: area, coats and how far a litre goes")
def paint_needed(area: float, coats: float = 2, area_per_litre: float = 10) -> float:
    return _over(area * coats, area_per_litre, "What a litre covers")


@operation("How many tiles, boards or packs are needed for an area, with waste in percent", "integer")
def pieces_for_area(area: float, area_per_piece: float, waste_percent: Percent = 10) -> int:
    return math.ceil(round(_over(area * (1 + waste_percent / 100), area_per_piece, "The size of a piece"), 9))


@operation("Letter grade from a score in percent: A from 90, B from 80, C from 70, D from 60, else F", "text")
def letter_grade(score: Percent) -> str:
    return next((grade for bound, grade in ((90, "A"), (80, "B"), (70, "C"), (60, "D")) if score >= bound), "F")


@operation("Grade point average (GPA) from letter grades and credits", "number")
def grade_point_average(grades: Lines, credits_each: Numbers) -> float:
    points = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0, "F": 0.0}
    if len(grades) != len(credits_each):
        raise AnswerError("There must be as many credits as grades.")
    worth = []
    for grade in grades:
        word = grade.upper().strip()
        if word[:1] not in points or word[1:] not in ("", "+", "-"):
            raise AnswerError(f"{grade} is not a letter grade from A to F.")
        shift = {"+": 0.3, "-": -0.3, "": 0.0}[word[1:]] if word[0] != "F" else 0.0
        worth.append(min(4.0, points[word[0]] + shift))
    return _over(sum(w * c for w, c in zip(worth, credits_each, strict=True)), sum(credits_each), "The credits")


@operation("What score is needed in the final exam to reach a wanted grade, all in percent", "percent")
def needed_final_score(current_grade: Percent, wanted_grade: Percent, final_weight: Percent) -> float:
    share = final_weight / 100
    return _over(wanted_grade - current_grade * (1 - share), share, "The weight of the final")


@operation("Pass or fail from a score and the score needed", "text")
def pass_or_fail(score: float, needed: float = 50) -> str:
    return "Pass" if score >= needed else "Fail"


@operation("Dog years: a dog's age in human years")
def dog_years(dog_age: float) -> float:
    """15 for the first year, 9 for the second, 5 for each after (American Veterinary Medical Association)."""
    if dog_age <= 1:
        return 15 * dog_age
    return 15 + 9 * (dog_age - 1) if dog_age <= 2 else 24 + 5 * (dog_age - 2)


@operation("Screen size: pixels per inch from width, height and diagonal")
def pixels_per_inch(width_pixels: float, height_pixels: float, diagonal_inches: float) -> float:
    return _over(math.hypot(width_pixels, height_pixels), diagonal_inches, "The diagonal")


@operation("Rock, paper, scissors: who wins between two hands", "text")
def rock_paper_scissors(
    mine: Literal["Rock", "Paper", "Scissors"], theirs: Literal["Rock", "Paper", "Scissors"]
) -> str:
    beats = {"Rock": "Scissors", "Paper": "Rock", "Scissors": "Paper"}
    return "Draw" if mine == theirs else "You win" if beats[mine] == theirs else "You lose"


@operation("Clothes comfort: how warm it feels with wind, from Celsius and km/h (wind chill)")
def wind_chill(celsius: float, wind_kmh: float) -> float:
    """Environment Canada and US National Weather Service, 2001; only below 10 °C and above 4.8 km/h."""
    if celsius > 10 or wind_kmh < 4.8:
        return celsius
    wind = wind_kmh**0.16
    return float(13.12 + 0.6215 * celsius - 11.37 * wind + 0.3965 * celsius * wind)


def _over(above: float, below: float, what: str) -> float:
    if below == 0:
        raise AnswerError(f"{what} must not be zero.")
    return above / below
