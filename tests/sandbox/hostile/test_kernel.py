"""Apps that try to leave through the kernel. `test_hardening.py` tries every call; here are whole attempts."""

from collections.abc import Callable

from sandbox import Ran


def test_no_socket_family_leads_past_the_sandbox(play: Callable[..., Ran]) -> None:
    ran = play("sockets")
    assert (ran.status, ran.output) == (0, b""), ran


def test_no_namespace_mount_tracing_ring_or_key_is_to_be_had(play: Callable[..., Ran]) -> None:
    ran = play("kernel")
    assert (ran.status, ran.output) == (0, b""), ran
