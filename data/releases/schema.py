"""The format of a release as data: tables, columns, types, keys and closed lists.

``check_tables`` holds every release against it and ``docs/release-format.md`` is held against it by a test, so the
format is stated once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.terms import Confidentiality, Disclosure, Level, Measure, Role, Status, UnitCounted


class Kind(StrEnum):
    """Type of a column, by its DuckDB name."""

    TEXT = "VARCHAR"
    INTEGER = "INTEGER"
    NUMBER = "DOUBLE"
    FLAG = "BOOLEAN"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a release table; ``allowed`` is a closed list, bounds are inclusive."""

    name: str
    kind: Kind
    meaning: str
    nullable: bool = False
    required: bool = True
    allowed: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of a release; an ``open_ended`` one may carry further columns of a plain type."""

    name: str
    one_row_per: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    open_ended: bool = False
    required: bool = True
    """A release without a table that is not required is a release too: it was written before there was one."""
    scattered_within: tuple[str, ...] = ()
    """Rows lie in the order of these key columns, and within them at random: quick to read, and it tells nothing."""

    def column(self, name: str) -> Column | None:
        """Return the declared column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


def _values(words: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(word.value for word in words)


_YEAR = Column(name="year", kind=Kind.INTEGER, meaning="survey year", at_least=2000, at_most=2100)
_LEVEL = Column(name="level", kind=Kind.TEXT, meaning="area level", allowed=_values(Level))
_INDICATOR = Column(name="indicator", kind=Kind.TEXT, meaning="id in the registry, such as `P01`")
_AREA = Column(name="area", kind=Kind.TEXT, meaning="id in the delivery; `VL` for vlaanderen, NIS code for gemeente")

_COARSE = (
    Column(name="provincie", kind=Kind.TEXT, meaning="its province", required=False),
    Column(
        name="regio",
        kind=Kind.TEXT,
        meaning="its regional care zone; NULL where the delivery names none",
        nullable=True,
        required=False,
    ),
)
"""Levels that releases from before November 2026 do not have."""

CELL = Table(
    name="cell",
    one_row_per="number, shown or withheld",
    key=("indicator", "year", "level", "area", "category", "measure"),
    scattered_within=("indicator", "year", "level"),
    columns=(
        _INDICATOR,
        _YEAR,
        _LEVEL,
        _AREA,
        Column(
            name="category",
            kind=Kind.TEXT,
            meaning="answer code; `total` for all who answered; codes joined by a bar for a two-way collapse",
        ),
        Column(name="measure", kind=Kind.TEXT, meaning="what the number is", allowed=_values(Measure)),
        Column(
            name="count",
            kind=Kind.INTEGER,
            meaning="units behind it, unweighted; NULL in a derived indicator that no unit gave",
            nullable=True,
            at_least=0,
        ),
        Column(name="frame", kind=Kind.INTEGER, meaning="units that could have answered", nullable=True, at_least=0),
        Column(name="value", kind=Kind.NUMBER, meaning="the number shown", nullable=True),
        Column(
            name="lower",
            kind=Kind.NUMBER,
            meaning="95 % interval, lower end; of shares at IMA (P11, D08) the end that holds whatever the unknown are",
            nullable=True,
        ),
        Column(name="upper", kind=Kind.NUMBER, meaning="95 % interval, upper end", nullable=True),
        Column(name="status", kind=Kind.TEXT, meaning="SDMX observation status", allowed=_values(Status)),
        Column(
            name="confidentiality",
            kind=Kind.TEXT,
            meaning="SDMX confidentiality status: `F` free, `C` withheld",
            allowed=_values(Confidentiality),
        ),
        Column(
            name="ima_year",
            kind=Kind.INTEGER,
            meaning="IMA year used; NULL where none",
            nullable=True,
            at_least=2000,
            at_most=2100,
        ),
    ),
)

AREA = Table(
    name="area",
    one_row_per="area, level and survey year",
    key=("year", "level", "area"),
    columns=(_LEVEL, _AREA, Column(name="name", kind=Kind.TEXT, meaning="name shown to the reader"), _YEAR),
)

MEMBERSHIP = Table(
    name="membership",
    one_row_per="atom (municipality × postcode part × kring × zone) and survey year, inhabited by doctors or not",
    key=("year", "atom"),
    columns=(
        _YEAR,
        Column(name="atom", kind=Kind.TEXT, meaning="name of the atom"),
        Column(name="gemeente", kind=Kind.TEXT, meaning="NIS code of its municipality"),
        Column(
            name="postcode", kind=Kind.TEXT, meaning="only where it splits the municipality, else NULL", nullable=True
        ),
        Column(name="kring", kind=Kind.TEXT, meaning="its kring"),
        Column(name="elz", kind=Kind.TEXT, meaning="its eerstelijnszone"),
        *_COARSE,
    ),
)

INDICATOR = Table(
    name="indicator",
    one_row_per="indicator",
    key=("indicator",),
    open_ended=True,
    columns=(
        _INDICATOR,
        Column(name="label_nl", kind=Kind.TEXT, meaning="Dutch label"),
        Column(name="label_en", kind=Kind.TEXT, meaning="English label"),
        Column(name="unit", kind=Kind.TEXT, meaning="unit of the value"),
        Column(name="subject", kind=Kind.TEXT, meaning="what it is about: practice, individual or area"),
        Column(
            name="unit_counted", kind=Kind.TEXT, meaning="what one unit of `count` is", allowed=_values(UnitCounted)
        ),
        Column(name="source", kind=Kind.TEXT, meaning="survey, IMA, contact list or derived"),
        Column(name="article23", kind=Kind.TEXT, meaning="category of article 23 of the decree", nullable=True),
        Column(name="disclosure", kind=Kind.TEXT, meaning="disclosure class", allowed=_values(Disclosure)),
        Column(
            name="threshold",
            kind=Kind.INTEGER,
            meaning="smallest count shown; NULL where none",
            nullable=True,
            at_least=0,
        ),
        Column(
            name="practice_map", kind=Kind.TEXT, meaning="may the practice map show it", allowed=("yes", "class", "no")
        ),
        Column(
            name="frame", kind=Kind.TEXT, meaning="indicators of one frame have the same respondents", required=False
        ),
        Column(
            name="options", kind=Kind.TEXT, meaning="answer codes, joined by a space", required=False, nullable=True
        ),
        Column(
            name="option_labels",
            kind=Kind.TEXT,
            meaning="JSON: answer code to its label in `nl` and `en`",
            required=False,
            nullable=True,
        ),
        Column(name="multiple", kind=Kind.FLAG, meaning="several answers allowed", required=False),
        Column(
            name="headline", kind=Kind.TEXT, meaning="category of the two-way collapse", required=False, nullable=True
        ),
        Column(name="totals_public", kind=Kind.FLAG, meaning="who answered is public", required=False),
        Column(
            name="asked", kind=Kind.FLAG, meaning="who is missing only left a question open (exempt)", required=False
        ),
        Column(
            name="derived",
            kind=Kind.FLAG,
            meaning="made from shown numbers of others and published totals, after the gate; counts nobody anew",
            required=False,
        ),
        Column(
            name="alike",
            kind=Kind.TEXT,
            meaning="levels that show an answer of everybody (exempt), joined by a space",
            required=False,
            nullable=True,
        ),
        Column(
            name="declared",
            kind=Kind.TEXT,
            meaning="JSON: the data file of a question that the home added; NULL for those of the product",
            required=False,
            nullable=True,
        ),
        Column(
            name="changed",
            kind=Kind.TEXT,
            meaning="JSON: first survey year in which the question was another one, to what changed in `nl` and `en`",
            required=False,
            nullable=True,
        ),
    ),
)

RESPONSE = Table(
    name="response",
    one_row_per="survey year, area and role",
    key=("year", "level", "area", "role"),
    scattered_within=("year", "level"),
    columns=(
        _YEAR,
        _LEVEL,
        _AREA,
        Column(name="role", kind=Kind.TEXT, meaning="who was asked", allowed=_values(Role)),
        Column(name="invited", kind=Kind.INTEGER, meaning="asked; NULL where withheld", nullable=True, at_least=0),
        Column(name="answered", kind=Kind.INTEGER, meaning="answered; NULL where withheld", nullable=True, at_least=0),
    ),
)

PRACTICE = Table(
    name="practice",
    one_row_per="practice on the map and survey year",
    key=("year", "practice"),
    open_ended=True,
    scattered_within=("year",),
    columns=(
        _YEAR,
        Column(name="practice", kind=Kind.TEXT, meaning="opaque key, random in every release"),
        Column(name="longitude", kind=Kind.NUMBER, meaning="degrees, WGS 84", nullable=True, at_least=2, at_most=7),
        Column(name="latitude", kind=Kind.NUMBER, meaning="degrees, WGS 84", nullable=True, at_least=50, at_most=52),
        Column(name="gemeente", kind=Kind.TEXT, meaning="NIS code of its municipality"),
        Column(name="kring", kind=Kind.TEXT, meaning="its kring"),
        Column(name="elz", kind=Kind.TEXT, meaning="its eerstelijnszone"),
        *_COARSE,
    ),
)

QUALITY_LEAST, QUALITY_STEP = 50, 10
"""Numbers on the answers themselves rest on at least so many units, and count in steps of so many."""

QUALITY = Table(
    name="quality",
    one_row_per="survey year and number on the quality of the answers, for Flanders only",
    key=("year", "topic", "item", "measure"),
    required=False,
    columns=(
        _YEAR,
        Column(
            name="topic",
            kind=Kind.TEXT,
            meaning="who answered a question, how far own answers lie from IMA, what did not agree and was resolved",
            allowed=("answered", "gap", "resolved"),
        ),
        Column(name="item", kind=Kind.TEXT, meaning="question, quantity or rule"),
        Column(
            name="measure",
            kind=Kind.TEXT,
            meaning="share of `base`, median difference, or median distance without sign",
            allowed=("share", "median", "median_distance"),
        ),
        Column(name="label_nl", kind=Kind.TEXT, meaning="Dutch label"),
        Column(name="label_en", kind=Kind.TEXT, meaning="English label"),
        Column(name="unit_counted", kind=Kind.TEXT, meaning="what one unit of `base` is", allowed=_values(UnitCounted)),
        Column(
            name="base",
            kind=Kind.INTEGER,
            meaning="units it rests on, rounded to tens; NULL where under fifty",
            nullable=True,
            at_least=QUALITY_LEAST,
        ),
        Column(
            name="count",
            kind=Kind.INTEGER,
            meaning="units that a share counts, rounded to tens",
            nullable=True,
            at_least=0,
        ),
        Column(name="value", kind=Kind.NUMBER, meaning="the number shown, in percent", nullable=True),
        Column(
            name="confidentiality",
            kind=Kind.TEXT,
            meaning="SDMX confidentiality status: `F` free, `C` withheld",
            allowed=_values(Confidentiality),
        ),
        Column(
            name="ima_year",
            kind=Kind.INTEGER,
            meaning="IMA year compared with; NULL where none",
            nullable=True,
            at_least=2000,
            at_most=2100,
        ),
    ),
)

FACT = Table(
    name="fact",
    one_row_per="year, area and published total that need is made of",
    key=("year", "level", "area", "fact"),
    required=False,
    columns=(
        Column(name="year", kind=Kind.INTEGER, meaning="year the fact is of", at_least=1990, at_most=2100),
        Column(name="level", kind=Kind.TEXT, meaning="area level", allowed=_values(Level)),
        Column(name="area", kind=Kind.TEXT, meaning="area id, as in `area` of the newest survey year that tells it"),
        Column(
            name="fact",
            kind=Kind.TEXT,
            meaning="`residents:<age class>`, `residents_at_ima` (by which D09 divides; its source names their year), "
            "`area_km2`, or a fact as delivered; shares are weighted by residents",
        ),
        Column(name="value", kind=Kind.NUMBER, meaning="persons, places, contacts or km²; a share 0-1", at_least=0),
        Column(name="source", kind=Kind.TEXT, meaning="who published it"),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (CELL, AREA, MEMBERSHIP, INDICATOR, RESPONSE, PRACTICE, QUALITY, FACT)
}
"""The tables that the caller of ``write_release`` gives; ``release`` is added by the writer."""

REQUIRED = tuple(name for name, table in TABLES.items() if table.required)
"""The tables that every release has."""


def describe(table: Table) -> str:
    """Markdown table of the declared columns, as it stands in ``docs/release-format.md``."""
    lines = [f"`{table.name}`: one row per {table.one_row_per}; key {', '.join(f'`{k}`' for k in table.key)}"]
    if table.open_ended:
        lines[0] += "; further columns may follow"
    if not table.required:
        lines[0] += "; optional: older releases lack it"
    lines += ["", "| column | type | NULL | meaning |", "|---|---|---|---|"]
    for column in table.columns:
        meaning = column.meaning
        if column.allowed:
            meaning += ": " + ", ".join(f"`{value}`" for value in column.allowed)
        if not column.required:
            meaning += " (optional)"
        null = "yes" if column.nullable else "no"
        lines.append(f"| `{column.name}` | {column.kind.value} | {null} | {meaning} |")
    return "\n".join(lines)
