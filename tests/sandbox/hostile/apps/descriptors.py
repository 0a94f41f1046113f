"""Opens files, sockets and pipes until it may no more, in many processes at once."""

import os
import socket
import time

for _ in range(20):
    if not os.fork():
        break
held = []
for opening in (os.pipe, lambda: os.open("/dev/null", os.O_RDONLY), socket.socket):
    try:
        while True:
            held.append(opening())
    except OSError as error:
        reason = error.strerror
print(len(held), reason, flush=True)
time.sleep(3)
