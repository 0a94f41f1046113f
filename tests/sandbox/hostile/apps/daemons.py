"""Leaves daemons behind: forked twice, in sessions of their own, each handing on to a child and going, so that no
process number stays true for long. Then ends as if it were done."""

import os
import time

for _ in range(10):
    if not os.fork():
        os.setsid()
        if os.fork():
            os._exit(0)
        while True:
            time.sleep(0.05)
            if os.fork():
                os._exit(0)
print("done", flush=True)
