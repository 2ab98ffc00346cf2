"""Indicators, estimation, protection and attack: pure, frames in and frames out."""
