"""Synthetic deliveries: an invented Flanders of doctors and practices, calibrated to published figures.

``write_deliveries`` writes one folder per survey year in the format of real deliveries. See docs/synthetic-data.md.
"""

from data.synth.deliveries import draw_deliveries, write_deliveries
from data.synth.geography import GeographyError, SynthGeography, YearGeography, country

__all__ = ["GeographyError", "SynthGeography", "YearGeography", "country", "draw_deliveries", "write_deliveries"]
