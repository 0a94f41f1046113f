import re
from collections import Counter

import pandas as pd
import streamlit as st

st.title("Which words do I use too often?")
text = st.text_area("Paste your text", height=200)
if text.strip():
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())
    top = Counter(words).most_common(10)
    st.dataframe(pd.DataFrame(top, columns=["Word", "Times"]))
