"""Judges any app made for the sentence beside this file."""

import re

from tests.specs.callers import Command


def tells(command: Command, address: str, network: str, broadcast: str, hosts: int) -> None:
    """In this order, a line each; whether with words, and the network with or without its prefix, was not said."""
    ran = command(address)
    assert ran.status == 0, ran
    lines = [line for line in re.sub(r"(?<=\d),(?=\d{3}\b)", "", ran.output).splitlines() if line.strip()]
    at = -1
    for wanted in (network, broadcast, str(hosts)):
        pattern = rf"(?<![\d./]){re.escape(wanted)}(?![\d.]*\d)"
        later = [i for i, line in enumerate(lines) if i > at and re.search(pattern, line)]
        assert later, (wanted, ran)
        at = later[0]


def test_a_small_network(command: Command) -> None:
    tells(command, "192.168.10.77/26", "192.168.10.64", "192.168.10.127", 62)
    tells(command, "10.20.33.200/29", "10.20.33.200", "10.20.33.207", 6)


def test_a_large_network(command: Command) -> None:
    tells(command, "172.19.203.5/20", "172.19.192.0", "172.19.207.255", 4094)
    tells(command, "10.77.1.2/10", "10.64.0.0", "10.127.255.255", 4194302)


def test_what_is_no_address(command: Command) -> None:
    assert command("192.168.10.77/26").status == 0
    for rubbish in ("192.168.10.300/26", "10.0.0.1/33", "fileserver"):
        ran = command(rubbish)
        assert ran.status == 2, (rubbish, ran)
        assert ran.errors.strip(), (rubbish, ran)
