import streamlit as st

st.title("Crashing")
amount = st.number_input("Amount", value=4)
if st.button("Divide"):
    st.metric("Quotient", amount / (amount - 4))
