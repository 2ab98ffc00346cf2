"""The certificate says what was tried, and recognises the tables it is about."""

import json

import numpy as np
import pandas as pd

from aggregation.attack import Limits, attack
from aggregation.release.certificate import build_certificate, digest_table
from tests.unit.aggregation.attack_instances import Asked, release, tiny_map

MAP = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e2"), ("g3", "k2", "e2")])


def tables(withheld: str = "") -> dict[str, pd.DataFrame]:
    counts = np.array([[30, 20], [25, 35], [40, 50]])
    return release(MAP, [Asked(counts=counts, options=("ja", "nee"), shows=lambda _l, area, *_: area != withheld)])


def test_it_names_sizes_limits_attacks_and_verdict_in_plain_json() -> None:
    shown = tables(withheld="g1")
    limits = Limits(k_protected=6)
    certificate = json.loads(json.dumps(build_certificate(attack(shown, limits=limits), tables=shown)))
    assert certificate["schema"] == "certificate-1"
    assert certificate["verdict"] == "safe"
    assert certificate["thresholds_and_limits"]["k_protected"] == 6
    assert certificate["withheld"] == {"vlaanderen": 0, "kring": 0, "elz": 0, "gemeente": 3}
    assert certificate["tables"][0]["cells"]["gemeente"] == 9
    assert certificate["attacks"]["exact"] == 3
    assert set(certificate["digests"]) == {"cell", "membership", "indicator"}


def test_a_digest_does_not_depend_on_order_or_on_how_numbers_are_stored() -> None:
    cell = tables()["cell"]
    moved = cell.sample(frac=1, random_state=1)[list(reversed(cell.columns))]
    moved["count"] = moved["count"].astype(float)
    moved["year"] = moved["year"].astype("int32")
    assert digest_table(moved) == digest_table(cell)


def test_a_digest_changes_with_one_number() -> None:
    cell = tables()["cell"]
    changed = cell.copy()
    changed.loc[0, "count"] += 1
    assert digest_table(changed) != digest_table(cell)
