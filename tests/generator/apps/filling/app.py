from pathlib import Path

import streamlit as st

Path("data").mkdir(exist_ok=True)
Path("data/big.bin").write_bytes(bytes(20 << 20))
st.title("Filling")
