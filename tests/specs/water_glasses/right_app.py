import streamlit as st

st.title("Drink enough water")
if "glasses" not in st.session_state:
    st.session_state.glasses = 0

goal = st.number_input("Goal for today (glasses)", min_value=1, value=8)
if st.button("I drank a glass"):
    st.session_state.glasses += 1
if st.button("Start over"):
    st.session_state.glasses = 0

missing = max(goal - st.session_state.glasses, 0)
st.metric("Drunk", st.session_state.glasses)
st.metric("Still missing", missing)
if missing == 0:
    st.success("Well done!")
