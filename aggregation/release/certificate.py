"""The certificate of a release: what was tried against its tables and what came out (``docs/certificate.md``).

Two copies: the full one stays inside, because a list of withheld cells with few possible values tells what is in them;
the public one, in the release, names no cell.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from aggregation.attack import Verdict
from data.terms import Measure

SCHEMA = "certificate-2"
ATTACKED = ("cell", "membership", "indicator", "response", "practice", "fact")
NOTHING: Mapping[str, Verdict] = {}
NONE_KEPT: Mapping[int, str] = {}
NO_TABLES: Mapping[int, Sequence[str]] = {}
NONE_EARLIER: Mapping[int, Mapping[str, Any]] = {}


def build_certificate(
    verdict: Verdict,
    *,
    tables: Mapping[str, pd.DataFrame],
    beside: Mapping[str, Verdict] = NOTHING,
    kept: Mapping[int, str] = NONE_KEPT,
    kept_tables: Mapping[int, Sequence[str]] = NO_TABLES,
    earlier: Mapping[int, Mapping[str, Any]] = NONE_EARLIER,
) -> dict[str, Any]:
    """Build the full certificate of the tables that were attacked; it stays inside.

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
    kept_tables
        Per survey year the tables that stand as they were shown, because corrections of them wait.
    earlier
        Years taken over because they would be made from the same, with the full certificate that proves them.

    Returns
    -------
    dict
        Plain values. Holds no count that leaks, but names cells: :func:`public_certificate` is what may leave.
    """
    result = verdict.to_dict()
    proven = [*result["tables"], *_of_years("tables", earlier)]
    cells = _sum_levels(table["cells"] for table in proven)
    withheld = _sum_levels(table["withheld"] for table in proven)
    attacks = dict(result["attacks"])
    for table in _of_years("tables", earlier):
        for name, number in table["problems"].items():
            attacks[name] = attacks.get(name, 0) + number
    return {
        "schema": SCHEMA,
        "verdict": "safe" if verdict.safe and all(pair.safe for pair in beside.values()) else "unsafe",
        "digests": {name: digest_table(tables[name]) for name in ATTACKED if name in tables},
        "thresholds_and_limits": result["limits"],
        "cells": cells,
        "withheld": withheld,
        "attacks": attacks,
        "with_truth": result["with_truth"] and all(one["with_truth"] for one in earlier.values()),
        "linked": result["linked"],
        "exempt": {**dict(result.get("exempt", {})), "all_alike": _all_alike(tables)},
        "found": result["found"],
        "gave_up": result["gave_up"],
        "reported": [*result["reported"], *_of_years("reported", earlier)],
        "tables": proven,
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
        "kept_tables": {str(year): list(names) for year, names in sorted(kept_tables.items())},
        "taken_over": {str(year): one["release"] for year, one in sorted(earlier.items()) if "release" in one},
        "seconds": result["seconds"],
    }


def _of_years(part: str, earlier: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the entries of the years taken over, each from the certificate that proves it."""
    return [dict(entry) for year, one in sorted(earlier.items()) for entry in one[part] if entry["year"] == year]


def public_certificate(full: Mapping[str, Any]) -> dict[str, Any]:
    """Give the copy for the release: what was tried, sizes, limits, verdict and exemptions; no cell, no area.

    What was found and what was left at a limit is a number (0 in a release that was written); what is only reported
    stays inside, and so does how many withheld cells could be computed.
    """
    kept = {name: value for name, value in full.items() if name not in ("reported", "found", "gave_up", "tables")}
    tables = [
        {name: table[name] for name in ("indicator", "year", "cells", "withheld", "problems") if name in table}
        for table in full["tables"]
    ]
    public = {**kept, "found": len(full["found"]), "gave_up": len(full["gave_up"]), "tables": tables}
    return {**public, "in_words": _in_words(public)}


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _in_words(public: Mapping[str, Any]) -> dict[str, list[str]]:
    """Say for a reader without statistics what the rest of the certificate says in numbers."""
    cells, withheld = (sum(public[name].values()) for name in ("cells", "withheld"))
    tried = sum(public["attacks"].values())
    earlier = [entry for entry in public["over_time"] if entry["release"] != "all"]
    limits, alike = public["thresholds_and_limits"], sum(entry["areas"] for entry in public["exempt"]["all_alike"])
    doctors, practices = limits["k_protected"], limits["practices_protected"]
    safe = public["verdict"] == "safe"
    dutch = (
        (
            f"Deze uitgave telt {_dutch(cells)} aantallen; {_dutch(withheld)} daarvan zijn weggelaten om niemand "
            "herkenbaar te maken."
        ),
        (
            "Een programma dat los staat van de bescherming probeerde weggelaten aantallen terug te vinden, of een "
            f"groep van minder dan {doctors} artsen of {practices} praktijken af te zonderen: {_dutch(tried)} "
            "berekeningen."
        ),
        f"Het legde ze naast {len(earlier)} eerder getoonde uitgaven." if earlier else "Er was nog niets getoond.",
        "Het vond niets en gaf niets op." if safe else "Het vond iets of gaf iets op: deze uitgave is niet veilig.",
        f"Uitzondering: in {alike} gebieden (kring of groter) worden alle huisartsen gelijk betaald, en dat staat er."
        if alike
        else "Nergens staat dat alle huisartsen van een gebied gelijk betaald worden.",
    )
    english = (
        f"This release has {cells:,} counts; {withheld:,} of them are withheld so that nobody can be recognised.",
        (
            "A program that shares nothing with the protection tried to find withheld counts again, or to single out a "
            f"group of fewer than {doctors} doctors or {practices} practices: {tried:,} computations."
        ),
        f"It laid them beside {len(earlier)} releases shown before." if earlier else "Nothing had been shown before.",
        "It found nothing and gave up nothing." if safe else "It found or gave up something: this is not safe.",
        f"Exception: in {alike} areas (circle or larger) all GPs are paid alike, and it is shown."
        if alike
        else "Nowhere is it shown that all GPs of an area are paid alike.",
    )
    return {"nl": list(dutch), "en": list(english)}


def _all_alike(tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Count per year the areas that show one answer for all, of numbers and levels that the release exempts."""
    cell, entries = tables["cell"], tables["indicator"]
    told = entries["alike"].fillna("") if "alike" in entries else pd.Series("", index=entries.index)
    exempt = {
        (str(name), level) for name, text in zip(entries["indicator"], told, strict=True) for level in text.split()
    }
    shares = cell.loc[cell["measure"].eq(Measure.SHARE.value) & pd.to_numeric(cell["value"]).eq(100).fillna(False)]
    return [
        {"indicator": str(name), "year": int(str(year)), "level": str(level), "areas": len(rows)}
        for (name, year, level), rows in shares.groupby(["indicator", "year", "level"])
        if (str(name), str(level)) in exempt
    ]


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
