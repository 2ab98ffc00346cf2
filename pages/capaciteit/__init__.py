"""The screen Capaciteit."""
