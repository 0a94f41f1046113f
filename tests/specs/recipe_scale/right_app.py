import re

import streamlit as st

st.title("Recipe scaler")
text = st.text_area("Ingredients, one per line", placeholder="200 g flour")
old = st.number_input("How many people is the recipe for?", min_value=1, value=4)
new = st.number_input("How many people are you cooking for?", min_value=1, value=4)

if text.strip():
    st.subheader("New amounts")
    for line in text.splitlines():
        if not line.strip():
            continue
        match = re.match(r"\s*(\d+(?:[.,]\d+)?)\s*(.*)", line)
        if match:
            amount = float(match.group(1).replace(",", ".")) * new / old
            st.write(f"{round(amount, 2):g} {match.group(2)}")
        else:
            st.write(line)
