import streamlit as st

st.title("Shopping list")
if "things" not in st.session_state:
    st.session_state.things = []

name = st.text_input("Item")
price = st.number_input("Price", min_value=0.0, step=0.01)
if st.button("Add") and name.strip():
    st.session_state.things.append((name.strip(), price))

total = 0.0
for i, (thing, cost) in enumerate(st.session_state.things):
    if st.checkbox(f"{thing} ({cost:.2f})", key=f"thing{i}"):
        total += cost
st.metric("In the cart", f"{total:.2f}")
