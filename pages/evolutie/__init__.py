"""The screen Evolutie."""
