"""Lays out, among what is exported, everything that could lead an unpacker astray."""

import os
import socket

os.makedirs("out", exist_ok=True)
os.chdir("out")
open("plain", "w").write("plain")
os.symlink("/etc/passwd", "link")
os.symlink("/", "root")
os.symlink(".", "loop")
os.symlink("../../../../etc", "up")
os.link("plain", "second name")
os.mkfifo("pipe")
socket.socket(socket.AF_UNIX).bind("socket")
for name in ("..\\..\\evil", "line\nbreak", "\x1b[2Jclear", "‮txt.exe", "n" * 255, b"\xff\xfe", " "):
    open(name, "w").close()
os.makedirs("a/" * 40, exist_ok=True)
open("a/" * 40 + "deep", "w").close()
for kind in (0o060600, 0o020600):
    try:
        os.mknod(f"device{kind}", kind, os.makedev(1, 5))
    except PermissionError:
        pass
with open("sparse", "wb") as file:
    file.truncate(64 << 20)
