"""Takes no notice of any signal that can be ignored, and leaves children behind that don't either."""

import os
import signal
import time

for which in range(1, signal.NSIG):
    try:
        signal.signal(which, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
for _ in range(5):
    if not os.fork():
        os.setsid()
        if not os.fork():
            break
print("deaf", flush=True)
time.sleep(600)
