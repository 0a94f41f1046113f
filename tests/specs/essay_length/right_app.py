import streamlit as st

st.title("Essay length")
text = st.text_area("Paste your essay here", height=300)
words = len(text.split())
st.metric("Words", words)
st.metric("Characters", len(text))
st.metric("Reading time (minutes)", round(words / 200, 1))
