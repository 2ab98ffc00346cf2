"""Rules between the tables of a year: whoever answers is listed, whatever is placed lies in a known area.

A table that is not delivered is represented by its last accepted version. A breach between two tables that both were
accepted before is not looked for again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.contracts.layout import Layout
from data.contracts.report import Findings, safe_codes
from data.contracts.rules import has, person_of
from data.residents import years_of
from data.terms import Text

_LEVELS = {
    "kring": ("kring_id", Text(nl="huisartsenkring", en="huisartsenkring")),
    "elz": ("elz_id", Text(nl="eerstelijnszone", en="eerstelijnszone")),
    "gemeente": ("nis", Text(nl="gemeente", en="municipality")),
    "regio": ("regio_id", Text(nl="regionale zorgzone", en="regional care zone")),
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """A table as the checks see it; ``file`` is its name in the report, rows are told only of delivered ones."""

    frame: pd.DataFrame
    file: str
    delivered: bool


class CrossCheck:
    """All checks between tables; each runs only where it has both tables and at least one of them is delivered."""

    def __init__(self, tables: Mapping[str, Known], layout: Layout, findings: Findings, survey_year: int) -> None:
        self._tables = tables
        self._layout = layout
        self._findings = findings
        self._survey_year = survey_year

    def run(self) -> None:
        """Run every check; breaches go to the findings."""
        checks: tuple[tuple[Callable[..., None], tuple[str, ...]], ...] = (
            (self._contacts_in_practices, ("contacts", "practices")),
            (self._contacts_in_areas, ("contacts", "areas")),
            (self._placed_kring, ("contacts", "practices", "geography")),
            (self._survey_in_practices, ("survey_practice", "practices")),
            (self._survey_in_contacts, ("survey_individual", "contacts")),
            (self._ima_in_contacts, ("ima", "contacts")),
            (self._practices_in_geography, ("practices", "geography")),
            (self._areas_of_geography, ("geography", "areas")),
            (self._population, ("population", "geography")),
            (self._area_facts, ("area_facts", "geography")),
        )
        for check, names in checks:
            known = [self._tables[name] for name in names if name in self._tables]
            if len(known) == len(names) and any(table.delivered for table in known):
                check(*known)

    def _contacts_in_practices(self, contacts: Known, practices: Known) -> None:
        self._membership("not_in_practices", contacts, "practice_id", practices, "practice_id")

    def _survey_in_practices(self, survey: Known, practices: Known) -> None:
        self._membership("not_in_practices", survey, "practice_id", practices, "practice_id")

    def _membership(self, code: str, subject: Known, column: str, reference: Known, key: str) -> None:
        if has(subject.frame, column) and has(reference.frame, key):
            wrong = subject.frame[column].notna() & ~subject.frame[column].isin(reference.frame[key].dropna())
            self._fault(code, subject, wrong, column, count=int(wrong.sum()))

    def _contacts_in_areas(self, contacts: Known, areas: Known) -> None:
        if has(contacts.frame, "kring_id") and has(areas.frame, "level", "area_id"):
            kringen = areas.frame.loc[(areas.frame["level"] == "kring").fillna(False), "area_id"]
            column = contacts.frame["kring_id"]
            wrong = column.notna() & ~column.isin(kringen.dropna())
            detail = safe_codes(column[wrong])
            self._fault("contact_kring", contacts, wrong, "kring_id", count=int(wrong.sum()), detail=detail)

    def _placed_kring(self, contacts: Known, practices: Known, geography: Known) -> None:
        """Warn where the kring of a contact is not the one of its main practice's address."""
        if not (
            contacts.delivered
            and has(contacts.frame, "riziv", "practice_id", "share", "kring_id")
            and has(practices.frame, "practice_id", "postcode", "nis")
            and has(geography.frame, "postcode", "nis", "kring_id")
        ):
            return
        frame = contacts.frame.assign(person=person_of(contacts.frame["riziv"]), row=contacts.frame.index)
        main = frame.sort_values(["share", "practice_id"], ascending=[False, True]).drop_duplicates("person")
        places = practices.frame[["practice_id", "postcode", "nis"]].drop_duplicates("practice_id")
        lookup = geography.frame[["postcode", "nis", "kring_id"]].drop_duplicates(["postcode", "nis"])
        placed = places.merge(lookup, on=["postcode", "nis"]).set_index("practice_id")["kring_id"]
        of_person = pd.Series(main["practice_id"].map(placed).to_numpy(), index=main["person"], dtype="string")
        expected = frame["person"].map(of_person[of_person.index.notna()]).astype("string")
        differs = (expected != frame["kring_id"]).fillna(False)
        if differs.any():
            text = Text(
                nl=f"{int(differs.sum())} rijen met een andere kring dan die van de hoofdpraktijk; het adres beslist",
                en=f"{int(differs.sum())} rows with another kring than that of the main practice; the address decides",
            )
            rows = frame.index[differs.to_numpy(dtype=bool)]
            self._findings.warn("kring_differs", text, file=contacts.file, column="kring_id", rows=rows)

    def _survey_in_contacts(self, survey: Known, contacts: Known) -> None:
        if not (has(survey.frame, "riziv") and has(contacts.frame, "riziv")):
            return
        person = person_of(survey.frame["riziv"])
        listed = person_of(contacts.frame["riziv"]).dropna()
        unknown = person.notna() & ~person.isin(listed)
        self._fault("not_in_contacts", survey, unknown, "riziv", count=int(unknown.sum()))
        if has(contacts.frame, "role"):
            role_of = contacts.frame.assign(person=person_of(contacts.frame["riziv"])).dropna(subset=["person", "role"])
            contact_role = person.map(role_of.drop_duplicates("person").set_index("person")["role"])
            survey_role = survey.frame["riziv"].str.slice(8, 11).map(self._layout.role_of, na_action="ignore")
            differs = contact_role.notna() & survey_role.notna() & (contact_role != survey_role).fillna(False)
            self._fault("survey_role", survey, differs, "riziv", count=int(differs.sum()))

    def _ima_in_contacts(self, ima: Known, contacts: Known) -> None:
        if has(ima.frame, "RIZIV_ID") and has(contacts.frame, "riziv"):
            listed = person_of(contacts.frame["riziv"]).dropna()
            outside = ima.frame["RIZIV_ID"].notna() & ~ima.frame["RIZIV_ID"].isin(listed)
            if outside.any():
                text = Text(
                    nl=f"{int(outside.sum())} IMA-rijen zonder contact blijven buiten de koppeling",
                    en=f"{int(outside.sum())} IMA rows without a contact are left out",
                )
                self._findings.note("ima_without_contact", text, file=ima.file)

    def _practices_in_geography(self, practices: Known, geography: Known) -> None:
        if not (has(practices.frame, "postcode", "nis") and has(geography.frame, "postcode", "nis")):
            return
        place = practices.frame["postcode"] + " " + practices.frame["nis"]
        known = (geography.frame["postcode"] + " " + geography.frame["nis"]).dropna()
        wrong = place.notna() & ~place.isin(known)
        detail = safe_codes(practices.frame.loc[wrong, "nis"])
        self._fault("not_in_geography", practices, wrong, "postcode + nis", count=int(wrong.sum()), detail=detail)

    def _areas_of_geography(self, geography: Known, areas: Known) -> None:
        if not has(areas.frame, "level", "area_id"):
            return
        for level, (column, word) in _LEVELS.items():
            if not has(geography.frame, column):
                continue
            named = areas.frame.loc[(areas.frame["level"] == level).fillna(False), "area_id"].dropna()
            used = geography.frame[column]
            wrong = used.notna() & ~used.isin(named)
            codes = used[wrong].unique()
            self._fault(
                "area_without_name", geography, wrong, column, level=word, count=len(codes), detail=safe_codes(codes)
            )
            unused = ~named.isin(used.dropna())
            if areas.delivered and unused.any():
                count = int(unused.sum())
                text = Text(
                    nl=f"{count} gebieden ({level}) die geography niet gebruikt",
                    en=f"{count} areas ({level}) that geography does not use",
                )
                rows = named.index[unused.to_numpy(dtype=bool)]
                self._findings.warn("area_unused", text, file=areas.file, column="area_id", rows=rows)

    def _population(self, population: Known, geography: Known) -> None:
        places = geography.frame
        if not has(population.frame, "nis", "age_class") or not has(places, "postcode", "nis", "kring_id", "elz_id"):
            return
        places = places.dropna(subset=["postcode", "nis"])
        self._placed(population, places)
        if has(population.frame, "year") and population.frame["year"].notna().any():
            # Beside named years an empty one could stand for the survey year a second time, and count it twice.
            self._fault("not_filled", population, population.frame["year"].isna(), "year")
        year = years_of(population.frame, self._survey_year)
        for each in sorted({self._survey_year, *year}):
            self._population_complete(population, year == each, places, _split_municipalities(places))

    def _area_facts(self, facts: Known, geography: Known) -> None:
        """Hold published totals to the places of residents, and every projection to all age classes."""
        places = geography.frame
        if not has(facts.frame, "nis", "year", "fact") or not has(places, "postcode", "nis", "kring_id", "elz_id"):
            return
        self._placed(facts, places.dropna(subset=["postcode", "nis"]))
        codes = self._layout.tables["area_facts"].columns["fact"].order
        kind, _, age = (part.astype("string") for part in _partition(facts.frame["fact"]))
        for wanted in {code.partition(":")[0] for code in codes if ":" in code}:
            classes = [code.partition(":")[2] for code in codes if code.startswith(f"{wanted}:")]
            rows = facts.frame[kind.eq(wanted).fillna(False)]
            unit = rows["nis"] + " " + _postcodes(rows).astype("string") + " " + rows["year"].astype("string")
            found = age[rows.index].groupby(unit).nunique()
            partial = set(found[found < len(classes)].index)
            if partial:
                detail = safe_codes({part.split(" ")[0] for part in partial})
                mask = pd.Series(facts.frame.index.isin(unit.index[unit.isin(partial)]), index=facts.frame.index)
                details = {"codes": " | ".join(classes), "count": len(partial), "detail": detail}
                self._fault("age_classes", facts, mask, "fact", **details)

    def _placed(self, table: Known, places: pd.DataFrame) -> None:
        """Every row lies in a known municipality, and in a part of it exactly where geography splits it."""
        frame = table.frame
        postcode = _postcodes(frame)
        unknown = frame["nis"].notna() & ~frame["nis"].isin(places["nis"])
        detail = safe_codes(frame.loc[unknown, "nis"].unique())
        count = frame.loc[unknown, "nis"].nunique()
        self._fault("nis_without_geography", table, unknown, "nis", count=count, detail=detail)
        is_split, parted = frame["nis"].isin(_split_municipalities(places)), postcode != ""
        known = frame["nis"].notna() & ~unknown
        self._fault("population_split", table, is_split & ~parted, "postcode")
        self._fault("population_not_split", table, known & ~is_split & parted, "postcode")
        parts = places["nis"] + " " + places["postcode"]
        strange = is_split & parted & ~(frame["nis"] + " " + postcode).isin(parts)
        self._fault("population_part", table, strange, "postcode", count=int(strange.sum()))

    def _population_complete(
        self, population: Known, of_year: pd.Series, places: pd.DataFrame, split: set[str]
    ) -> None:
        """Every municipality, or every part of a split one, has residents of every age class, in every year given."""
        frame = population.frame[of_year]
        postcode = _postcodes(frame)
        wanted = set((places["nis"] + " " + places["postcode"].where(places["nis"].isin(split), "")).dropna())
        unit = frame["nis"] + " " + postcode.astype("string")
        classes = frame["age_class"].groupby(unit).nunique()
        codes = self._layout.tables["population"].columns["age_class"].order
        absent = wanted - set(classes.index)
        # A split municipality that is delivered whole is reported as such, not once more as missing parts.
        whole = set(frame.loc[postcode == "", "nis"].dropna()) & split
        absent = {part for part in absent if part.split(" ")[0] not in whole}
        if absent:
            detail = safe_codes({part.split(" ")[0] for part in absent})
            self._findings.fault("no_population", file=population.file, column="nis", count=len(absent), detail=detail)
        partial = set(classes[classes < len(codes)].index) & wanted
        if partial:
            rows = unit.isin(partial).reindex(population.frame.index, fill_value=False)
            detail = safe_codes({part.split(" ")[0] for part in partial})
            details = {"codes": " | ".join(codes), "count": len(partial), "detail": detail}
            self._fault("age_classes", population, rows, "age_class", **details)

    def _fault(self, code: str, table: Known, wrong: pd.Series, column: str, **details: object) -> None:
        mask = wrong.fillna(False).to_numpy(dtype=bool)
        if mask.any():
            rows = table.frame.index[mask] if table.delivered else ()
            self._findings.fault(code, file=table.file, column=column, rows=rows, **details)


def _postcodes(frame: pd.DataFrame) -> pd.Series:
    """Postcode of every row, empty where there is none."""
    return frame["postcode"].fillna("") if has(frame, "postcode") else pd.Series("", index=frame.index)


def _partition(codes: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Split codes at their colon: what is told, the colon, of whom."""
    parts = codes.fillna("").astype("object").str.partition(":")
    return parts[0], parts[1], parts[2]


def _split_municipalities(places: pd.DataFrame) -> set[str]:
    """Municipalities whose postcodes lie in more than one combination of kring, zone and region (where delivered)."""
    pairs = places[["nis", "kring_id", "elz_id"]].dropna()
    if has(places, "regio_id"):
        pairs = pairs.join(places["regio_id"].fillna(""))
    pairs = pairs.drop_duplicates()
    return set(pairs.loc[pairs["nis"].duplicated(), "nis"])
