"""The parts of the screen Capaciteit: the rulers, where they disagree, the table of all areas, the sources."""

from html import escape

import streamlit as st

from aggregation.indicators import Source
from data.releases import Release
from geo.figures import ruler_cards
from pages.capaciteit import cards, differences
from pages.capaciteit.measured import Capacity, capacity
from pages.components import pieces
from pages.shell import controls
from pages.views import places, sources
from pages.views.choices import Chosen
from pages.words import language, phrases
from pages.words.language import gettext as _


def rulers(chosen: Chosen, view: Capacity) -> None:
    """Draw the four rulers of the chosen area, or of Flanders; the basket beside them."""
    area = chosen.area
    if area is None:
        text = _(
            "Hieronder staat heel Vlaanderen. Kies een gebied, hierboven of in de figuur, om het ernaast te zetten."
        )
        pieces.show(
            f'<p class="zc-lead zc-cap-say">{escape(text)}</p>{ruler_cards.cards_markup(cards.cards(view, None))}'
        )
    else:
        say = f'<p class="zc-lead zc-cap-say">{escape(cards.finding(view, area))}</p>'
        rulers = ruler_cards.cards_markup(cards.cards(view, area))
        pieces.show(f"{say}{rulers}{ruler_cards.lanes_markup(cards.lanes_of(view, area))}")
    others = []
    for code in chosen.basket:
        level, other = places.area_of(code)
        if (level, other) != (view.level, area):
            others.append((capacity(chosen.release.id, view.year, level), other))
    if others:
        pieces.show(cards.comparison(view, area, others))


@st.fragment
def disagreement(view: Capacity, area: str | None) -> None:
    """Draw where the rulers disagree, over all areas of the level."""
    if not view.order:
        return
    title, lead = escape(differences.headline(view)), escape(_(differences.LEAD))
    pieces.show(f'<section class="zc-part"><h2>{title}</h2><p class="zc-lead">{lead}</p></section>')
    whole = bool(st.session_state.get("capaciteit_alles"))
    pieces.show(differences.figure(view, area, whole=whole))
    if len(view.order) > differences.FIRST:
        text = _("Toon alle {N} {areas}").format(N=len(view.names), areas=_(phrases.LEVEL_MANY[view.level]))
        st.toggle(text, key="capaciteit_alles")


@st.fragment
def table(view: Capacity, area: str | None) -> None:
    """Draw all rulers of all areas; sorting and searching redraws nothing else."""
    possible = [key for key in differences.SORTS if key in ("naam", "verschil") or key in view.rulers]
    wanted, order = controls.table_row(
        _("Alle {areas}").format(areas=_(phrases.LEVEL_MANY[view.level])),
        find=_("Zoek in de tabel"),
        sorts={key: _(differences.SORTS[key]) for key in possible},
        keys=("tabel_zoek", "capaciteit_volgorde"),
        width=250,
    )
    drawn = differences.table(view, area, wanted=wanted, order=order)
    empty = _("Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.")
    pieces.show(drawn or f'<p class="zc-quiet">{escape(empty)}</p>')


def facts(release: Release, view: Capacity) -> dict[str, str]:
    """Give the facts under the figures: sources, years, release."""
    return {
        _("Bron"): language.pick(Source.DERIVED.label),
        _("Vragenlijst"): str(view.year),
        "IMA": "" if view.ima_year is None else str(view.ima_year),
        _("Inwoners"): _("1 januari {year}").format(year=view.year),
        _("Uitgave"): sources.release_words(release),
    }
