"""The figure of the laboratory that stands alone: the answer, or the same question in all areas."""

from collections.abc import Sequence

from data.releases import Release
from geo.figures import lines, on_svg
from geo.figures.drawing import Drawing
from geo.figures.poster import Poster
from pages.figures.sheet import poster, whole_facts
from pages.views import laboratory
from pages.views.choices import Chosen
from pages.wat_als import charts, words
from pages.wat_als.answer import Said, lines_of, said
from pages.wat_als.asked import SPREADING, TEN_YEARS, Query, query_of
from pages.words.language import gettext as _


def answer(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the answer."""
    query = query_of(choice)
    found = said(query)
    lead = [found.why] if found.why else [f"{row.label}: {row.value} ({row.range})" for row in found.rows[:1]]
    return _sheet(release, query, link, _drawn(query, found), lead, lines_of(found))


def everywhere(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the same question in every area of the level."""
    query = query_of(choice)
    return _sheet(release, query, link, on_svg.draw(charts.ranking(query, charts.everywhere(query))), [], [])


def _sheet(
    release: Release, query: Query, link: str, figure: Drawing, lead: Sequence[str], notes: Sequence[str]
) -> Poster:
    return poster(
        title=words.title(query),
        subtitle=words.subtitle(query),
        figure=figure,
        facts=whole_facts(release, query.year),
        link=link,
        lead=lead,
        notes=[_(words.LEAD), *notes],
    )


def _drawn(query: Query, answer: Said) -> Drawing:
    if answer.why:
        return Drawing(parts=[], width=0, height=0)
    if query.code == TEN_YEARS:
        found = laboratory.ahead(query.where, query.weights, query.target)
        return Drawing(parts=[], width=0, height=0) if found is None else lines.drawing(charts.future(query, found))
    if query.code == SPREADING:
        stopped = laboratory.stopped(query.where).found
        return Drawing(parts=[], width=0, height=0) if stopped is None else on_svg.draw(charts.spreading(stopped))
    return on_svg.draw(charts.questions(query))
