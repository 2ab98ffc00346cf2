"""The screen Over deze cijfers."""
