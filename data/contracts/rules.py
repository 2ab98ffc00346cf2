"""Rules within one table: keys, roles, shares, attributed patients; and which of several answers counts.

Frames are canonical, indexed by row number in the file, and may miss columns or cells that had faults themselves.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from data.contracts.cells import moment_key
from data.contracts.layout import Layout, Table
from data.contracts.report import SET_ASIDE, Findings
from data.terms import Role, Text

SHARE_TOLERANCE = 0.005
_DAY = 86_400
_CONTACT_COUNTS = ("RAADPL", "BEZAVOND", "BEZOEKIND", "INSTEL", "ADVIES", "DIGICONT")
_MEDICAL_HOUSE = "805"
SHARES = ("vt_under_65",)
"""Facts of an area that are a share of its residents (0-1); all others are counts."""


def check_table(frame: pd.DataFrame, table: Table, layout: Layout, findings: Findings, *, file: str) -> None:
    """Report every breach of the rules of one table."""
    if table.last_answer is None:
        _check_key(frame, table, findings, file=file)
    if table.name == "contacts":
        _check_contacts(frame, layout, findings, file=file)
    elif table.name == "practices":
        _check_brussels(frame, layout, findings, file=file)
    elif table.name == "ima":
        _check_ima(frame, findings, file=file)
    elif table.name == "areas":
        _check_areas(frame, findings, file=file)
    elif table.name == "area_facts":
        _check_area_facts(frame, findings, file=file)


def check_moments(
    frame: pd.DataFrame, table: Table, findings: Findings, *, file: str, survey_year: int, received_on: date
) -> None:
    """Report answers handed in before the survey year, or after the day on which the file was received."""
    column = table.last_answer
    if column is None or not has(frame, column):
        return
    moments = frame[column].map(moment_key, na_action="ignore").astype("Float64")
    first = moment_key(f"{survey_year}-01-01") - _DAY  # a day of room: moments without a zone count as UTC
    wrong = (moments < first).fillna(False)
    if received_on != date.min:
        wrong |= (moments >= moment_key(received_on.isoformat()) + 2 * _DAY).fillna(False)
    last = received_on if received_on != date.min else Text(nl="de dag van ontvangst", en="the day of receipt")
    header = table.columns[column].header
    _rows_fault("moment_window", frame, wrong, findings, file, header, year=survey_year, last=last)


def last_answers(frame: pd.DataFrame, table: Table, findings: Findings, *, file: str) -> pd.DataFrame:
    """Answers of which the last per respondent is kept, by moment and then by place in the file.

    A respondent is a practice, or a person by the first eight digits. What was set aside is a warning.
    """
    if table.last_answer is None or not has(frame, *table.key, table.last_answer):
        return frame
    moments = frame[table.last_answer].map(moment_key, na_action="ignore").astype("Float64")
    order = pd.DataFrame({"moment": moments, "who": _key_values(frame, table.key)}, index=frame.index)
    ranked = order.sort_values("moment", kind="stable", na_position="first")
    kept = ranked.groupby("who", dropna=False).tail(1).index
    aside = frame.index.difference(kept)
    if len(aside):
        who = ranked.loc[aside, "who"].nunique()
        text = Text(
            nl=f"{len(aside)} eerdere antwoorden van {who} respondenten terzijde gelegd: het laatste telt",
            en=f"{len(aside)} earlier answers of {who} respondents set aside: the last one counts",
        )
        findings.warn(SET_ASIDE, text, file=file, column=", ".join(table.key), rows=aside)
    return frame.loc[frame.index.isin(kept)]


def person_of(riziv: pd.Series) -> pd.Series:
    """Person behind a RIZIV number: its first eight digits, which stay the same over a career."""
    return riziv.str.slice(0, 8)


def has(frame: pd.DataFrame, *columns: str) -> bool:
    """Whether the frame has all these columns (a missing column is a fault of its own)."""
    return set(columns) <= set(frame.columns)


def _check_key(frame: pd.DataFrame, table: Table, findings: Findings, *, file: str) -> None:
    if not has(frame, *table.key):
        return
    sure = [column for column in table.key if table.columns[column].filled]
    complete = frame[frame[sure].notna().all(axis=1)]
    keys = _key_values(complete, table.key)
    again = keys.duplicated()
    if again.any():
        headers = " + ".join(table.columns[column].header or column for column in table.key)
        rows = complete.index[keys.duplicated(keep=False)]
        findings.fault("duplicate_key", file=file, column=headers, rows=rows, key=headers, count=int(again.sum()))


def _key_values(frame: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """Key of every row as one text; a person counts by the first eight digits."""
    parts = [person_of(frame[column]) if column == "riziv" else frame[column].astype("string") for column in key]
    joined = parts[0].fillna("")
    for part in parts[1:]:
        joined = joined + "\t" + part.fillna("")
    return joined


def _check_contacts(frame: pd.DataFrame, layout: Layout, findings: Findings, *, file: str) -> None:
    if not has(frame, "riziv"):
        return
    person = person_of(frame["riziv"])
    if has(frame, "role"):
        qualified = frame["riziv"].str.slice(8, 11).map(layout.role_of, na_action="ignore")
        wrong = (qualified != frame["role"]).fillna(False) & qualified.notna() & frame["role"].notna()
        _rows_fault("role_mismatch", frame, wrong, findings, file, "riziv + role", **_qualifications(layout))
        roles = frame["role"].groupby(person).nunique()
        _persons_fault("two_roles", frame, person, roles[roles > 1].index, findings, file, "role")
    if has(frame, "share"):
        complete = frame["share"].notna().groupby(person).all()
        sums = frame["share"].astype("float64").groupby(person).sum()
        off = complete & ((sums - 1).abs() > SHARE_TOLERANCE + 1e-9)
        _persons_fault("shares", frame, person, off[off].index, findings, file, "share")


def _check_brussels(frame: pd.DataFrame, layout: Layout, findings: Findings, *, file: str) -> None:
    low, high = layout.brussels_postcodes
    prefix = layout.brussels_nis_prefix
    for column in ("postcode", "nis"):
        if not has(frame, column):
            continue
        if column == "postcode":
            inside = frame[column].astype("Float64").between(low, high).fillna(False)
        else:
            inside = frame[column].str.startswith(prefix).fillna(False)
        _rows_fault("brussels", frame, inside, findings, file, column, first=low, last=high, prefix=prefix)


def _check_ima(frame: pd.DataFrame, findings: Findings, *, file: str) -> None:
    if has(frame, "RIZIV_HCI", "PAT_ATTRIB"):
        attributed = frame["PAT_ATTRIB"].groupby(frame["RIZIV_HCI"]).nunique()
        differing = attributed[attributed > 1].index
        rows = frame["RIZIV_HCI"].isin(differing)
        _rows_fault("pat_attrib", frame, rows, findings, file, "PAT_ATTRIB", count=len(differing))
    counts = [column for column in _CONTACT_COUNTS if column in frame]
    if counts and has(frame, "HCI_TYPE"):
        blank = frame[counts].isna().any(axis=1) & (frame["HCI_TYPE"] != _MEDICAL_HOUSE).fillna(False)
        if blank.any():
            text = Text(
                nl="lege contactaantallen buiten een medisch huis: gelden als onbekend, niet als nul",
                en="empty contact counts outside a medical house: taken as unknown, not as zero",
            )
            findings.warn("ima_blank", text, file=file, column=" + ".join(counts), rows=frame.index[blank])


def _check_areas(frame: pd.DataFrame, findings: Findings, *, file: str) -> None:
    if has(frame, "level", "area_km2"):
        blank = (frame["level"] == "gemeente").fillna(False) & frame["area_km2"].isna()
        _rows_fault("area_surface", frame, blank, findings, file, "area_km2")


def _check_area_facts(frame: pd.DataFrame, findings: Findings, *, file: str) -> None:
    if has(frame, "fact", "value"):
        above = frame["fact"].isin(SHARES).fillna(False) & (frame["value"].astype("Float64") > 1).fillna(False)
        _rows_fault("fact_share", frame, above, findings, file, "value", count=int(above.sum()))


def _rows_fault(
    code: str, frame: pd.DataFrame, wrong: pd.Series, findings: Findings, file: str, column: str, **details: object
) -> None:
    if wrong.any():
        findings.fault(code, file=file, column=column, rows=frame.index[wrong.to_numpy(dtype=bool)], **details)


def _persons_fault(
    code: str, frame: pd.DataFrame, person: pd.Series, persons: pd.Index, findings: Findings, file: str, column: str
) -> None:
    if len(persons):
        rows = frame.index[person.isin(persons).to_numpy(dtype=bool)]
        findings.fault(code, file=file, column=column, rows=rows, count=len(persons))


def _qualifications(layout: Layout) -> dict[str, str]:
    gp, trainee = layout.qualifications[Role.HUISARTS], layout.qualifications[Role.HAIO]
    return {"gp": "/".join(gp), "trainee": "/".join(trainee)}
