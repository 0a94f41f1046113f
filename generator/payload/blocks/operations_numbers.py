"""Operations on numbers: writing them another way, shapes, and figures about a list. They refuse what isn't defined."""

import math
import statistics
from typing import Literal

from .operation import AnswerError, Numbers, operation


@operation("Add two numbers: sum")
def add(a: float, b: float) -> float:
    return a + b


@operation("Subtract one number from another: difference, what is left, remaining")
def subtract(a: float, b: float) -> float:
    return a - b


@operation("Multiply two numbers: product, times")
def multiply(a: float, b: float) -> float:
    return a * b


@operation("Divide one number by another: quotient, per, each")
def divide(a: float, b: float) -> float:
    if b == 0:
        raise AnswerError("Nothing can be divided by zero.")
    return a / b


@operation("Power: a number to an exponent, square, cube")
def power(base: float, exponent: float) -> float:
    try:
        result = base**exponent
    except (OverflowError, ZeroDivisionError) as error:
        raise AnswerError("That power is too large or not defined.") from error
    if isinstance(result, complex):
        raise AnswerError("A negative number has no such power.")
    return float(result)


@operation("Square root of a number")
def square_root(number: float) -> float:
    if number < 0:
        raise AnswerError("A negative number has no square root.")
    return math.sqrt(number)


@operation("Round a number to so many decimals")
def round_to(number: float, decimals: int = 2) -> float:
    from decimal import ROUND_HALF_UP, Decimal

    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


@operation("Remainder of a division: modulo")
def remainder(a: float, b: float) -> float:
    if b == 0:
        raise AnswerError("Nothing can be divided by zero.")
    return math.fmod(a, b)


@operation("Simplify a ratio: 4 to 6 is 2 to 3, aspect ratio", "text")
def simplify_ratio(a: float, b: float) -> str:
    from fractions import Fraction

    if a <= 0 or b <= 0:
        raise AnswerError("Both sides of a ratio must be above zero.")
    fraction = Fraction(repr(a)) / Fraction(repr(b))
    return f"{fraction.numerator} : {fraction.denominator}"


@operation("Rule of three: if a is to b, then c is to what; proportion")
def rule_of_three(a: float, b: float, c: float) -> float:
    if a == 0:
        raise AnswerError("The first number must not be zero.")
    return b * c / a


@operation("Fraction of a decimal number: 0.75 is 3/4", "text")
def as_fraction(number: float) -> str:
    from fractions import Fraction

    return str(Fraction(repr(number)).limit_denominator(10_000))


@operation("Greatest common divisor of two whole numbers", "integer")
def greatest_common_divisor(a: int, b: int) -> int:
    return math.gcd(a, b)


@operation("Least common multiple of two whole numbers", "integer")
def least_common_multiple(a: int, b: int) -> int:
    return math.lcm(a, b)


@operation("Prime factors of a whole number", "text")
def prime_factors(number: int) -> str:
    if not 2 <= number <= 10**12:
        raise AnswerError("The number must be between 2 and a million million.")
    found, divisor = [], 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            found.append(divisor)
            number //= divisor
        divisor += 1
    return " × ".join(map(str, [*found, number] if number > 1 else found))


@operation("Is a number a prime number", "text")
def is_prime(number: int) -> str:
    if number > 10**12:
        raise AnswerError("The number must not be above a million million.")
    prime = number > 1 and all(number % n for n in range(2, math.isqrt(number) + 1))
    return f"{number} is a prime number" if prime else f"{number} is not a prime number"


@operation("Factorial of a whole number", "text")
def factorial(number: int) -> str:
    if not 0 <= number <= 500:
        raise AnswerError("The number must be between 0 and 500.")
    return str(math.factorial(number))


@operation("Fibonacci numbers: the first so many", "list")
def fibonacci(how_many: int) -> list[int]:
    row = [0, 1]
    while len(row) < min(how_many, 500):
        row.append(row[-1] + row[-2])
    return row[: max(0, how_many)]


@operation("Multiplication table of a number: times table", "table")
def times_table(number: float, up_to: int = 10) -> list[dict[str, object]]:
    return [{"Sum": f"{number:g} × {n}", "Result": number * n} for n in range(1, min(up_to, 200) + 1)]


@operation("Convert a number between binary, octal, decimal and hexadecimal: number base", "text")
def convert_base(
    number: str,
    from_base: Literal["decimal", "binary", "octal", "hexadecimal"],
    to_base: Literal["decimal", "binary", "octal", "hexadecimal"],
) -> str:
    bases = {"decimal": 10, "binary": 2, "octal": 8, "hexadecimal": 16}
    try:
        value = int(number.strip().removesuffix(".0"), bases[from_base])
    except ValueError as error:
        raise AnswerError(f"{number} is not a {from_base} number.") from error
    return format(value, {"decimal": "d", "binary": "b", "octal": "o", "hexadecimal": "X"}[to_base])


@operation("Whole number to Roman numeral", "text")
def to_roman(number: int) -> str:
    if not 1 <= number <= 3999:
        raise AnswerError("Roman numerals go from 1 to 3999.")
    signs = ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40)
    small = ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)
    text = ""
    for sign, value in (*signs, *small):
        text += sign * (number // value)
        number %= value
    return text


@operation("Roman numeral to whole number", "integer")
def from_roman(numeral: str) -> int:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    signs = numeral.strip().upper()
    if not signs or set(signs) - set(worth):
        raise AnswerError("A Roman numeral has only the letters I, V, X, L, C, D and M.")
    values = [worth[sign] for sign in signs]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    if not 1 <= total <= 3999 or to_roman(total) != signs:
        raise AnswerError(f"{numeral} is not a Roman numeral.")
    return total


@operation("Number written in words: spell out a number", "text")
def number_in_words(number: float) -> str:
    from num2words import num2words

    return str(num2words(int(number) if number == int(number) else number))


@operation("Ordinal of a number: 1st, 2nd, 3rd", "text")
def ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@operation("Area of a rectangle: length times width, floor, room, wall")
def rectangle_area(length: float, width: float) -> float:
    return length * width


@operation("Perimeter of a rectangle: fence, border, skirting")
def rectangle_perimeter(length: float, width: float) -> float:
    return 2 * (length + width)


@operation("Area of a circle from its radius")
def circle_area(radius: float) -> float:
    return math.pi * radius**2


@operation("Circumference of a circle from its radius")
def circle_circumference(radius: float) -> float:
    return 2 * math.pi * radius


@operation("Area of a triangle from base and height")
def triangle_area(base: float, height: float) -> float:
    return base * height / 2


@operation("Area of a trapezoid from its two parallel sides and height")
def trapezoid_area(a: float, b: float, height: float) -> float:
    return (a + b) / 2 * height


@operation("Hypotenuse of a right triangle: Pythagoras, diagonal")
def hypotenuse(a: float, b: float) -> float:
    return math.hypot(a, b)


@operation("Volume of a box: length, width and height; tank, aquarium, room")
def box_volume(length: float, width: float, height: float) -> float:
    return length * width * height


@operation("Surface area of a box: length, width and height")
def box_surface(length: float, width: float, height: float) -> float:
    return 2 * (length * width + length * height + width * height)


@operation("Volume of a cylinder from radius and height")
def cylinder_volume(radius: float, height: float) -> float:
    return math.pi * radius**2 * height


@operation("Volume of a sphere from its radius")
def sphere_volume(radius: float) -> float:
    return 4 / 3 * math.pi * radius**3


@operation("Volume of a cone from radius and height")
def cone_volume(radius: float, height: float) -> float:
    return math.pi * radius**2 * height / 3


@operation("Sum, total of a list of numbers: add up")
def sum_of(numbers: Numbers) -> float:
    return math.fsum(numbers)


@operation("Average, mean of a list of numbers")
def average_of(numbers: Numbers) -> float:
    return statistics.fmean(numbers)


@operation("Median, middle value of a list of numbers")
def median_of(numbers: Numbers) -> float:
    return statistics.median(numbers)


@operation("Mode: the most frequent of a list of numbers", "text")
def mode_of(numbers: Numbers) -> str:
    return ", ".join(f"{value:g}" for value in statistics.multimode(numbers))


@operation("Standard deviation of a list of numbers (sample)")
def standard_deviation(numbers: Numbers) -> float:
    if len(numbers) < 2:
        raise AnswerError("The standard deviation needs at least two numbers.")
    return statistics.stdev(numbers)


@operation("Variance of a list of numbers (sample)")
def variance_of(numbers: Numbers) -> float:
    if len(numbers) < 2:
        raise AnswerError("The variance needs at least two numbers.")
    return statistics.variance(numbers)


@operation("Smallest, minimum of a list of numbers")
def minimum_of(numbers: Numbers) -> float:
    return min(numbers)


@operation("Largest, maximum of a list of numbers")
def maximum_of(numbers: Numbers) -> float:
    return max(numbers)


@operation("Range of a list of numbers: largest less smallest")
def range_of(numbers: Numbers) -> float:
    return max(numbers) - min(numbers)


@operation("How many numbers are in a list: count", "integer")
def count_of(numbers: Numbers) -> int:
    return len(numbers)


@operation("Sort a list of numbers from smallest to largest", "text")
def sort_numbers(numbers: Numbers, order: Literal["ascending", "descending"] = "ascending") -> str:
    return ", ".join(f"{value:g}" for value in sorted(numbers, reverse=order == "descending"))


@operation("Statistics of a list of numbers: count, sum, mean, median, mode, deviation, quartiles", "table")
def describe_numbers(numbers: Numbers) -> list[dict[str, object]]:
    figures: dict[str, object] = {
        "Count": len(numbers), "Sum": math.fsum(numbers), "Mean": statistics.fmean(numbers),
        "Median": statistics.median(numbers), "Mode": mode_of(numbers), "Minimum": min(numbers),
        "Maximum": max(numbers), "Range": max(numbers) - min(numbers),
    }  # fmt: skip
    if len(numbers) > 1:
        low, _, high = statistics.quantiles(numbers, n=4, method="inclusive")
        figures |= {"Standard deviation": statistics.stdev(numbers), "Lower quartile": low, "Upper quartile": high}
    return [{"Figure": name, "Value": value} for name, value in figures.items()]


@operation("Weighted average of numbers with weights: grades with credits")
def weighted_average(values: Numbers, weights: Numbers) -> float:
    if len(values) != len(weights):
        raise AnswerError("There must be as many weights as values.")
    if (total := math.fsum(weights)) == 0:
        raise AnswerError("The weights must not add up to zero.")
    return math.fsum(v * w for v, w in zip(values, weights, strict=True)) / total
