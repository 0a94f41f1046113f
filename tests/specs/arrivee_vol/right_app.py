from datetime import datetime, time, timedelta

import streamlit as st

st.title("Heure d'arrivée")
depart = st.time_input("Heure de départ", time(12, 0), step=timedelta(minutes=5))
un, deux = st.columns(2)
heures = un.number_input("Durée du vol : heures", min_value=0, value=2)
minutes = deux.number_input("Durée du vol : minutes", min_value=0, max_value=59, value=0)
decalage = st.number_input("Décalage horaire (heures)", min_value=-14.0, max_value=14.0, value=0.0, step=0.5)

arrivee = datetime(2027, 1, 2, depart.hour, depart.minute) + timedelta(hours=heures + decalage, minutes=minutes)
jour = {1: "la veille", 2: "le même jour"}.get(arrivee.day, "plus tard")
st.metric("Heure locale à l'arrivée", f"{arrivee:%H:%M}", jour, delta_color="off")
