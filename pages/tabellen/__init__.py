"""The screen Tabellen."""
