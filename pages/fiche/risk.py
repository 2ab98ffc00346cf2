"""The risk report of a release as a document: what was at risk, withheld and tried, in words and tables."""

from collections.abc import Mapping
from typing import Any

from aggregation.indicators import INDICATORS
from data.terms import Level
from geo.figures.drawing import Drawing, box, write
from geo.figures.palette import ACCENT, RULE
from pages.fiche.document import Cell, Document, Picture, Section, Table, picture_of
from pages.over_deze_cijfers import prose
from pages.views.sources import day_words
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _

_BAR, _ROW = 220.0, 34.0


def describe(report: Mapping[str, Any], digest: str, seal: str, link: str) -> Document:
    """Describe a report (``aggregation.release.risk``) in the language in use."""
    cells = sum(one["cells"] for one in report["levels"].values())
    withheld = sum(one["withheld"] for one in report["levels"].values())
    tried = sum(report["tried"].values())
    safe = report["verdict"] == "safe"
    outcome = (
        _("De aanval vond niets en gaf niets op.")
        if safe
        else _("De aanval vond {found} en gaf {gave_up} op: deze uitgave is niet veilig.").format(
            found=report["found"], gave_up=report["gave_up"]
        )
    )
    return Document(
        title=_("Risicoverslag van een uitgave"),
        subtitle=day_words(report["made"]),
        brand=_(phrases.PRODUCT),
        lang=language.current(),
        made=report["made"],
        cover=_cover(report["levels"]),
        summary=(
            _("{withheld} van {cells} aantallen zijn niet getoond.").format(
                withheld=numbers.number(withheld), cells=numbers.number(cells)
            ),
            _("{tried} berekeningen om ze toch te vinden, of om een kleine groep af te zonderen.").format(
                tried=numbers.number(tried)
            ),
            outcome,
        ),
        sections=(
            Section(title=_("Wat er gevaar liep en niet getoond is"), blocks=(_levels(report), _tables(report))),
            Section(title=_("Wat er geprobeerd is"), blocks=(_tried(report), *_beside(report))),
            Section(title=_("Drempels"), blocks=(_thresholds(report),)),
            Section(title=_("Wat hier niet in zit"), blocks=(_(prose.PROOF_LIMITS), *_left(report))),
        ),
        facts={
            _("Uitgave"): report["release"],
            _("Versie van het programma"): report["code"],
            _("Vingerafdruk (SHA-256 van het verslag als JSON)"): digest,
            _("Zegel (met de sleutel van de dienst)"): seal,
        },
        link=link,
    )


def _cover(levels: Mapping[str, Mapping[str, int]]) -> Picture:
    """Draw per level which part is not shown."""
    parts, said, y = [write(0, 14, _("Niet getoond"), size=13, weight=600)], [], 24.0
    for level in Level:
        if not levels.get(level.value, {}).get("cells"):
            continue
        share = levels[level.value]["withheld"] / levels[level.value]["cells"]
        text = f"{language.capital(_(phrases.LEVEL_MANY[level]))}: {numbers.percent(100 * share)}"
        parts += [
            write(0, y + 14, text, size=13),
            box(0, y + 19, _BAR, 8, RULE),
            box(0, y + 19, _BAR * share, 8, ACCENT),
        ]
        said.append(text)
        y += _ROW
    return picture_of(
        Drawing(parts=parts, width=_BAR, height=y), _("Niet getoond, per niveau. {all}").format(all="; ".join(said))
    )


def _table(caption: str, heads: tuple[str, ...], rows: list[list[str]], widths: tuple[float, ...]) -> Table:
    return Table(
        heads=heads,
        rows=tuple(
            tuple(Cell(text=text, number=place == len(row) - 1) for place, text in enumerate(row)) for row in rows
        ),
        widths=widths,
        caption=caption,
    )


def _of(withheld: int, cells: int) -> str:
    return _("{withheld} van {cells}").format(withheld=numbers.number(withheld), cells=numbers.number(cells))


def _levels(report: Mapping[str, Any]) -> Table:
    rows = [
        [language.capital(_(phrases.LEVEL_MANY[level])), _of(one["withheld"], one["cells"])]
        for level in Level
        if (one := report["levels"].get(level.value))
    ]
    return _table("", (_("Niveau"), _("Niet getoond")), rows, (3, 1))


def _tables(report: Mapping[str, Any]) -> Table:
    rows = []
    for one in sorted(report["at_risk"], key=lambda each: (each["indicator"], each["year"])):
        known = INDICATORS.get(one["indicator"])
        label = "" if known is None else language.pick(known.label)
        rows.append([one["indicator"], label, str(one["year"]), _of(one["withheld"], one["cells"])])
    heads = (_("Cijfer"), "", _("Jaar"), _("Niet getoond"))
    return _table(_("Per cijfer en jaar, alle niveaus samen."), heads, rows, (1, 5, 1, 2))


def _tried(report: Mapping[str, Any]) -> Table:
    rows = [
        [_(said), numbers.number(report["tried"][kind])]
        for kind, said in prose.ATTACKS.items()
        if report["tried"].get(kind)
    ]
    truth = _("De aanvaller kende daarbij wat er werkelijk in de leveringen staat.") if report["with_truth"] else ""
    return _table(truth, (_("Wat geprobeerd werd"), _("Berekeningen")), rows, (4, 1))


def _beside(report: Mapping[str, Any]) -> list[Table]:
    if not report["beside"]:
        return []
    words = {"safe": _("niets gevonden"), "unsafe": _("iets gevonden")}
    rows = [
        [
            _("alle samen") if one["release"] == "all" else one["release"],
            words[one["verdict"]],
            numbers.number(one["computations"]),
        ]
        for one in report["beside"]
    ]
    heads = (_("Uitgave"), _("Uitkomst"), _("Berekeningen"))
    return [_table(_("Naast elke uitgave die eerder getoond werd."), heads, rows, (3, 2, 1))]


def _thresholds(report: Mapping[str, Any]) -> Table:
    known = report["thresholds"]
    rows = [
        [_(said), f"{numbers.number(known[name])} {_(unit)}"] for said, name, unit in prose.THRESHOLDS if name in known
    ]
    return _table("", (_("Drempel"), _("Waarde")), rows, (4, 1))


def _left(report: Mapping[str, Any]) -> list[str]:
    """Say which years and tables stand as they were published before."""
    told = [
        _("{year} staat zoals {release} het publiceerde.").format(year=year, release=release)
        for year, release in report["kept"].items()
    ]
    return told + [
        _("{year}: correcties wachten van {names}.").format(year=year, names=", ".join(names))
        for year, names in report["kept_tables"].items()
    ]
