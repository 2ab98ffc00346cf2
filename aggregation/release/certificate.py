"""The certificate of a release: what was tried against its tables and what came out (``docs/certificate.md``)."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from aggregation.attack import Verdict

SCHEMA = "certificate-1"
ATTACKED = ("cell", "membership", "indicator", "response", "practice")
NOTHING: Mapping[str, Verdict] = {}
NONE_KEPT: Mapping[int, str] = {}


def build_certificate(
    verdict: Verdict,
    *,
    tables: Mapping[str, pd.DataFrame],
    beside: Mapping[str, Verdict] = NOTHING,
    kept: Mapping[int, str] = NONE_KEPT,
) -> dict[str, Any]:
    """Build the certificate document of the tables that were attacked.

    Parameters
    ----------
    verdict
        Outcome of the attack on exactly these tables.
    tables
        Tables of the release by name.
    beside
        Per release that was published before, withdrawn ones included: outcome of the attack on both together.
    kept
        Survey years that stand as an earlier release published them, with its id.

    Returns
    -------
    dict
        Plain values; the schema is described in ``docs/certificate.md``. Holds no count that leaks.
    """
    result = verdict.to_dict()
    cells = _sum_levels(table.cells for table in verdict.tables)
    withheld = _sum_levels(table.withheld for table in verdict.tables)
    return {
        "schema": SCHEMA,
        "verdict": "safe" if verdict.safe and all(pair.safe for pair in beside.values()) else "unsafe",
        "digests": {name: digest_table(tables[name]) for name in ATTACKED if name in tables},
        "thresholds_and_limits": result["limits"],
        "cells": cells,
        "withheld": withheld,
        "attacks": result["attacks"],
        "with_truth": result["with_truth"],
        "linked": result["linked"],
        "found": result["found"],
        "gave_up": result["gave_up"],
        "reported": result["reported"],
        "tables": result["tables"],
        "over_time": [
            {
                "release": release_id,
                "verdict": "safe" if pair.safe else "unsafe",
                "cells": sum(sum(table.cells.values()) for table in pair.tables),
                "attacks": {name: number for name, number in pair.problems().items() if number},
                "seconds": round(pair.seconds.get("total", 0.0), 3),
            }
            for release_id, pair in beside.items()
        ],
        "kept": {str(year): release_id for year, release_id in sorted(kept.items())},
        "seconds": result["seconds"],
    }


def digest_table(table: pd.DataFrame) -> str:
    """SHA-256 over the rows of a table as sorted lines: the same for every order of rows and columns.

    Numbers are written with at most ten significant digits and missing values as nothing, so that a table read back
    from the release gives the digest of the table that was written.
    """
    columns = sorted(str(column) for column in table.columns)
    parts = [table[column].map(_plain, na_action="ignore").astype("object") for column in columns]
    text = [["" if pd.isna(value) else str(value) for value in part] for part in parts]
    lines = sorted("\t".join(row) for row in zip(*text, strict=True))
    return hashlib.sha256("\n".join(["\t".join(columns), *lines]).encode()).hexdigest()


def _plain(value: object) -> str:
    """Write a value the same way whatever its column type became."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | float | np.integer | np.floating):
        return f"{float(value):.10g}"
    return str(value)


def _sum_levels(parts: Any) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for level, number in part.items():
            total[level] = total.get(level, 0) + number
    return total
