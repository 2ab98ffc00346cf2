"""What the protection is asked: every table that leaves, and every table that combined numbers would give back."""

from collections.abc import Sequence

import pandas as pd

from aggregation.indicators import FRAMES, Kind
from aggregation.indicators.shared import VKE
from aggregation.protect import Question
from aggregation.year.answers import Answers, LinkedRows, read_bands, read_sums
from data.terms import Disclosure, Role, UnitCounted

RESPONSE = "response"
"""Name of the table of who answered, beside the indicators of the registry."""

ROLES = (Role.HUISARTS.value, Role.HAIO.value)
"""Who gets a personal questionnaire."""


def indicator_question(answers: Answers, linked: LinkedRows) -> Question:
    """Ask for the table of one indicator; a rate is asked for by the groups that it would give back."""
    indicator = answers.indicator
    return Question(
        indicator=indicator.id,
        frame=indicator.frame.id,
        unit_counted=indicator.unit_counted,
        disclosure=indicator.disclosure,
        options=indicator.codes or indicator.partition_codes,
        multiple=indicator.kind is Kind.MULTIPLE,
        headline=indicator.headline or indicator.partition_headline or indicator.partition_codes[:1],
        levels=indicator.levels,
        totals_public=indicator.frame.totals_public,
        units=answers.units.drop(columns="role"),
        sums=read_sums(indicator, linked),
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
        unit_counted=UnitCounted.DOCTOR,
        disclosure=Disclosure.PROTECTED,
        options=ROLES,
        multiple=False,
        headline=ROLES[:1],
        levels=VKE,
        totals_public=False,
        units=units,
    )
