"""The script that Streamlit runs for every interaction with Databeheer."""

from databeheer import app

app.main()
