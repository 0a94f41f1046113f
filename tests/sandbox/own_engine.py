"""A container engine of a test's own, which may be killed, starved and set up oddly. Refuses to leave anything of it:
it lives on a small disk in memory, in a namespace that ends with it. It has to be started as root.
"""

import contextlib
import grp
import io
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import docker
from docker.errors import DockerException
from requests import RequestException

from sandbox import engine_images, images
from sandbox.contract import Image

MAPPED = f"{pwd.getpwuid(65534).pw_name}:{grp.getgrgid(65534).gr_name}"
"""Below whom the users of its sandboxes are mapped, where it maps them."""
HOLD = f"""
mount -t tmpfs -o size=$1m,mode=0755 tmpfs /mnt
for kind in subuid subgid; do
    printf '%s:200000:65536\n' {MAPPED.replace(":", " ")} > "$2/$kind"
    test ! -e /etc/$kind || mount --bind "$2/$kind" /etc/$kind
done
echo up
exec sleep 1d
"""
LINES = "RUN mkdir -p /opt/venv/bin && ln -s /usr/bin/python3 /opt/venv/bin/python\n"
"""What the agent needs to run on the base image: no libraries, and the system's Python in their place."""


class OwnEngine:
    """Its disk has `mb` megabytes. `start` finds again what there was before a `kill`."""

    def __init__(self, folder: Path, *options: str, mb: int = 1024) -> None:
        self.folder, self.options, self.mb = folder, options, mb
        self.address = f"unix://{folder}/docker.sock"

    def __enter__(self) -> "OwnEngine":
        assert os.geteuid() == 0, "an engine of one's own has to be started as root"
        # A network of its own, too: an engine that is to have no bridge takes that of the machine away.
        argv = ["unshare", "--mount", "--net", "sh", "-ec", HOLD, "hold", str(self.mb), str(self.folder)]
        self.holder = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
        assert self.holder.stdout
        assert self.holder.stdout.readline() == "up\n"
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill(signal.SIGTERM)
        self.end()

    def end(self) -> None:
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.holder.communicate(timeout=10)

    def start(self) -> None:
        inside = ["nsenter", "--mount", "--net", f"--target={self.holder.pid}"]
        places = ["--data-root=/mnt/data", "--exec-root=/mnt/run", "--pidfile=/mnt/pid", "-H", self.address]
        network = ["--bridge=none", "--iptables=false", "--ip6tables=false"]
        with (self.folder / "log").open("a") as log:
            argv = [*inside, "dockerd", *places, *network, *self.options]
            self.process = subprocess.Popen(argv, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
            assert time.monotonic() < until
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with contextlib.closing(docker.APIClient(self.address, version="auto")) as client:
                return bool(client.ping())
        except (DockerException, RequestException, OSError):
            return False

    def kill(self, how: signal.Signals) -> None:
        """End its two daemons; what becomes of the shims of its containers is theirs to say."""
        beneath = Path("/proc", (self.disk / "run/containerd/containerd.pid").read_text())
        self.process.send_signal(how)
        self.process.wait(60)
        while beneath.exists():
            time.sleep(0.05)

    def processes(self) -> Iterator[int]:
        """What lives in its namespace: its daemons, the shims of its containers, and who holds it open."""
        own = os.readlink(f"/proc/{self.holder.pid}/ns/mnt")
        for name in os.listdir("/proc"):
            with contextlib.suppress(OSError):
                if name.isdigit() and os.readlink(f"/proc/{name}/ns/mnt") == own:
                    yield int(name)

    def load(self, image: Path) -> None:
        with contextlib.closing(docker.APIClient(self.address, version="auto")) as client, image.open("rb") as file:
            client.load_image(file)

    @property
    def disk(self) -> Path:
        """Its disk, as it is reached from outside its namespace."""
        return Path(f"/proc/{self.holder.pid}/root/mnt")


def small_image(folder: Path) -> tuple[str, Path]:
    """The agent on the bare base image, by name and as a file: what an app without libraries needs, and loads fast."""
    payload = images.recipe(Image.APP).files
    small = images.Recipe("small", below=images.BASE, lines=LINES + images.AGENT, files=payload)
    context = io.BytesIO()
    images.pack(
        context, {"Dockerfile": small.dockerfile.encode(), **{n: t.encode() for n, t in payload.items()}}, folder
    )
    context.seek(0)
    engine_images.build(small.tag, context, {}, lambda _: None, online=False)
    with (
        contextlib.closing(docker.APIClient(version="auto", timeout=120)) as client,
        (folder / "small.tar").open("wb") as file,
    ):
        file.writelines(client.get_image(small.tag))
    engine_images.remove(small.tag)
    return small.tag, folder / "small.tar"
