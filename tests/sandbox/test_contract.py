"""The contract of a sandbox, on the real engine."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from sandbox import Engine, Image, Limits, Runtime, Sandbox, SandboxError

PAGE = {"index.html": b"<h1>first</h1>", "js/app.js": b"let a = 1", "data.json": b"{}", "folder/x.txt": b"x"}
SHOW = b"import streamlit as st\nst.title('hello')\nst.write(open('data.txt').read())\n"


def fetch(url: str) -> tuple[int, bytes, http.client.HTTPMessage]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def test_files_come_back_as_they_went_in(shared: Sandbox) -> None:
    files = {"a.txt": b"a", "deep/er/b.bin": bytes(range(256)) * 4096, "empty": b"", "ü ñ.txt": b"name"}
    shared.put(files, replace=True)
    assert shared.get() == files
    assert shared.get("deep") == {"er/b.bin": files["deep/er/b.bin"]}
    assert shared.get("nowhere") == {}


def test_put_adds_and_replaces(shared: Sandbox) -> None:
    shared.put({"a": b"1", "b": b"1"}, replace=True)
    shared.put({"b": b"2", "c": b"2"})
    assert shared.get() == {"a": b"1", "b": b"2", "c": b"2"}
    shared.put({"d": b"3"}, replace=True)
    assert shared.get() == {"d": b"3"}
    for content in (bytes(40 << 20), b"1" * (50 << 20)):
        shared.put({"big": content})
        assert shared.get(most_mb=64) == {"d": b"3", "big": content}
    with pytest.raises(SandboxError, match="No space"):
        shared.put({"other": bytes(40 << 20)})
    assert set(shared.get(most_mb=64)) == {"d", "big"}


def test_what_is_put_read_only_is_read_but_not_written(shared: Sandbox) -> None:
    shared.put({"given/table.csv": b"1"}, replace=True, read_only=True)
    ran = shared.run(["sh", "-c", "cat given/table.csv; echo 2 >> given/table.csv"])
    assert ran.output == b"1"
    assert b"ermission denied" in ran.errors
    shared.put({"given/table.csv": b"3"})
    assert shared.get() == {"given/table.csv": b"3"}


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", "a/../../x", "", "a//b", "./a", "a\0b", "a\nb", "x" * 300, "d/" * 20]
)
def test_paths_that_lead_elsewhere_are_refused(shared: Sandbox, path: str) -> None:
    with pytest.raises(SandboxError):
        shared.put({path: b""})
    with pytest.raises(SandboxError):
        shared.get(path)


def test_links_pipes_and_bad_names_stay_inside(shared: Sandbox) -> None:
    shared.put({"real": b"real"}, replace=True)
    script = "ln -s /etc/passwd link; ln -s /etc folder; mkfifo pipe; ln -s . loop; printf x > $'bad\\nname'"
    assert shared.run(["bash", "-c", script]).status == 0
    assert shared.get() == {"real": b"real"}
    assert shared.get("folder") == {}
    shared.put({"link": b"mine now"})
    assert shared.get() == {"real": b"real", "link": b"mine now"}


def test_what_lies_in_wait_for_a_file_does_not_get_it(shared: Sandbox) -> None:
    shared.put({}, replace=True)
    script = "mkdir /tmp/out; ln -s /tmp/out away; mkfifo .waits.part; ln -s /tmp/out/caught .linked.part; echo > plain"
    assert shared.run(["bash", "-c", script]).status == 0
    for path in ("away/file", "away/deeper/file", "plain/file"):
        with pytest.raises(SandboxError, match=r"could not be written: (Not a dir|Too many)"):
            shared.put({path: b"1"})
    shared.put({"waits": b"2", "linked": b"3"})
    assert shared.get() == {"waits": b"2", "linked": b"3", "plain": b"\n"}
    assert shared.run(["ls", "-A", "/tmp/out"]).output == b""


def test_more_than_asked_for_is_refused(shared: Sandbox) -> None:
    shared.put({}, replace=True)
    shared.run(["truncate", "-s", "3M", "/app/big"])
    with pytest.raises(SandboxError, match="more than 1 MB"):
        shared.get(most_mb=1)
    assert len(shared.get(most_mb=4)["big"]) == 3 << 20
    with pytest.raises(SandboxError, match="more than 64 MB"):
        shared.put({"big": bytes(65 << 20)})


def test_a_command_has_input_output_errors_status_and_environment(shared: Sandbox) -> None:
    ran = shared.run(["sh", "-c", "cat; echo $X >&2; exit 3"], stdin=b"in" * 100_000, env={"X": "err"})
    assert (ran.status, ran.output, ran.errors, ran.reason) == (3, b"in" * 100_000, b"err\n", "")
    assert shared.run(["pwd"]).output == b"/app\n"
    assert shared.run(["no-such-command"]).status == 127


def test_a_command_that_takes_too_long_is_ended_with_all_it_started(shared: Sandbox) -> None:
    script = "trap '' TERM HUP INT; setsid sleep 987 & (setsid sh -c 'sleep 987 & sleep 987' &) ; echo said; sleep 987"
    ran = shared.run(["sh", "-c", script], seconds=0.5)
    assert (ran.status, ran.output) == (None, b"said\n")
    assert "0.5 s" in ran.reason
    assert ran.seconds < 3
    assert b"987" not in shared.run(["sh", "-c", "cat /proc/[0-9]*/cmdline"]).output.replace(b"cat /proc", b"")


def test_output_is_cut_with_its_head_kept(shared: Sandbox) -> None:
    ran = shared.run(["sh", "-c", "echo begin; head -c 100000000 /dev/zero; echo end >&2"], most_kb=4, seconds=20)
    assert ran.status == 0
    assert ran.output.startswith(b"begin\n")
    assert len(ran.output) == 4096
    assert ran.errors == b"end\n"


def test_a_page_is_served(shared: Sandbox) -> None:
    shared.put(PAGE, replace=True)
    started = shared.start(Runtime.STATIC)
    assert started.ok, started
    status, body, headers = fetch(shared.url)
    assert (status, body, headers["Cache-Control"]) == (200, b"<h1>first</h1>", "no-store")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert fetch(f"{shared.url}/js/app.js")[2]["Content-Type"].startswith("text/javascript")
    assert fetch(f"{shared.url}/folder/")[0] == 404
    assert fetch(f"{shared.url}/../../etc/passwd")[0] == 404
    shared.put({"index.html": b"second"})
    assert fetch(shared.url)[1] == b"second"
    assert "/folder/" in shared.log()
    shared.stop()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        fetch(shared.url)


def test_a_page_without_an_index_is_no_app(shared: Sandbox) -> None:
    shared.put({"other.html": b""}, replace=True)
    started = shared.start(Runtime.STATIC)
    assert not started.ok
    assert "404" in started.reason


def test_streamlit_runs_and_restarts_behind_the_same_address(box: Sandbox, render: Callable[[str], str]) -> None:
    box.put({"app.py": SHOW, "data.txt": b"first words", ".streamlit/config.toml": b""})
    address = box.url
    assert box.start(Runtime.STREAMLIT).ok
    assert "first words" in render(address)
    box.put({"data.txt": b"second words"})
    assert box.start(Runtime.STREAMLIT).ok
    assert box.url == address
    assert "second words" in render(address)
    assert set(box.get()) == {"app.py", "data.txt", ".streamlit/config.toml"}


def test_one_sandbox_reaches_another_through_the_host(engine: Engine, shared: Sandbox, box: Sandbox) -> None:
    fetching = [
        "python",
        "-c",
        "import sys, urllib.request as u; sys.stdout.write(u.urlopen(sys.argv[1]).read().decode())",
    ]
    with engine.open(Image.APP, limits=Limits(memory_mb=128)) as tester:
        for one, word in ((shared, b"one"), (box, b"two")):
            one.put({"index.html": word, "big": bytes(5_000_000)}, replace=True)
            assert one.start(Runtime.STATIC).ok
            url = tester.reach(one)
            assert tester.run([*fetching, url]).output == word
        assert tester.reach(shared) == url
        assert tester.run([*fetching, url]).output == b"one"
        assert len(tester.run([*fetching, f"{url}/big"], most_kb=8000).output) == 5_000_000
        tester.reach(None)
        assert tester.run([*fetching, url]).status != 0
        assert fetch(shared.url)[1] == b"one"


def test_a_browser_in_one_sandbox_shows_the_app_of_another(engine: Engine, shared: Sandbox) -> None:
    script = b"<p id=p></p><script>p.textContent = 6 * 7 + ' by script'</script>"
    shared.put({"index.html": script}, replace=True)
    assert shared.start(Runtime.STATIC).ok
    with engine.open(Image.TESTER, limits=Limits(memory_mb=1024, processes=512)) as tester:
        browse = ["chromium-headless-shell", "--no-sandbox", "--disable-gpu", "--dump-dom", tester.reach(shared)]
        ran = tester.run(browse, seconds=60)
    assert b"42 by script" in ran.output, ran


def test_reaching_a_sandbox_that_is_gone_ends_at_once(engine: Engine, shared: Sandbox) -> None:
    with engine.open(Image.APP) as other:
        url = shared.reach(other)
    ran = shared.run(["python", "-c", f"import urllib.request as u; u.urlopen('{url}')"])
    assert ran.status == 1
    assert shared.alive()
    assert not other.alive()


def test_a_big_answer_arrives_whole(shared: Sandbox) -> None:
    shared.put({"index.html": b"", "big": bytes(range(256)) * 80_000}, replace=True)
    assert shared.start(Runtime.STATIC).ok
    assert fetch(f"{shared.url}/big")[1] == bytes(range(256)) * 80_000
