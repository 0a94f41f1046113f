import random

import streamlit as st

st.title("Vocabulary trainer")
state = st.session_state
if "words" not in state:
    state.words = {}
    state.asked = None

st.header("Add words")
with st.form("add", clear_on_submit=True):
    word = st.text_input("Word")
    translation = st.text_input("Translation")
    if st.form_submit_button("Add") and word.strip() and translation.strip():
        state.words[word.strip()] = translation.strip()
st.write(f"{len(state.words)} words")

st.header("Practise")
if st.button("Ask me a word") and state.words:
    state.asked = random.choice(list(state.words))
if state.asked:
    with st.form("ask", clear_on_submit=True):
        st.write(f"How do you translate **{state.asked}**?")
        given = st.text_input("Your answer")
        if st.form_submit_button("Check"):
            if given.strip().lower() == state.words[state.asked].lower():
                st.success("That is right!")
            else:
                st.error(f"Wrong, it is {state.words[state.asked]}.")
