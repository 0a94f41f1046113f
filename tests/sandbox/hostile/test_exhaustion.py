"""Apps that take all there is: each is ended or held to its share, its sandbox goes on, the neighbour never notices."""

from collections.abc import Callable

import pytest

from sandbox import Engine, Image, Limits, Ran, Runtime, Sandbox, SandboxError
from tests.sandbox.hostile.conftest import answers, pace, source, works


@pytest.mark.parametrize("name", ["fork_bomb", "thread_bomb", "cpu_spin", "ignore_signals", "descriptors"])
def test_who_takes_all_there_is_is_ended_when_its_time_is_up(
    play: Callable[..., Ran], neighbour: Sandbox, name: str
) -> None:
    ran = play(name, seconds=1.5)
    assert ran.status is None
    assert "1.5 s" in ran.reason
    assert ran.seconds < 10
    assert name != "descriptors" or b"Too many open files" in ran.output
    assert answers(neighbour)


def test_who_takes_all_memory_is_told_so(play: Callable[..., Ran]) -> None:
    ran = play("memory_bomb", seconds=30)
    assert (ran.status, ran.reason) == (None, "It used up its memory and was ended.")


def test_files_count_as_memory(engine: Engine) -> None:
    with engine.open(Image.APP, limits=Limits(memory_mb=64, files_mb=200)) as box:
        box.put({"bomb.py": source("memory_bomb")})
        assert box.run(["sh", "-c", "head -c 40000000 /dev/zero > big"]).status == 0
        assert box.run(["python", "bomb.py"], seconds=30).reason == "It used up its memory and was ended."
        assert box.run(["rm", "big"]).status == 0
        works(box)


@pytest.mark.parametrize("name", ["fork_bomb", "thread_bomb", "memory_bomb"])
def test_an_app_that_does_it_in_its_page(serve: Callable[[str], Sandbox], name: str) -> None:
    box = serve(name)
    box.put({"more": b"more"})
    assert box.get()["more"] == b"more"


def test_the_disk_is_full_for_bytes_and_for_names(play: Callable[..., Ran], evil: Sandbox) -> None:
    assert play("fill_bytes").output.count(b"No space left") == 3
    with pytest.raises(SandboxError, match="No space"):
        evil.put({"b": bytes(1 << 20)})
    works(evil)
    assert play("fill_inodes").output.count(b"No space left") == 2
    assert len(evil.get()) < 2000


def test_folders_too_deep_for_any_path_are_neither_followed_nor_left(play: Callable[..., Ran], evil: Sandbox) -> None:
    ran = play("deep_folders", seconds=30)
    assert ran.output == b"/app 1990\n/tmp 3000\n", ran
    assert set(evil.get()) == {"index.html", "deep_folders.py"}


def test_a_flood_of_output_is_cut_and_costs_the_host_nothing(play: Callable[..., Ran]) -> None:
    ran = play("print_flood", seconds=60, most_kb=64)
    assert ran.status == 0
    assert ran.output.startswith(b"the beginning\nAAA")
    assert len(ran.output) == 64 << 10


def test_a_flood_in_the_log_of_an_app_keeps_its_head_and_its_tail(evil: Sandbox, render: Callable[..., str]) -> None:
    evil.put({"app.py": source("print_flood")})
    assert evil.start(Runtime.STREAMLIT).ok
    render(evil.url, 60)
    log = evil.log()
    assert "the beginning" in log
    assert log.rstrip().endswith("the end")
    assert "bytes left out" in log
    assert len(log) < 257 * 1024


def test_daemons_do_not_outlive_the_command_that_left_them(play: Callable[..., Ran], evil: Sandbox) -> None:
    ran = play("daemons")
    assert (ran.status, ran.output) == (0, b"done\n")
    assert b"daemons" not in evil.run(["sh", "-c", "cat /proc/[1-9]*/cmdline"]).output


def test_a_neighbour_keeps_its_share_of_what_the_kernel_counts_by_user(evil: Sandbox, neighbour: Sandbox) -> None:
    """Inotify, of which a user has few over all containers: the neighbour takes some while this one has taken all."""
    evil.put({"inotify.py": source("inotify")}, replace=True)
    neighbour.put({"inotify.py": source("inotify")})
    holding = evil.door.begin(  # type: ignore[attr-defined]
        {"verb": "run", "argv": ["python", "inotify.py", "5"], "env": {}, "seconds": 9, "most": 99}, most=99
    )
    took = [int(neighbour.run(["python", "inotify.py", "0"]).output) for _ in range(3)]
    assert not holding.done()
    assert min(took) >= 100
    evil.stop()


def test_a_spinning_app_leaves_the_neighbour_its_processor(evil: Sandbox, neighbour: Sandbox) -> None:
    usual = pace(neighbour)
    evil.put({"spin.py": source("cpu_spin")}, replace=True)
    spin = {"verb": "run", "argv": ["python", "spin.py"], "env": {}, "seconds": 3, "most": 9}
    spinning = evil.door.begin(spin, most=9)  # type: ignore[attr-defined]
    while_it_spins = min(pace(neighbour) for _ in range(3))
    assert not spinning.done()
    assert while_it_spins < 10 * usual + 0.05
    assert spinning.result(20).text("reason")
