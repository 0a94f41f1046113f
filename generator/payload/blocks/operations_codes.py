"""Ciphers, codes and checks of what is written. They refuse what isn't in the code."""

import re
from typing import Literal

from .operation import AnswerError, Long, operation


@operation("Vigenère cipher: encode or decode a text with a keyword", "long_text")
def vigenere(text: Long, key: str, mode: Literal["encode", "decode"] = "encode") -> str:
    shifts = [ord(letter) - 97 for letter in key.lower() if "a" <= letter <= "z"]
    if not shifts:
        raise AnswerError("The key must have a letter.")
    made, used = "", 0
    for sign in text:
        if not re.match(r"[A-Za-z]", sign):
            made += sign
            continue
        shift = shifts[used % len(shifts)] * (-1 if mode == "decode" else 1)
        base = 97 if sign.islower() else 65
        made += chr((ord(sign) - base + shift) % 26 + base)
        used += 1
    return made


@operation("Caesar cipher, encode or decode by a shift, as chosen", "long_text")
def caesar_either_way(text: Long, shift: int, mode: Literal["encode", "decode"]) -> str:
    from .operations_rewrite import caesar

    return caesar(text, -shift if mode == "decode" else shift)


@operation("Atbash cipher: the alphabet turned round, encode and decode", "long_text")
def atbash(text: Long) -> str:
    return "".join(chr(219 - ord(s)) if "a" <= s <= "z" else chr(155 - ord(s)) if "A" <= s <= "Z" else s for s in text)


@operation("Letters as numbers: a is 1, z is 26", "text")
def letters_to_numbers(text: str) -> str:
    return " ".join(str(ord(letter) - 96) for letter in text.lower() if "a" <= letter <= "z")


@operation("Numbers as letters: 1 is a, 26 is z", "text")
def numbers_to_letters(numbers: str) -> str:
    found = [int(n) for n in re.findall(r"\d+", numbers)]
    if not found or not all(1 <= n <= 26 for n in found):
        raise AnswerError("Numbers must be from 1 to 26.")
    return "".join(chr(96 + n) for n in found)


@operation("Text in hexadecimal: hex codes of its bytes", "long_text")
def text_to_hex(text: Long) -> str:
    return text.encode().hex(" ")


@operation("Hexadecimal codes to text: decode hex", "long_text")
def hex_to_text(code: Long) -> str:
    try:
        return bytes.fromhex(re.sub(r"0x|[\s,:]", "", code)).decode()
    except ValueError as error:
        raise AnswerError("That is no text in hexadecimal.") from error


@operation("Leet speak: letters as digits, 1337", "long_text")
def leet_speak(text: Long) -> str:
    return text.translate(str.maketrans("aAeEiIoOsStT", "443311005577"))


@operation("Mocking text: alternating small and capital letters, sarcastic, spongebob", "long_text")
def mocking_case(text: Long) -> str:
    made, upper = "", False
    for sign in text:
        made += (sign.upper() if upper else sign.lower()) if sign.isalpha() else sign
        upper = upper != sign.isalpha()
    return made


@operation("Remove all spaces from a text", "long_text")
def remove_spaces(text: Long) -> str:
    return re.sub(r"[^\S\n]+", "", text)


@operation("Remove line breaks from a text: join lines into one paragraph", "long_text")
def remove_line_breaks(text: Long) -> str:
    return re.sub(r"\s*\n\s*", " ", text.strip())


@operation("Sort the words of a text alphabetically", "long_text")
def sort_words(text: Long) -> str:
    return " ".join(sorted(text.split(), key=str.casefold))


@operation("Sort the lines of a text by length, shortest first", "long_text")
def sort_lines_by_length(text: Long) -> str:
    return "\n".join(sorted((line for line in text.splitlines() if line.strip()), key=len))


@operation("Remove a word or several from a text: delete words", "long_text")
def remove_words(text: Long, words: str) -> str:
    wanted = [re.escape(word) for word in re.split(r"[\s,;]+", words.strip()) if word]
    if not wanted:
        return text
    return re.sub(r"[^\S\n]{2,}", " ", re.sub(rf"\b(?:{'|'.join(wanted)})\b", "", text, flags=re.I)).strip()


@operation("Number of consonants in a text", "integer")
def count_consonants(text: Long) -> int:
    return len(re.findall(r"(?i)[b-df-hj-np-tv-z]", text))


@operation("Number of digits in a text", "integer")
def count_digits(text: Long) -> int:
    return sum(sign.isdigit() for sign in text)


@operation("Number of capital, uppercase letters in a text", "integer")
def count_capitals(text: Long) -> int:
    return sum(sign.isupper() for sign in text)


@operation("How often a single letter occurs in a text", "integer")
def count_letter(text: Long, letter: str) -> int:
    if not letter.strip():
        raise AnswerError("Fill in a letter first.")
    return text.casefold().count(letter.strip().casefold())


@operation("Longest line of a text", "text")
def longest_line(text: Long) -> str:
    return max(text.splitlines() or [""], key=len)


@operation("Speaking time of a speech or text in minutes and seconds, at 130 words a minute", "text")
def speaking_time(text: Long, words_per_minute: float = 130) -> str:
    seconds = round(len(text.split()) / max(words_per_minute, 1) * 60)
    return f"{seconds // 60} min {seconds % 60} s"


@operation("Is an email address valid", "text")
def valid_email(email: str) -> str:
    return "valid" if re.fullmatch(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}", email.strip()) else "not valid"


@operation("Is a credit card number valid: Luhn check", "text")
def valid_card_number(number: str) -> str:
    digits = [int(d) for d in re.sub(r"[\s-]", "", number) if d.isdigit()][::-1]
    total = sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])
    return "valid" if len(digits) >= 12 and total % 10 == 0 else "not valid"


@operation("Is an IBAN bank account number valid", "text")
def valid_iban(iban: str) -> str:
    plain = re.sub(r"\s", "", iban).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", plain):
        return "not valid"
    return "valid" if int("".join(str(int(s, 36)) for s in plain[4:] + plain[:4])) % 97 == 1 else "not valid"


@operation("Is an ISBN-13, a book number of thirteen digits, valid", "text")
def valid_isbn_13(isbn: str) -> str:
    plain = re.sub(r"[\s-]", "", isbn)
    right = (
        bool(re.fullmatch(r"[0-9]{13}", plain)) and sum(int(s) * (1, 3)[n % 2] for n, s in enumerate(plain)) % 10 == 0
    )
    return "valid" if right else "not valid"


@operation("Is an ISBN book number valid", "text")
def valid_isbn(isbn: str) -> str:
    plain = re.sub(r"[\s-]", "", isbn).upper()
    if re.fullmatch(r"\d{9}[\dX]", plain):
        right = sum((10 - n) * (10 if s == "X" else int(s)) for n, s in enumerate(plain)) % 11 == 0
    else:
        right = (
            bool(re.fullmatch(r"\d{13}", plain)) and sum(int(s) * (1, 3)[n % 2] for n, s in enumerate(plain)) % 10 == 0
        )
    return "valid" if right else "not valid"
