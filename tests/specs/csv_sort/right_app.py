import pandas as pd
import streamlit as st

st.title("Sort a CSV file")
file = st.file_uploader("CSV file", type="csv")
if file is not None:
    table = pd.read_csv(file)
    column = st.selectbox("Sort by column", table.columns)
    result = table.sort_values(column)
    st.dataframe(result)
    st.download_button("Download sorted file", result.to_csv(index=False), "sorted.csv", "text/csv")
