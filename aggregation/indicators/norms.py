"""Norms that an indicator holds areas against, as their source states them."""

GP_POOR_RATE = 90.0
GP_POOR_RATE_SPARSE = 120.0
SPARSE_DENSITY = 125.0
"""Impulseo priority zone form, 2018: GPs per 100,000 residents, residents per km²."""
