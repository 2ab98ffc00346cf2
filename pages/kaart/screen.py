"""Screen Kaart: one number for all areas, the chosen one in words, the same numbers in a table."""

import streamlit as st

from geo.figures.classes import FEWEST, MOST, Method, Palette
from pages.components import pieces
from pages.kaart import area_map
from pages.kaart.area_table import area_table
from pages.shell import address, controls, frame, takeaway
from pages.views import choosing, views
from pages.words import language
from pages.words.language import gettext as _
from pages.words.language import mark

METHODS = {
    Method.QUANTILES: mark("Kwantielen (evenveel gebieden)"),
    Method.EQUAL: mark("Gelijke intervallen"),
    Method.NATURAL: mark("Natuurlijke klassen"),
}
PALETTES = {Palette.TEAL: mark("Groenblauw"), Palette.BLUE: mark("Blauw"), Palette.EMBER: mark("Geel-bruin")}


def render() -> None:
    """Draw the screen."""
    release = frame.open_page()
    if release is None:
        return
    with controls.sentence():
        indicator = controls.indicator(choosing.mappable(release.id))
        code = controls.answer(indicator)
        year = controls.year(release)
        level = controls.level(choosing.levels_of(indicator))
        method, size, palette = _settings()
    view = views.area_view(release.id, indicator.id, choosing.shown_by_code(indicator)[code], year, level)
    area = controls.held_area(view.names)
    frame.keep(
        cijfer=indicator.id,
        toon=code,
        jaar=year,
        niveau=level.value,
        gebied=area,
        klassen=size,
        methode=method.value,
        kleur=palette.value,
    )
    pieces.notices(address.notes())
    title = area_map.subtitle(view)
    pieces.show(pieces.heading(language.pick(indicator.question), title))
    area_map.answer(view, area)
    area_map.area_map(release, view, method, int(size), palette, area)
    area_table(view, area, title)
    pieces.show(pieces.source_line(frame.source_parts(release, view)))
    takeaway.draw(release, "kaart", shown=[view], sheet=takeaway.Sheet.WIDE)
    texts = [language.pick(text) for text in (indicator.definition, *indicator.caveats)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [*texts, area_map.interval_words(view)]))


def _settings() -> tuple[Method, str, Palette]:
    """Class method, number of classes and colours, behind a button: few readers need them."""
    with st.popover(_("Klassen en kleuren")):
        method = address.choose(
            "methode",
            list(Method),
            Method.QUANTILES,
            called=_("de klassen"),
            label=_("Hoe worden klassen gemaakt?"),
            show=lambda key: _(METHODS[Method(key)]),
            labelled=True,
        )
        size = address.choose(
            "klassen",
            [str(n) for n in range(FEWEST, MOST + 1)],
            "5",
            called=_("het aantal klassen"),
            label=_("Aantal klassen"),
            show=str,
            labelled=True,
        )
        palette = address.choose(
            "kleur",
            list(Palette),
            Palette.TEAL,
            called=_("de kleuren"),
            label=_("Kleuren"),
            show=lambda key: _(PALETTES[Palette(key)]),
            labelled=True,
        )
    return Method(method), size, Palette(palette)
