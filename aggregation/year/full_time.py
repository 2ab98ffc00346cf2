"""The full-time reference: how many hours a week are one full-time equivalent.

It is measured once, in the first survey year: the median of the weekly hours of Flemish GPs of 45 to 54, as a whole
hour. The release that is published first fixes it; what is corrected later does not move it, so that the same hours
stay the same number of full-time equivalents.
"""

from decimal import ROUND_HALF_UP, Decimal

from aggregation.year.answers import LinkedRows

YOUNGEST, OLDEST = 45, 54
FEWEST = 50
"""Answers from which on a median is believed, and tells of nobody."""


def measure_full_time(linked: LinkedRows) -> int | None:
    """Measure the hours a week of one full-time equivalent; None where fewer than fifty such GPs gave their hours.

    Returns
    -------
    Whole hours a week; a half goes up.
    """
    hours = linked.read(
        "SELECT median(hours_week) AS middle, count(hours_week) AS given FROM person "
        "WHERE role = 'huisarts' AND age BETWEEN $youngest AND $oldest",
        {"youngest": YOUNGEST, "oldest": OLDEST},
    )
    if int(hours["given"].iloc[0]) < FEWEST:
        return None
    return int(Decimal(str(float(hours["middle"].iloc[0]))).quantize(Decimal(1), rounding=ROUND_HALF_UP))
