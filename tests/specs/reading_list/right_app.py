import streamlit as st

st.title("Reading list")
books = st.session_state.setdefault("books", [])

with st.form("new", clear_on_submit=True):
    title = st.text_input("Title")
    author = st.text_input("Author")
    if st.form_submit_button("Add book") and title.strip():
        books.append({"title": title.strip(), "author": author.strip(), "read": False})

only_unread = st.checkbox("Show only unread books")
for i, book in enumerate(books):
    if only_unread and book["read"]:
        continue
    left, right = st.columns([4, 1])
    left.write(f"**{book['title']}** by {book['author']}")
    if book["read"]:
        right.write("✔ Read")
    elif right.button("Mark as read", key=f"read{i}"):
        book["read"] = True
        st.rerun()
