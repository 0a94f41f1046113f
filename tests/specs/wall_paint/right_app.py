import streamlit as st

st.title("Paint for the walls")
length = st.number_input("Length of the room (m)", min_value=0.0, value=4.0, step=0.1)
width = st.number_input("Width of the room (m)", min_value=0.0, value=3.0, step=0.1)
height = st.number_input("Height of the room (m)", min_value=0.0, value=2.4, step=0.1)
openings = st.number_input("Windows and doors (m²)", min_value=0.0, value=3.0, step=0.1)
coats = st.number_input("Number of coats", min_value=1, value=2)
covers = st.number_input("One litre covers (m²)", min_value=0.1, value=9.0, step=0.5)

walls = max(0.0, 2 * (length + width) * height - openings)
st.metric("Paint needed", f"{walls * coats / covers:.1f} litres")
