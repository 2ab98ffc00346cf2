"""The server around Streamlit, and what leans on its inside."""
