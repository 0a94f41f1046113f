import streamlit as st

st.title("Holiday money")
rate = st.number_input("Exchange rate (dollars for one euro)", min_value=0.01, value=1.1, step=0.01, format="%.4f")
direction = st.radio("Direction", ["Euros to dollars", "Dollars to euros"])
amount = st.number_input("Amount", min_value=0.0, value=100.0)
if direction == "Euros to dollars":
    st.metric("Dollars", f"{amount * rate:,.2f}")
else:
    st.metric("Euros", f"{amount / rate:,.2f}")
