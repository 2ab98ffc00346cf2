"""The screen Praktijken."""
