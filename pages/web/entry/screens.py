"""The script that Streamlit runs for every interaction."""

import app

app.main()
