import datetime

import pandas as pd
import streamlit as st

st.title("Widgets")
name = st.text_input("Name")
bill = st.number_input("Bill", value=0.0)
if bill < 0:
    st.error("A bill is no gift.")
notes = st.text_area("Notes")
unit = st.selectbox("Unit", ["Celsius", "Fahrenheit", "Kelvin"])
many = st.selectbox("Country", [f"Country {n}" for n in range(80)])
tags = st.multiselect("Tags", ["red", "green", "blue"])
size = st.radio("Size", ["small", "large"])
mood = st.pills("Mood", ["good", "bad"])
agree = st.checkbox("Agree")
dark = st.toggle("Dark")
tip = st.slider("Tip", 0, 30, 15)
level = st.select_slider("Level", ["low", "mid", "high"])
due = st.date_input("Due", datetime.date(2026, 1, 1))
born = st.date_input("Born", None)
st.metric("Weekday", f"{born:%A}" if born else "–")
at = st.time_input("At", datetime.time(8, 0))
upload = st.file_uploader("CSV file")
st.download_button("Export", "a,b\n1,2\n", "x.csv")
st.metric("Total", f"${bill * (1 + tip / 100):,.2f}")
st.write(f"Each pays: **{bill / 4:.2f}**")
st.write("Summary:", f"{name} {unit} {many} {'+'.join(tags)} {size} {mood} {agree} {dark} {level} {due} {at} {notes}")
if upload:
    st.write("Lines:", len(upload.getvalue().splitlines()))
one, two = st.tabs(["One", "Two"])
two.number_input("Hidden", value=1)
with st.expander("More"):
    st.text_input("Deep")
st.subheader("Scores")
st.dataframe(pd.DataFrame({"who": ["Ann", "Bob"], "points": [1.5, 2.5]}))
if st.button("Greet"):
    st.success(f"Hello {name}!")
