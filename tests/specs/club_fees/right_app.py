import streamlit as st

st.title("Club fees")
if "members" not in st.session_state:
    st.session_state.members = []

fee = st.number_input("Yearly fee", min_value=0.0, value=50.0)
with st.form("add", clear_on_submit=True):
    name = st.text_input("Name of the member")
    if st.form_submit_button("Add member") and name.strip():
        st.session_state.members.append(name.strip())

paid = 0
for i, member in enumerate(st.session_state.members):
    if st.checkbox(f"{member} has paid", key=f"paid{i}"):
        paid += 1

one, two = st.columns(2)
one.metric("Come in", f"{fee * paid:.2f}")
two.metric("Still missing", f"{fee * (len(st.session_state.members) - paid):.2f}")
