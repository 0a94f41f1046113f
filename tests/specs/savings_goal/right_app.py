import math

import streamlit as st

st.title("How long until I can buy it?")
price = st.number_input("Price", min_value=0.0, value=1000.0, step=10.0)
have = st.number_input("Already saved", min_value=0.0, value=0.0, step=10.0)
monthly = st.number_input("Put aside every month", min_value=0.0, value=100.0, step=10.0)

missing = price - have
if missing <= 0:
    st.success("You already have enough!")
elif monthly <= 0:
    st.warning("Put something aside every month, or it will never happen.")
else:
    months = math.ceil(missing / monthly)
    st.metric("Months to go", months)
