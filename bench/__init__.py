"""Measurements of this product, as ratios to named baselines; run one with ``python -m bench.NAME``."""
