"""Uses up all the inotify instances that its user may have, and holds them."""

import ctypes
import sys
import time

libc = ctypes.CDLL(None)
count = 0
while libc.inotify_init1(0) >= 0:
    count += 1
print(count, flush=True)
time.sleep(float(sys.argv[1]))
