"""Words of the screen Evolutie: the answer in cards, the breaks in the series, how to read it."""

import math
from html import escape

from aggregation.indicators import Kind
from aggregation.shown.evolution import Change, Tally
from aggregation.shown.verdicts import CLEAR, Verdict
from data.releases import Release
from data.terms import Measure
from pages.evolutie.charts import letter, name_of
from pages.evolutie.evolution import ARROW, Evolution, span
from pages.views import choosing, sources
from pages.views.remarks import remarks
from pages.words import language, numbers, phrases
from pages.words.language import gettext as _


def cards(whole: Evolution, area: str | None) -> str:
    """Tell the change of the chosen area, of Flanders and of all areas together."""
    parts = [] if area is None else [_card(whole, area)]
    if any(view.flanders is not None for view in whole.views):
        parts.append(_card(whole, None))
    parts.append(_all_card(whole))
    return f'<div class="zc-ev-cards">{"".join(parts)}</div>'


def _card(whole: Evolution, area: str | None) -> str:
    rows, change = whole.series(area), whole.change(area)
    first, last = rows[0], rows[-1]
    flanders = area is None
    body = (
        f'<p class="zc-ev-fromto">{escape(whole.text(first, flanders=flanders))}<i>{ARROW}</i>'
        f"{escape(whole.text(last, flanders=flanders))}</p>"
    )
    lines = [_between_years(whole, change, flanders=flanders)]
    if change.verdict is Verdict.HIDDEN:
        if any(row is not None and row.withheld for row in (first, last)):
            lines.append(escape(language.capital(_(phrases.WHY_WITHHELD))) + ".")
    else:
        said = _verdict_sentence(whole, change)
        lines.append(f"<b>{escape(said)}</b>" if said else "")
    own = "" if flanders else " zc-ev-own"
    told = "".join(f"<p>{line}</p>" for line in lines if line)
    return f'<section class="zc-ev-card{own}"><h2>{escape(name_of((whole, area)))}</h2>{body}{told}</section>'


def _between_years(whole: Evolution, change: Change, *, flanders: bool) -> str:
    if not change.known:
        return ""
    said = escape(whole.change_text(change, flanders=flanders, unit=True))
    ends = whole.change_interval(change, flanders=flanders)
    if ends is not None:
        return _("Verschil {change}, 95 % zeker tussen {low} en {high}").format(
            change=f"<b>{said}</b>", low=ends[0], high=ends[1]
        )
    end = _("volledige telling") if change.exact else _("zonder interval")
    return _("Verschil {change} ({end})").format(change=f"<b>{said}</b>", end=end)


def _verdict_sentence(whole: Evolution, change: Change) -> str:
    first, last = whole.years[0], whole.years[-1]
    if whole.breaks and change.verdict in CLEAR:
        return _("Tussen {first} en {last} is de reeks gebroken: zie onder de figuur.").format(first=first, last=last)
    if change.verdict in CLEAR:
        return _("In {last} {verdict} dan in {first}.").format(last=last, verdict=whole.verdict(change), first=first)
    if change.verdict is Verdict.PERHAPS:
        return _("Dit kan toeval zijn: er zijn {n} gebieden getoetst.").format(n=numbers.number(whole.tally.tested))
    return _sentence(whole.verdict(change))


def _sentence(text: str) -> str:
    return f"{language.capital(text)}."


def _all_card(whole: Evolution) -> str:
    """Count the changed areas of the level, beside what chance alone would give."""
    many = _(phrases.LEVEL_MANY[whole.level])
    compared = [change for change in whole.whole.values() if change.known]
    up = sum(change.verdict is Verdict.HIGHER for change in compared)
    down = sum(change.verdict is Verdict.LOWER for change in compared)
    title = _("{n} van {total} {areas} vergeleken").format(
        n=numbers.number(len(compared)), total=numbers.number(len(whole.whole)), areas=many
    )
    counted = whole.is_counted and not whole.tally.tested
    if counted or whole.tally.tested:
        said = _("{up} hoger, {down} lager").format(up=up, down=down)
    else:
        said = _("geen enkele te toetsen")
    body = f'<p class="zc-ev-fromto">{escape(said)}</p>'
    warning = _("De reeks is gebroken: een verschil kan ook van de telling komen.")
    over = f"<p><b>{escape(warning)}</b></p>" if whole.breaks else ""
    caution = _caution(whole.tally, counted=counted)
    exact = sum(change.exact for change in compared)
    if exact and not counted:
        more = _("Daarnaast in beide jaren volledig geteld: {n}.").format(n=numbers.number(exact))
        caution += f"<p>{escape(more)}</p>"
    return f'<section class="zc-ev-card"><h2>{escape(title)}</h2>{body}{caution}{over}</section>'


def _caution(tally: Tally, *, counted: bool) -> str:
    if counted:
        return (
            f"<p>{escape(_('Volledige telling van de lijsten: geen toeval, wel mogelijke fouten in de lijsten.'))}</p>"
        )
    if not tally.tested:
        return f"<p>{escape(_('Geen gebied heeft in beide jaren een interval; er valt niets te toetsen.'))}</p>"
    said = _(
        "Door toeval alleen zouden gemiddeld hoogstens {chance} van de {tested} gebieden buiten hun interval vallen. "
        "Het zijn er {beyond}; na correctie voor het grote aantal blijven er {clear} over."
    ).format(
        chance=numbers.number(math.ceil(tally.by_chance)),
        tested=numbers.number(tally.tested),
        beyond=numbers.number(tally.beyond),
        clear=numbers.number(tally.clear),
    )
    return f"<p>{escape(said)}</p>"


def broken(whole: Evolution, area: str | None, *, layouts: int) -> str:
    """List the breaks in the series, with what changed and where that is known from."""
    items = [
        f"<li><b>{escape(language.capital(letter(i)))}</b> "
        f"<span>{escape(_when(whole, mark.before, mark.after))}</span> "
        f"{escape(language.pick(mark.cause.text))} "
        f"<i>{escape(_('Bron: {source}.').format(source=language.pick(mark.cause.source)))}</i></li>"
        for i, mark in enumerate(whole.breaks)
    ]
    if area is not None and whole.summed(area):
        years = ", ".join(str(year) for year in whole.summed(area))
        said = _("Deze gemeente fuseerde. Voor {years} zijn de gemeenten van toen opgeteld.").format(years=years)
        items.append(f"<li><b>{escape(_('Fusie'))}</b> {escape(said)}</li>")
    elif summed := sum(bool(whole.summed(key)) for key in whole.names):
        said = _(
            "{n} gemeenten zijn het resultaat van een fusie; voor de jaren ervoor zijn de gemeenten van toen opgeteld."
        ).format(n=summed)
        items.append(f"<li><b>{escape(_('Fusies'))}</b> {escape(said)}</li>")
    if layouts > 1:
        said = _("De vragenlijst veranderde in deze jaren van indeling. Vergelijk met zorg.")
        items.append(f"<li><b>{escape(_('Vragenlijst'))}</b> {escape(said)}</li>")
    if not items:
        return ""
    return (
        f'<section class="zc-ev-breaks"><h3>{escape(_("Breuken in de reeks"))}</h3><ul>{"".join(items)}</ul></section>'
    )


def break_notes(whole: Evolution) -> list[str]:
    """Write the breaks in the series as plain sentences."""
    return [
        f"{language.capital(letter(i))} {_when(whole, mark.before, mark.after)} {language.pick(mark.cause.text)}"
        for i, mark in enumerate(whole.breaks)
    ]


def _when(whole: Evolution, before: int, after: int) -> str:
    ima = whole.ima_years[before], whole.ima_years[after]
    if None in ima:
        return _("tussen {before} en {after}.").format(before=before, after=after)
    return _("tussen {before} en {after} (IMA {ima_before} en {ima_after}).").format(
        before=before, after=after, ima_before=ima[0], ima_after=ima[1]
    )


def answered(whole: Evolution) -> str:
    """Write n of N of Flanders in every year."""
    parts = [
        f"{year}: {based}"
        for year, view in zip(whole.years, whole.views, strict=True)
        if view.flanders is not None and (based := view.based_on(view.flanders))
    ]
    return " · ".join(parts)


def ima_words(whole: Evolution) -> str:
    """Write the IMA year behind every survey year, '' where none is used."""
    pairs = [f"{ima} ({_('vragenlijst {year}').format(year=year)})" for year, ima in whole.ima_years.items() if ima]
    return ", ".join(pairs)


def reading(whole: Evolution) -> list[str]:
    """Write how to read this screen."""
    told = [
        language.pick(whole.indicator.definition),
        *(language.pick(text) for text in remarks(whole.views[-1].release_id, whole.indicator)),
    ]
    if whole.tally.tested:
        told += [
            _(
                "Een verschil is duidelijk als het groter is dan zijn 95 %-interval. Veel artsen antwoorden in meer "
                "dan één jaar; we doen alsof dat niet zo is. Daardoor is het interval eerder te breed dan te smal, en "
                "kunnen we een echte verandering missen."
            ),
            _(
                "Wie veel gebieden toetst, vindt er altijd een paar die door toeval veranderen. Daarom noemen we een "
                "gebied pas veranderd na een correctie (Benjamini-Hochberg): van de gebieden die dan overblijven, is "
                "gemiddeld hoogstens één op twintig een vals alarm."
            ),
        ]
    elif whole.is_counted:
        told.append(_("Dit is een volledige telling van de lijsten: toeval speelt niet mee, fouten in de lijsten wel."))
    elif whole.shown.measure in (Measure.MEDIAN, Measure.P25, Measure.P75):
        told.append(_("Deze maat heeft geen interval. Of een verschil toeval is, kunnen we niet zeggen."))
    told.append(
        _(
            "Alle jaren staan op de gemeenten van vandaag. Een jaar dat niet getoond wordt, blijft open; de lijn "
            "loopt er niet door. Verschillen zijn berekend voor het afronden. Een verschil zegt niets over de oorzaak."
        )
    )
    return told


def subtitle(whole: Evolution) -> str:
    """Give measure, unit, years and level."""
    what = choosing.measured_label(whole.indicator, whole.shown)
    named = whole.indicator.kind is Kind.RATE  # the label says it
    unit = "" if named else language.pick(whole.indicator.unit)
    one = _(phrases.PER_LEVEL[whole.level])
    return " · ".join(part for part in (what, unit, span(whole.years), one) if part)


def source(release: Release, whole: Evolution) -> dict[str, str]:
    """Give the facts under the chart."""
    return {
        **sources.source_parts(release, whole.views[-1]),
        _("Vragenlijst"): ", ".join(str(year) for year in whole.years),
        "IMA": ima_words(whole),
        _("Antwoorden in Vlaanderen"): answered(whole),
        _("Grenzen"): _("gemeenten van vandaag, alle jaren"),
        _("Respons"): "",
    }
