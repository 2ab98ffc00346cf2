"""The choices of the screen Vergelijken: the chart, and a sentence of controls that depends on it."""

from dataclasses import dataclass

import streamlit as st

from aggregation.indicators import Indicator
from data.releases import Release
from data.terms import Level
from pages.shell import address, controls, frame
from pages.vergelijken import comparison, say
from pages.views import choosing
from pages.words import language, phrases
from pages.words.language import gettext as _

WHOLE = (say.SPINE, say.HEAT)
"""Forms over all numbers: they need no choice of one."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Everything that is chosen on the screen but the area."""

    form: str
    indicator: Indicator
    code: str
    second: str
    year: int
    level: Level
    benchmark: str

    def keep(self, area: str | None) -> None:
        """Put it in the address, with the area."""
        frame.keep(
            vorm=self.form,
            cijfer=self.indicator.id,
            toon=self.code,
            tweede=self.second,
            jaar=self.year,
            niveau=self.level.value,
            maatstaf=self.benchmark,
            gebied=area,
        )


def draw(release: Release) -> Choice:
    """Draw the controls; what a form does not use stays in the address, undrawn."""
    form = _form()
    with controls.sentence():
        known = comparison.comparable_indicators(release.id)
        one = form not in WHOLE
        indicator = controls.indicator(known, width=240, drawn=one)
        code = controls.answer(indicator, width=250, drawn=one)
        second = _second(known, indicator, drawn=form == say.SCATTER)
        year = controls.year(release, width=84)
        both = [indicator, known[second]] if form == say.SCATTER else [indicator]
        allowed = [level for level in choosing.FINE_LEVELS if not one or all(level in entry.levels for entry in both)]
        level = controls.level(allowed, show=_per_one, width=190)
        benchmark = controls.pick(
            "maatstaf",
            list(say.BENCHMARKS),
            say.FLANDERS,
            called=_("de maatstaf"),
            label=_("Maatstaf"),
            show=lambda key: _(say.BENCHMARKS[key]),
            width=226,
            drawn=form != say.SCATTER,
        )
    return Choice(form=form, indicator=indicator, code=code, second=second, year=year, level=level, benchmark=benchmark)


def _form() -> str:
    """Draw the choice of chart."""
    forms = list(say.FORMS)
    address.seed("vorm", forms, forms[0], called=_("de vorm"), drawn=_form_name)
    with st.container(key="vormen"):
        found = st.segmented_control(
            _("Vorm"),
            forms,
            required=True,
            format_func=_form_name,
            key=address.key("vorm"),
            on_change=address.touch,
            label_visibility="collapsed",
        )
    return str(found or forms[0])


def _form_name(form: str) -> str:
    return _(say.FORMS[form])


def _second(known: dict[str, Indicator], first: Indicator, *, drawn: bool) -> str:
    """Draw the choice of the number beside the first: doctors per resident to begin with, where that is another."""
    others = [key for key in known if key != first.id]
    return controls.pick(
        "tweede",
        others,
        "D01" if "D01" in others else others[0],
        called=_("het tweede cijfer"),
        label=_("Tweede cijfer"),
        show=lambda key: _("met {figure}").format(figure=language.small(language.pick(known[key].label))),
        width=240,
        drawn=drawn,
    )


def _per_one(level: Level) -> str:
    return _("per {level}").format(level=_(phrases.LEVEL_ONE[level]))
