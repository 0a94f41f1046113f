import streamlit as st

st.title("Stromkosten")
watt = st.number_input("Leistung in Watt", min_value=0, value=100)
stunden = st.number_input("Stunden am Tag", min_value=0.0, max_value=24.0, value=2.0)
cent = st.number_input("Preis pro kWh in Cent", min_value=0.0, value=30.0)
euro = watt / 1000 * stunden * 365 * cent / 100
st.metric("Kosten im Jahr", f"{euro:.2f}".replace(".", ",") + " €")
