"""Operations on sport, body, school, science and pay that people name. They refuse to divide by nothing."""

import math
import re
from fractions import Fraction
from typing import Literal

from .operation import AnswerError, Lines, Money, Numbers, Percent, operation, over
from .operations_dates import hours_between


@operation("Finish time of a run from distance and pace per kilometre or mile such as 5:30", "text")
def finish_time(distance: float, pace: str) -> str:
    return _clock(distance * _seconds(pace))


@operation("Pace such as 5:30 from speed in km/h or mph: minutes per kilometre or mile", "text")
def pace_from_speed(speed: float) -> str:
    return _clock(over(3600, speed, "Speed"))


@operation("Speed in km/h or mph from pace such as 5:30 per kilometre or mile")
def speed_from_pace(pace: str) -> float:
    return over(3600, _seconds(pace), "The pace")


@operation("Running speed per hour from distance and minutes")
def speed_from_minutes(distance: float, minutes: float) -> float:
    return over(distance, minutes, "Time") * 60


@operation("Race prediction: finish time for another distance, from a distance and its minutes (Riegel)", "text")
def predicted_finish(distance: float, minutes: float, other_distance: float) -> str:
    return _clock(minutes * 60 * over(other_distance, distance, "Distance") ** 1.06)


@operation("Steps as distance in kilometres, from step length in centimetres")
def steps_to_km(steps: float, step_length_cm: float = 75) -> float:
    return steps * step_length_cm / 100_000


@operation("Win percentage of a team or player from wins, losses and draws", "percent")
def win_percentage(wins: float, losses: float, draws: float = 0) -> float:
    return over(wins + draws / 2, wins + losses + draws, "How many games") * 100


@operation("Points in a league table from wins and draws", "integer")
def league_points(wins: int, draws: int, points_per_win: int = 3) -> int:
    return wins * points_per_win + draws


@operation("Round robin schedule: who plays whom in each round, fixtures, tournament", "table")
def round_robin(teams: Lines) -> list[dict[str, object]]:
    if len(teams) < 2:
        raise AnswerError("There must be two teams at least.")
    around = [*teams, *(["free"] if len(teams) % 2 else [])]
    rows: list[dict[str, object]] = []
    for number in range(1, len(around)):
        half = len(around) // 2
        for home, away in zip(around[:half], around[half:][::-1], strict=True):
            if "free" not in (home, away):
                rows.append({"Round": number, "Home": home, "Away": away})
        around = [around[0], around[-1], *around[1:-1]]
    return rows


@operation("Daily calorie needs from weight, height, age, sex and activity: maintenance, TDEE", "integer")
def calorie_needs(
    weight_kg: float, height_cm: float, age: float, sex: Literal["Female", "Male"],
    activity: Literal["Little", "Light", "Moderate", "Active", "Very active"] = "Moderate",
) -> int:  # fmt: skip
    factor = {"Little": 1.2, "Light": 1.375, "Moderate": 1.55, "Active": 1.725, "Very active": 1.9}[activity]
    return round((10 * weight_kg + 6.25 * height_cm - 5 * age + (5 if sex == "Male" else -161)) * factor)


@operation("Protein a day in grams from weight and grams per kilogram")
def daily_protein(weight_kg: float, grams_per_kg: float = 1.6) -> float:
    return weight_kg * grams_per_kg


@operation("Waist to hip ratio")
def waist_to_hip(waist: float, hip: float) -> float:
    return over(waist, hip, "The hip")


@operation("Blood pressure category from systolic and diastolic", "text")
def blood_pressure(systolic: float, diastolic: float) -> str:
    if systolic >= 180 or diastolic >= 120:
        return "Hypertensive crisis"
    if systolic >= 140 or diastolic >= 90:
        return "High, stage 2"
    if systolic >= 130 or diastolic >= 80:
        return "High, stage 1"
    return "Elevated" if systolic >= 120 else "Normal"


@operation("Cat years: a cat's age in human years")
def cat_years(cat_age: float) -> float:
    return 15 * cat_age if cat_age <= 1 else 15 + 9 * (cat_age - 1) if cat_age <= 2 else 24 + 4 * (cat_age - 2)


@operation("Letter grade from points and points possible: A from 90 percent, B 80, C 70, D 60, else F", "text")
def grade_from_points(points: float, possible: float) -> str:
    share = over(points, possible, "Points possible") * 100
    return next((letter for letter, least in (("A", 90), ("B", 80), ("C", 70), ("D", 60)) if share >= least), "F")


@operation("Pages to read a day to finish a book in so many days", "integer")
def pages_per_day(pages: float, days: float) -> int:
    return math.ceil(over(pages, days, "How many days") - 1e-9)


@operation("Days to finish a book at so many pages a day", "integer")
def days_to_finish(pages: float, pages_per_day: float) -> int:
    return math.ceil(over(pages, pages_per_day, "Pages per day") - 1e-9)


@operation("Typing speed in words per minute from words and minutes (WPM)")
def typing_speed(words: float, minutes: float) -> float:
    return over(words, minutes, "Time")


@operation("Solve a quadratic equation: roots of ax² + bx + c = 0", "text")
def quadratic_roots(a: float, b: float, c: float) -> str:
    if a == 0:
        raise AnswerError("a must not be zero.")
    inside = b * b - 4 * a * c
    if inside < 0:
        return "No real roots"
    roots = sorted({(-b - math.sqrt(inside)) / (2 * a), (-b + math.sqrt(inside)) / (2 * a)})
    return " and ".join(f"x = {root + 0.0:.6g}" for root in roots)


@operation("Calculate with fractions: add, subtract, multiply or divide two fractions such as 3/4", "text")
def fraction_arithmetic(first: str, operation: Literal["+", "-", "×", "÷"], second: str) -> str:
    try:
        a, b = Fraction(first.replace(" ", "")), Fraction(second.replace(" ", ""))
        found = a + b if operation == "+" else a - b if operation == "-" else a * b if operation == "×" else a / b
    except (ValueError, ZeroDivisionError) as error:
        raise AnswerError("Write fractions like 3/4; nothing can be divided by zero.") from error
    return str(found)


@operation("Divisors, factors of a whole number", "list")
def divisors(number: int) -> list[int]:
    if not 1 <= number <= 10**9:
        raise AnswerError("The number must be from 1 to 1,000,000,000.")
    small = [d for d in range(1, math.isqrt(number) + 1) if number % d == 0]
    return sorted({*small, *(number // d for d in small)})


@operation("Prime numbers up to a number", "list")
def primes_up_to(number: int) -> list[int]:
    if number > 100_000:
        raise AnswerError("The number must be at most 100,000.")
    return [n for n in range(2, number + 1) if all(n % d for d in range(2, math.isqrt(n) + 1))]


@operation("Is a number even or odd", "text")
def even_or_odd(number: int) -> str:
    return "odd" if number % 2 else "even"


@operation("Logarithm of a number to a base")
def logarithm(number: float, base: float = 10) -> float:
    if number <= 0 or base <= 0 or base == 1:
        raise AnswerError("Number and base must be more than zero, and the base not 1.")
    return math.log(number, base)


@operation("Combinations: how many ways to choose some out of many", "integer")
def combinations(n: int, k: int) -> int:
    return math.comb(max(n, 0), max(k, 0))


@operation("Permutations: how many ways to arrange some out of many", "integer")
def permutations(n: int, k: int) -> int:
    return math.perm(max(n, 0), max(k, 0))


@operation("Distance between two points by their coordinates x and y")
def point_distance(x1: float, y1: float, x2: float, y2: float) -> float:
    return math.hypot(x2 - x1, y2 - y1)


@operation("Area of a triangle from its three sides")
def triangle_area_from_sides(a: float, b: float, c: float) -> float:
    if a + b <= c or a + c <= b or b + c <= a:
        raise AnswerError("These sides make no triangle.")
    half = (a + b + c) / 2
    return math.sqrt(half * (half - a) * (half - b) * (half - c))


@operation("Density from mass and volume")
def density(mass: float, volume: float) -> float:
    return over(mass, volume, "The volume")


@operation("Voltage from current and resistance: Ohm's law, volts")
def voltage(current: float, resistance: float) -> float:
    return current * resistance


@operation("Current from voltage and resistance: Ohm's law, amperes")
def current_from_voltage(voltage: float, resistance: float) -> float:
    return over(voltage, resistance, "The resistance")


@operation("Pay for a shift: start, end, break and hourly wage, hours worked times wage", "money")
def shift_pay(start: str, end: str, hourly_wage: Money, break_minutes: float = 0) -> float:
    return hours_between(start, end, break_minutes) * hourly_wage


@operation("Take-home pay: net salary after a flat tax percentage", "money")
def net_pay(gross: Money, tax_percent: Percent) -> float:
    return gross * (1 - tax_percent / 100)


@operation("Commission pay: base salary and a percentage of sales", "money")
def commission_pay(base_salary: Money, sales: Money, commission_percent: Percent) -> float:
    return base_salary + sales * commission_percent / 100


@operation("Invoice line with tax: quantity times price plus tax", "money")
def invoice_total(quantity: float, price: Money, tax_percent: Percent) -> float:
    return quantity * price * (1 + tax_percent / 100)


@operation("Months to pay off a debt or credit card with a monthly payment", "integer")
def months_to_pay_off(balance: Money, annual_percent: Percent, monthly_payment: Money) -> int:
    rate = annual_percent / 1200
    if monthly_payment <= balance * rate or monthly_payment <= 0:
        raise AnswerError("The payment is too small to pay it off.")
    if not rate:
        return math.ceil(balance / monthly_payment - 1e-9)
    return math.ceil(-math.log(1 - balance * rate / monthly_payment) / math.log(1 + rate) - 1e-9)


@operation("How much loan a monthly payment affords: borrow, rate and years", "money")
def affordable_loan(monthly_payment: Money, annual_percent: Percent, years: float) -> float:
    rate, months = annual_percent / 1200, years * 12
    return monthly_payment * ((1 - (1 + rate) ** -months) / rate if rate else months)


@operation("Share an amount in proportion to parts: rent by room size, split by ratio", "list")
def share_by_parts(amount: Money, parts: Numbers) -> list[str]:
    whole = sum(parts)
    return [f"{part:g}: {over(amount * part, whole, 'The sum of the parts'):.2f}" for part in parts]


@operation("Profit or loss of shares: stock bought and sold, price, number and fees", "money")
def stock_profit(buy_price: Money, sell_price: Money, shares: float, fees: Money = 0) -> float:
    return (sell_price - buy_price) * shares - fees


@operation("Rental yield in percent a year from monthly rent and price of the property", "percent")
def rental_yield(monthly_rent: Money, property_price: Money) -> float:
    return over(monthly_rent * 12, property_price, "The price") * 100


def _seconds(pace: str) -> float:
    found = re.fullmatch(r"\s*(?:(\d+):)?(\d+):(\d\d)\s*|\s*(\d+(?:[.,]\d+)?)\s*", pace)
    if not found:
        raise AnswerError("Write the pace like 5:30.")
    if found[4]:
        return float(found[4].replace(",", ".")) * 60
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
