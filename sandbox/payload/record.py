"""Writes down, while the image is made, which modules a runtime has loaded once its first page is shown. Refuses to
make a list from an app that did not answer."""

import os
import signal
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from sandbox.payload.apps import MODULES, PORT, run

STREAMLIT = """
import pandas as pd
import streamlit as st

st.title("A")
st.text_input("B")
st.number_input("C", value=1.0)
st.selectbox("D", ["a", "b"])
st.dataframe(pd.DataFrame({"a": [1, 2]}))
with st.form("e"):
    st.form_submit_button("F")
"""
FASTAPI = """
from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel

class Item(BaseModel):
    name: str

app = FastAPI()

@app.get("/")
def page() -> HTMLResponse:
    return HTMLResponse("<h1>A</h1>")

@app.post("/form")
def form(name: str = Form()) -> Item:
    return Item(name=name)
"""
SECONDS = 60
OURS = ("__main__", "__mp_main__", "sandbox", "app")


def main() -> None:
    for runtime, source, show in (("streamlit", STREAMLIT, show_streamlit), ("fastapi", FASTAPI, show_page)):
        record(runtime, source, show)


def record(runtime: str, source: str, show: Callable[[], None]) -> None:
    Path(MODULES).mkdir(parents=True, exist_ok=True)
    listed = Path(MODULES, runtime)
    pid = os.fork()
    if not pid:
        os.chdir(tempfile.mkdtemp())
        Path("app.py").write_text(source)
        signal.signal(signal.SIGUSR1, lambda *_: listed.write_text("\n".join(modules())))
        run(runtime, {})
    wait(lambda: urllib.request.urlopen(f"http://127.0.0.1:{PORT}/").close())
    show()
    os.kill(pid, signal.SIGUSR1)
    wait(lambda: listed.read_text().index("\n"))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def modules() -> list[str]:
    return [name for name in sys.modules if name.split(".")[0] not in OURS]


def wait(work: Callable[[], object]) -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            work()
            return
        except (OSError, ValueError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def show_page() -> None:
    """The page that was waited for has been shown."""


def show_streamlit() -> None:
    """A browser's part: a session is opened and the script runs to its end."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.sync.client import connect

    rerun, told = BackMsg(), ForwardMsg()
    rerun.rerun_script.query_string = ""
    with connect(f"ws://127.0.0.1:{PORT}/_stcore/stream", subprotocols=["streamlit"]) as socket:  # type: ignore[list-item]
        socket.send(rerun.SerializeToString())
        while not told.HasField("script_finished"):
            told.ParseFromString(socket.recv(SECONDS))
