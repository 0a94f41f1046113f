import streamlit as st

st.title("Nebenkosten")
if "mieter" not in st.session_state:
    st.session_state.mieter = []

kosten = st.number_input("Gesamtkosten im Jahr (Euro)", min_value=0.0, value=0.0)
with st.form("neu", clear_on_submit=True):
    name = st.text_input("Name des Mieters")
    flaeche = st.number_input("Fläche in m²", min_value=0.0, value=0.0)
    if st.form_submit_button("Hinzufügen") and name.strip() and flaeche > 0:
        st.session_state.mieter.append((name.strip(), flaeche))

gesamt = sum(flaeche for _, flaeche in st.session_state.mieter)
for name, flaeche in st.session_state.mieter:
    anteil = kosten * flaeche / gesamt
    st.write(f"{name} ({flaeche:g} m²): {anteil:.2f} €".replace(".", ","))
