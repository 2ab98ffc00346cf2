"""Withholding: which cells of a survey year may be shown so that nobody can be singled out."""

from aggregation.protect.model import Difference, Limits, Protected, ProtectionError, Question, Thresholds
from aggregation.protect.publish import protect
from aggregation.protect.totals import shown_counts

__all__ = ["Difference", "Limits", "Protected", "ProtectionError", "Question", "Thresholds", "protect", "shown_counts"]
