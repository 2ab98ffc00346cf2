"""Atom feeds: what each publication brought, for all of Flanders and for every area."""
