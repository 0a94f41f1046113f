"""Says whether a model could be asked right now, without asking it anything. Refuses to wait long for that."""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from gallery.settings import Choice

PATIENCE = 2.0
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Reach:
    """`told` is a sentence for people."""

    ok: bool
    told: str


def reach(choice: Choice) -> Reach:
    """An endpoint by whether something listens at its address, the embedded model by whether its weights are here."""
    if choice.base_url:
        address = urlsplit(choice.base_url)
        try:
            port = address.port or PORTS.get(address.scheme, 443)
            socket.create_connection((address.hostname or "", port), PATIENCE).close()
        except (OSError, ValueError):
            return Reach(False, "Nothing answers at its address.")
        return Reach(True, "Its address answers.")
    from generator.needs import needs

    missing = [need.look() for need in needs(choice.weights)]
    missing = [finding for finding in missing if not finding.ok]
    if missing:
        return Reach(False, f"{missing[0].found} {missing[0].mend}".strip())
    return Reach(True, "It is on this machine.")
