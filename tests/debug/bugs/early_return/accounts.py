"""Accounts and their passwords."""

from rules import RULES


class Refused(ValueError):
    pass


def missing(password):
    """What a password lacks, in the order of the rules."""
    lacks = []
    for name, holds in RULES.items():
        if holds(password):
            break
        lacks.append(name)
    return lacks


class Accounts:
    def __init__(self):
        self._passwords = {}

    def join(self, name, password):
        if name in self._passwords:
            raise Refused(f"{name} is taken")
        if lacks := missing(password):
            raise Refused("it needs " + ", ".join(lacks))
        self._passwords[name] = password

    def may_enter(self, name, password):
        return self._passwords.get(name) == password
