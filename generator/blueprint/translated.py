"""Which functions of Python there are in JavaScript, and under which names. Refuses to hold any of them: most stand in
payload/web/python*.js, as members of `py`."""

import re
from collections.abc import Mapping


class Untranslatable(Exception):  # noqa: N818
    """The text says what there is no JavaScript for."""


def camel(python: str) -> str:
    """A name as JavaScript writes it: monthlyTotal for monthly_total."""
    head, *rest = [part for part in python.split("_") if part] or ["_"]
    tail = "_" * (len(python) - len(python.rstrip("_")))
    return head + "".join(part[:1].upper() + part[1:] for part in rest) + (tail if head != "_" else "")


def name(python: str) -> str:
    """As `camel`, and free for a variable or function."""
    written = camel(python)
    return f"{written}_" if written in _RESERVED or not re.match(r"[A-Za-z_$]", written) else written


_RESERVED = frozenset(
    """await break case catch class const continue debugger default delete do else enum export extends false finally for
    function if import in instanceof interface let new null package private protected public return static super switch
    this throw true try typeof undefined var void while with yield name top length status event history
    location""".split()  # noqa: SIM905
)


BUILTINS: Mapping[str, str] = {
    "abs": "Math.abs", "all": "all", "any": "any", "bool": "truth", "chr": "String.fromCodePoint", "date": "day",
    "dict": "dict", "divmod": "divmod", "enumerate": "enumerate", "filter": "kept", "float": "float", "int": "int",
    "len": "len", "list": "each", "map": "mapped", "max": "max", "min": "min", "next": "first", "ord": "codeOf",
    "pow": "power", "range": "range", "reversed": "reversed", "round": "round", "set": "setOf", "sorted": "sorted",
    "str": "text", "sum": "sum", "tuple": "each", "zip": "zip",
}  # fmt: skip
MATH: Mapping[str, str] = {
    "ceil": "Math.ceil", "comb": "choices", "cos": "Math.cos", "degrees": "degrees", "exp": "Math.exp",
    "fabs": "Math.abs", "factorial": "factorialOf", "floor": "Math.floor", "fsum": "sum", "gcd": "gcd",
    "hypot": "Math.hypot", "isclose": "isClose", "isqrt": "wholeRoot", "lcm": "lcm", "log": "logarithm",
    "log10": "Math.log10", "log2": "Math.log2", "pow": "power", "prod": "product", "radians": "radians",
    "sin": "Math.sin", "sqrt": "root", "tan": "Math.tan", "trunc": "Math.trunc",
}  # fmt: skip
CONSTANTS: Mapping[str, str] = {"pi": "Math.PI", "e": "Math.E", "tau": "2 * Math.PI", "inf": "Infinity"}
METHODS: Mapping[str, str] = {
    "append": "append", "capitalize": "capitalize", "casefold": "caseless", "count": "countOf", "endswith": "endsWith",
    "extend": "extend", "find": "indexIn", "get": "lookUp", "index": "indexOf", "insert": "insert",
    "isalnum": "isAlnum", "isalpha": "isAlpha", "isdigit": "isDigit", "isoformat": "text", "isspace": "isSpace",
    "islower": "isLower", "isupper": "isUpper", "items": "entries", "keys": "keys", "ljust": "ljust", "lower": "lower",
    "lstrip": "lstrip", "partition": "partition", "pop": "popFrom", "removeprefix": "removePrefix",
    "removesuffix": "removeSuffix", "replace": "replaced", "rjust": "rjust", "rpartition": "rpartition",
    "rstrip": "rstrip", "sort": "sortInPlace", "split": "split", "splitlines": "splitLines",
    "startswith": "startsWith", "strip": "strip", "swapcase": "swapCase", "title": "titled", "toordinal": "ordinalOf",
    "isoweekday": "isoWeekday", "upper": "upper", "values": "valuesOf", "weekday": "weekdayOf", "zfill": "zfill",
    "bit_length": "bitLength", "add": "addTo", "update": "updateWith",
}  # fmt: skip
REGEX: Mapping[str, tuple[str, int]] = {
    "findall": ("findAll", 1), "fullmatch": ("search", 1), "search": ("search", 1), "split": ("splitAt", 1),
    "sub": ("substitute", 2),
}  # fmt: skip
"""Function of the same meaning, and how many arguments it has behind the pattern."""
FLAGS: Mapping[str, str] = {"I": "i", "IGNORECASE": "i", "M": "m", "MULTILINE": "m", "S": "s", "DOTALL": "s"}
_SIGN = r"[\\p{L}\\p{N}_]"
PATTERNS = (
    (r"\[\^\\W\\d_\]", r"\\p{L}"),
    (r"\[\^\\W_\]", r"[\\p{L}\\p{N}]"),
    (r"\\w(?![^\[]*\])", _SIGN),
    (r"\\w", r"\\p{L}\\p{N}_"),
    (r"\\W(?![^\[]*\])", r"[^\\p{L}\\p{N}_]"),
    (r"\\b", f"(?:(?<={_SIGN})(?!{_SIGN})|(?<!{_SIGN})(?={_SIGN}))"),
    (r"\\([^\w\s^$\\.*+?()\[\]{}|/-])", r"\1"),
)
"""What patterns of Python say of letters, which JavaScript says of ASCII alone, and signs that it doesn't escape."""
RANDOM: Mapping[str, str] = {
    "choice": "choose", "choices": "chooseEach", "randbelow": "below", "randint": "between", "random": "chance",
    "sample": "sampled", "shuffle": "shuffleInPlace", "uniform": "uniformly", "randrange": "rangeChoice",
}  # fmt: skip
STEADY: Mapping[str, str] = {
    "abs": "num", "all": "bool", "any": "bool", "bool": "bool", "chr": "str", "float": "num", "int": "num",
    "len": "num", "ord": "num", "round": "num", "str": "str", "sum": "num", ".lower": "str", ".upper": "str",
    ".strip": "str", ".join": "str", ".replace": "str", ".casefold": "str", ".count": "num", ".find": "num",
    ".index": "num", ".isdigit": "bool", ".isalpha": "bool", ".isalnum": "bool", ".startswith": "bool",
    ".endswith": "bool", ".weekday": "num", ".toordinal": "num", ".capitalize": "str", ".title": "str",
    ".isupper": "bool", ".islower": "bool", ".isoformat": "str",
}  # fmt: skip
"""What a call gives, where that is certain; methods with a dot before them."""
