import json
from pathlib import Path

import streamlit as st

FILE = Path("diary.json")
entries = json.loads(FILE.read_text()) if FILE.exists() else []
st.title("Diary")
with st.form("new", clear_on_submit=True):
    text = st.text_input("Entry")
    mood = st.selectbox("Mood", ["good", "bad"])
    if st.form_submit_button("Add") and text:
        entries.append([text, mood])
        FILE.write_text(json.dumps(entries))
st.metric("Entries", len(entries))
st.subheader("Written so far")
for number, (text, mood) in enumerate(entries):
    left, middle, right = st.columns(3)
    left.write(text)
    middle.write(mood)
    if right.button("Delete", key=number):
        entries.pop(number)
        FILE.write_text(json.dumps(entries))
        st.rerun()
