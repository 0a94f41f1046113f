"""Amounts of money as whole cents."""


def cents(text):
    """What a person typed: 12, 12.5, 12.50 or €12.50"""
    number = text.strip().lstrip("€$£").replace(",", "")
    if not number or number.count(".") > 1:
        raise ValueError(f"{text!r} is no amount")
    return int(float(number) * 100)


def shown(amount):
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    return f"{sign}{whole:,}.{rest:02}"


def split(amount, people):
    """Shares that differ by a cent at most and add up to the amount."""
    share, rest = divmod(amount, people)
    return [share + (1 if number < rest else 0) for number in range(people)]
