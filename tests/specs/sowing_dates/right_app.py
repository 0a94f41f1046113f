from datetime import date, timedelta

import streamlit as st

st.title("Sowing dates")
if "vegetables" not in st.session_state:
    st.session_state.vegetables = []

frost = st.date_input("Date of the last frost", date.today())
with st.form("add", clear_on_submit=True):
    name = st.text_input("Vegetable")
    weeks = st.number_input("Weeks before the frost", min_value=0, value=6)
    if st.form_submit_button("Add") and name.strip():
        st.session_state.vegetables.append((name.strip(), weeks))

dates = [(frost - timedelta(weeks=weeks), name) for name, weeks in st.session_state.vegetables]
for day, name in sorted(dates):
    st.write(f"{day:%d %B %Y}: {name}")
