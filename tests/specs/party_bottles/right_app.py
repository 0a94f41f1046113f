import math

import streamlit as st

st.title("Bottles for the party")
guests = st.number_input("Number of guests", min_value=1, value=10)
each = st.number_input("Glasses per guest", min_value=1, value=3)
bottle = st.number_input("Glasses in one bottle", min_value=1, value=6)
st.metric("Bottles to buy", math.ceil(guests * each / bottle))
