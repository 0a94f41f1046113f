from math import cos, radians, sin

import pandas as pd
import streamlit as st

G = 9.81

st.title("Throw")
speed = st.number_input("Speed (m/s)", min_value=0.1, value=10.0)
angle = st.number_input("Angle (degrees)", min_value=1.0, max_value=90.0, value=45.0)

up, along = speed * sin(radians(angle)), speed * cos(radians(angle))
time = 2 * up / G
one, two, three = st.columns(3)
one.metric("Range", f"{along * time:.2f} m")
two.metric("Greatest height", f"{up**2 / (2 * G):.2f} m")
three.metric("Time in the air", f"{time:.2f} s")

seconds = [time * i / 100 for i in range(101)]
path = pd.DataFrame(
    {"distance (m)": [along * t for t in seconds], "height (m)": [up * t - G / 2 * t * t for t in seconds]}
)
st.line_chart(path, x="distance (m)", y="height (m)")
