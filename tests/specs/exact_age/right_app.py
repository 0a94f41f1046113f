import calendar
from datetime import date

import streamlit as st

st.title("How old am I?")
today = date.today()
birth = st.date_input("Date of birth", value=date(1990, 1, 1), min_value=date(1900, 1, 1), max_value=today)

years = today.year - birth.year
months = today.month - birth.month
days = today.day - birth.day
if days < 0:
    months -= 1
    last_year, last_month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    days += calendar.monthrange(last_year, last_month)[1]
if months < 0:
    years -= 1
    months += 12
st.success(f"You are {years} years, {months} months and {days} days old.")
