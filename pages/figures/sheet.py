"""What all figures that leave the dashboard share: how a number is told, and the frame with source and release."""

from collections.abc import Mapping, Sequence

from aggregation.indicators import INDICATORS
from aggregation.shown.selection import AreaNumber
from data.releases import Release
from data.terms import Level, Status
from geo.figures.drawing import Drawing
from geo.figures.poster import Poster
from pages.views import sources
from pages.views.views import AreaView
from pages.words import phrases
from pages.words.language import gettext as _


def told(view: AreaView, area: str | None) -> list[str]:
    """Tell the number of an area, or of Flanders without one, with its interval and n of N."""
    row = view.flanders if area is None else view.numbers.get(area)
    if row is None:
        return []
    name = _(phrases.LEVEL_ONE[Level.VLAANDEREN]) if area is None else view.names[area]
    parts = [f"{name}: {view.text(row)}"]
    if interval := view.interval(row, between=_(" en ")):
        parts.append(_("95 % zeker tussen {interval}").format(interval=interval))
    if based := view.based_on(row):
        parts.append(based)
    if row.status is Status.LOW_RELIABILITY:
        parts.append(_(phrases.LOW_RELIABILITY))
    sentences = [" · ".join(parts)]
    if area is not None and view.flanders is not None and view.flanders.known:
        sentences.append(" · ".join(_beside(view, view.flanders)))
    return sentences


def _beside(view: AreaView, row: AreaNumber) -> list[str]:
    value = f"{_('Vlaanderen')}: {view.text(row, short=True)}"
    interval = view.interval(row)
    return [f"{value} ({interval})" if interval else value]


def poster(
    *,
    title: str,
    subtitle: str,
    figure: Drawing,
    facts: Mapping[str, str],
    link: str,
    described: str = "",
    lead: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Poster:
    """Put a figure in its frame; the text alternative holds the title, the lead and what ``described`` adds."""
    return Poster(
        title=title,
        subtitle=subtitle,
        figure=figure,
        facts={**facts, _("Licentie"): sources.LICENSE.name},
        link=link,
        described=" ".join(part for part in (f"{subtitle}.", *lead, described) if part),
        brand=f"{_(phrases.PRODUCT)}, {_('Vlaanderen')}",
        lead=lead,
        notes=notes,
    )


def whole_facts(release: Release, year: int, ima: str = "") -> dict[str, str]:
    """Give the footer of a figure over many numbers; how many answered stands for practices and for doctors."""
    answered = [sources.response_words(release.id, INDICATORS[name], year) for name in ("P01", "A05")]
    return {
        _("Bron"): _("Vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
        _("Vragenlijst"): str(year),
        _("Respons"): ", ".join(filter(None, answered)),
        "IMA": ima,
        _("Grenzen"): sources.borders(release, short=True),
        _("Uitgave"): sources.release_words(release),
    }
