"""One row per person and per practice of a survey year: survey, contacts and IMA joined, never kept.

IMA replaces the self-reported value where IMA has one (R06, R07); the join is on the first eight digits of the
RIZIV number and ends there: the rows that come out carry an opaque number. Nothing but published residents meets
them from outside (R06). Source of the rules: IVC deliberation 25/200, sections 5, 23-25 and 33.
"""

from collections.abc import Collection, Mapping

import pandas as pd

from data.contracts.layout import CANONICAL, load_layout
from data.engine import Engine
from data.settings import LinkageSettings as LinkageSettings  # what a linked year is given
from data.terms import PROVINCES, Role

OPTIONAL_TABLES = ("survey_practice", "survey_individual", "ima", "area_facts")
"""Tables a survey year may lack; an empty one takes their place, so that nobody has answered."""

_PROVINCES = pd.DataFrame(
    [(prefix, *province) for prefix, province in PROVINCES.items()], columns=["prefix", "province_id", "name"]
)
_DTYPES = {"integer": "Int64", "number": "Float64"}


class LinkedYear:
    """The linked rows of one survey year, readable as long as the engine is open.

    Attributes
    ----------
    settings : the working definitions in hand.
    survey_year, ima_year : the years in hand; ``ima_year`` is None where no IMA set has come in.
    membership : one row per atom [atom, gemeente, postcode, kring, elz, provincie, regio]; ``postcode`` missing where
        not split, ``regio`` missing everywhere where the delivery names no regions.
    areas : [level, area, name], Flanders included.
    residents : [level, area, residents]; surface : [level, area, km2], missing where unknown.
    resolved : [item, base, count], what did not agree in the deliveries and was resolved by rule.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        survey_year: int,
        settings: LinkageSettings,
        tables: Collection[str],
        set_aside: Mapping[str, int] | None = None,
        secret: str = "",
        lasting: str = "",
    ) -> None:
        """Link the canonical tables that ``engine`` holds; ``tables`` names those that were delivered.

        ``set_aside`` says of survey tables how many earlier answers gave way to the last one, where that is known.
        ``secret`` makes the keys by which a unit is recognised in another delivery of the year; it never leaves the
        vault. ``lasting`` makes those by which a practice, and no person, is recognised in another year.
        """
        self._engine = engine
        for table in OPTIONAL_TABLES:
            engine.register(table, _complete(table, engine) if table in tables else _empty(table))
        self.survey_year = survey_year
        self.settings = settings
        engine.register("geography", _complete("geography", engine))
        engine.register("province", _PROVINCES)
        self.membership = engine.query_file("link_membership")
        engine.register("membership", self.membership)
        engine.register(
            "practice",
            engine.query_file(
                "link_practices", {"secret": secret, "lasting": lasting, "working_weeks": settings.working_weeks}
            ),
        )
        engine.register(
            "person",
            engine.query_file(
                "link_persons",
                {
                    "secret": secret,
                    "survey_year": survey_year,
                    "trainee_codes": list(load_layout(CANONICAL).qualifications[Role.HAIO.value]),
                    "fte_hours": settings.fte_hours,
                    "active_contacts": settings.active_contacts,
                    "few_contacts": settings.few_contacts,
                    "consultation_minutes": settings.consultation_minutes,
                    "visit_minutes": settings.visit_minutes,
                    "remote_minutes": settings.remote_minutes,
                    "working_weeks": settings.working_weeks,
                },
            ),
        )
        self.residents = engine.query_file("link_residents")
        engine.register("residents", self.residents)
        self.surface = engine.query_file("link_surface")
        self.areas = engine.query(
            "SELECT 'vlaanderen' AS level, 'VL' AS area, 'Vlaanderen' AS name "
            "UNION ALL SELECT 'provincie', province_id, name FROM province "
            "UNION ALL SELECT level, area_id, name FROM areas ORDER BY level, area"
        )
        aside = set_aside or {}
        self.resolved = engine.query_file(
            "count_resolved",
            {
                "practice_aside": aside.get("survey_practice"),
                "individual_aside": aside.get("survey_individual"),
            },
        )
        known = engine.query("SELECT max(YEAR) AS ima_year FROM ima")["ima_year"].tolist()[0]
        self.ima_year = None if pd.isna(known) else int(known)

    def read(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Run a query over ``person``, ``practice``, ``membership`` and ``residents``."""
        return self._engine.query(sql, parameters)


def _complete(table: str, engine: Engine) -> pd.DataFrame:
    """Give a delivered table every column of the layout: a question that was not asked, nobody answered."""
    delivered = engine.query(f"SELECT * FROM {table}")  # noqa: S608 - names from OPTIONAL_TABLES
    unasked = _empty(table).drop(columns=delivered.columns, errors="ignore")
    return delivered.join(unasked)


def _empty(table: str) -> pd.DataFrame:
    columns = load_layout(CANONICAL).tables[table].columns
    return pd.DataFrame({name: pd.Series(dtype=_DTYPES.get(column.kind, "str")) for name, column in columns.items()})
