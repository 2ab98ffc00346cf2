"""Screen Wat als: one question to the laboratory, its answer with its range, and everything that it rests on."""

from collections.abc import Callable
from html import escape

import streamlit as st

from aggregation.shown.laboratory.one_step import AMOUNTS
from aggregation.shown.laboratory.parameters import BY_ID, Parameter, Settings
from aggregation.shown.need_weights import MARKS
from data.releases import Release
from geo.figures import lines, on_page, on_plotly
from geo.figures.chart import Chart
from pages.components import pieces, plot
from pages.components.plot import Prepared
from pages.shell import address, controls, frame, takeaway, weights
from pages.shell.screen import Figure, Screen, Sheet
from pages.views import laboratory, sources
from pages.views.choices import AREA, YEAR, Chosen
from pages.views.remarks import full_time_words
from pages.wat_als import charts, figure, tables, words
from pages.wat_als.answer import Said, lines_of, said
from pages.wat_als.asked import AMOUNT, ASKED, CHOICES, LEVEL, NORM, OWN, SPREADING, TEN_YEARS, Query, query_of, written
from pages.words import numbers
from pages.words.language import gettext as _
from pages.words.language import mark, pick

READING = (
    mark(
        "Het midden (P50) is de middelste van 4.000 trekkingen. Tussen P10 en P90 liggen acht op de tien. Dat bereik "
        "hangt af van de aannames: het is geen interval rond de waarheid en geen voorspelling."
    ),
    mark(
        "Bij de vragen in één stap blijft al het andere gelijk: niemand komt erbij, niemand past zich aan. In het echt "
        "doen mensen dat wel."
    ),
    mark(
        "Een cijfer dat voor dit gebied niet getoond wordt, is vervangen door dat van Vlaanderen, met meer "
        "onzekerheid; de tabel zegt welk. Ontbreken er twee van leeftijd, uren en plannen, dan is er geen uitkomst."
    ),
    mark(
        "Niet in het model: verhuizen tussen gebieden, ziekte, technologie. Van de New Deal of het forfait is geen "
        "gevolg gemeten; er is er ook geen aangenomen. Waarvoor dit niet dient: beslissen over één praktijk, of een "
        "gebied een tekort toeschrijven."
    ),
)


def render() -> None:
    """Draw the screen."""
    chosen = frame.open_page()
    if chosen is None:
        return
    _sentence(chosen)
    frame.keep(chosen)
    pieces.notices(address.notes())
    query = query_of(chosen)
    answer = said(query)
    pieces.show(pieces.heading(words.title(query), words.subtitle(query)))
    pieces.show(_answer(answer))
    if not answer.why:
        _figure(query)
        pieces.show(tables.results(answer))
    pieces.show(pieces.source_line(_facts(chosen.release, chosen)))
    takeaway.draw(chosen.release, SCREEN, years=[query.year])
    _rests_on(chosen.release, query, answer)
    _parameters(query)
    _everywhere(query)
    _norms(query)
    told = [_(words.LEAD), *(_(text) for text in READING), *full_time_words(chosen.release.id)]
    pieces.show(pieces.reading(_("Hoe leest u dit?"), told))


def _sentence(chosen: Chosen) -> None:
    with controls.sentence():
        controls.draw(YEAR, chosen, drawn=False)
        controls.say(_("Wat als"))
        controls.draw(ASKED, chosen, width=330)
        controls.draw(AMOUNT, chosen, width=180, drawn=chosen[ASKED.name] in AMOUNTS)
        controls.say(_("in"))
        controls.draw(LEVEL, chosen, width=180)
        ask = _("heel Vlaanderen, of kies een gebied")
        controls.draw(AREA, chosen, placeholder=ask, width=290)
        ahead = chosen[ASKED.name] == TEN_YEARS
        if ahead:
            controls.say(_("te houden"))
        controls.draw(NORM, chosen, width=230, drawn=ahead)
        if ahead:
            controls.say(_("gewichten"))
        weights.draw(chosen, drawn=ahead)
        controls.draw(YEAR, chosen, width=92)
    controls.draw(OWN, chosen, drawn=False)


def _answer(answer: Said) -> str:
    if answer.why:
        return f'<p class="zc-lead zc-lab-none">{escape(answer.why)}</p>'
    first = answer.rows[0]
    ends = _("acht op de tien trekkingen: {range}").format(range=first.range) if first.range else ""
    said = "".join(f"<p>{escape(text)}</p>" for text in lines_of(answer))
    return (
        f'<div class="zc-lab-answer"><div><h2>{escape(first.label)}</h2><b class="zc-value">{escape(first.value)}</b>'
        f'<span class="zc-of">{escape(ends)}</span></div><div class="zc-lab-said">{said}</div></div>'
    )


def _figure(query: Query) -> None:
    if query.code == TEN_YEARS:
        found = laboratory.ahead(query.where, query.weights, query.target)
        if found is not None:
            pieces.show(lines.markup(charts.future(query, found)))
        return
    if query.code == SPREADING:
        stopped = laboratory.stopped(query.where).found
        if stopped is not None:
            _chart("lab_stop", charts.spreading(stopped), _("Wat een patiëntenstop die zich uitbreidt achterlaat."))
        return
    _chart("lab_vragen", charts.questions(query), _("Zes vragen naast elkaar, elk met haar bereik."))


def _chart(key: str, chart: Chart, described: str) -> None:
    """Draw a chart, whose words for a screen reader are those of its description."""
    pieces.show(on_page.key_markup(chart.key))
    figure = Prepared(on_plotly.draw(chart, separators=numbers.separators()))
    plot.draw(figure, key, f"{described} {chart.described}")


def _facts(release: Release, chosen: Chosen) -> dict[str, str]:
    return {
        _("Bron"): _("vrijgegeven cijfers en aannames"),
        _("Vragenlijst"): str(chosen.year),
        _("Uitgave"): sources.release_words(release),
    }


def _rests_on(release: Release, query: Query, answer: Said) -> None:
    title = escape(_("Waarop de uitkomst rust"))
    pieces.show(f'<section class="zc-part"><h2>{title}</h2></section>{tables.inputs(query)}')
    st.download_button(
        _("Vraag, uitkomst en invoer als CSV"),
        tables.file(release, query, answer, takeaway.view_link(SCREEN)),
        file_name=f"wat-als-{query.code}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _parameters(query: Query) -> None:
    """Draw every parameter of the question with its default, range, source and mark, to be set by the reader."""
    title, lead = (
        _("Aannames die u kunt aanpassen"),
        _("Wat u zelf invult, ligt vast; de rest wordt binnen zijn bereik getrokken. Uw waarden staan in het adres."),
    )
    pieces.show(f'<section class="zc-part"><h2>{escape(title)}</h2><p class="zc-lead">{escape(lead)}</p></section>')
    settings = Settings(own=dict(query.own))
    if not query.parameters:
        pieces.show(f'<p class="zc-quiet">{escape(_("Deze vraag gebruikt geen aannames."))}</p>')
    for name in query.parameters:
        with st.container(key=f"lab_rij_{name}", horizontal=True, vertical_alignment="center"):
            pieces.show(_described(BY_ID[name], own=name in settings.own))
            _setter(BY_ID[name], settings)
    if query.own:
        st.button(_("Alles terug naar de standaard"), on_click=_reset)


def _described(known: Parameter, *, own: bool) -> str:
    decimals = 2 if known.most <= 2 else 1 if known.most <= 5 else 0
    span = _("{low} tot {high}").format(
        low=numbers.number(known.low, decimals), high=numbers.number(known.high, decimals)
    )
    told = _("standaard {likely}, bereik {range} · {unit} · {mark}").format(
        likely=numbers.number(known.likely, decimals), range=span, unit=pick(known.unit), mark=pick(MARKS[known.mark])
    )
    set_by = f" <em>{escape(_('zelf ingesteld'))}</em>" if own else ""
    return (
        f'<div class="zc-lab-par"><b>{escape(pick(known.label))}</b>{set_by}<span>{escape(told)}</span>'
        f"<span>{escape(pick(known.source))}</span></div>"
    )


def _setter(known: Parameter, settings: Settings) -> None:
    state = f"lab_{known.id}"
    whole = known.most > 5
    st.session_state[state] = float(settings.likely(known.id))
    st.number_input(
        pick(known.label),
        min_value=float(known.least),
        max_value=float(known.most),
        step=1.0 if whole else 0.01 if known.most <= 1 else 0.05,
        format="%.0f" if whole else "%.2f",
        key=state,
        on_change=_set(known.id, state),
        label_visibility="collapsed",
        width=130,
    )


def _set(name: str, state: str) -> Callable[[], None]:
    def put() -> None:
        key = address.key(OWN.name)
        others = [each for each in st.session_state.get(key, []) if each.partition(":")[0] != name]
        address.touch()
        st.session_state[key] = [*others, written(name, float(st.session_state[state]))]

    return put


def _reset() -> None:
    address.touch()
    st.session_state[address.key(OWN.name)] = []


@st.fragment
def _everywhere(query: Query) -> None:
    """Ask the same question of every area of the level, once the reader wants it: it takes a moment."""
    many = charts.level_many(query.level)
    pieces.show(f'<section class="zc-part"><h2>{escape(_("Dezelfde vraag overal"))}</h2></section>')
    if not st.toggle(_("Toon alle {areas}").format(areas=many), key="lab_overal"):
        return
    found = charts.everywhere(query)
    known = sum(band is not None for band in found.values())
    text = _("{n} van de {N} {areas} hebben een uitkomst; van de andere wordt te weinig getoond.")
    pieces.show(f'<p class="zc-lead">{escape(text.format(n=known, N=len(found), areas=many))}</p>')
    if known:
        _chart("lab_gebieden", charts.ranking(query, found), _("Dezelfde vraag in alle gebieden, elk met zijn bereik."))
    pieces.show(tables.everywhere(query, found))


def _norms(query: Query) -> None:
    title, lead = (
        _("Normen naast elkaar"),
        _(
            "Elke norm in haar eigen eenheid. Die van het buitenland horen bij een andere manier van werken: ze zijn "
            "achtergrond."
        ),
    )
    head = f'<section class="zc-part"><h2>{escape(title)}</h2><p class="zc-lead">{escape(lead)}</p></section>'
    pieces.show(head + tables.beside_norms(query))


SCREEN = Screen(
    address="wat-als",
    title=mark("Wat als?"),
    draw=render,
    choices=CHOICES,
    figures=(
        Figure(name="antwoord", title=mark("Antwoord"), draw=figure.answer),
        Figure(name="gebieden", title=mark("Alle gebieden"), draw=figure.everywhere),
    ),
    sheet=Sheet.WIDE,
)
