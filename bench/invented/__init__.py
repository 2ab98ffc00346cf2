"""Invented countries, questions and releases: what the benches measure on and the tests try."""
