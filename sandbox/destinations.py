"""Says which hosts, addresses and TLS greetings an app may go out with. Refuses literals, and every address that is not
plainly public: a name that is allowed may still lead to a private place.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Iterable

from sandbox.contract import SandboxError

NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
"""A host name of two labels or more, whose last one starts with a letter: no form of an address does."""
PORTS = (80, 443)
CLOSED = [
    ipaddress.ip_network(text)
    for text in (
        *("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4"),
        "168.63.129.16/32",  # public to look at, but a cloud's metadata
        *("2001::/23", "2002::/16", "3fff::/20"),  # tunnels carry an IPv4 address of anybody's choice
    )
]
"""What Python's `is_global` lets by, or did in one of its releases."""
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")

Destination = tuple[str, int]
Resolve = Callable[[str, int], list[str]]


def destinations(hosts: Iterable[str]) -> frozenset[Destination]:
    """Host and port of everything that these permissions open: `name` is for 80 and 443, `name:port` for that alone."""
    found: set[Destination] = set()
    for text in hosts:
        name, _, port = text.strip().lower().partition(":")
        if not NAME.fullmatch(name) or (port and not (port.isdecimal() and 0 < int(port) < 65536)):
            raise SandboxError(
                f"{text[:100]!r} can't be a host that an app may reach.",
                "Use a name such as api.example.com, or api.example.com:8443 for another port than 80 and 443.",
            )
        found |= {(name, int(port))} if port else {(name, usual) for usual in PORTS}
    return frozenset(found)


def is_public(address: str) -> bool:
    """Whether an address can be no place of this machine, its networks or its cloud."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if found.version == 6 and found not in GLOBAL_UNICAST:
        return False  # v4-mapped, NAT64, unique local, link-local, multicast: none of them is in it
    return found.is_global and not any(found in network for network in CLOSED if network.version == found.version)


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, in the order in which to try them; OSError when there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Greeting:
    """Takes the first bytes of a connection and finds whom a TLS client means to greet."""

    def __init__(self) -> None:
        self.incoming, self.known, self.name = ssl.MemoryBIO(), False, ""
        self.data = bytearray()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = self.note
        self.handshake = context.wrap_bio(self.incoming, ssl.MemoryBIO(), server_side=True)

    def note(self, handshake: object, name: str | None, context: object) -> int:
        self.known, self.name = True, (name or "").lower()
        return int(ssl.AlertDescription.ALERT_DESCRIPTION_USER_CANCELLED)

    def add(self, data: bytes) -> bool:
        """Whether enough has come to know the name; ValueError when it is no greeting."""
        self.data += data
        self.incoming.write(data)
        try:
            self.handshake.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError:
            if self.known:
                return True
        raise ValueError("no TLS greeting")
