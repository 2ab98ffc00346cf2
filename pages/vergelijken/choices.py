"""The choices of the screen Vergelijken: the chart, and a sentence of controls that depends on it."""

from dataclasses import replace

import streamlit as st

from aggregation.indicators import INDICATORS
from data.terms import Level
from pages.shell import address, controls, filters
from pages.vergelijken import comparison, say
from pages.views import choices, choosing, filtering
from pages.views.benchmarks import BENCHMARK
from pages.views.choices import YEAR, Choice, Chosen, Show
from pages.words import language, phrases
from pages.words.language import gettext as _
from pages.words.language import mark

WHOLE = (say.SPINE, say.HEAT)
"""Forms over all numbers: they need no choice of one."""


def _levels(chosen: Chosen) -> list[Level]:
    """Give the levels on which everything in a form exists."""
    form = chosen[FORM.name]
    held = choosing.fine_levels(chosen.release.id)
    if form in WHOLE:
        return list(held)
    both = [chosen.indicator, INDICATORS[chosen[SECOND.name]]] if form == say.SCATTER else [chosen.indicator]
    return [level for level in held if all(level in entry.levels for entry in both)]


def _second_words(chosen: Chosen) -> Show:
    known = comparison.comparable_indicators(chosen.release.id)
    return lambda name: _("met {figure}").format(figure=language.small(language.pick(known[name].label)))


FORM = Choice(
    name="vorm",
    called=mark("de vorm"),
    label=mark("Vorm"),
    options=lambda _chosen: list(say.FORMS),
    words=lambda _chosen: lambda form: _(say.FORMS[form]),
)
NUMBER = choices.number(comparison.comparable_indicators)
SECOND = Choice(
    name="tweede",
    called=mark("het tweede cijfer"),
    label=mark("Tweede cijfer"),
    options=lambda chosen: [
        name for name in comparison.comparable_indicators(chosen.release.id) if name != chosen[NUMBER.name]
    ],
    words=_second_words,
    default="D01",
)
"""The number beside the first: doctors per resident to begin with, where that is another."""

LEVEL = choices.level(_levels, show=lambda level: _("per {level}").format(level=_(phrases.LEVEL_ONE[level])))
AREA = replace(choices.AREA, needed=lambda chosen: chosen[FORM.name] == say.SPINE)
ONLY = filtering.only((filtering.EVERY, filtering.DIFFERS))
CONDITIONS = filtering.conditions(comparison.columns_of)


def draw(chosen: Chosen) -> None:
    """Draw the controls; what a form does not use stays in the address, undrawn."""
    _form(chosen)
    form = chosen[FORM.name]
    with controls.sentence():
        controls.number(NUMBER, chosen, widths=(240, 250), drawn=form not in WHOLE)
        controls.draw(SECOND, chosen, width=240, drawn=form == say.SCATTER)
        controls.draw(YEAR, chosen, width=84)
        controls.draw(LEVEL, chosen, width=190)
        controls.draw(BENCHMARK, chosen, width=226, drawn=form != say.SCATTER)
        filters.folded(ONLY, CONDITIONS, comparison.columns_of, chosen, drawn=form not in WHOLE)
    address.hold(AREA, chosen)


def _form(chosen: Chosen) -> None:
    """Draw the choice of chart."""
    address.hold(FORM, chosen, drawn=True)
    with st.container(key="vormen"):
        st.segmented_control(
            _(FORM.label),
            list(FORM.options(chosen)),
            required=True,
            format_func=FORM.words(chosen),
            key=address.key(FORM.name),
            on_change=address.touch,
            label_visibility="collapsed",
        )
