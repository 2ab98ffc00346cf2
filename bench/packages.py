"""Two packages for cell suppression on the instances of :mod:`bench.protection`, as far as they can express them.

Neither is a dependency of the project: install ``gconfid`` and ``pytauargus`` beside it to measure them. Both get what
they need to do their best: the same thresholds, areas that hold the same atoms once, and areas without answers left
out. Totals are public in these instances.
"""

import importlib.util
import logging
import tempfile
import warnings

import numpy as np
import pandas as pd

from aggregation.protect import Question
from aggregation.protect.areas import Areas, distinct_rows
from bench.invented.countries import Country

Cells = set[tuple[str, str, str]]
"""Level, area and category of the cells that are shown."""

PACKAGES = ("gconfid", "pytauargus")


def installed(name: str) -> bool:
    """Tell whether a package can be measured here."""
    return importlib.util.find_spec(name) is not None


def by_gconfid(question: Question, country: Country, counts: np.ndarray, least: int) -> Cells:
    """Protect the listed cells by the suppression of G-Confid, which takes any linear constraints between cells.

    Municipalities, kringen and zones are sums of atoms; atoms are never published. The package wants a positive size
    of what a cell can move; a zero gets the threshold. It knows no derived groups.
    """
    from gconfid.suppression.suppression import Suppression  # type: ignore[import-not-found] # compared only where installed

    areas = Areas.of(country.membership)
    filled = counts.sum(axis=1) > 0
    first, owner = distinct_rows(areas.holds[:, filled])
    sets = np.unique(np.vstack([areas.holds[first][:, filled], np.eye(filled.sum(), dtype=bool)]), axis=0)
    numbers = {row.tobytes(): place for place, row in enumerate(sets)}
    shown_sets = {numbers[row.tobytes()] for row in areas.holds[first][:, filled]}
    sums = sets @ counts[filled]
    options = len(question.options)
    rest = sums.sum(axis=1, keepdims=True) - sums
    lines: list[tuple[int, float, float, str]] = []
    for place, row in enumerate(sums):
        for option, size in enumerate(row):
            lacks = [least - part for part in (size, rest[place, option]) if 0 < part < least]
            listed = place in shown_sets
            status = ("S" if lacks and size else "V") if listed else "X"
            sensitivity = max(lacks, default=0) if status == "S" else 0
            lines.append((_cell(place, option, options), size, sensitivity, status))
        lines.append((_cell(place, options, options), row.sum(), 0, "P"))
    constraints: list[tuple[int, int, int]] = []
    number = 0
    for place in range(len(sums)):
        number += 1
        constraints += [(number, _cell(place, option, options), 1) for option in range(options)]
        constraints.append((number, _cell(place, options, options), -1))
        atoms = np.flatnonzero(sets[place])
        if len(atoms) > 1:
            single = [numbers[atom.tobytes()] for atom in np.eye(filled.sum(), dtype=bool)[atoms]]
            for option in range(options):
                number += 1
                constraints += [(number, _cell(other, option, options), 1) for other in single]
                constraints.append((number, _cell(place, option, options), -1))
    cells = pd.DataFrame(lines, columns=["CellId", "Size", "Sensitivity", "Status"])
    cells = cells.assign(TotalNoise=cells["Size"].clip(lower=least), Type="C", CellId=cells["CellId"].astype(float))
    cells[["Size", "Sensitivity", "TotalNoise"]] = cells[["Size", "Sensitivity", "TotalNoise"]].astype(float)
    frame = pd.DataFrame(constraints, columns=["ConstraintId", "CellId", "Coefficient"])
    logger = logging.getLogger("gconfid quiet")
    logger.setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = Suppression(incell=cells, inconstraint=frame, logger=logger)
    out = done.outsuppress
    out = out if isinstance(out, pd.DataFrame) else out.to_pandas()
    withheld = set(out.loc[out["OutStatus"].str.upper().isin(["X", "S"]), "CellId"].astype(int))
    return {
        (areas.level[row].value, areas.area[row], code)
        for row in np.flatnonzero(owner >= 0)
        for option, code in enumerate(question.options)
        if _cell(numbers[areas.holds[row][filled].tobytes()], option, options) not in withheld
    }


def _cell(place: int, option: int, options: int) -> int:
    return place * (options + 1) + option + 1


def by_pytauargus(question: Question, country: Country, counts: np.ndarray, least: int) -> Cells:
    """Protect three separate tables by the optimal suppression of the tau-Argus engine.

    A table takes variables with nested codes: kringen and zones do not nest, so each level is a table by itself and
    nothing ties the three together. Complements are listed cells for two options only.
    """
    from pytauargus import protect  # type: ignore[import-not-found] # compared only where installed

    units = question.units.merge(country.membership, on="atom")
    micro = pd.DataFrame(
        {name: units[name].astype(str).to_numpy() for name in ("gemeente", "kring", "elz", "answer")}
    ).assign(units=1.0)
    levels = ("gemeente", "kring", "elz")
    with tempfile.TemporaryDirectory() as folder:
        result = protect(
            micro,
            [[level, "answer"] for level in levels],
            response="units",
            safety_rules=f"FREQ({least},10)",
            suppress="OPT(1)",
            workdir=folder,
        )
        cells: Cells = set()
        for level, table in zip(levels, result.tables, strict=True):
            frame = table.dataframe()
            for area, code, value in zip(frame[level], frame["answer"], table.safe(), strict=True):
                if value != "x" and code in question.options and area in set(micro[level]):
                    cells.add((level, area, code))
                if value != "x" and code in question.options and area not in set(micro[level]):
                    cells.add(("vlaanderen", "VL", code))
    return cells
