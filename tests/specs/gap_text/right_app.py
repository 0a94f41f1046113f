import streamlit as st

st.title("Gap text")
text = st.text_area("Your text")
words = text.split()
hidden = words[4::5]

if hidden:
    st.write(" ".join("_____" if at % 5 == 4 else word for at, word in enumerate(words)))
    with st.form("gaps"):
        given = [st.text_input(f"Gap {at}") for at in range(1, len(hidden) + 1)]
        if st.form_submit_button("Check"):
            pairs = zip(given, hidden, strict=True)
            right = sum(one.strip().lower() == word.strip(".,;:!?").lower() for one, word in pairs)
            st.success(f"You got {right} of {len(hidden)} right.")
