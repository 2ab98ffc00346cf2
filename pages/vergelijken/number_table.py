"""The table of one number under a ranking or a funnel."""

import math
from collections.abc import Mapping
from html import escape

from aggregation.indicators import Kind
from aggregation.shown.verdicts import Verdict
from pages.vergelijken import say
from pages.vergelijken.comparison import Compared, Picked
from pages.vergelijken.forms import Against, number_cells, row_class
from pages.vergelijken.sortable import Table, TableRow
from pages.views import choosing
from pages.words import differences, language, phrases
from pages.words.language import gettext as _


def table(compared: Compared, picked: Picked, against: Against, said: Mapping[str, Verdict], pattern: str) -> Table:
    """Set out the numbers of all areas.

    Parameters
    ----------
    said : verdict on every area.
    pattern : link to the profile of an area.
    """
    view = compared.view
    directed = compared.worst is not None
    chances = [compared.worst] if compared.worst is not None else [compared.top, compared.bottom]
    titles = [say.fifth_words(compared.reading, highest=i == 0) for i in range(len(chances))]
    told = [
        (title, chance)
        for title, chance in zip(titles, chances, strict=True)
        if not compared.counted and any(not math.isnan(float(chance.get(area, math.nan))) for area in view.numbers)
    ]
    columns = [
        (language.capital(_(phrases.LEVEL_ONE[view.level])), False),
        (choosing.label_of(view.indicator, view.shown), True),
        *([(_("95 %-interval"), True)] if view.has_intervals else []),
        *([(_("Antwoorden"), True), (_("Van"), True)] if view.has_counts else []),
        *((_("Kans op {fifth}").format(fifth=title), True) for title, _chance in told),
        (_("Naast {benchmark}").format(benchmark=against.name), False),
    ]
    rows = [
        TableRow(
            name=view.names[area],
            css=row_class(area, picked),
            cells=[
                *number_cells(view, area, pattern),
                *view.counts(row),
                *(say.percent_chance(float(chance.get(area, math.nan))) for _title, chance in told),
                f'<span class="zc-said">{escape(differences.words(said[area], compared.reading))}</span>',
            ],
            keys={
                "cijfer": row.value,
                "kans": float(chances[0].get(area, math.nan)),
                "n": math.nan if row.answered is None else float(row.answered),
            },
        )
        for area, row in view.numbers.items()
        if picked.wants(area)
    ]
    sorts = {
        "cijfer": (_("Cijfer, hoogste eerst"), True),
        "kans": (_("Kans, hoogste eerst"), True),
        "n": (_("Antwoorden, meeste eerst"), True),
    }
    if view.indicator.kind is Kind.RATE and not directed and compared.counted:
        del sorts["kans"]
    title = _("Alle {levels}").format(levels=_(phrases.LEVEL_MANY[view.level]))
    return Table(title=title, columns=columns, rows=rows, sorts=sorts)
