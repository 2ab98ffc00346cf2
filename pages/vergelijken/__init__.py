"""The screen Vergelijken."""
