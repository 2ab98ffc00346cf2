"""What the protection is asked: every table that leaves, and every table that combined numbers would give back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from aggregation.indicators import FRAMES, Kind, Source
from aggregation.indicators.model import PROCESS
from aggregation.indicators.shared import VKE
from aggregation.protect import Question
from aggregation.year.answers import Answers, LinkedRows, read_bands, read_sums
from data.terms import Disclosure, Role, UnitCounted

RESPONSE = "response"
"""Name of the table of who answered, beside the indicators of the registry."""

ROLES = (Role.HUISARTS.value, Role.HAIO.value)
"""Who gets a personal questionnaire."""


def questions_of(answers: Sequence[Answers], linked: LinkedRows, least: int) -> tuple[Question, ...]:
    """Ask for every table that leaves, the most important first.

    What is public comes first, then who answered; what the survey completes before what IMA alone knows, means before
    shares and rates, and first those that count the same units as most others. Counts that fewer than ``least`` units
    tell apart are shown in the same areas.
    """
    response = response_question(linked)
    follows = {entry.indicator.id: _role_counted(entry, response, least) for entry in answers}
    names = _together(answers, follows, least)
    members = Counter(names.values())

    def importance(entry: Answers) -> tuple[bool, bool, bool, int]:
        indicator = entry.indicator
        public = indicator.frame.totals_public or indicator.disclosure is Disclosure.PUBLIC
        others = members[names[indicator.id]]
        return not public, indicator.source is Source.IMA_ALONE, indicator.kind is not Kind.MAGNITUDE, -others

    ranked = sorted(answers, key=importance)
    asked = [replace(indicator_question(entry, linked, names), follows=follows[entry.indicator.id]) for entry in ranked]
    public = sum(not importance(entry)[0] for entry in ranked)
    return (*asked[:public], response, *asked[public:])


def _role_counted(answers: Answers, response: Question, least: int) -> tuple[str, str] | None:
    """Name the role of which nearly all who sent in the questionnaire are counted: what one count shows both show."""
    for role in ROLES:
        sent = frozenset(response.units.loc[response.units["answer"] == role, "unit"])
        counted = answers.indicator.unit_counted is UnitCounted.DOCTOR and answers.indicator.frame.id != response.frame
        if counted and nearly_same(frozenset(answers.units["unit"]), sent, least):
            return RESPONSE, role
    return None


def nearly_same(one: frozenset[int], other: frozenset[int], least: int) -> bool:
    """Whether fewer units than ``least``, and fewer than one in ten, are in one of the two only."""
    if not one or abs(len(one) - len(other)) >= least:
        return False
    return len(one ^ other) < min(least, max(len(one) / 10, 1))


def _together(answers: Sequence[Answers], follows: Mapping[str, tuple[str, str] | None], least: int) -> dict[str, str]:
    """Name per indicator the group that shows its totals in the same areas.

    Questions put to the same people, who may have left one open; of other numbers, and of those that follow the
    response, which show less, those that count the same units, all but so few that a reader takes one for the other.
    """
    names: dict[str, str] = {}
    leaders: list[tuple[str, tuple[UnitCounted, bool], frozenset[int]]] = []
    for entry in sorted(answers, key=lambda entry: not entry.indicator.frame.asked):
        indicator, units = entry.indicator, frozenset(entry.units["unit"])
        kind = indicator.unit_counted, follows[indicator.id] is None
        name = indicator.frame.id
        if not indicator.frame.totals_public:
            if not (indicator.frame.asked and kind[1]):
                alike = (one for one, other, others in leaders if other == kind and nearly_same(units, others, least))
                name = next(alike, f"{name} ({indicator.id})")
            leaders.append((name, kind, units))
        names[indicator.id] = name
    return names


def indicator_question(answers: Answers, linked: LinkedRows, together: Mapping[str, str]) -> Question:
    """Ask for the table of one indicator; a rate is asked for by the groups that it would give back."""
    indicator = answers.indicator
    units = answers.units.drop(columns="role")
    if indicator.article23 == PROCESS:  # who answered is public, also of practices that are kept off the map
        units = units.assign(hidden=False)
    return Question(
        indicator=indicator.id,
        frame=indicator.frame.id,
        together=together[indicator.id],
        unit_counted=indicator.unit_counted,
        disclosure=indicator.disclosure,
        options=indicator.codes or indicator.partition_codes,
        multiple=indicator.kind is Kind.MULTIPLE,
        headline=indicator.headline or indicator.partition_headline or indicator.partition_codes[:1],
        levels=indicator.levels,
        totals_public=indicator.frame.totals_public,
        units=units,
        sums=read_sums(indicator, linked),
        sums_count=UnitCounted.PRACTICE if indicator.states_of == "practice" else UnitCounted.DOCTOR,
        alike=indicator.alike,
        bands=read_bands(indicator, linked),
    )


def frame_sizes(answers: Sequence[Answers]) -> pd.DataFrame:
    """Units per frame and atom [frame, atom, units]: public, so nobody can be sure of less than the protector knows."""
    parts = {
        entry.indicator.frame.id: entry.frame_counts.groupby("atom")["frame"].sum().rename("units").reset_index()
        for entry in answers
    }
    return pd.concat([table.assign(frame=frame) for frame, table in parts.items()], ignore_index=True)


def response_question(linked: LinkedRows) -> Question:
    """Who sent in the personal questionnaire, by role: a table that leaves, so a table that is protected."""
    units = linked.read(
        "SELECT unit, atom, practice, doctors, hidden, role AS answer, NULL::DOUBLE AS value "
        "FROM person WHERE answered ORDER BY unit"
    )
    units = units.astype({"unit": "int64", "practice": "int64", "doctors": "int64", "hidden": "bool"})
    return Question(
        indicator=RESPONSE,
        frame=FRAMES["respondents"].id,
        together=FRAMES["respondents"].id,
        unit_counted=UnitCounted.DOCTOR,
        disclosure=Disclosure.PROTECTED,
        options=ROLES,
        multiple=False,
        headline=ROLES[:1],
        levels=VKE,
        totals_public=False,
        units=units,
    )
