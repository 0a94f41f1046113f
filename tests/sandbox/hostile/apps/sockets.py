"""Tries the socket families that lead past a network namespace, into the host's kernel, or to raw frames. Prints what
worked."""

import socket

CID_HOST = 2


def vsock():
    with socket.socket(40, socket.SOCK_STREAM) as sock:
        sock.settimeout(1)
        sock.connect((CID_HOST, 1024))


def packet():
    with socket.socket(17, socket.SOCK_RAW, 0x0300) as sock:
        sock.bind(("lo", 0))


def crypto():
    with socket.socket(38, socket.SOCK_SEQPACKET) as sock:
        sock.bind(("hash", "sha256"))


def raw():
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()


for family in (vsock, packet, crypto, raw):
    try:
        family()
        print(family.__name__)
    except PermissionError:
        pass
    except OSError as error:
        print(family.__name__, error)
