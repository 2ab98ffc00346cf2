"""Addresses for machines."""
