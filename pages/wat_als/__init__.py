"""The screen Wat als: the laboratory."""
