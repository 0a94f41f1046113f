"""Lets Python find `NAME.localhost` on this machine, as browsers do by themselves. Refuses to touch other names."""

import socket
from typing import Any

ASKED = socket.getaddrinfo


def as_browsers_do() -> None:
    """From now on, in this process; not every system's resolver knows such names."""
    socket.getaddrinfo = find


def find(host: Any, *more: Any, **named: Any) -> Any:
    return ASKED("127.0.0.1" if isinstance(host, str) and host.endswith(".localhost") else host, *more, **named)
