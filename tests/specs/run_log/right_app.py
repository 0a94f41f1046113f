from datetime import date

import streamlit as st

st.title("Running log")
if "runs" not in st.session_state:
    st.session_state.runs = []

day = st.date_input("Date", date.today())
km = st.number_input("Kilometres", min_value=0.0, step=0.1)
if st.button("Add run") and km > 0:
    st.session_state.runs.append((day, km))

for i, (when, far) in enumerate(st.session_state.runs):
    one, two, three = st.columns(3)
    one.write(when.isoformat())
    two.write(f"{far:.2f} km")
    if three.button("Delete", key=f"delete_{i}"):
        st.session_state.runs.pop(i)
        st.rerun()

st.metric("Total kilometres", f"{sum(far for _, far in st.session_state.runs):.2f}")
