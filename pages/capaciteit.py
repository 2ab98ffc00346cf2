"""Screen Capaciteit: four rulers for one thing, where they disagree, and what stands behind them."""

from html import escape

import streamlit as st

from data.releases import Release
from data.terms import Level
from pages.components import (
    address,
    areabar,
    capacity_areas,
    capacity_parts,
    capacity_people,
    pieces,
    places,
    shell,
    takeaway,
)
from pages.components import words as phrases
from pages.components.capacity_views import LEVELS, Capacity, capacity
from pages.components.language import gettext as _
from pages.components.language import mark

READING = (
    mark(
        "Elke maat heeft haar eigen eenheid. Daarom delen we ze door het cijfer van Vlaanderen: 110 betekent tien "
        "procent meer per inwoner dan in heel Vlaanderen. De index zegt niet hoeveel huisartsen er nodig zijn."
    ),
    mark(
        "De maten tellen niet dezelfde mensen. Voltijds gerekend tellen HAIO's mee, voor de helft; bij het aantal "
        "huisartsen niet. Wie geen cijfers van IMA heeft en niet antwoordde, telt als niet actief: dat is een "
        "ondergrens, zonder interval. Contacten en actieve huisartsen komen uit een ouder jaar dan de vragenlijst."
    ),
    mark(
        "Een verschil tussen twee maten noemen we duidelijk als het groter is dan de onzekerheid van beide, rekening "
        "houdend met het aantal vergelijkingen. Een verschil zegt niets over de oorzaak."
    ),
)


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    told = _lift(release.id)
    year, level, area = _choose(release)
    shell.keep(niveau=level.value, gebied=area, jaar=year)
    pieces.notices([*address.notes(), *told])
    view = capacity(release.id, year, level)
    pieces.show(pieces.heading(capacity_parts.title(view, area), capacity_parts.subtitle(view)))
    _rulers(release, view, area)
    _disagreement(view, area)
    behind = capacity_people.behind(release.id, year, level, area)
    if behind:
        pieces.show(behind)
    _table(view, area)
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [_(text) for text in READING]))
    facts = {
        _("Bron"): _("lijsten van de huisartsenkringen, vragenlijst van het Departement Zorg, IMA"),
        _("Vragenlijst"): str(year),
        "IMA": "" if view.ima_year is None else str(view.ima_year),
        _("Inwoners"): _("1 januari {year}").format(year=year),
        _("Uitgave"): shell.release_words(release),
    }
    pieces.show(pieces.source_line(facts))
    figures = {"maten": _("Vier maten"), "verschillen": _("Verschillen")}
    takeaway.draw(release, "capaciteit", years=[year], figures=figures)


def _lift(release_id: str) -> list[str]:
    """Go from a municipality to its zone: three of the four rulers do not exist for a municipality."""
    state = st.session_state
    given = state.get(address.key("niveau")) or st.query_params.get("niveau")
    if given != Level.GEMEENTE.value:
        return []
    town = state.get(address.key("gebied")) or st.query_params.get("gebied")
    place = places.code_of(Level.GEMEENTE, str(town))
    known = place in places.areas(release_id)
    zone = places.at_level(release_id, place, Level.ELZ) if known else None
    state[address.key("niveau")], state[address.key("gebied")] = Level.ELZ.value, zone
    if not known:
        return []
    name = places.areas(release_id)[place]
    text = _("De vier maten bestaan niet per gemeente. U ziet de eerstelijnszone waarin {town} ligt.")
    if zone is None:
        text = _(
            "De vier maten bestaan niet per gemeente, en {town} ligt in meer dan één eerstelijnszone. Kies er een."
        )
    return [text.format(town=name)]


def _choose(release: Release) -> tuple[int, Level, str | None]:
    """Draw the sentence of controls."""
    with st.container(key="keuze", horizontal=True, vertical_alignment="center"):
        say = escape(_("Capaciteit per"))
        pieces.show(f'<span class="zc-say">{say}</span>')
        level = Level(
            address.choose(
                "niveau",
                [each.value for each in LEVELS],
                Level.ELZ.value,
                called=_("het niveau"),
                label=_("Niveau"),
                show=lambda key: _(phrases.LEVEL_ONE[Level(key)]),
                width=190,
            )
        )
        years = [str(each) for each in reversed(release.years())]
        names = capacity(release.id, int(years[0]), level).names
        area = address.seed_optional("gebied", list(names), called=_("het gebied"))
        st.selectbox(
            _("Gebied"),
            list(names),
            index=None,
            format_func=lambda key: names[key],
            key=address.key("gebied"),
            on_change=address.touch,
            placeholder=_("Kies een {level}").format(level=_(phrases.LEVEL_ONE[level])),
            label_visibility="collapsed",
            width=330,
        )
        year = address.choose("jaar", years, years[0], called=_("het jaar"), label=_("Jaar"), show=str, width=92)
    return int(year), level, area


def _rulers(release: Release, view: Capacity, area: str | None) -> None:
    """Draw the four rulers of the chosen area, or of Flanders; the basket beside them."""
    if area is None:
        text = _(
            "Hieronder staat heel Vlaanderen. Kies een gebied, hierboven of in de figuur, om het ernaast te zetten."
        )
        pieces.show(f'<p class="zc-lead zc-cap-say">{escape(text)}</p>{capacity_parts.cards(view, None)}')
    else:
        say = f'<p class="zc-lead zc-cap-say">{escape(capacity_parts.finding(view, area))}</p>'
        pieces.show(f"{say}{capacity_parts.cards(view, area)}{capacity_parts.figure(view, area)}")
    others = []
    for code in areabar.basket():
        level, other = places.area_of(code)
        if (level, other) != (view.level, area):
            others.append((capacity(release.id, view.year, level), other))
    if others:
        pieces.show(capacity_parts.comparison(view, area, others))


@st.fragment
def _disagreement(view: Capacity, area: str | None) -> None:
    """Draw where the rulers disagree, over all areas of the level."""
    if not view.order:
        return
    title, lead = escape(capacity_areas.headline(view)), escape(_(capacity_areas.LEAD))
    pieces.show(f'<section class="zc-part"><h2>{title}</h2><p class="zc-lead">{lead}</p></section>')
    whole = bool(st.session_state.get("capaciteit_alles"))
    pieces.show(capacity_areas.figure(view, area, whole=whole))
    if len(view.order) > capacity_areas.FIRST:
        text = _("Toon alle {N} {areas}").format(N=len(view.names), areas=_(phrases.LEVEL_MANY[view.level]))
        st.toggle(text, key="capaciteit_alles")


@st.fragment
def _table(view: Capacity, area: str | None) -> None:
    """Draw all rulers of all areas; sorting and searching redraws nothing else."""
    with st.container(key="tabelkeuze", horizontal=True, vertical_alignment="bottom"):
        title = _("Alle {areas}").format(areas=_(phrases.LEVEL_MANY[view.level]))
        pieces.show(f"<h2>{escape(title)}</h2>")
        find = _("Zoek in de tabel")
        wanted = st.text_input(find, key="tabel_zoek", placeholder=find, width=230, label_visibility="collapsed")
        order = st.selectbox(
            _("Volgorde"),
            [key for key in capacity_areas.SORTS if key in ("naam", "verschil") or key in view.rulers],
            format_func=lambda key: _(capacity_areas.SORTS[key]),
            key="capaciteit_volgorde",
            width=250,
            label_visibility="collapsed",
        )
    drawn = capacity_areas.table(view, area, wanted=wanted, order=order)
    empty = _("Geen gebied met die naam. Maak het zoekveld leeg om alles te zien.")
    pieces.show(drawn or f'<p class="zc-quiet">{escape(empty)}</p>')
