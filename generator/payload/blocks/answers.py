"""Results as answers of an api. Refuses numbers that JSON can't hold."""

import math
from collections.abc import Mapping
from typing import Any

from .operation import AnswerError


def answer(value: Any) -> Any:
    """A result that JSON can hold. AnswerError for numbers that are none."""
    if isinstance(value, float) and not math.isfinite(value):
        raise AnswerError("There is no such number.")
    if isinstance(value, Mapping):
        return {key: answer(item) for key, item in value.items()}
    return [answer(item) for item in value] if isinstance(value, list | tuple) else value


def holds(said: Any) -> bool:
    """Whether what was worked out is a yes."""
    return not said.casefold().startswith(("no", "not", "in")) if isinstance(said, str) else bool(said)
