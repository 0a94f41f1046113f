"""Rules that a password has to keep."""


def is_long(password):
    return len(password) >= 8


def has_digit(password):
    return any(letter.isdigit() for letter in password)


def has_both_cases(password):
    return password.lower() != password and password.upper() != password


RULES = {
    "at least 8 letters": is_long,
    "a digit": has_digit,
    "small and capital letters": has_both_cases,
}
