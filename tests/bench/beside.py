"""The same app by other ways: a cold `docker run` with a published port, llm-sandbox and swe-rex. What they need is
made on demand: an environment for the two in the user's cache, the image of sandboxes with swe-rex in it, and a bridge,
since not each engine's own one works. The last two are removed at the end."""

import json
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

from sandbox import Image, Runtime, engine, engine_images, images, owner

RELEASES = {"llm-sandbox": "0.3.46", "swe-rex": "1.4.0"}
PINS = Path(images.HERE, "runtime/app.txt")
PORT = 8080
"""Not 8000, where swe-rex has its own server."""
COMMANDS = {
    Runtime.STATIC: f"python -m http.server {PORT}",
    Runtime.FASTAPI: f"python -m uvicorn app:app --host=0.0.0.0 --port={PORT}",
    Runtime.STREAMLIT: f"python -m streamlit run app.py --server.headless=true --server.port={PORT}",
}
HEALTH = {Runtime.STATIC: "/", Runtime.FASTAPI: "/", Runtime.STREAMLIT: "/_stcore/health"}
PROBE = """\
until {{ printf 'GET {path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3
  read -r _ status _ <&3; [[ $status == 200 ]]; }} 3<>/dev/tcp/127.0.0.1/{port}
do sleep 0.005; done 2>/dev/null"""
SERVER = """\
FROM {image}
LABEL {label}=bench-swe-rex
COPY . /wheels
RUN PYTHONPATH="$(echo /wheels/pip-*.whl)" python -m pip install --no-index --no-deps --find-links /wheels \\
    --requirement /wheels/wanted.txt && rm -rf /wheels
"""


def probe(runtime: Runtime, port: int) -> str:
    """A shell's way to wait for a first 200, inside."""
    return PROBE.format(path=HEALTH[runtime], port=port)


def docker(*argv: str) -> str:
    """What the engine's own command prints."""
    run = subprocess.run(["docker", *argv], check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return run.stdout.strip()


@dataclass
class Others:
    """Ready to be measured; each gives its seconds from nothing to a first 200 of these files."""

    python: Path
    rex: str
    network: str

    def cold(self, runtime: Runtime, files: dict[str, bytes]) -> float:
        """By `docker run`, with the files mounted and the port published; seen from the host."""
        with TemporaryDirectory() as folder:
            for path, content in files.items():
                Path(folder, path).write_bytes(content)
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            flags = ["--rm", "--detach", f"--volume={folder}:/app:ro", "--workdir=/app", f"--label={labelled()}"]
            flags += [f"--publish=127.0.0.1:{port}:{PORT}", f"--network={self.network}"]
            began = time.perf_counter()
            name = docker("run", *flags, images.tag(Image.APP), "sh", "-c", COMMANDS[runtime])
            try:
                while not answers(f"http://127.0.0.1:{port}{HEALTH[runtime]}"):
                    time.sleep(0.005)
                return time.perf_counter() - began
            finally:
                docker("rm", "--force", name)

    def by(self, other: str, runtime: Runtime, files: dict[str, bytes], times: int) -> list[float]:
        """By `llm_sandbox`, `llm_sandbox_pool` or `swe_rex`; seen inside."""
        work = {
            "by": other,
            "times": times,
            "image": self.rex if other == "swe_rex" else images.tag(Image.APP),
            "files": {path: content.decode() for path, content in files.items()},
            "script": f"cd /app && ({COMMANDS[runtime]} </dev/null >/dev/null 2>&1 &) && {probe(runtime, PORT)}",
            "network": self.network,
            "labels": dict([labelled().split("=", 1)]),
        }
        argv = [str(self.python), str(Path(__file__).with_name("others.py"))]
        ran = subprocess.run(argv, input=json.dumps(work), capture_output=True, text=True, check=False, timeout=900)
        assert ran.returncode == 0, ran.stderr[-2000:]
        return [float(seconds) for seconds in json.loads(ran.stdout.splitlines()[-1])]


@contextmanager
def others() -> Iterator[Others]:
    with ExitStack() as stack:
        python = environment()
        rex = with_server(python)
        stack.callback(engine_images.remove, rex)
        network = f"mayfly-bench-{secrets.token_hex(4)}"
        docker("network", "create", f"--label={labelled()}", network)
        stack.callback(docker, "network", "rm", network)
        yield Others(python, rex, network)


def environment() -> Path:
    """A Python that has both; what they share with the image's libraries is of the image's versions."""
    folder = user_cache_path("mayfly") / "bench" / "-".join(RELEASES.values())
    python = folder / "bin/python"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        wanted = [f"{name}{'[docker]' * (name == 'llm-sandbox')}=={release}" for name, release in RELEASES.items()]
        wanted.append("aiohttp>=3,<4")  # which swe-rex imports without asking for it
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", PINS]
        ran = subprocess.run([*pip, *wanted], capture_output=True, check=False)
        assert ran.returncode == 0, "pip could not install llm-sandbox and swe-rex"
        (folder / "done").touch()
    return python


def with_server(python: Path) -> str:
    """The image of sandboxes with swe-rex on top: it starts only where it is installed, or can install itself."""
    tag = f"mayfly/bench-swe-rex:{images.tag(Image.APP).rpartition(':')[2]}"
    listed = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
    with TemporaryDirectory() as folder:
        images.fetch(listed, Path(folder), lambda line: None)
        lines = SERVER.format(image=images.tag(Image.APP), label=engine_images.LABEL)
        Path(folder, "Dockerfile").write_text(lines)
        docker("build", "--quiet", "--network=none", f"--tag={tag}", folder)
    return tag


def labelled() -> str:
    return f"{engine.LABEL}={owner.me()}"


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
