"""The choices of the screen Kaart that are its own: which number and level, and how classes are made and coloured."""

from geo.figures.classes import FEWEST, MOST, Method, Palette
from pages.views import choices, choosing
from pages.views.choices import Choice
from pages.words.language import gettext as _
from pages.words.language import mark

METHODS = {
    Method.QUANTILES: mark("Kwantielen (evenveel gebieden)"),
    Method.EQUAL: mark("Gelijke intervallen"),
    Method.NATURAL: mark("Natuurlijke klassen"),
}
PALETTES = {Palette.TEAL: mark("Groenblauw"), Palette.BLUE: mark("Blauw"), Palette.EMBER: mark("Geel-bruin")}


NUMBER = choices.number(choosing.mappable)
LEVEL = choices.level(lambda chosen: choosing.levels_of(chosen.release.id, chosen.indicator))
CLASSES = Choice(
    name="klassen",
    called=mark("het aantal klassen"),
    label=mark("Aantal klassen"),
    options=lambda _chosen: [str(n) for n in range(FEWEST, MOST + 1)],
    default="5",
)
METHOD = Choice(
    name="methode",
    called=mark("de klassen"),
    label=mark("Hoe worden klassen gemaakt?"),
    options=lambda _chosen: list(METHODS),
    words=lambda _chosen: lambda method: _(METHODS[Method(method)]),
)
PALETTE = Choice(
    name="kleur",
    called=mark("de kleuren"),
    label=mark("Kleuren"),
    options=lambda _chosen: list(PALETTES),
    words=lambda _chosen: lambda palette: _(PALETTES[Palette(palette)]),
)
