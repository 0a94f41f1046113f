"""Opens thousands of connections to each port it is told, says nothing or half a sentence on them, and holds them."""

import socket
import sys
import time

held = []
for port in map(int, sys.argv[1:]):
    for n in range(1500):
        try:
            held.append(socket.create_connection(("127.0.0.1", port), 0.01))
            if n % 2:
                held[-1].send(b"CONNECT ")
        except OSError:
            pass
time.sleep(0.5)
