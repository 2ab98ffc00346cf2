"""Databeheer: the pages of the data team, and what they start."""
