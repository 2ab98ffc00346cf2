"""The overview as a figure that stands alone: rows of words, numbers and small figures."""

from aggregation.shown.capacity import RULERS
from data.releases import Release
from geo.figures import shares, stamps
from geo.figures.drawing import BOLD, Drawing, rule, stack, wrap, write
from geo.figures.palette import SECONDARY
from geo.figures.poster import ROOM, Poster
from geo.figures.ruler_cards import cards_drawing
from pages.figures.sheet import poster, whole_facts
from pages.overzicht import sections
from pages.views import choosing
from pages.views.choices import Chosen
from pages.words.language import gettext as _


def draw(release: Release, choice: Chosen, link: str) -> Poster:
    """Draw the four rulers, the headline answers and the small maps of the overview."""
    year = choice.year
    known = choosing.known_indicators(release.id)
    shown = {name: sections.flanders_view(release, name, year) for name in known}
    lead = wrap(_(sections.RULERS_LEAD), 13.5, ROOM)
    head = [write(0, 24, _(sections.RULERS_TITLE), size=19, weight=BOLD, serif=True), rule(0, 34, ROOM, 34)]
    head += [write(0, 56 + 18 * i, line, size=13.5, fill=SECONDARY) for i, line in enumerate(lead)]
    parts = [
        stack(
            [
                Drawing(parts=head, width=ROOM, height=46 + 18.0 * len(lead)),
                cards_drawing(sections.rulers(shown)),
            ],
            gap=4,
        ),
        shares.drawing(_(sections.ANSWERS_TITLE), sections.answers(release, shown, year)),
        stamps.drawing(_(sections.MAPS_TITLE), sections.maps(release, year)),
    ]
    return poster(
        title=_("Hoeveel huisartsenzorg is er in Vlaanderen?"),
        subtitle=sections.subtitle(shown, year),
        figure=stack(parts, gap=16),
        facts=whole_facts(release, year),
        link=link,
        described="; ".join(
            f"{choosing.full_label(view.indicator, view.shown)}: {view.text(view.flanders)}"
            for name, view in shown.items()
            if name in (*RULERS, *sections.HEADLINES) and view.flanders is not None
        ),
    )
