import streamlit as st

st.title("Keep the lines with a word")
file = st.file_uploader("Text file", type=["txt"])
word = st.text_input("Word")
if file is not None and word:
    lines = file.getvalue().decode("utf-8").splitlines()
    kept = [line for line in lines if word.lower() in line.lower()]
    st.write(f"{len(kept)} of {len(lines)} lines contain the word.")
    st.download_button("Download these lines", "\n".join(kept) + "\n", "lines.txt")
