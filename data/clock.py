"""The day of today: it decides on retention, and on what lies in the future."""

from datetime import UTC, date, datetime

WRITTEN = date(2026, 11, 30)
"""No clock that is right says an earlier day than the one on which this was written."""


def today() -> date:
    """Day of today in UTC; of a machine whose clock stands before this code was written, that day instead."""
    return max(datetime.now(UTC).date(), WRITTEN)
