import random

import streamlit as st

st.title("Times tables up to 10 x 10")
state = st.session_state
if "a" not in state:
    state.a, state.b = random.randint(1, 10), random.randint(1, 10)
    state.right = state.wrong = 0
    state.said = ""

with st.form("question", clear_on_submit=True):
    st.write(f"What is {state.a} × {state.b}?")
    given = st.number_input("Your answer", min_value=0, step=1)
    if st.form_submit_button("Check"):
        if given == state.a * state.b:
            state.right += 1
            state.said = f"Correct! {state.a} × {state.b} = {state.a * state.b}"
        else:
            state.wrong += 1
            state.said = f"Not quite. {state.a} × {state.b} = {state.a * state.b}"
        state.a, state.b = random.randint(1, 10), random.randint(1, 10)
        st.rerun()
if state.said:
    st.write(state.said)
st.write(f"Right: {state.right}")
st.write(f"Wrong: {state.wrong}")
