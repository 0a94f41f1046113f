import random

import streamlit as st

st.title("Groups")
names = [line.strip() for line in st.text_area("Names, one per line").splitlines() if line.strip()]
count = st.number_input("How many groups", min_value=1, value=2)
if st.button("Mix the groups") and names:
    random.shuffle(names)
    for at in range(count):
        st.subheader(f"Group {at + 1}")
        for name in names[at::count]:
            st.write(name)
