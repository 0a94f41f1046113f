"""Turns a sentence into the best app that could be shown to do what was asked. Knows nothing of shelves or screens.

from generator import Spec, make
result = make(Spec("split a dinner bill"), {"writer": model}, engine, tell=print)
"""

from generator.contract import Budget, GeneratorError, Kind, Plan, Result, Spec
from generator.decisions import (
    AgreePackage,
    Answer,
    ApproveChange,
    Autonomy,
    Clarify,
    ConfirmPlan,
    Decision,
    by_default,
)
from generator.make import Interrupted, Unfinished, make

__all__ = [
    "AgreePackage",
    "Answer",
    "ApproveChange",
    "Autonomy",
    "Budget",
    "Clarify",
    "ConfirmPlan",
    "Decision",
    "GeneratorError",
    "Interrupted",
    "Kind",
    "Plan",
    "Result",
    "Spec",
    "Unfinished",
    "by_default",
    "make",
]
