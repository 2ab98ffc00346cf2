"""One row per person and per practice of a survey year: survey, contacts and IMA joined, never kept.

IMA replaces the self-reported value where IMA has one (R06, R07); the join is on the first eight digits of the
RIZIV number and ends there: the rows that come out carry an opaque number. Nothing but published residents meets
them from outside (R06). Source of the rules: IVC deliberation 25/200, sections 5, 23-25 and 33.
"""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from data.contracts.layout import CANONICAL, load_layout
from data.engine import Engine
from data.questions import AddedQuestion
from data.residents import in_year, nearest_year
from data.settings import Definitions as Definitions  # what a linked year is given
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
    definitions : the working definitions in hand.
    residents, residents_at_ima : published residents [level, area, residents] of the survey year, and of the delivered
        year that is nearest to that of IMA, which is ``residents_year``.
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
        definitions: Definitions,
        tables: Collection[str],
        set_aside: Mapping[str, int] | None = None,
        secret: str = "",
        lasting: str = "",
        added: Sequence[AddedQuestion] = (),
    ) -> None:
        """Link the canonical tables that ``engine`` holds; ``tables`` names those that were delivered.

        ``set_aside`` says of survey tables how many earlier answers gave way to the last one, where that is known.
        ``secret`` makes the keys by which a unit is recognised in another delivery of the year; it never leaves the
        vault. ``added`` are the questions that the home adds: a year that did not ask one has nobody who answered it.
        ``lasting`` makes those by which a practice, and no person, is recognised in another year.
        """
        self._engine, self._secret = engine, secret
        for table in OPTIONAL_TABLES:
            engine.register(table, _complete(table, engine, added) if table in tables else _empty(table, added))
        self.survey_year = survey_year
        self.definitions = definitions
        engine.register("geography", _complete("geography", engine))
        engine.register("province", _PROVINCES)
        self.membership = engine.query_file("link_membership")
        engine.register("membership", self.membership)
        engine.register(
            "practice",
            engine.query_file(
                "link_practices", {"secret": secret, "lasting": lasting, "working_weeks": definitions.working_weeks}
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
                    "fte_hours": definitions.fte_hours,
                    "active_contacts": definitions.active_contacts,
                    "few_contacts": definitions.few_contacts,
                    "consultation_minutes": definitions.consultation_minutes,
                    "visit_minutes": definitions.visit_minutes,
                    "remote_minutes": definitions.remote_minutes,
                    "working_weeks": definitions.working_weeks,
                },
            ),
        )
        self.ima_year = _ima_year(engine)
        delivered = engine.query("SELECT * FROM population")
        self.residents_year = nearest_year(delivered, survey_year, self.ima_year)
        engine.register("population", in_year(delivered, survey_year, self.residents_year))
        self.residents_at_ima = engine.query_file("link_residents")
        engine.register("population", in_year(delivered, survey_year, survey_year))
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

    def read(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Run a query over ``person``, ``practice``, ``membership`` and ``residents``."""
        return self._engine.query(sql, parameters)

    def numbers(self) -> pd.DataFrame:
        """Give the RIZIV number of every person [key, riziv]: the only place where the two meet again."""
        return self._engine.query(
            "SELECT DISTINCT left(sha256($secret || left(riziv, 8)), 16) AS key, left(riziv, 8) AS riziv FROM contacts",
            {"secret": self._secret},
        )


def _ima_year(engine: Engine) -> int | None:
    known = engine.query("SELECT max(YEAR) AS ima_year FROM ima")["ima_year"].tolist()[0]
    return None if pd.isna(known) else int(known)


def _complete(table: str, engine: Engine, added: Sequence[AddedQuestion] = ()) -> pd.DataFrame:
    """Give a delivered table every column of the layout: a question that was not asked, nobody answered."""
    delivered = engine.query(f"SELECT * FROM {table}")  # noqa: S608 - names from OPTIONAL_TABLES
    unasked = _empty(table, added).drop(columns=delivered.columns, errors="ignore")
    return delivered.join(unasked)


def _empty(table: str, added: Sequence[AddedQuestion]) -> pd.DataFrame:
    kinds = {name: column.kind for name, column in load_layout(CANONICAL).tables[table].columns.items()}
    kinds |= {one.column: one.kind for one in added if one.table == table}
    return pd.DataFrame({name: pd.Series(dtype=_DTYPES.get(kind, "str")) for name, kind in kinds.items()})
