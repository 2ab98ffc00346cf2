"""The forms of the screen Vergelijken as they stand on it: heading, answer, chart, table, sources, how to read."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from geo.figures.ranking import MOST_NAMED
from pages.components import pieces
from pages.shell import controls, takeaway
from pages.shell.screen import Screen, Sheet
from pages.vergelijken import (
    answer,
    comparison,
    forms,
    funnel_form,
    heat_form,
    ranking_form,
    say,
    scatter_form,
    sortable,
    spine_form,
)
from pages.vergelijken.choices import AREA, FORM, SECOND
from pages.vergelijken.comparison import Beside, Compared, Picked
from pages.vergelijken.forms import Against, Form
from pages.views import benchmarks, choices, filtering, sources, views
from pages.views.benchmarks import BENCHMARK
from pages.views.choices import Chosen
from pages.views.remarks import remarks
from pages.words import differences, language, phrases
from pages.words.language import gettext as _
from pages.words.language import pick as spoken

MOST_READ = 60
"""Rows with a name that leave room on their sheet of paper to tell how to read them."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a form is drawn from; ``names`` of all areas, ``beside`` the benchmark that can be shown."""

    chosen: Chosen
    names: dict[str, str]
    picked: Picked
    beside: str


def beside_of(chosen: Chosen) -> str:
    """Give the benchmark that was chosen; Flanders where it cannot be shown, and say why not."""
    form, wanted = chosen[FORM.name], chosen[BENCHMARK.name]
    if wanted == benchmarks.FLANDERS or form == say.SCATTER:
        return benchmarks.FLANDERS
    if comparison.groups(chosen.release.id, chosen.level, wanted) is None:
        pieces.notices([_(say.ALIKE_NONE)])
        return benchmarks.FLANDERS
    if chosen.area is None and form != say.HEAT:
        pieces.notices([_(say.CHOOSE[wanted])])
        return benchmarks.FLANDERS
    return wanted


def one(asked: Asked, screen: Screen) -> None:
    """Draw a form of one number."""
    chosen, picked = asked.chosen, asked.picked
    release = chosen.release
    compared = comparison.compared(chosen.view)
    view = compared.view
    pieces.show(pieces.heading(spoken(view.indicator.question), forms.subtitle(view)))
    against = _against(compared, picked.chosen, asked.beside)
    funnel = chosen[FORM.name] == say.FUNNEL
    said = forms.verdicts_of(compared, against)
    _answer(answer.answer(compared, picked, against, said), chosen)
    pattern, language_now = forms.profiles(view.level, view.year), language.current()
    make = funnel_form.funnel if funnel else ranking_form.ranking
    form = make(compared, picked, against, pattern, language_now)
    _draw(asked, form)
    pieces.show(pieces.source_line(sources.source_parts(release, view)))
    takeaway.draw(release, screen, shown=[view], sheet=_sheet(chosen[FORM.name], len(view.known_values)))
    if against.others:
        _others_listed(asked)
    _reading(compared, [*form.reading, _(differences.READ)], _read_beside(asked))


def pair(asked: Asked, screen: Screen) -> None:
    """Draw two numbers beside each other."""
    chosen, picked = asked.chosen, asked.picked
    release = chosen.release
    first = comparison.compared(chosen.view)
    view, entry = first.view, comparison.comparable_indicators(release.id)[chosen[SECOND.name]]
    second = comparison.compared(views.main_view(release.id, entry.id, view.year, view.level))
    pieces.show(pieces.heading(scatter_form.pair_title(view.indicator, entry), forms.subtitle(view)))
    _answer(scatter_form.pair_words(first, second, picked.chosen), chosen)
    pattern = forms.profiles(view.level, view.year)
    form = scatter_form.scatter(first, second, picked, pattern, language.current())
    _draw(asked, form)
    pieces.show(pieces.source_line(sources.source_parts(release, view)))
    takeaway.draw(release, screen, shown=[view, second.view], sheet=Sheet.WIDE)
    _reading(first, list(form.reading), [])


def whole(asked: Asked, screen: Screen) -> None:
    """Draw a form over all numbers."""
    chosen, picked = asked.chosen, asked.picked
    release = chosen.release
    level, year, beside = chosen.level, chosen.year, asked.beside
    heat = chosen[FORM.name] == say.HEAT
    shown = Beside(release_id=release.id, level=level, year=year, what=beside)
    title = _("Waar verschillen de {levels} duidelijk?").format(levels=_(phrases.LEVEL_MANY[level]))
    if not heat:
        title = asked.names[picked.chosen] if picked.chosen else _("Kies een gebied om al zijn cijfers te zien")
    _answer(pieces.heading(title, f"{choices.level_name(level)} · {year} · {_(benchmarks.BENCHMARKS[beside])}"), chosen)
    if heat:
        heat_form.heat(shown, picked)
    elif picked.chosen is not None:
        spine_form.spine(shown, picked.chosen)
    facts = {
        _("Bron"): _("Vragenlijst van het Departement Zorg, lijsten van de huisartsenkringen, IMA"),
        _("Vragenlijst"): str(year),
        _("Uitgave"): sources.release_words(release),
    }
    pieces.show(pieces.source_line(facts))
    if heat or picked.chosen is not None:
        takeaway.draw(release, screen, years=[year])
    _others_listed(asked)
    read = [_(say.READ_HEAT if heat else say.READ_SPINE), _(differences.READ), *_read_beside(asked)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), read))


def _sheet(form: str, areas: int) -> Sheet:
    """Tell on what sheet a form of one number is printed."""
    if form != say.RANKING or areas > MOST_NAMED:
        return Sheet.WIDE
    return Sheet.FULL if areas > MOST_READ else Sheet.UPRIGHT


def _against(compared: Compared, area: str | None, beside: str) -> Against:
    """Give the benchmark of one number; Flanders where the others show too little."""
    found = forms.against_of(compared, area, beside)
    if found is None and beside != benchmarks.FLANDERS:
        pieces.notices([_(say.FEW[beside])])
    return found or forms.against_flanders(compared.view)


def _read_beside(asked: Asked) -> list[str]:
    """Tell who the others are that areas are held against."""
    return [] if asked.beside == benchmarks.FLANDERS else [_(say.READ_BESIDE[asked.beside])]


def _answer(markup: str, chosen: Chosen) -> None:
    """Draw what is told, and beside it the field to search an area."""
    level = choices.level_after(chosen.level)
    with st.container(key="antwoord", horizontal=True, vertical_alignment="bottom"):
        pieces.show(markup)
        with st.container(key="zoek", width=290):
            controls.draw(
                AREA,
                chosen,
                label=_("Zoek een {level}").format(level=level),
                placeholder=_("Zoek of klik een {level}").format(level=level),
            )


def _draw(asked: Asked, form: Form) -> None:
    """Draw a form: what stands above it, its chart, whom it leaves out, its table."""
    _left(asked)
    for markup in form.above:
        pieces.show(markup)
    forms.chart(form)
    pieces.show(form.left_out)
    sortable.sortable(asked.chosen[FORM.name], form.table)


def _left(asked: Asked) -> None:
    """Tell how many areas are wanted, where not all are."""
    left = filtering.left(asked.chosen, comparison.columns_of(asked.chosen))
    if left is not None:
        told = filtering.tally_words(asked.chosen.release.id, asked.chosen.level, left)
        pieces.show(f'<p class="zc-quiet">{escape(told)}</p>')


def _reading(compared: Compared, how: list[str], last: list[str]) -> None:
    """Draw how to read a number: what it is, how the form reads, and what to beware of."""
    entry = compared.view.indicator
    caveats = [spoken(text) for text in remarks(compared.view.release_id, entry)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), [spoken(entry.definition), *how, *caveats, *last]))


def _others_listed(asked: Asked) -> None:
    """Name those the chosen area is held against, the most alike or the longest border first."""
    known = comparison.groups(asked.chosen.release.id, asked.chosen.level, asked.beside)
    area = asked.picked.chosen
    if known and area in known:
        pieces.show(forms.others_words(asked.names, area, asked.beside, known[area]))
