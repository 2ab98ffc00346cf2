"""Norms side by side, each in its own unit with source and year: context for a number, never a shortage."""

from dataclasses import dataclass

from aggregation.shown.need_weights import Mark
from data.terms import Text


@dataclass(frozen=True, kw_only=True)
class Norm:
    """What another body counts as enough; ``foreign`` norms belong to another way of working and flag nobody here.

    ``per_fte`` is residents per full-time GP where the norm can be said so, None where it cannot.
    """

    id: str
    label: Text
    value: Text
    year: str
    mark: Mark
    foreign: bool
    per_fte: float | None
    note: Text


NORMS = (
    Norm(
        id="impulseo",
        label=Text(nl="Vroegere Impulseo-drempel", en="Former Impulseo threshold"),
        value=Text(
            nl="minder dan 90 huisartsen per 100.000 inwoners; minder dan 120 bij minder dan 125 inwoners per km²",
            en="fewer than 90 GPs per 100,000 residents; fewer than 120 where fewer than 125 residents live per km²",
        ),
        year="2006-2020",
        mark=Mark.FOUND,
        foreign=False,
        per_fte=None,
        note=Text(
            nl="Telde hoofden onder 65 jaar. De premie stopte op 1 juli 2020: ze trok geen extra huisartsen aan.",
            en="Counted heads under 65. The premium ended on 1 July 2020: it attracted no extra GPs.",
        ),
    ),
    Norm(
        id="plankad",
        label=Text(nl="Planningscommissie (PlanKad)", en="Planning Commission (PlanKad)"),
        value=Text(
            nl="1 VTE is wat de mediane huisarts van 45 tot 54 jaar aanrekent",
            en="1 FTE is what the median GP aged 45 to 54 bills",
        ),
        year="2021",
        mark=Mark.FOUND,
        foreign=False,
        per_fte=None,
        note=Text(
            nl="Een maat, geen norm: ze zegt niet hoeveel er nodig zijn.",
            en="A ruler, not a norm: it does not say how many are needed.",
        ),
    ),
    Norm(
        id="duitsland",
        label=Text(nl="Duitsland (Bedarfsplanung)", en="Germany (Bedarfsplanung)"),
        value=Text(
            nl="1.616 inwoners per plaats, sinds januari 2025 1.633; naar leeftijd aangepast",
            en="1,616 residents per post, 1,633 since January 2025; adjusted for age",
        ),
        year="2025",
        mark=Mark.FOUND,
        foreign=True,
        per_fte=1633.0,
        note=Text(nl="Plaatsen worden in kwarten toegekend.", en="Posts are granted in quarters."),
    ),
    Norm(
        id="nederland",
        label=Text(nl="Nederland (normpraktijk)", en="Netherlands (standard practice)"),
        value=Text(
            nl="2.095 patiënten per voltijdse huisarts (2012: 2.350)",
            en="2,095 patients per full-time GP (2012: 2,350)",
        ),
        year="2012-2023",
        mark=Mark.TO_VERIFY,
        foreign=True,
        per_fte=2095.0,
        note=Text(
            nl="Met praktijkassistenten en inschrijving op naam.",
            en="With practice assistants, and patients on a list.",
        ),
    ),
    Norm(
        id="frankrijk",
        label=Text(nl="Frankrijk (APL)", en="France (APL)"),
        value=Text(
            nl="minder dan 2,5 raadplegingen per inwoner per jaar binnen bereik",
            en="fewer than 2.5 consultations per resident a year within reach",
        ),
        year="2015",
        mark=Mark.FOUND,
        foreign=True,
        per_fte=None,
        note=Text(nl="Een maat van toegang, geen dichtheid.", en="A measure of access, not a density."),
    ),
    Norm(
        id="verenigde-staten",
        label=Text(nl="Verenigde Staten (HRSA)", en="United States (HRSA)"),
        value=Text(
            nl="3.500 inwoners of meer per VTE; boven 3.000 bij hoge nood",
            en="3,500 residents or more per FTE; over 3,000 where need is high",
        ),
        year="42 CFR 5",
        mark=Mark.FOUND,
        foreign=True,
        per_fte=3500.0,
        note=Text(nl="Ook de buurgebieden worden bekeken.", en="Neighbouring areas are looked at as well."),
    ),
)


def fte_missing(residents: float, fte: float, per_fte: float) -> float:
    """Give the full-time GPs that lack to have one per ``per_fte`` residents; negative where there are more.

    Examples
    --------
    >>> fte_missing(10_000, 4.0, 2_000)
    1.0
    """
    return residents / per_fte - fte
