"""What the tests of sandboxes share: an APP sandbox, and a browser's part in Streamlit's protocol."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from sandbox import Engine, Image, Sandbox


@pytest.fixture
def box(engine: Engine) -> Iterator[Sandbox]:
    with engine.open(Image.APP) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(engine: Engine) -> Iterator[Sandbox]:
    """One sandbox for tests that leave nothing in each other's way."""
    with engine.open(Image.APP) as opened:
        yield opened


def sockets() -> int:
    """How many sockets this process holds, the client's own to the engine left out."""
    count = 0
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(int(name))) as copy:
            try:
                count += not str(copy.getpeername()).endswith(".sock")
            except OSError:
                count += 1  # it listens
    return count


def render(url: str, seconds: float = 20) -> str:
    """Open a Streamlit session as a browser on that page would, run the script, and give what it shows."""
    shown = []
    address = url.replace("http://", "ws://") + "/_stcore/stream"
    with connect(address, origin=url, subprotocols=["streamlit"], open_timeout=seconds, close_timeout=0.5) as socket:  # type: ignore[arg-type,list-item]
        rerun = BackMsg()
        rerun.rerun_script.query_string = ""
        socket.send(rerun.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(socket.recv(seconds))  # type: ignore[arg-type]
            if message.HasField("delta"):
                shown.append(str(message.delta))
            if message.HasField("script_finished"):
                return "".join(shown)


@pytest.fixture(name="render")
def render_fixture() -> Callable[[str], str]:
    return render
