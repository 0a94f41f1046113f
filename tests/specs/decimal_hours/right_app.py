import streamlit as st

st.title("Decimal hours")
text = st.text_input("Hours and minutes (like 7:45)")
if text:
    try:
        hours, minutes = text.split(":")
        st.success(f"{int(hours) + int(minutes) / 60:.2f} hours")
    except ValueError:
        st.error("Please type it like 7:45.")
