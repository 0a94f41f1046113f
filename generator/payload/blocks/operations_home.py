"""Operations on kitchen, house, garden, car and travel that people name. They refuse sizes that can't be."""

import math
from typing import Literal

from .operation import AnswerError, Money, Percent, operation, over

Ingredient = Literal[
    "flour", "sugar", "brown sugar", "powdered sugar", "butter", "rice", "oats", "honey", "milk", "water", "oil",
    "cocoa", "salt",
]  # fmt: skip
GRAMS_A_CUP: dict[str, float] = {
    "flour": 120, "sugar": 200, "brown sugar": 220, "powdered sugar": 120, "butter": 227, "rice": 185, "oats": 90,
    "honey": 340, "milk": 245, "water": 237, "oil": 218, "cocoa": 85, "salt": 273,
}  # fmt: skip
"""US cups; what is dry is spooned in and levelled."""


@operation("Cups of an ingredient in grams: flour, sugar, butter, baking, cooking")
def cups_to_grams(cups: float, ingredient: Ingredient) -> float:
    return cups * GRAMS_A_CUP[ingredient]


@operation("Grams of an ingredient in cups: flour, sugar, butter, baking, cooking")
def grams_to_cups(grams: float, ingredient: Ingredient) -> float:
    return grams / GRAMS_A_CUP[ingredient]


@operation(
    "Roasting time in minutes: cooking a turkey, chicken or meat by weight, minutes per kilogram and extra minutes"
)
def roasting_minutes(weight_kg: float, minutes_per_kg: float, extra_minutes: float = 0) -> float:
    return weight_kg * minutes_per_kg + extra_minutes


@operation("Coffee in grams for an amount of water by ratio, one gram to so many: brew, pour over")
def coffee_for_water(water_ml: float, ratio: float = 16) -> float:
    return over(water_ml, ratio, "The ratio")


@operation("Water in millilitres for an amount of coffee by ratio: brew, pour over")
def water_for_coffee(coffee_grams: float, ratio: float = 16) -> float:
    return coffee_grams * ratio


@operation("Alcohol units of a drink from millilitres and percent of alcohol (ABV)")
def alcohol_units(millilitres: float, alcohol_percent: Percent) -> float:
    return millilitres * alcohol_percent / 1000


@operation("Cheaper of two offers per unit: compare packs by price and amount, which is the better deal", "text")
def cheaper_offer(price_a: Money, amount_a: float, price_b: Money, amount_b: float) -> str:
    first, second = (over(price_a, amount_a, "The first amount"), over(price_b, amount_b, "The second amount"))
    if math.isclose(first, second, rel_tol=1e-9):
        return "Both cost the same"
    return "The first is cheaper" if first < second else "The second is cheaper"


@operation("Better pizza deal: compare two round pizzas by diameter and price", "text")
def better_pizza(diameter_a: float, price_a: Money, diameter_b: float, price_b: Money) -> str:
    return cheaper_offer(price_a, diameter_a**2, price_b, diameter_b**2)


@operation("Paint for the walls of a room in litres: length, width and height")
def paint_for_room(length: float, width: float, height: float, coats: float = 2, area_per_litre: float = 10) -> float:
    return over(wall_area(length, width, height) * coats, area_per_litre, "What a litre covers")


@operation("Wall area of a room from length, width and height")
def wall_area(length: float, width: float, height: float) -> float:
    return 2 * (length + width) * height


@operation(
    "How many tiles a floor or wall needs: length and width in metres, tile size in centimetres, waste", "integer"
)
def tiles_for_floor(
    length: float, width: float, tile_length_cm: float, tile_width_cm: float, waste_percent: Percent = 0
) -> int:
    tile = tile_length_cm * tile_width_cm / 10_000
    return math.ceil(over(length * width, tile, "A tile") * (1 + waste_percent / 100) - 1e-9)


@operation("Rolls of wallpaper for a room: distance around it, height, roll width and roll length in metres", "integer")
def wallpaper_rolls(around: float, height: float, roll_width: float = 0.53, roll_length: float = 10.05) -> int:
    drops_a_roll = math.floor(over(roll_length, height, "The height"))
    if drops_a_roll < 1:
        raise AnswerError("A roll is shorter than the wall is high.")
    return math.ceil(math.ceil(over(around, roll_width, "The roll's width") - 1e-9) / drops_a_roll)


@operation("Concrete, soil, gravel or mulch in cubic metres: length and width in metres, depth in centimetres")
def volume_for_bed(length: float, width: float, depth_cm: float) -> float:
    return length * width * depth_cm / 100


@operation("Aquarium, tank or pot volume in litres from length, width and height in centimetres")
def tank_litres(length_cm: float, width_cm: float, height_cm: float) -> float:
    return length_cm * width_cm * height_cm / 1000


@operation("Fence posts: how many for a length at a distance from each other", "integer")
def fence_posts(length: float, distance: float) -> int:
    return math.ceil(over(length, distance, "The distance") - 1e-9) + 1


@operation("Plants for a bed: how many for an area at a distance in centimetres from each other", "integer")
def plants_for_bed(length: float, width: float, distance_cm: float) -> int:
    step = distance_cm / 100
    return math.floor(over(length, step, "The distance") + 1e-9) * math.floor(width / step + 1e-9)


@operation("Range of a car: how far it goes on a tank, from litres and litres per 100 km")
def car_range(litres: float, litres_per_100_km: float) -> float:
    return over(litres, litres_per_100_km, "Consumption") * 100


@operation("Fuel cost per person of a trip: carpool, shared ride, split between passengers", "money")
def fuel_cost_each(distance_km: float, litres_per_100_km: float, price_per_litre: Money, people: int) -> float:
    return over(distance_km * litres_per_100_km / 100 * price_per_litre, people, "How many people")


@operation("Miles per gallon (US) as litres per 100 km: mpg")
def mpg_to_litres_per_100_km(mpg: float) -> float:
    return over(235.214583, mpg, "Miles per gallon")


@operation("Litres per 100 km as miles per gallon (US): mpg")
def litres_per_100_km_to_mpg(litres_per_100_km: float) -> float:
    return over(235.214583, litres_per_100_km, "Consumption")


@operation("Charging time in hours of an electric car or battery: capacity, from and to percent, charger power")
def charging_hours(battery_kwh: float, from_percent: Percent, to_percent: Percent, charger_kw: float) -> float:
    return over(battery_kwh * (to_percent - from_percent) / 100, charger_kw, "The charger's power")


@operation(
    "Charging cost of an electric car or battery: capacity, from and to percent, price per kilowatt hour", "money"
)
def charging_cost(battery_kwh: float, from_percent: Percent, to_percent: Percent, price_per_kwh: Money) -> float:
    return battery_kwh * (to_percent - from_percent) / 100 * price_per_kwh


@operation("Arrival time of day from departure, distance and speed: journey, trip, ETA", "text")
def arrival_time(departure: str, distance: float, speed: float) -> str:
    from .operations_dates import add_minutes

    return add_minutes(departure, round(over(distance, speed, "Speed") * 60))


@operation("Yearly cost of a habit: price and times a week, coffee, smoking, snacks", "money")
def habit_cost(price: Money, times_per_week: float) -> float:
    return price * times_per_week * 365.25 / 7


@operation("Smoking cost a year: cigarettes a day, price of a pack, cigarettes in a pack", "money")
def smoking_cost(cigarettes_per_day: float, price_per_pack: Money, cigarettes_per_pack: float = 20) -> float:
    return over(cigarettes_per_day, cigarettes_per_pack, "A pack") * price_per_pack * 365


@operation("Budget per day: what is left of an amount for each day", "money")
def budget_per_day(amount: Money, days: float) -> float:
    return over(amount, days, "How many days")
