"""Operations on body, food and sport by published formulas, named with each. They refuse impossible measures."""

from typing import Literal

from .operation import AnswerError, operation


@operation("Body mass index (BMI) from weight in kilograms and height in centimetres")
def bmi(weight_kg: float, height_cm: float) -> float:
    """Weight over height squared (World Health Organization)."""
    _positive(weight_kg, "Weight")
    _positive(height_cm, "Height")
    return weight_kg / (height_cm / 100) ** 2


@operation("Body mass index (BMI) from weight in pounds and height in inches")
def bmi_imperial(weight_lb: float, height_in: float) -> float:
    """The same in pounds and inches: 703 is the rounded factor that health services use."""
    _positive(weight_lb, "Weight")
    _positive(height_in, "Height")
    return weight_lb / height_in**2 * 703


@operation("BMI category from a body mass index: underweight, normal weight, overweight, obese", "text")
def bmi_category(bmi_value: float) -> str:
    """Bounds for adults of the World Health Organization: 18.5, 25, 30."""
    bounds = ((18.5, "Underweight"), (25, "Normal weight"), (30, "Overweight"))
    return next((name for bound, name in bounds if bmi_value < bound), "Obese")


@operation("BMI category from weight in kilograms and height in centimetres: underweight, normal, overweight", "text")
def bmi_category_of(weight_kg: float, height_cm: float) -> str:
    return bmi_category(bmi(weight_kg, height_cm))


@operation("Healthy weight range in kilograms for a height in centimetres", "text")
def healthy_weight(height_cm: float) -> str:
    """Weights at which the BMI is 18.5 and 24.9."""
    _positive(height_cm, "Height")
    low, high = (bound * (height_cm / 100) ** 2 for bound in (18.5, 24.9))
    return f"{low:.1f} – {high:.1f} kg"


@operation("Calories burned at rest per day: basal metabolic rate (BMR)", "integer")
def basal_metabolic_rate(weight_kg: float, height_cm: float, age: float, sex: Literal["Female", "Male"]) -> int:
    """Mifflin and St Jeor, 1990."""
    return round(10 * weight_kg + 6.25 * height_cm - 5 * age + (5 if sex == "Male" else -161))


@operation("Daily calorie needs from resting calories and how active somebody is (TDEE)", "integer")
def daily_calories(
    resting_calories: float,
    activity: Literal["Little exercise", "1–3 days a week", "3–5 days a week", "6–7 days a week", "Very hard"],
) -> int:
    """The usual activity factors 1.2 to 1.9 (Harris and Benedict, as used with Mifflin and St Jeor)."""
    factors = {
        "Little exercise": 1.2, "1–3 days a week": 1.375, "3–5 days a week": 1.55, "6–7 days a week": 1.725,
        "Very hard": 1.9,
    }  # fmt: skip
    return round(resting_calories * factors[activity])


@operation("Maximum heart rate from age", "integer")
def maximum_heart_rate(age: float) -> int:
    """220 less age (Fox, 1971)."""
    return round(220 - age)


@operation("Target heart rate zone for training from age and intensity in percent", "text")
def heart_rate_zone(age: float, low_percent: float = 50, high_percent: float = 85) -> str:
    """Shares of 220 less age (American Heart Association: 50 to 85 %)."""
    top = 220 - age
    return f"{round(top * low_percent / 100)} – {round(top * high_percent / 100)} beats per minute"


@operation("Calories burned by an activity from its MET value, weight and minutes", "integer")
def calories_burned(met: float, weight_kg: float, minutes: float) -> int:
    """MET × kilograms × hours (Compendium of Physical Activities)."""
    return round(met * weight_kg * minutes / 60)


@operation("One-repetition maximum: the most weight for one lift, from weight and repetitions")
def one_rep_max(weight: float, repetitions: int) -> float:
    """Epley, 1985; a single repetition is the maximum itself."""
    if repetitions < 1:
        raise AnswerError("There must be at least one repetition.")
    return weight if repetitions == 1 else weight * (1 + repetitions / 30)


@operation("Litres of water to drink a day from weight in kilograms")
def daily_water_litres(weight_kg: float) -> float:
    """The rule of thumb of 35 ml per kilogram."""
    return weight_kg * 0.035


@operation("Running pace: minutes and seconds per kilometre or mile, from distance and minutes", "text")
def running_pace(distance: float, minutes: float) -> str:
    _positive(distance, "Distance")
    seconds = round(minutes * 60 / distance)
    return f"{seconds // 60}:{seconds % 60:02d}"


@operation("Blood alcohol estimate from drinks, weight, sex and hours (Widmark)")
def blood_alcohol(
    drinks: float, weight_kg: float, sex: Literal["Female", "Male"], hours: float, grams_per_drink: float = 14
) -> float:
    """Widmark, 1932: grams over (weight × 0.68 or 0.55), less 0.015 an hour; in percent, never below zero."""
    _positive(weight_kg, "Weight")
    share = 0.68 if sex == "Male" else 0.55
    return max(0.0, drinks * grams_per_drink / (weight_kg * 1000 * share) * 100 - 0.015 * hours)


def _positive(value: float, what: str) -> None:
    if value <= 0:
        raise AnswerError(f"{what} must be above zero.")
