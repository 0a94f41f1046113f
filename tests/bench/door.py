"""The sandbox's door beside a plain loopback server, in one run: boot, start, round trip and throughput, as ratios."""

import threading
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sandbox import connect
from sandbox.contract import Image, Runtime
from tests import localhost

BIG = 32 << 20


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The benchmark prints the figures alone."""


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Median seconds of some work."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


def get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        content: bytes = answer.read()
    return content


def run() -> str:
    localhost.as_browsers_do()
    engine = connect()
    page = {"index.html": b"<title>small</title>", "big.bin": bytes(BIG)}
    script = {"app.py": b"import streamlit as st\nst.title('small')\n"}

    def boot() -> None:
        with engine.open(Image.APP):
            pass

    lines = ["| what | seconds |", "|---|---|", f"| boot and removal of a sandbox | {timed(boot, 5):.3f} |"]
    with engine.open(Image.APP) as box, TemporaryDirectory() as folder:
        box.put(script, replace=True)
        lines.append(f"| start of a Streamlit app | {timed(lambda: box.start(Runtime.STREAMLIT), 3):.3f} |")
        box.put(page, replace=True)
        lines.append(f"| start of a page | {timed(lambda: box.start(Runtime.STATIC), 5):.3f} |")
        for name, content in page.items():
            (Path(folder) / name).write_bytes(content)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            plain = f"http://127.0.0.1:{server.server_port}"
            small = [timed(lambda url=url: get(f"{url}/"), 200) for url in (box.url, plain)]
            large = [timed(lambda url=url: get(f"{url}/big.bin"), 5) for url in (box.url, plain)]
            server.shutdown()
    lines += [
        "",
        "| through | small page | 32 MB |",
        "|---|---|---|",
        f"| the door | {small[0] * 1000:.2f} ms | {BIG / large[0] / 1e6:.0f} MB/s |",
        f"| loopback without a sandbox | {small[1] * 1000:.2f} ms | {BIG / large[1] / 1e6:.0f} MB/s |",
        f"| ratio | {small[0] / small[1]:.1f} | {large[1] / large[0]:.2f} |",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(run())
