import streamlit as st

st.title("Knitting")
one, two = st.columns(2)
stitches = one.number_input("Stitches on 10 cm", min_value=1.0, value=20.0)
rows = two.number_input("Rows on 10 cm", min_value=1.0, value=28.0)
width = one.number_input("How wide (cm)", min_value=0.0, value=30.0)
length = two.number_input("How long (cm)", min_value=0.0, value=30.0)

one.metric("Cast on", f"{round(stitches * width / 10)} stitches")
two.metric("Knit", f"{round(rows * length / 10)} rows")
