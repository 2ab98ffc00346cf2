"""What a delivery may be, but hardly is: warnings that a person confirms by their code before it is stored.

Each holds a delivered table against itself or against the last table of its kind that was accepted: that of the same
survey year, else that of the nearest year before. A delivery may be right and still be told here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.contracts.layout import Column, Layout
from data.contracts.report import Findings, safe_codes
from data.contracts.rules import has, person_of
from data.terms import Text

FarAway = Callable[[pd.DataFrame], pd.Series]
"""Tells of practices (``nis``, ``longitude``, ``latitude``) which lie far from their municipality."""

_FEW = 20
"""Rows below which a share or a difference tells nothing."""
_ROWS = {"contacts": (0.75, 1.33), "practices": (0.75, 1.33), "ima": (0.75, 1.33)}
_ANSWERS = (0.5, 2.0)
_ANSWERS_OF_THE_YEAR = (0.9, float("inf"))
"""Least and most of what was there before; late answers only add."""
_KRING_LOST = 0.5
_RESIDENTS, _RESIDENTS_OF_ONE = (0.9, 1.1), (0.67, 1.5)
_PER_KM2 = 10_000.0
_ANSWERED_BEFORE, _EMPTY_NOW = 0.5, 0.05
_MOVED, _CLEARER = 0.4, 3.0
_EMPTY_BY_NATURE = {"FF_MH"}
_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, kw_only=True)
class Before:
    """What was accepted before: frames of this survey year, and of the nearest earlier one where there is any."""

    same_year: Mapping[str, pd.DataFrame]
    earlier: Mapping[str, pd.DataFrame]
    earlier_year: int | None = None

    def of(self, table: str) -> tuple[pd.DataFrame, Text] | None:
        """Give the last accepted frame of a table, and what to call it; None where there is none."""
        if table in self.same_year:
            return self.same_year[table], Text(nl="de vorige versie", en="the version before")
        if table in self.earlier:
            return self.earlier[table], Text(nl=str(self.earlier_year), en=str(self.earlier_year))
        return None


def check_plausible(
    frames: Mapping[str, pd.DataFrame],
    files: Mapping[str, str],
    before: Before,
    layout: Layout,
    findings: Findings,
    *,
    far_away: FarAway | None = None,
) -> None:
    """Warn of everything that wants a person to look; ``files`` names the file of each delivered frame."""
    for table, frame in frames.items():
        say = _Sayer(findings, files[table])
        columns = {name: column for name, column in layout.tables[table].columns.items() if name in frame}
        known = before.of(table)
        if table.startswith("survey") or table == "ima":
            _empty_questions(frame, columns, known, say)
        if known is not None:
            _row_count(table, frame, known, say, same_year=table in before.same_year)
            _exchanged(frame, columns, known, say)
        if table == "contacts" and known is not None:
            _kringen(frame, known, _redrawn(frames, before), say)
    if "population" in frames:
        _residents(frames, files["population"], before, findings)
    if "practices" in frames and far_away is not None and has(frames["practices"], "nis", "longitude", "latitude"):
        _places(frames["practices"], far_away, _Sayer(findings, files["practices"]))


class _Sayer:
    """Adds warnings about one file that want to be confirmed."""

    def __init__(self, findings: Findings, file: str) -> None:
        self._findings, self._file = findings, file

    def __call__(self, code: str, nl: str, en: str, column: str = "", rows: pd.Index | None = None) -> None:
        told: list[int] = [] if rows is None else [int(row) for row in rows]
        self._findings.warn(code, Text(nl=nl, en=en), file=self._file, column=column, rows=told, confirm=True)


def _empty_questions(
    frame: pd.DataFrame, columns: Mapping[str, Column], known: tuple[pd.DataFrame, Text] | None, say: _Sayer
) -> None:
    if len(frame) < _FEW:
        return
    for name, column in columns.items():
        if not column.header or not column.required or name in _EMPTY_BY_NATURE:
            continue
        share = float(frame[name].notna().mean())
        if share == 0:
            say("question_empty", "geen enkel antwoord op deze vraag", "not one answer to this question", column.header)
        elif known is not None and name in known[0] and len(known[0]) >= _FEW:
            earlier = float(known[0][name].notna().mean())
            if share < _EMPTY_NOW and earlier >= _ANSWERED_BEFORE:
                say(
                    "question_empty",
                    f"{share:.0%} beantwoord, {earlier:.0%} in {known[1].nl}",
                    f"{share:.0%} answered, {earlier:.0%} in {known[1].en}",
                    column.header,
                )


def _row_count(
    table: str, frame: pd.DataFrame, known: tuple[pd.DataFrame, Text], say: _Sayer, *, same_year: bool
) -> None:
    if table.startswith("survey"):
        low, high = _ANSWERS_OF_THE_YEAR if same_year else _ANSWERS
    elif table in _ROWS:
        low, high = _ROWS[table]
    else:
        return
    now, then = _units(table, frame), _units(table, known[0])
    if max(now, then) >= _FEW and not low <= now / max(then, 1) <= high:
        words = {
            "contacts": ("personen", "persons"),
            "ima": ("rijen", "rows"),
            "practices": ("praktijken", "practices"),
        }
        nl, en = words.get(table, ("antwoorden", "answers"))
        say("rows_jump", f"{now} {nl}, {then} in {known[1].nl}", f"{now} {en}, {then} in {known[1].en}")


def _units(table: str, frame: pd.DataFrame) -> int:
    return int(person_of(frame["riziv"]).nunique()) if table == "contacts" and has(frame, "riziv") else len(frame)


def _redrawn(frames: Mapping[str, pd.DataFrame], before: Before) -> set[str]:
    """Kringen that cover other places than before: merged, split or gone, so that other numbers are no surprise."""
    now, known = frames.get("geography", before.same_year.get("geography")), before.of("geography")
    if now is None or known is None:
        return set()
    old, new = ((one["kring_id"] + "\t" + one["postcode"] + "\t" + one["nis"]).dropna() for one in (known[0], now))
    return {line.split("\t")[0] for line in set(old) ^ set(new)}


def _kringen(frame: pd.DataFrame, known: tuple[pd.DataFrame, Text], redrawn: set[str], say: _Sayer) -> None:
    if not (has(frame, "riziv", "kring_id") and has(known[0], "riziv", "kring_id")):
        return
    now, then = (person_of(one["riziv"]).groupby(one["kring_id"]).nunique() for one in (frame, known[0]))
    kept = now.reindex(then.index).fillna(0) / then
    lost = then.index[(then >= _FEW) & (kept < _KRING_LOST) & ~then.index.isin(redrawn)]
    if len(lost):
        named = safe_codes(lost)
        say(
            "kring_lost",
            f"{len(lost)} kringen{named} met minder dan de helft van de personen in {known[1].nl}",
            f"{len(lost)} kringen{named} with less than half of the persons in {known[1].en}",
            "kring_id",
        )


def _of_survey_year(population: pd.DataFrame) -> pd.DataFrame:
    """Leave out the residents of an earlier year that stand beside those of the survey year."""
    if not has(population, "year"):
        return population
    year = population["year"]
    return population[year.isna() | year.eq(year.max())]


def _residents(frames: Mapping[str, pd.DataFrame], file: str, before: Before, findings: Findings) -> None:
    frame, say = frames["population"], _Sayer(findings, file)
    if not has(frame, "nis", "residents"):
        return
    now = _of_survey_year(frame).groupby("nis")["residents"].sum().astype("float64")
    known = before.of("population")
    if known is not None and has(known[0], "nis", "residents"):
        then = _of_survey_year(known[0]).groupby("nis")["residents"].sum().astype("float64")
        shared = now.index.intersection(then.index)
        ratio = now[shared] / then[shared].where(then[shared] > 0)
        total = now[shared].sum() / max(then[shared].sum(), 1.0)
        low, high = _RESIDENTS_OF_ONE
        odd = ratio.index[~ratio.between(low, high) & ratio.notna()]
        if len(shared) and not _RESIDENTS[0] <= total <= _RESIDENTS[1]:
            say(
                "residents_jump", f"{total:.2f} × de inwoners in {known[1].nl}", f"{total:.2f} × those in {known[1].en}"
            )
        elif len(odd):
            named = safe_codes(odd)
            say(
                "residents_jump",
                f"{len(odd)} gemeenten{named} met sterk andere inwoneraantallen dan in {known[1].nl}",
                f"{len(odd)} municipalities{named} with residents far from those in {known[1].en}",
                "residents",
                frame.index[frame["nis"].isin(odd).to_numpy(dtype=bool)],
            )
    areas = frames["areas"] if "areas" in frames else before.same_year.get("areas")
    if areas is None or not has(areas, "level", "area_id", "area_km2"):
        return
    surface = areas.loc[areas["level"].eq("gemeente").fillna(False)].drop_duplicates("area_id").set_index("area_id")
    density = now / surface["area_km2"].astype("float64").reindex(now.index)
    dense = density.index[density > _PER_KM2]
    if len(dense):
        named = safe_codes(dense)
        say(
            "residents_dense",
            f"{len(dense)} gemeenten{named} met meer dan {_PER_KM2:.0f} inwoners per km²",
            f"{len(dense)} municipalities{named} with over {_PER_KM2:.0f} residents per km²",
            "residents",
            frame.index[frame["nis"].isin(dense).to_numpy(dtype=bool)],
        )


def _places(practices: pd.DataFrame, far_away: FarAway, say: _Sayer) -> None:
    far = far_away(practices[["nis", "longitude", "latitude"]]).to_numpy(dtype=bool)
    if far.any():
        say(
            "practice_far",
            "ligt ver van de gemeente die erbij staat, of buiten Vlaanderen",
            "lies far from the municipality beside it, or outside Flanders",
            "longitude + latitude",
            practices.index[far],
        )


def _exchanged(
    frame: pd.DataFrame, columns: Mapping[str, Column], known: tuple[pd.DataFrame, Text], say: _Sayer
) -> None:
    """Find two columns of which each looks as the other did before, and neither as itself."""
    shapes: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name, column in columns.items():
        if column.kind not in {"code", "integer", "number"} or name not in known[0]:
            continue
        if min(frame[name].notna().sum(), known[0][name].notna().sum()) >= _FEW:
            shapes.setdefault((column.kind, column.order), []).append(name)
    for alike in shapes.values():
        now, then = ({name: _shape(one[name], columns[name]) for name in alike} for one in (frame, known[0]))
        for one, other in combinations(alike, 2):
            own = _apart(now[one], then[one]) + _apart(now[other], then[other])
            crossed = _apart(now[one], then[other]) + _apart(now[other], then[one])
            if own > _MOVED and own > _CLEARER * crossed:
                shown = f"{columns[one].header} + {columns[other].header}"
                say(
                    "columns_exchanged",
                    f"verwisseld? Elk lijkt op wat de andere was in {known[1].nl}",
                    f"exchanged? Each looks like what the other was in {known[1].en}",
                    shown,
                )


def _shape(values: pd.Series, column: Column) -> NDArray[np.float64]:
    """Shares of the codes, or quantiles on the scale of a logarithm."""
    answered = values.dropna()
    if column.kind == "code":
        return answered.value_counts(normalize=True).reindex(list(column.order)).fillna(0).to_numpy(dtype="float64") / 2
    return np.log1p(np.abs(answered.astype("float64").quantile(list(_QUANTILES)).to_numpy())) / len(_QUANTILES)


def _apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.abs(one - other).sum())
