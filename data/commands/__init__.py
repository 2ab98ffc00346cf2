"""Commands on what this room keeps, and how any command speaks and ends; ``cli.py`` puts them together."""
