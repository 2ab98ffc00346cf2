"""Screen Kaart: one number for all areas, the chosen one in words, the same numbers in a table."""

import streamlit as st

from aggregation.indicators import Indicator
from data.releases import Release
from data.terms import Level
from geo.classes import FEWEST, MOST, Method, Palette
from pages.components import address, choosing, language, map_parts, pieces, shell, takeaway, views, words
from pages.components.language import gettext as _
from pages.components.language import mark
from pages.components.map_table import area_table

METHODS = {
    Method.QUANTILES: mark("Kwantielen (evenveel gebieden)"),
    Method.EQUAL: mark("Gelijke intervallen"),
    Method.NATURAL: mark("Natuurlijke klassen"),
}
PALETTES = {Palette.TEAL: mark("Groenblauw"), Palette.BLUE: mark("Blauw"), Palette.EMBER: mark("Geel-bruin")}


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    with st.container(key="keuze", horizontal=True, vertical_alignment="center"):
        indicator, code, year, level = _choose(release)
        method, size, palette = _settings()
    shown = choosing.shown_by_code(indicator)[code]
    view = views.area_view(release.id, indicator.id, shown, year, level)
    area = address.seed_optional("gebied", list(view.names), called=_("het gebied"))
    shell.keep(
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
    title = map_parts.subtitle(view)
    pieces.show(pieces.heading(language.pick(indicator.question), title))
    map_parts.answer(view, area)
    map_parts.area_map(release, view, method, int(size), palette, area)
    area_table(view, area, title)
    pieces.show(pieces.source_line(shell.source_parts(release, view)))
    takeaway.draw(release, "kaart", shown=[view])
    texts = [language.pick(text) for text in (indicator.definition, *indicator.caveats)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [*texts, map_parts.interval_words(view)]))


def _choose(release: Release) -> tuple[Indicator, str, int, Level]:
    """Draw the sentence of controls; later ones follow from earlier ones."""
    known = choosing.mappable(release.id)
    name = address.choose(
        "cijfer",
        list(known),
        next(iter(known)),
        called=_("het cijfer"),
        label=_("Cijfer"),
        show=lambda key: language.pick(known[key].label),
        width=330,
    )
    indicator = known[name]
    codes = choosing.shown_by_code(indicator)
    code = next(iter(codes))
    if len(codes) > 1:
        code = address.choose(
            "toon",
            list(codes),
            code,
            called=_("het antwoord"),
            label=_("Antwoord of maat"),
            show=lambda key: choosing.label_of(indicator, codes[key]),
            width=250,
        )
    else:
        address.seed("toon", list(codes), code, called=_("het antwoord"))
    years = [str(year) for year in reversed(release.years())]
    year = address.choose("jaar", years, years[0], called=_("het jaar"), label=_("Jaar"), show=str, width=92)
    levels = [level.value for level in choosing.levels_of(indicator)]
    default = Level.ELZ.value if Level.ELZ.value in levels else levels[0]
    level = address.choose(
        "niveau",
        levels,
        default,
        called=_("het niveau"),
        label=_("Niveau"),
        show=lambda key: _(words.PER_LEVEL[Level(key)]),
        width=205,
    )
    return indicator, code, int(year), Level(level)


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
