from datetime import date

import pandas as pd
import streamlit as st

st.title("Blood pressure")
if "readings" not in st.session_state:
    st.session_state.readings = []

with st.form("add"):
    day = st.date_input("Date", date.today())
    upper = st.number_input("Upper value", min_value=40, max_value=300, value=120)
    lower = st.number_input("Lower value", min_value=20, max_value=200, value=80)
    if st.form_submit_button("Add"):
        st.session_state.readings.append((day, upper, lower))

if st.session_state.readings:
    readings = pd.DataFrame(sorted(st.session_state.readings), columns=["Date", "Upper", "Lower"])
    high = (readings["Upper"] > 140) | (readings["Lower"] > 90)
    st.table(readings.assign(Note=high.map({True: "too high", False: ""})))
    one, two = st.columns(2)
    one.metric("Average upper value", f"{readings['Upper'].mean():.1f}")
    two.metric("Average lower value", f"{readings['Lower'].mean():.1f}")
    st.line_chart(readings, x="Date", y=["Upper", "Lower"])
