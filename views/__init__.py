"""The app: one file a page, and what they share. Only here and in ``app.py`` is Streamlit imported."""
