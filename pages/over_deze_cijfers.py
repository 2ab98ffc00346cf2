"""Screen."""

from pages.components import shell


def render() -> None:
    """Draw the screen."""
    shell.open_page()
