"""Screen Vergelijken: areas beside one another, never by a bare rank; five charts, one choice in the address."""

from collections.abc import Callable, Sequence

import streamlit as st

from aggregation.indicators import Indicator
from data.releases import Release
from data.terms import Level
from geo.figures_ranking import MOST_NAMED
from pages.components import (
    address,
    choosing,
    compare_parts,
    compare_rows,
    compare_views,
    language,
    pieces,
    shell,
    takeaway,
    views,
    words,
)
from pages.components import compare_words as say
from pages.components.compare_parts import Against
from pages.components.compare_views import Compared, Picked
from pages.components.language import gettext as _
from pages.components.language import pick as spoken

_WHOLE = (say.SPINE, say.HEAT)
"""Forms over all numbers: they need no choice of one."""


def render() -> None:
    """Draw the screen."""
    release = shell.open_page()
    if release is None:
        return
    form = _form()
    with st.container(key="keuze", horizontal=True, vertical_alignment="center"):
        indicator, code, second, year, level, benchmark = _choose(release, form)
    names = views.names_today(release.id, level)
    area = address.seed_optional("gebied", list(names), called=_("het gebied"))
    shell.keep(
        vorm=form,
        cijfer=indicator.id,
        toon=code,
        tweede=second,
        jaar=year,
        niveau=level.value,
        maatstaf=benchmark,
        gebied=area,
    )
    pieces.notices(address.notes())
    picked = compare_views.picked(release.id, level, area, names)
    alike = benchmark == say.ALIKE and _alike_possible(release, level, form, area)
    if form in _WHOLE:
        _whole(release, form, level, year, names, picked, alike=alike)
    else:
        shown = choosing.shown_by_code(indicator)[code]
        compared = compare_views.compared(release.id, indicator.id, shown, year, level)
        _one(release, form, compared, second, picked, alike=alike)


def _form() -> str:
    """Draw the choice of chart."""
    forms = list(say.FORMS)
    address.seed("vorm", forms, forms[0], called=_("de vorm"))
    with st.container(key="vormen"):
        found = st.segmented_control(
            _("Vorm"),
            forms,
            required=True,
            format_func=lambda key: _(say.FORMS[key]),
            key=address.key("vorm"),
            on_change=address.touch,
            label_visibility="collapsed",
        )
    return str(found or forms[0])


def _choose(release: Release, form: str) -> tuple[Indicator, str, str, int, Level, str]:
    """Draw the sentence of controls; what a form does not use stays in the address, undrawn."""
    known = compare_views.comparable_indicators(release.id)
    whole = form in _WHOLE

    def label(key: str) -> str:
        return spoken(known[key].label)

    name = _pick("cijfer", list(known), next(iter(known)), _("het cijfer"), _("Cijfer"), label, 240, drawn=not whole)
    indicator = known[name]
    codes = choosing.shown_by_code(indicator)
    code = _pick(
        "toon", list(codes), next(iter(codes)), _("het antwoord"), _("Antwoord of maat"),
        lambda key: choosing.label_of(indicator, codes[key]), 200, drawn=not whole and len(codes) > 1,
    )  # fmt: skip
    others = [key for key in known if key != name]
    second = _pick(
        "tweede", others, _partner(others), _("het tweede cijfer"), _("Tweede cijfer"),
        lambda key: _("met {figure}").format(figure=language.small(label(key))), 240, drawn=form == say.SCATTER,
    )  # fmt: skip
    years = [str(year) for year in reversed(release.years())]
    year = _pick("jaar", years, years[0], _("het jaar"), _("Jaar"), str, 84)
    both = [indicator, known[second]] if form == say.SCATTER else [indicator]
    allowed = [level.value for level in choosing.FINE_LEVELS if whole or all(level in entry.levels for entry in both)]
    default = Level.ELZ.value if Level.ELZ.value in allowed else allowed[0]
    level = _pick(
        "niveau", allowed, default, _("het niveau"), _("Niveau"),
        lambda key: _("per {level}").format(level=_(words.LEVEL_ONE[Level(key)])), 190,
    )  # fmt: skip
    benchmark = _pick(
        "maatstaf", list(say.BENCHMARKS), say.FLANDERS, _("de maatstaf"), _("Maatstaf"),
        lambda key: _(say.BENCHMARKS[key]), 226, drawn=form != say.SCATTER,
    )  # fmt: skip
    return indicator, code, second, int(year), Level(level), benchmark


def _partner(others: list[str]) -> str:
    """Give the second number to begin with: doctors per resident, where that is not the first."""
    return "D01" if "D01" in others else others[0]


def _pick(
    name: str,
    options: Sequence[str],
    default: str,
    called: str,
    label: str,
    show: Callable[[str], str],
    width: int,
    *,
    drawn: bool = True,
) -> str:
    """Draw a control, or only keep its choice."""
    if drawn:
        return address.choose(name, options, default, called=called, label=label, show=show, width=width)
    return address.seed(name, options, default, called=called)


def _alike_possible(release: Release, level: Level, form: str, area: str | None) -> bool:
    """Tell whether neighbours can be shown, and say why not."""
    if form == say.SCATTER:
        return False
    if compare_views.all_neighbours(release.id, level) is None:
        pieces.notices([_(say.ALIKE_NONE)])
        return False
    if area is None and form != say.HEAT:
        pieces.notices([_(say.ALIKE_CHOOSE)])
        return False
    return True


def _search(level: Level, names: dict[str, str]) -> None:
    with st.container(key="zoek", width=290):
        st.selectbox(
            _("Zoek een {level}").format(level=_(words.LEVEL_ONE[level])),
            list(names),
            index=None,
            format_func=names.__getitem__,
            key=address.key("gebied"),
            on_change=address.touch,
            placeholder=_("Zoek of klik een {level}").format(level=_(words.LEVEL_ONE[level])),
            label_visibility="collapsed",
        )


def _against(release: Release, compared: Compared, area: str | None, *, alike: bool) -> Against:
    """Give the benchmark of one number; Flanders where neighbours show too little."""
    found = compare_parts.against_of(release.id, compared, area) if alike else None
    if alike and found is None:
        pieces.notices([_(say.ALIKE_FEW)])
    return found or Against(name=_("Vlaanderen"), benchmark=compare_views.flanders_of(compared.view))


def _one(release: Release, form: str, compared: Compared, second: str, picked: Picked, *, alike: bool) -> None:
    """Draw a form of one or two numbers."""
    view = compared.view
    entry = compare_views.comparable_indicators(release.id)[second]
    title, other = spoken(view.indicator.question), compared
    if form == say.SCATTER:
        title = compare_parts.pair_title(view.indicator, entry)
        shown = next(iter(choosing.shown_by_code(entry).values()))
        other = compare_views.compared(release.id, second, shown, view.year, view.level)
    pieces.show(pieces.heading(title, compare_parts.subtitle(view)))
    against = _against(release, compared, picked.chosen, alike=alike)
    said = compare_parts.verdicts_of(compared, against)
    with st.container(key="antwoord", horizontal=True, vertical_alignment="bottom"):
        if form == say.SCATTER:
            pieces.show(compare_parts.pair_words(compared, other, picked.chosen))
        else:
            pieces.show(compare_parts.answer(compared, picked, against, said))
        _search(view.level, view.names)
    reading = [spoken(view.indicator.definition)]
    if form == say.SCATTER:
        compare_parts.scatter(compared, other, picked)
        pieces.show(compare_parts.left_out(view, other.view))
        compare_parts.pair_table(compared, other, picked)
        reading += [spoken(entry.definition), _(say.READ_SCATTER)]
    else:
        draw = compare_parts.funnel if form == say.FUNNEL else compare_parts.ranking
        draw(release.id, compared, picked, against)
        pieces.show(compare_parts.left_out(view))
        compare_parts.table(form, compared, picked, against)
        reading += [*compare_parts.reading_words(form, compared), _(say.READ_CLEAR)]
    pieces.show(pieces.source_line(shell.source_parts(release, view)))
    views_shown = [view] if other is compared else [view, other.view]
    named = form == say.RANKING and len(view.known_values) <= MOST_NAMED
    sheet = takeaway.Sheet.UPRIGHT if named else takeaway.Sheet.WIDE
    takeaway.draw(release, "vergelijken", shown=views_shown, sheet=sheet)
    _neighbours_listed(release, view.level, view.names, picked, alike=alike and bool(against.alike))
    caveats = [spoken(text) for text in view.indicator.caveats]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [*reading, *caveats, *([_(say.READ_ALIKE)] if alike else [])]))


def _whole(
    release: Release, form: str, level: Level, year: int, names: dict[str, str], picked: Picked, *, alike: bool
) -> None:
    """Draw a form over all numbers."""
    against = _("vergelijkbare gebieden") if alike else _("Vlaanderen")
    beside = _(say.BENCHMARKS[say.ALIKE if alike else say.FLANDERS])
    line = f"{language.capital(_(words.LEVEL_ONE[level]))} · {year} · {beside}"
    title = _("Waar verschillen de {levels} duidelijk?").format(levels=_(words.LEVEL_MANY[level]))
    if form == say.SPINE:
        title = names[picked.chosen] if picked.chosen else _("Kies een gebied om al zijn cijfers te zien")
    with st.container(key="antwoord", horizontal=True, vertical_alignment="bottom"):
        pieces.show(pieces.heading(title, line))
        _search(level, names)
    if form == say.HEAT:
        compare_rows.heat(release.id, level, year, names, picked, alike=alike, against=against)
    elif picked.chosen is not None:
        compare_rows.spine(release.id, level, year, picked.chosen, alike=alike, against=against)
    pieces.show(
        pieces.source_line(
            {
                _("Bron"): _("vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
                _("Vragenlijst"): str(year),
                _("Uitgave"): shell.release_words(release),
            }
        )
    )
    if form == say.HEAT or picked.chosen is not None:
        takeaway.draw(release, "vergelijken", years=[year])
    _neighbours_listed(release, level, names, picked, alike=alike)
    read = _(say.READ_HEAT if form == say.HEAT else say.READ_SPINE)
    pieces.show(
        pieces.reading(_("Hoe leest u dit?"), [read, _(say.READ_CLEAR), *([_(say.READ_ALIKE)] if alike else [])])
    )


def _neighbours_listed(release: Release, level: Level, names: dict[str, str], picked: Picked, *, alike: bool) -> None:
    """Name the neighbours of the chosen area, most alike first."""
    known = compare_views.all_neighbours(release.id, level) if alike else None
    if known and picked.chosen in known:
        pieces.show(compare_parts.neighbour_words(names, picked.chosen, known[picked.chosen]))
