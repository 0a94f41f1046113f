"""Needs: looking is quick and changes nothing; fixing does what this user may do and says the rest in a sentence."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import client, commands, debian, setup
from sandbox.contract import SandboxError

Usage = namedtuple("Usage", "total used free")

# Plays the engine at the edge: answers on a unix socket once it was given the options that it is told to insist on.
DOCKERD = """\
#!{python}
import json, os, sys
from http.server import BaseHTTPRequestHandler
from socketserver import UnixStreamServer
with open({calls!r}, "a") as file:
    file.write(" ".join(["dockerd", *sys.argv[1:]]) + "\\n")
if {insists!r} not in sys.argv:
    sys.exit("failed to start daemon: it can not be")
class Handler(BaseHTTPRequestHandler):
    def address_string(self):
        return "local"
    def do_HEAD(self):
        self.do_GET()
    def do_GET(self):
        body = json.dumps({{"ApiVersion": "1.41", "ServerVersion": "20.10", "OSType": "linux"}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
UnixStreamServer({socket!r}, Handler).serve_forever()
"""


class Host:
    """A host without an engine: its commands are scripts that note their call, its engine is played."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        self.socket = folder / "docker.sock"

    def command(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(script)
        path.chmod(0o755)

    def has_dockerd(self, insists: str) -> None:
        self.command("dockerd", self.dockerd(insists))

    def dockerd(self, insists: str) -> str:
        return DOCKERD.format(python=sys.executable, calls=str(self.calls), insists=insists, socket=str(self.socket))

    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def end(self) -> None:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if str(self.folder / "dockerd").encode() in path.read_bytes():
                    os.kill(int(path.parent.name), signal.SIGKILL)
            except OSError:
                continue


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    host = Host(tmp_path)
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(commands, "PATH", str(tmp_path))
    monkeypatch.setattr(client, "addresses", lambda: iter([f"unix://{host.socket}"] if host.socket.exists() else []))
    monkeypatch.setattr(setup, "SYSTEMD", tmp_path / "no-systemd")
    monkeypatch.setattr(setup, "LOG", tmp_path / "dockerd.log")
    monkeypatch.setattr(setup, "running", lambda: False)
    monkeypatch.setattr(debian.os, "geteuid", lambda: 0)
    host.command("apt-get", f"#!/bin/sh\necho apt-get $* >> {host.calls}\n")
    yield host
    host.end()


def quiet(line: str) -> None:
    pass


def test_a_look_at_each_need_takes_less_than_a_second() -> None:
    for need in setup.needs():
        began = time.monotonic()
        finding = need.look()
        assert time.monotonic() - began < 1
        assert finding.name == need.name
        assert finding.ok or finding.mend


def test_a_running_engine_is_found_and_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "run", lambda *_, **__: pytest.fail("nothing is to be done"))
    finding = setup.Engine().look()
    assert finding.ok
    assert "cgroup v" in finding.found
    setup.Engine().fix(quiet)


def test_an_engine_elsewhere_that_is_silent_is_named_and_not_started_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    assert "unix:///nowhere.sock" in setup.Engine().look().found
    with pytest.raises(SandboxError, match="DOCKER_HOST"):
        setup.Engine().fix(quiet)
    for need in setup.needs():
        need.look()  # each says something, none raises
    with pytest.raises(SandboxError, match="Without an engine") as caught:
        setup.Built("base").fix(quiet)
    assert "engine right first" in caught.value.hint
    with pytest.raises(SandboxError, match="DOCKER_HOST"):
        setup.require()


def test_a_missing_image_is_told_before_anything_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    setup.require()
    monkeypatch.setattr(setup.engine_images, "there", lambda tag: "tester" not in tag)
    with pytest.raises(SandboxError, match="Tester image") as caught:
        setup.require()
    assert "doctor --fix" in caught.value.hint


def test_a_bare_host_gets_docker_installed_and_started(host: Host) -> None:
    host.command("template", host.dockerd(insists=str(host.folder / "dockerd")))
    host.command(
        "apt-get",
        f"#!/bin/sh\necho apt-get $* >> {host.calls}\n"
        f'case "$*" in *install*) /bin/cp {host.folder}/template {host.folder}/dockerd;; esac\n',
    )
    assert setup.Engine().look().found == "Docker is not installed."
    said: list[str] = []
    setup.Engine().fix(said.append)
    update, install, *starts = host.called()
    assert update.endswith(" update")
    assert "--no-install-recommends docker.io iptables ca-certificates" in install
    assert starts == ["dockerd"]
    assert setup.Engine().look().ok


@pytest.mark.parametrize(
    ("insists", "starts"),
    [
        ("--iptables=false", ["dockerd", "dockerd --bridge=none --iptables=false"]),
        (
            "--storage-driver=vfs",
            [
                "dockerd",
                "dockerd --bridge=none --iptables=false",
                "dockerd --bridge=none --iptables=false --storage-driver=vfs",
            ],
        ),
    ],
)
def test_an_engine_that_fails_is_started_in_a_plainer_way(host: Host, insists: str, starts: list[str]) -> None:
    host.has_dockerd(insists)
    assert setup.Engine().look().found == "Docker is installed but does not run."
    setup.Engine().fix(quiet)
    assert host.called() == starts


def test_an_engine_that_never_starts_is_told_with_its_own_words(host: Host) -> None:
    host.has_dockerd("--what-nobody-gives")
    with pytest.raises(SandboxError, match="it can not be") as caught:
        setup.Engine().fix(quiet)
    assert str(setup.LOG) in caught.value.hint


def test_a_second_engine_is_never_started_beside_one_that_runs(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    host.has_dockerd("dockerd")
    monkeypatch.setattr(setup, "running", lambda: True)
    monkeypatch.setattr(setup, "STARTS_SECONDS", 0.5)
    with pytest.raises(SandboxError, match="runs but does not answer"):
        setup.Engine().fix(quiet)
    assert host.called() == []


def test_an_interrupt_while_the_engine_starts_leaves_no_engine(host: Host) -> None:
    host.command("dockerd", f"#!/bin/sh\necho dockerd $$ >> {host.calls}\nexec /bin/sleep 4322\n")

    def interrupt(line: str) -> None:
        if line.startswith("Waiting") and host.called():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        setup.Engine().fix(interrupt)
    process = int(host.called()[0].split()[1])
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_who_is_not_root_is_told_what_to_run(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    with pytest.raises(SandboxError) as caught:
        setup.Engine().fix(quiet)
    assert "sudo apt-get install -y --no-install-recommends docker.io" in caught.value.hint
    with pytest.raises(SandboxError, match="libgomp1") as caught:
        debian.install(["libgomp1"], quiet)
    assert "sudo apt-get install" in caught.value.hint
    assert host.called() == []


def test_a_socket_that_is_not_for_this_user_is_told(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(host.socket))
        monkeypatch.setattr(setup.os, "access", lambda *_: False)
        finding = setup.Engine().look()
    assert "may not use" in finding.found
    assert "usermod -aG docker" in finding.mend


def test_a_full_disk_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda _: Usage(10**10, 10**10 - 10**8, 10**8))
    finding = setup.Disk().look()
    assert not finding.ok
    assert finding.found.startswith("0.1 GB free at /")
    with pytest.raises(SandboxError, match="disk is too full"):
        setup.Disk().fix(quiet)


def test_a_missing_limit_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.engine_images, "info", lambda: {"PidsLimit": False, "SecurityOptions": []})
    finding = setup.Isolation().look()
    assert finding.found == "The engine lacks process limits, seccomp."
    assert finding.mend


def test_a_command_that_fails_tells_its_last_words_and_a_missing_one_its_name() -> None:
    said: list[str] = []
    with pytest.raises(SandboxError, match="Could not count: two / three") as caught:
        commands.run(["sh", "-c", "echo two; echo three; exit 3"], "count", said.append, hint="Count yourself.")
    assert said == ["two", "three"]
    assert caught.value.hint == "Count yourself."
    with pytest.raises(SandboxError, match="no-such-command"):
        commands.run(["no-such-command"], "do it", quiet)


def test_an_interrupted_command_is_ended_with_all_that_it_started() -> None:
    found: list[int] = []

    def interrupt(line: str) -> None:
        found.extend(int(part) for part in line.split())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commands.run(["sh", "-c", "sleep 4323 & echo $$ $!; wait"], "wait", interrupt)
    assert len(found) == 2
    until = time.monotonic() + 30
    while states := [state for pid in found if (state := state_of(pid)) not in ("", "Z")]:
        assert time.monotonic() < until, states
        time.sleep(0.05)


def state_of(pid: int) -> str:
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def test_the_hosts_mirrors_are_read_from_both_formats(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text(
        "# deb http://commented.example/ bookworm main\n"
        "deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/debian bookworm main contrib\n"
        "deb-src https://source.example/debian bookworm main\n"
    )
    (tmp_path / "sources.list.d/more.sources").write_text(
        textwrap.dedent("""\
            Types: deb deb-src
            # a comment: with a colon
            URIs: http://safe.example/security http://second.example/
            Suites: bookworm-security
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             mQ: x

            Types: deb
            Enabled: no
            URIs: http://off.example/
            Suites: bookworm-updates
            Components: main

            Types: deb
            URIs: cdrom:[Debian]/
            Suites: disc
            Components: main
            """)
    )
    (tmp_path / "sources.list.d/vendor.list.save").write_text("deb http://old.example/ bookworm main\n")
    assert debian.sources(tmp_path) == {
        "bookworm": "https://mirror.example/debian",
        "bookworm-security": "http://safe.example/security",
    }
