import streamlit as st

st.title("Temperature converter")
direction = st.radio("Direction", ["Celsius to Fahrenheit", "Fahrenheit to Celsius"])
value = st.number_input("Temperature", value=20.0, step=0.1)
if direction == "Celsius to Fahrenheit":
    st.write(f"{value:.1f} °C = {value * 9 / 5 + 32:.1f} °F")
else:
    st.write(f"{value:.1f} °F = {(value - 32) * 5 / 9:.1f} °C")
