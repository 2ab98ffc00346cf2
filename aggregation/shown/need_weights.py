"""Sets of weights that turn residents into need: what each says of an age class, where it comes from, how sure it is.

Data, reviewed as such. A set whose table could not be read is not offered: nothing is invented. Grounds, sources and
what was left out: ``docs/methods/need.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from data.terms import Text

AGES = ("0-17", "18-64", "65-79", "80+")
"""Age classes of the delivered residents, youngest first."""

UNDER_65 = ("0-17", "18-64")
"""Classes in which increased reimbursement counts; over 65 it says little about need."""


class Mark(StrEnum):
    """How well a figure is known; shown beside it wherever it is used."""

    FOUND = "F"
    TO_VERIFY = "K"
    COMPUTED = "C"
    ASSUMED = "A"


MARKS = {
    Mark.FOUND: Text(nl="gevonden in een bron", en="found in a source"),
    Mark.TO_VERIFY: Text(nl="uit vakkennis, nog na te kijken", en="from knowledge of the field, to be verified"),
    Mark.COMPUTED: Text(nl="berekend uit gevonden cijfers", en="computed from figures found"),
    Mark.ASSUMED: Text(nl="aanname", en="assumption"),
}


@dataclass(frozen=True, kw_only=True)
class WeightSet:
    """Weights of the age classes, relative to each other; only their proportions matter.

    ``spread`` is the relative standard deviation of each weight, zero where none is stated.
    """

    id: str
    label: Text
    weights: Mapping[str, float]
    spread: Mapping[str, float]
    mark: Mark
    year: str
    source: Text

    def __post_init__(self) -> None:
        """Refuse a set that does not weigh every class, or weighs one by nothing."""
        for name, values in (("weights", self.weights), ("spread", self.spread)):
            if tuple(values) != AGES:
                raise ValueError(f"weight set {self.id}: expected {name} for {AGES}, found {tuple(values)}")
        if any(not 0 < weight < float("inf") for weight in self.weights.values()):
            raise ValueError(f"weight set {self.id}: expected weights above zero, found {tuple(self.weights.values())}")
        if any(not 0 <= part < 1 for part in self.spread.values()):
            raise ValueError(f"weight set {self.id}: expected spreads of 0 to 1, found {tuple(self.spread.values())}")


def _by_age(*values: float) -> dict[str, float]:
    return dict(zip(AGES, values, strict=True))


_NONE = _by_age(0, 0, 0, 0)
_ASSUMED_SPREAD = _by_age(0.15, 0.05, 0.08, 0.12)

WEIGHT_SETS = (
    WeightSet(
        id="geen",
        label=Text(nl="Geen", en="None"),
        weights=_by_age(1, 1, 1, 1),
        spread=_NONE,
        mark=Mark.FOUND,
        year="-",
        source=Text(
            nl="Elke inwoner telt als één, zoals in de maten per 10.000 inwoners.",
            en="Every resident counts as one, as in the rulers per 10,000 residents.",
        ),
    ),
    WeightSet(
        id="contacten",
        label=Text(nl="Contacten", en="Contacts"),
        weights=_by_age(0.48, 0.93, 1.45, 2.30),
        spread=_ASSUMED_SPREAD,
        mark=Mark.COMPUTED,
        year="2020-2021",
        source=Text(
            nl="IMA: contacten per persoon met een contact, maal het deel met een contact (2020 en 2021). Tussen de "
            "gepubliceerde leeftijden geschat en geijkt op 5,0 contacten per inwoner; de spreiding is een aanname.",
            en="IMA: contacts per person with a contact, times the part with a contact (2020 and 2021). Interpolated "
            "between the published ages and balanced to 5.0 contacts per resident; the spread is an assumption.",
        ),
    ),
    WeightSet(
        id="tijd",
        label=Text(nl="Tijd", en="Time"),
        weights=_by_age(0.45, 0.87, 1.49, 2.83),
        spread=_ASSUMED_SPREAD,
        mark=Mark.COMPUTED,
        year="2020-2023",
        source=Text(
            nl="De contacten, met 38 minuten voor een huisbezoek en 21 voor een raadpleging (federale enquête); het "
            "aandeel huisbezoeken per leeftijd is een aanname.",
            en="The contacts, with 38 minutes for a home visit and 21 for a consultation (federal survey); the "
            "share of home visits by age is an assumption.",
        ),
    ),
    WeightSet(
        id="nederland",
        label=Text(nl="Nederland", en="Netherlands"),
        weights=_by_age(0.46, 0.87, 1.49, 2.77),
        spread=_NONE,
        mark=Mark.COMPUTED,
        year="2018-2019",
        source=Text(
            nl="Nederland, contacten per inwoner 2018 en 2019 (CBS, Nivel). De tabellen waren deels leesbaar; de "
            "middelste leeftijden zijn ertussen geschat.",
            en="Netherlands, contacts per resident 2018 and 2019 (CBS, Nivel). The tables could be read in part; the "
            "middle ages are interpolated.",
        ),
    ),
    WeightSet(
        id="brits",
        label=Text(nl="Brits", en="British"),
        weights=_by_age(0.68, 0.77, 1.82, 2.31),
        spread=_NONE,
        mark=Mark.TO_VERIFY,
        year="2004",
        source=Text(
            nl="Verenigd Koninkrijk, leeftijd en geslacht in de formule van Carr-Hill (2004), naar onze leeftijden "
            "herleid; nog na te kijken aan de bron.",
            en="United Kingdom, age and sex in the Carr-Hill formula (2004), brought to our ages; to be verified at "
            "the source.",
        ),
    ),
)

DEFAULT_SET = "contacten"
BY_ID = {each.id: each for each in WEIGHT_SETS}

LEAST, MOST = 0.05, 20.0
"""Between which a weight of a reader lies."""
_BETWEEN = "_"


def written(weights: Sequence[float]) -> str:
    """Write the weights of a reader as a code for the address, youngest first: ``0.5_0.9_1.4_2.3``."""
    return _BETWEEN.join(f"{weight:g}" for weight in weights)


@lru_cache(maxsize=256)
def set_of(code: str) -> WeightSet:
    """Give the set of a code: one that is offered, or the four weights of a reader.

    Raises
    ------
    KeyError : it is neither, or a weight is not between ``LEAST`` and ``MOST``.
    """
    if code in BY_ID:
        return BY_ID[code]
    try:
        weights = tuple(float(part) for part in code.split(_BETWEEN))
    except ValueError:
        raise KeyError(code) from None
    if len(weights) != len(AGES) or not all(LEAST <= weight <= MOST for weight in weights) or written(weights) != code:
        raise KeyError(code)
    return WeightSet(
        id=code,
        label=Text(nl="Eigen gewichten", en="Own weights"),
        weights=_by_age(*weights),
        spread=_NONE,
        mark=Mark.ASSUMED,
        year="-",
        source=Text(nl="Zelf ingesteld door wie deze weergave maakte.", en="Set by whoever made this view."),
    )


NOT_OFFERED = (
    Text(
        nl="New Deal (RIZIV): de gewichten per leeftijd en verhoogde tegemoetkoming zijn maar voor drie van de vakken "
        "gelezen.",
        en="New Deal (RIZIV): the weights by age and increased reimbursement were read for three of the cells only.",
    ),
    Text(
        nl="Duitsland (Bedarfsplanung): de factoren van bijlage 4 konden niet gelezen worden.",
        en="Germany (Bedarfsplanung): the factors of annex 4 could not be read.",
    ),
    Text(
        nl="Frankrijk (APL): de waarden per leeftijd konden niet gelezen worden.",
        en="France (APL): the values by age could not be read.",
    ),
)
"""Sets that are known to exist and are left out, with the reason; the screen lists them."""


@dataclass(frozen=True, kw_only=True)
class Deprivation:
    """How many times as much the under-65s with increased reimbursement use as the others: low, likely, high."""

    low: float
    likely: float
    high: float
    mark: Mark
    source: Text


DEPRIVATION = Deprivation(
    low=1.20,
    likely=1.43,
    high=1.55,
    mark=Mark.FOUND,
    source=Text(
        nl="RIZIV 2019: 1,43 keer het gebruik van wie geen verhoogde tegemoetkoming heeft; 1,20 en 1,55 begrenzen wat "
        "andere bronnen zeggen.",
        en="NIHDI 2019: 1.43 times the use of those without increased reimbursement; 1.20 and 1.55 bound what other "
        "sources say.",
    ),
)
