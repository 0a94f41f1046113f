"""Keeps the programs with bugs out of this suite: they are what it is about."""

collect_ignore = ["bugs"]
