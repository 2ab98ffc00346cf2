"""The certificate of a release: what was tried against its tables and what came out (``docs/certificate.md``)."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pandas as pd

from aggregation.attack import Verdict

SCHEMA = "certificate-1"
ATTACKED = ("cell", "membership", "indicator", "response", "practice")


def build_certificate(verdict: Verdict, *, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Build the certificate document of the tables that were attacked.

    Parameters
    ----------
    verdict
        Outcome of the attack on exactly these tables.
    tables
        Tables of the release by name.

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
        "verdict": "safe" if verdict.safe else "unsafe",
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
        "seconds": result["seconds"],
    }


def digest_table(table: pd.DataFrame) -> str:
    """SHA-256 over the rows of a table as sorted CSV lines: independent of row order, column order and index."""
    columns = sorted(str(column) for column in table.columns)
    text = table[columns].to_csv(index=False, header=False, lineterminator="\n")
    lines = sorted(text.splitlines())
    return hashlib.sha256("\n".join([",".join(columns), *lines]).encode()).hexdigest()


def _sum_levels(parts: Any) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for level, number in part.items():
            total[level] = total.get(level, 0) + number
    return total
