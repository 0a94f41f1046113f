import streamlit as st

st.title("Refusing"
