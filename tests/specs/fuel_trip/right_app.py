import streamlit as st

st.title("Petrol for the trip")
km = st.number_input("Distance (km)", min_value=0.0, value=100.0)
use = st.number_input("Consumption (litres per 100 km)", min_value=0.0, value=6.0, step=0.1)
price = st.number_input("Price per litre", min_value=0.0, value=1.75, step=0.01)
litres = km * use / 100
st.write(f"You will need {litres:.1f} litres.")
st.metric("Cost of the trip", f"{litres * price:.2f}")
