"""Keeps as many processors busy as there are."""

import os

for _ in range(os.cpu_count() or 1):
    if not os.fork():
        break
while True:
    pass
