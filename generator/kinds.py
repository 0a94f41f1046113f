"""What differs from one kind of app to the next before anything is known of the app. Refuses to choose between them."""

from collections.abc import Mapping

from generator.contract import Kind
from sandbox.contract import Files, Runtime

RUNTIME: Mapping[Kind, Runtime] = {
    Kind.WEB: Runtime.STATIC,
    Kind.STREAMLIT: Runtime.STREAMLIT,
    Kind.API: Runtime.FASTAPI,
    Kind.SCRIPT: Runtime.SCRIPT,
}
"""How a sandbox runs it."""
ENTRY = {Kind.WEB: "index.html", Kind.STREAMLIT: "app.py", Kind.API: "app.py", Kind.SCRIPT: "main.py"}
"""The file that it is started from."""
EMPTY: Mapping[Kind, Files] = {
    Kind.WEB: {"index.html": b"<!doctype html><html lang=en><meta charset=utf-8><title>App</title><h1>App</h1></html>"},
    Kind.STREAMLIT: {"app.py": b'import streamlit as st\n\nst.title("App")\n'},
    Kind.API: {
        "app.py": b"""\
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI(title="App")


@app.get("/", response_class=HTMLResponse)
def page() -> str:
    return "<!doctype html><html lang=en><title>App</title><h1>App</h1></html>"
"""
    },
    Kind.SCRIPT: {"main.py": b'import argparse\n\nargparse.ArgumentParser(description="App").parse_args()\n'},
}
"""One with nothing but a title: a check that passes there proves nothing."""
REHEARSAL: Mapping[Kind, Files] = {
    Kind.WEB: {
        "index.html": b"""\
<!doctype html><html lang=en><meta charset=utf-8><title>App</title><h1>App</h1>
<label>Text <input></label> <label>Number <input type=number></label>
<label>Choice <select><option>A<option>B</select></label> <button>Press</button>
<table><tr><th>A<th>B<tr><td>1<td>2</table></html>"""
    },
    Kind.STREAMLIT: {
        "app.py": b"""\
import pandas as pd
import streamlit as st

st.title("App")
st.text_input("Text")
st.number_input("Number")
st.selectbox("Choice", ["A", "B"])
st.checkbox("Switch")
st.date_input("Day")
st.metric("Value", int(st.button("Press")))
st.dataframe(pd.DataFrame({"A": [1], "B": [2]}))
st.table(pd.DataFrame({"A": [1], "B": [2]}))
"""
    },
}
"""One with a little of everything, of the kinds with a page that takes long the first time a browser shows it."""
SERVER: Mapping[Kind, list[str]] = {
    Kind.WEB: ["http.server", "{port}", "--bind", "127.0.0.1"],
    Kind.STREAMLIT: [
        *("streamlit", "run", "app.py", "--server.port", "{port}", "--server.address", "127.0.0.1"),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
    ],
    Kind.API: ["uvicorn", "app:app", "--host", "127.0.0.1", "--port", "{port}"],
}
"""What serves its page outside a sandbox, as a module of Python; a script serves none."""
