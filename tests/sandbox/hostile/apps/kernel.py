"""Tries to leave by the kernel: new namespaces, mounts, another's memory, BPF, io_uring, keys. Prints what worked."""

import ctypes
import errno
import os
import platform
import time

LIBC = ctypes.CDLL(None, use_errno=True)
NEWUSER, NEWNS, NEWNET = 0x10000000, 0x00020000, 0x40000000
ATTACH, SETUP = 16, 0
NUMBERS = {"x86_64": (56, 435, 101, 425, 321, 248), "aarch64": (220, 435, 117, 425, 280, 217)}
CLONE, CLONE3, PTRACE, IO_URING, BPF, ADD_KEY = NUMBERS[platform.machine()]
victim = os.fork()
if not victim:
    time.sleep(30)
    os._exit(0)

room = ctypes.create_string_buffer(4096)
arguments = (ctypes.c_uint64 * 11)(NEWUSER, 0, 0, 0, 17)
TRIALS = {
    "unshare user": lambda: LIBC.unshare(NEWUSER),
    "unshare mounts": lambda: LIBC.unshare(NEWNS),
    "unshare network": lambda: LIBC.unshare(NEWNET),
    "setns": lambda: LIBC.setns(os.open("/proc/self/ns/net", os.O_RDONLY), 0),
    "mount tmpfs": lambda: LIBC.mount(b"none", b"/tmp", b"tmpfs", 0, None),
    "bind mount": lambda: LIBC.mount(b"/proc", b"/tmp", None, 4096, None),
    "umount": lambda: LIBC.umount2(b"/proc/kcore", 2),
    "clone": lambda: LIBC.syscall(CLONE, NEWUSER | 17, 0, 0, 0, 0),
    "clone3": lambda: LIBC.syscall(CLONE3, ctypes.byref(arguments), 88),
    "ptrace": lambda: LIBC.syscall(PTRACE, ATTACH, victim, 0, 0),
    "ptrace agent": lambda: LIBC.syscall(PTRACE, ATTACH, 1, 0, 0),
    "io_uring": lambda: LIBC.syscall(IO_URING, 8, room),
    "bpf": lambda: LIBC.syscall(BPF, SETUP, room, 72),
    "keys": lambda: LIBC.syscall(ADD_KEY, b"user", b"name", b"text", 4, -3),
    "chroot": lambda: LIBC.chroot(b"/tmp"),
}
for name, trial in TRIALS.items():
    if trial() != -1:
        print(name, flush=True)
    elif ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
        print(name, errno.errorcode[ctypes.get_errno()])
os.kill(victim, 9)
