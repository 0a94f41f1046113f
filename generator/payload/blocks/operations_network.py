"""Operations on networks of addresses, of either version. They refuse what is no address."""

from typing import TYPE_CHECKING

from .operation import AnswerError, operation

if TYPE_CHECKING:
    import ipaddress


@operation("Network, subnet of an IP address with its prefix or netmask", "text")
def network_of(address: str) -> str:
    return str(_subnet(address))


@operation("Broadcast address of the subnet of an IP address with its prefix", "text")
def broadcast_address(address: str) -> str:
    network = _subnet(address)
    if network.version == 6:
        raise AnswerError(f"{address} is of version 6, which has no broadcast.")
    return str(network.broadcast_address)


@operation("How many hosts fit in the subnet of an IP address with its prefix: number of usable addresses", "integer")
def count_hosts(address: str) -> int:
    network = _subnet(address)
    left_out = 2 if network.version == 4 and network.prefixlen < 31 else 0
    return network.num_addresses - left_out


@operation("Netmask, subnet mask of an IP address with its prefix, such as 255.255.255.0", "text")
def netmask(address: str) -> str:
    return str(_subnet(address).netmask)


@operation("First usable host address of the subnet of an IP address with its prefix", "text")
def first_host(address: str) -> str:
    network = _subnet(address)
    return str(network[1] if network.version == 4 and network.prefixlen < 31 else network[0])


@operation("Last usable host address of the subnet of an IP address with its prefix", "text")
def last_host(address: str) -> str:
    network = _subnet(address)
    return str(network[-2] if network.version == 4 and network.prefixlen < 31 else network[-1])


def _subnet(address: str) -> "ipaddress.IPv4Network | ipaddress.IPv6Network":
    import ipaddress

    try:
        return ipaddress.ip_interface(address.strip()).network
    except ValueError:
        raise AnswerError(f"{address.strip()!r} is no address with a prefix like 192.168.10.77/26.") from None
