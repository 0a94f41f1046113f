"""Apps that attack the agent and the host behind it: with its own language, with a crowd at its ports, with signals."""

from collections.abc import Callable

from sandbox import Ran, Sandbox


def port_of(url: str) -> str:
    return url.rpartition(":")[2]


def test_frames_that_an_app_forges_are_output_and_nothing_else(
    play: Callable[..., Ran], evil: Sandbox, neighbour: Sandbox
) -> None:
    port = port_of(evil.reach(neighbour))
    ran = play("forge_frames", port)
    assert ran.status == 0, ran
    assert b"written to" not in ran.output
    assert ran.output == ran.errors
    assert evil.run(["echo", "1"]).output == b"1\n"
    evil.reach(None)


def test_thousands_of_connections_that_say_nothing_leave_room(
    play: Callable[..., Ran], evil: Sandbox, neighbour: Sandbox
) -> None:
    evil.permit(["example.com"])
    out = evil.run(["sh", "-c", "echo ${HTTP_PROXY##*:}"]).output.decode().strip()
    port = port_of(evil.reach(neighbour))
    ran = play("half_open", port, out, seconds=90)
    assert ran.status == 0, ran
    fetch = f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{port}').status)"
    assert evil.run(["env", "-u", "HTTP_PROXY", "python", "-c", fetch], seconds=30).output == b"200\n"
    evil.permit([])
    evil.reach(None)


def test_signals_to_the_agent_do_nothing(play: Callable[..., Ran], evil: Sandbox) -> None:
    evil.put({"stop.py": b"import os\nfor n in range(1, 65):\n    try: os.kill(1, n)\n    except OSError: pass\n"})
    assert evil.run(["python", "stop.py"]).status == 0
    assert evil.run(["echo", "1"]).output == b"1\n"
