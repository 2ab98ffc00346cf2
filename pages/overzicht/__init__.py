"""The screen Overzicht."""
