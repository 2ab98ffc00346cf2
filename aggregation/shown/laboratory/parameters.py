"""The parameters of the laboratory: default, range, source and how well each is known. A reader may set them all."""

from collections.abc import Mapping
from dataclasses import dataclass

from aggregation.shown.need_weights import Mark
from data.terms import Text

BANDS = ("-34", "35-44", "45-54", "55-64", "65-")
"""Age bands of GPs (codes of A10), youngest first."""


class ParameterError(ValueError):
    """A parameter that the laboratory does not know, or a value outside what it accepts."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One setting.

    ``low``, ``likely`` and ``high`` make the triangle it is drawn from; ``least`` and ``most`` bound what a reader may
    set.
    """

    id: str
    label: Text
    unit: Text
    low: float
    likely: float
    high: float
    least: float
    most: float
    mark: Mark
    source: Text

    def __post_init__(self) -> None:
        """Refuse a range that is out of order."""
        if not self.least <= self.low <= self.likely <= self.high <= self.most:
            raise ValueError(f"parameter {self.id}: expected least ≤ low ≤ likely ≤ high ≤ most")


_SHARE = Text(nl="aandeel (0-1)", en="share (0-1)")
_HOURS = Text(nl="uur per week", en="hours a week")
_GPS_A_YEAR = Text(nl="huisartsen per jaar, Vlaanderen", en="GPs a year, Flanders")
_ASSUMED = Text(nl="Aanname van dit project.", en="Assumption of this project.")


def _stay(band: str, likely: float, low: float, high: float) -> Parameter:
    words = {"-34": ("jonger dan 35", "under 35"), "65-": ("65 en ouder", "65 and over")}
    dutch, english = words.get(band, (f"{band} jaar", f"aged {band}"))
    return Parameter(
        id=f"blijft_{band.strip('-')}",
        label=Text(nl=f"Blijft vijf jaar, {dutch}", en=f"Stays five years, {english}"),
        unit=_SHARE,
        low=low,
        likely=likely,
        high=high,
        least=0.0,
        most=1.0,
        mark=Mark.ASSUMED,
        source=Text(
            nl="Aanname: samen 21 % uitstroom in vijf jaar; in de pilootstudie wilde een kwart stoppen.",
            en="Assumption: together 21 % outflow in five years; in the pilot study a quarter wanted to stop.",
        ),
    )


def _hours(band: str, likely: float, *, found: bool) -> Parameter:
    words = {"-34": ("jonger dan 35", "under 35"), "65-": ("65 en ouder", "65 and over")}
    dutch, english = words.get(band, (f"{band} jaar", f"aged {band}"))
    return Parameter(
        id=f"uren_{band.strip('-')}",
        label=Text(nl=f"Werkuren, {dutch}", en=f"Working hours, {english}"),
        unit=_HOURS,
        low=likely - 3,
        likely=likely,
        high=likely + 3,
        least=10,
        most=90,
        mark=Mark.FOUND if found else Mark.ASSUMED,
        source=Text(
            nl="Vlaamse tijdsbesteding: jonger dan 35 net onder 50 uur, 55-64 jaar bijna 60; het bereik is een "
            "aanname. Speelt alleen mee zolang de uren per leeftijd niet uit de vragenlijst komen.",
            en="Flemish use of time: under 35 just under 50 hours, 55-64 nearly 60; the range is an assumption. Used "
            "only as long as hours by age do not come from the survey.",
        )
        if found
        else Text(
            nl="Aanname. Speelt alleen mee zolang de uren per leeftijd niet uit de vragenlijst komen.",
            en="Assumption. Used only as long as hours by age do not come from the survey.",
        ),
    )


PARAMETERS = (
    _stay("-34", 0.95, 0.94, 0.96),
    _stay("35-44", 0.96, 0.95, 0.97),
    _stay("45-54", 0.95, 0.94, 0.96),
    _stay("55-64", 0.75, 0.69, 0.80),
    _stay("65-", 0.35, 0.21, 0.47),
    _hours("-34", 49, found=True),
    _hours("35-44", 52, found=False),
    _hours("45-54", 57, found=False),
    _hours("55-64", 59, found=True),
    _hours("65-", 42, found=False),
    Parameter(
        id="plannen",
        label=Text(nl="Plannen die uitkomen", en="Plans that come true"),
        unit=_SHARE,
        low=0.6,
        likely=0.85,
        high=1.1,
        least=0.0,
        most=2.0,
        mark=Mark.ASSUMED,
        source=_ASSUMED,
    ),
    Parameter(
        id="starters",
        label=Text(nl="Nieuwe huisartsen tot en met 2030", en="New GPs up to 2030"),
        unit=_GPS_A_YEAR,
        low=300,
        likely=340,
        high=400,
        least=0,
        most=1500,
        mark=Mark.FOUND,
        source=Text(
            nl="Quotum minstens 362, dan 400 voor 2027; Vlaams advies 388 voor 2026; instroom 282 tot 316 in 2018.",
            en="Quota at least 362, then 400 for 2027; Flemish advice 388 for 2026; intake 282 to 316 in 2018.",
        ),
    ),
    Parameter(
        id="starters_2031",
        label=Text(nl="Nieuwe huisartsen vanaf 2031", en="New GPs from 2031"),
        unit=_GPS_A_YEAR,
        low=340,
        likely=400,
        high=540,
        least=0,
        most=1500,
        mark=Mark.COMPUTED,
        source=Text(
            nl="Vier op tien van het federale quotum van 2028-2030 is 440 tot 540; de opleiding duurt drie jaar.",
            en="Four in ten of the federal quota of 2028-2030 is 440 to 540; training takes three years.",
        ),
    ),
    Parameter(
        id="hier",
        label=Text(
            nl="Werkt na de opleiding als huisarts in Vlaanderen", en="Works as a GP in Flanders after training"
        ),
        unit=_SHARE,
        low=0.75,
        likely=0.90,
        high=1.0,
        least=0.0,
        most=1.0,
        mark=Mark.ASSUMED,
        source=Text(
            nl="Gekozen zodat er in tien jaar 16 % meer huisartsen zijn, zoals de Planningscommissie voor 2026-2036.",
            en="Set so that the number of GPs grows 16 % in ten years, as the Planning Commission has for 2026-2036.",
        ),
    ),
    Parameter(
        id="nabij",
        label=Text(nl="Vestigt zich waar de opleiding was", en="Settles where trained"),
        unit=_SHARE,
        low=0.0,
        likely=0.5,
        high=1.0,
        least=0.0,
        most=1.0,
        mark=Mark.ASSUMED,
        source=Text(
            nl="Aanname; van alle aannames de grootste onzekerheid voor één gebied.",
            en="Assumption; of all assumptions the largest uncertainty for one area.",
        ),
    ),
    Parameter(
        id="wens",
        label=Text(nl="Deel van de gewenste uren dat uitkomt", en="Part of the desired hours that comes true"),
        unit=_SHARE,
        low=0.0,
        likely=0.3,
        high=0.8,
        least=0.0,
        most=1.0,
        mark=Mark.ASSUMED,
        source=Text(
            nl="Aanname: de helft noemt 38 tot 40 uur ideaal, minder dan een vijfde werkt zo.",
            en="Assumption: half name 38 to 40 hours as ideal, fewer than a fifth work so.",
        ),
    ),
    Parameter(
        id="haio",
        label=Text(nl="Werk van een HAIO", en="Work of a trainee"),
        unit=Text(nl="VTE", en="FTE"),
        low=0.37,
        likely=0.5,
        high=0.56,
        least=0.0,
        most=1.0,
        mark=Mark.COMPUTED,
        source=Text(
            nl="38 tot 48 uur en 10 tot 15 contacten per dag: 2.200 tot 3.300 contacten per jaar tegenover 5.900.",
            en="38 to 48 hours and 10 to 15 contacts a day: 2,200 to 3,300 contacts a year against 5,900.",
        ),
    ),
    Parameter(
        id="verpleegkundige",
        label=Text(
            nl="Werk dat één VTE verpleegkundige per huisarts overneemt", en="Work that one nurse FTE per GP takes over"
        ),
        unit=_SHARE,
        low=0.15,
        likely=0.30,
        high=1.0,
        least=0.0,
        most=1.5,
        mark=Mark.COMPUTED,
        source=Text(
            nl="Nederland: 6,1 % van de contacten bij 8 uur per week en voltijdse huisarts; zelf noemen de auteurs de "
            "verlichting klein.",
            en="Netherlands: 6.1 % of contacts at 8 hours a week per full-time GP; the authors call the relief small.",
        ),
    ),
    Parameter(
        id="vraag",
        label=Text(nl="Groei van de contacten per gewogen inwoner", en="Growth of contacts per weighted resident"),
        unit=Text(nl="% per jaar", en="% a year"),
        low=-0.5,
        likely=0.0,
        high=0.7,
        least=-3.0,
        most=3.0,
        mark=Mark.FOUND,
        source=Text(
            nl="België: alle contacten samen +7,1 % van 2020 tot 2025.",
            en="Belgium: all contacts together +7.1 % from 2020 to 2025.",
        ),
    ),
    Parameter(
        id="ruimte",
        label=Text(
            nl="Patiënten die een open praktijk er nog bij kan nemen", en="Patients an open practice can still add"
        ),
        unit=_SHARE,
        low=0.0,
        likely=0.05,
        high=0.15,
        least=0.0,
        most=0.5,
        mark=Mark.ASSUMED,
        source=_ASSUMED,
    ),
    Parameter(
        id="besmetting",
        label=Text(
            nl="Praktijken die sluiten omdat die ernaast sloten", en="Practices that close because neighbours did"
        ),
        unit=_SHARE,
        low=0.0,
        likely=0.25,
        high=0.5,
        least=0.0,
        most=1.0,
        mark=Mark.FOUND,
        source=Text(
            nl="Nederland, eind 2024: een kwart van de praktijken met een stop sloot omdat de buren sloten; het "
            "bereik is een aanname.",
            en="Netherlands, end of 2024: a quarter of the practices with a stop closed because neighbours did; the "
            "range is an assumption.",
        ),
    ),
)

BY_ID: Mapping[str, Parameter] = {each.id: each for each in PARAMETERS}
HOURS = tuple(f"uren_{band.strip('-')}" for band in BANDS)
STAYS = tuple(f"blijft_{band.strip('-')}" for band in BANDS)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The parameters of one question: a reader's own values fixed, the others within their range."""

    own: Mapping[str, float]

    def __post_init__(self) -> None:
        """Refuse what is not a parameter, or lies outside what it accepts."""
        for name, value in self.own.items():
            if name not in BY_ID:
                raise ParameterError(f"Unknown parameter {name}. Known: {', '.join(BY_ID)}.")
            known = BY_ID[name]
            if not known.least <= value <= known.most:
                raise ParameterError(f"{name}: expected {known.least:g} to {known.most:g}, found {value:g}.")

    def likely(self, name: str) -> float:
        """Give the value taken as likely: the reader's own, else the default."""
        return self.own.get(name, BY_ID[name].likely)

    def triangle(self, name: str) -> tuple[float, float, float]:
        """Give low, likely and high: the value itself three times where the reader fixed it."""
        if name in self.own:
            return (self.own[name],) * 3
        known = BY_ID[name]
        return known.low, known.likely, known.high


DEFAULTS = Settings(own={})
