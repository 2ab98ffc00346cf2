"""The figure of the laboratory that stands alone: the answer, or the same question in all areas."""

from data.releases import Release
from geo.figures import lines, on_svg
from geo.figures.drawing import Drawing
from geo.figures.poster import Poster
from pages.figures.sheet import poster, whole_facts
from pages.views import laboratory
from pages.views.choices import FIGURE, Chosen
from pages.wat_als import charts, words
from pages.wat_als.answer import Said, lines_of, said
from pages.wat_als.asked import SPREADING, TEN_YEARS, Query, query_of
from pages.words.language import gettext as _


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the answer, or the same question in every area of the level."""
    query = query_of(choice)
    answer = said(query)
    everywhere = choice[FIGURE] == "gebieden"
    drawn = on_svg.draw(charts.ranking(query, charts.everywhere(query))) if everywhere else _drawn(query, answer)
    lead = [] if everywhere else [f"{row.label}: {row.value} ({row.range})" for row in answer.rows[:1]]
    if answer.why and not everywhere:
        lead = [answer.why]
    return poster(
        title=words.title(query),
        subtitle=words.subtitle(query),
        figure=drawn,
        facts=whole_facts(release, choice.year),
        link=link,
        lead=lead,
        notes=[_(words.LEAD), *([] if everywhere else lines_of(answer))],
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
