import streamlit as st

st.title("Invoice")
if "lines" not in st.session_state:
    st.session_state.lines = []

customer = st.text_input("Customer")
vat = st.number_input("VAT (%)", min_value=0.0, value=20.0)
with st.form("line", clear_on_submit=True):
    what = st.text_input("Description")
    quantity = st.number_input("Quantity", min_value=0.0, value=1.0)
    price = st.number_input("Unit price", min_value=0.0, value=0.0)
    if st.form_submit_button("Add line") and what.strip():
        st.session_state.lines.append((what.strip(), quantity, price))

st.subheader(f"Invoice for {customer}" if customer else "Invoice")
for what, quantity, price in st.session_state.lines:
    st.write(f"{quantity:g} x {what} at {price:.2f}: {quantity * price:.2f}")
net = sum(quantity * price for _, quantity, price in st.session_state.lines)
tax = net * vat / 100
st.write(f"Net: {net:.2f}")
st.write(f"VAT: {tax:.2f}")
st.write(f"**Total: {net + tax:.2f}**")
