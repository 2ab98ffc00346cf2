"""The certificate says what was tried, and recognises the tables it is about."""

import json

import numpy as np
import pandas as pd

from aggregation.attack import Limits, attack
from aggregation.release.certificate import build_certificate, digest_table, public_certificate
from bench.invented.released import Asked, release, tiny_map

MAP = tiny_map([("g1", "k1", "e1"), ("g2", "k1", "e2"), ("g3", "k2", "e2")])


def tables(withheld: str = "") -> dict[str, pd.DataFrame]:
    counts = np.array([[30, 20], [25, 35], [40, 50]])
    asked = Asked(counts=counts, options=("ja", "nee"), shows=lambda level, *_: level not in withheld.split())
    return release(MAP, [asked])


def test_it_names_sizes_limits_attacks_and_verdict_in_plain_json() -> None:
    shown = tables(withheld="kring elz gemeente")
    limits = Limits(k_protected=6)
    certificate = json.loads(json.dumps(build_certificate(attack(shown, limits=limits), tables=shown)))
    assert certificate["schema"] == "certificate-2"
    assert certificate["verdict"] == "safe"
    assert certificate["thresholds_and_limits"]["k_protected"] == 6
    assert certificate["withheld"] == {"vlaanderen": 0, "kring": 6, "elz": 6, "gemeente": 9}
    assert certificate["tables"][0]["cells"]["gemeente"] == 9
    assert certificate["attacks"]["exact"] == 21
    assert set(certificate["digests"]) == {"cell", "membership", "indicator"}


def test_the_public_copy_tells_what_was_tried_and_names_no_cell() -> None:
    counts = np.array([[3, 47], [25, 35], [40, 50]])
    asked = Asked(counts=counts, options=("ja", "nee"), shows=lambda _l, area, *_: area != "g1")
    shown = release(MAP, [asked])
    full = build_certificate(attack(shown), tables=shown)
    assert any("gemeente:g1" in finding["areas"] for finding in full["found"]), "the full copy names cells"
    public = public_certificate(full)
    text = json.dumps(public)
    for area in ("g1", "g2", "g3", "k1", "k2", "e1", "e2", "VL"):
        assert f'"{area}"' not in text
        assert f":{area}" not in text
    assert public["found"] == len(full["found"])
    assert public["verdict"] == full["verdict"]
    assert {"cells", "withheld", "problems", "indicator", "year"} == set(public["tables"][0])
    assert all(len(public["in_words"][lang]) == 5 for lang in ("nl", "en"))


def test_areas_where_all_are_paid_alike_are_counted_as_the_exemption() -> None:
    counts = np.array([[30, 0], [25, 0], [40, 50]])
    asked = Asked(counts=counts, options=("prestatie", "forfait"), shows=lambda *_: True, indicator="P11")
    shown = release(MAP, [asked])
    assert not build_certificate(attack(shown), tables=shown)["exempt"]["all_alike"], "nothing is exempt by its name"
    shown["indicator"] = shown["indicator"].assign(alike="vlaanderen kring elz")
    exempt = build_certificate(attack(shown), tables=shown)["exempt"]["all_alike"]
    assert exempt == [{"indicator": "P11", "year": 2024, "level": level, "areas": 1} for level in ("elz", "kring")]


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
