"""The commands, by topic, and how any of them speaks and ends; ``cli.py`` lists them."""
