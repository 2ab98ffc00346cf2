"""Tells Streamlit's page where its server is.

From ``/kaart`` it would ask ``/kaart/_stcore`` first, and again after a pause. It reads the place from a name that it
keeps for hosts. Without this module it asks twice.
"""

TAG = b'<script>window.__streamlit = {BACKEND_BASE_URL: location.origin + "/"}</script>'
