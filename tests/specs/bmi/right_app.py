import streamlit as st

st.title("BMI calculator")
weight = st.number_input("Weight (kg)", min_value=1.0, value=70.0, step=0.1)
height = st.number_input("Height (cm)", min_value=30.0, value=170.0, step=1.0)
bmi = weight / (height / 100) ** 2
if bmi < 18.5:
    verdict = "underweight"
elif bmi < 25:
    verdict = "normal"
elif bmi < 30:
    verdict = "overweight"
else:
    verdict = "obese"
st.metric("BMI", f"{bmi:.1f}")
st.write(f"You are **{verdict}**.")
st.caption("Underweight: below 18.5, normal: 18.5 to 24.9, overweight: 25 to 29.9, obese: 30 and more")
