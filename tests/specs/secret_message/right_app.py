import streamlit as st


def move(text, places):
    result = ""
    for letter in text:
        if "a" <= letter <= "z":
            result += chr((ord(letter) - ord("a") + places) % 26 + ord("a"))
        elif "A" <= letter <= "Z":
            result += chr((ord(letter) - ord("A") + places) % 26 + ord("A"))
        else:
            result += letter
    return result


st.title("Secret messages")
mode = st.radio("What do you want to do?", ["Make a text secret", "Turn a secret text back"])
text = st.text_area("Text")
number = st.number_input("Number of places", min_value=0, value=3, step=1)
if text:
    st.code(move(text, number if mode == "Make a text secret" else -number), language=None)
