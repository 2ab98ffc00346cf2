"""The screen Regioprofiel."""
