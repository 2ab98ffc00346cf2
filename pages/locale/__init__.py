"""Translations of the screens: a catalogue per language, and ``gather``, which keeps them in step with the code."""
