"""The risk report of a release (X13): what was at risk, what was withheld, what was tried; for who has to judge it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SCHEMA = "risk-1"


def risk_report(release_id: str, manifest: Mapping[str, Any], certificate: Mapping[str, Any]) -> dict[str, Any]:
    """Gather the report of a release from its manifest and its public certificate; nothing in it names a cell or area.

    Returns
    -------
    Plain values. ``at_risk`` counts, per table and year, the cells and those withheld because they, or what follows
    from them, would single out few; ``tried`` counts the computations of each attack, ``beside`` those together with
    each release that was shown before; ``found`` is how much the attack could compute, ``gave_up`` what it left.
    """
    tables = [
        {
            "indicator": one["indicator"],
            "year": one["year"],
            "cells": sum(one["cells"].values()),
            "withheld": sum(one["withheld"].values()),
        }
        for one in certificate["tables"]
    ]
    return {
        "schema": SCHEMA,
        "release": release_id,
        "made": manifest["created_at"],
        "code": manifest["code_version"],
        "survey_years": list(manifest["survey_years"]),
        "verdict": certificate["verdict"],
        "thresholds": dict(certificate["thresholds_and_limits"]),
        "levels": {
            level: {"cells": cells, "withheld": certificate["withheld"].get(level, 0)}
            for level, cells in certificate["cells"].items()
        },
        "at_risk": tables,
        "tried": dict(certificate["attacks"]),
        "with_truth": certificate["with_truth"],
        "beside": [
            {"release": one["release"], "verdict": one["verdict"], "computations": sum(one["attacks"].values())}
            for one in certificate["over_time"]
        ],
        "found": certificate["found"],
        "gave_up": certificate["gave_up"],
        "exempt": dict(certificate["exempt"]),
        "kept": dict(certificate["kept"]),
        "kept_tables": dict(certificate["kept_tables"]),
        "in_words": dict(certificate["in_words"]),
        "digests": dict(certificate["digests"]),
    }


def digest_of(report: Mapping[str, Any]) -> str:
    """SHA-256 over a report as JSON with sorted keys, in hexadecimal."""
    return hashlib.sha256(json.dumps(report, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
