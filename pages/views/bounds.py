"""Words on what a share of practices would be, whatever the practices that stayed silent would answer."""

import math

from aggregation.estimate import silent_bounds
from aggregation.shown.selection import AreaNumber
from data.terms import Measure, UnitCounted
from pages.views.views import AreaView
from pages.words import numbers
from pages.words.language import gettext as _

_DUST = 1e-9
"""What floating point may add to a whole number of percents."""


def bounds_words(view: AreaView, row: AreaNumber) -> str:
    """Say between which ends the share of an area lies for certain, '' where that cannot be said.

    Only for shares of practices that are shown and that not everybody answered: made from the released counts, with
    the ends rounded outwards so that the sentence stays true.
    """
    ends = _ends(view, row)
    if ends is None or row.frame is None or row.answered is None:
        return ""
    silent = row.frame - row.answered
    if silent == 1:
        said = _("Wat de ene praktijk zonder antwoord ook zou zeggen: het aandeel ligt tussen {low} en {high}.")
    else:
        said = _(
            "Wat de {silent} praktijken zonder antwoord ook zouden zeggen: het aandeel ligt tussen {low} en {high}."
        )
    return said.format(silent=numbers.number(silent), low=numbers.number(ends[0]), high=numbers.percent(ends[1]))


def bounds_short(view: AreaView, row: AreaNumber) -> str:
    """Give the same in a few words, for the cell of a table."""
    ends = _ends(view, row)
    if ends is None:
        return ""
    return _("hoe dan ook {ends}").format(ends=numbers.interval(*ends, sign=view.sign))


def _ends(view: AreaView, row: AreaNumber) -> tuple[int, int] | None:
    """Whole percents that no answer of the silent can pass; None where the share has no such bounds."""
    if view.indicator.unit_counted is not UnitCounted.PRACTICE or view.shown.measure is not Measure.SHARE:
        return None
    if row.withheld or not row.known or row.count is None or row.answered is None or row.frame is None:
        return None
    lower, upper = (float(end[0]) for end in silent_bounds([row.count], [row.answered], [row.frame]))
    if row.frame == row.answered or math.isnan(lower):
        return None
    return math.floor(lower + _DUST), math.ceil(upper - _DUST)
