"""A tiny delivery year that fits on one screen: three municipalities, two kringen, two zones, nine people."""

from typing import Any

import pandas as pd

from tests.made import delivered, riziv

RIZIV = {
    "an": "19999816003",
    "bo": "19999676004",
    "co": "19990116005",
    "di": "19991797003",
}
"""Worked examples of the domain notes: fictitious, computed, nobody's."""

_PRACTICE_ANSWERS: dict[str, list[Any]] = {
    "patient_stop": ["geen", "volledig", "gedeeltelijk"],
    "waiting_days": [2, 5, None],
    "disciplines": ["verpleegkundige|podoloog", None, "podoloog"],
    "expansion_planned": ["ja", "nee", "nee"],
    "practice_form": ["groep", "solo", "groep"],
    "new_patient_conditions": ["woonplaats|familie", "geen", None],
    "catchment_restricted": ["ja", None, "nee"],
    "urgent_same_day": ["ja", "ja", "nee"],
    "home_visits": ["ja", "nee", "ja"],
    "remote_consultation": ["nee", "nee", "ja"],
    "walk_in": ["nee", "ja", "nee"],
    "evening_surgery": ["ja", None, None],
    "vacancy_gp": ["ja", "nee", "nee"],
    "absence_cover": ["ja", "ja", "ja"],
    "closing_without_successor": ["nee", "ja", None],
    "nurse_fte": [0.5, 0.0, 1.5],
    "reception_fte": [None, 1.0, 2.0],
    "expansion_obstacles": ["ruimte|personeel", None, "andere"],
}
"""Answers of P1, P3 and P4."""


def tables() -> dict[str, pd.DataFrame]:
    """Canonical frames of survey year 2026 as the vault gives them."""
    people = {name: riziv(99900 + i) for i, name in enumerate("abcdefgh")} | {"t": riziv(99950, qualification="005")}
    contacts = [
        # person, practice, share
        ("a", "P1", 1.0),
        ("b", "P1", 0.5),
        ("b", "P2", 0.5),
        ("c", "P2", 0.4),
        ("c", "P3", 0.6),
        ("d", "P3", 1.0),
        ("e", "P3", 1.0),
        ("f", "P4", 1.0),
        ("g", "P4", 1.0),
        ("h", "P4", 1.0),
        ("t", "P4", 1.0),
    ]
    survey = [
        # person, birth, status, hours, duty, desired, pressure, payment, gmd, consultations, visits, remote
        ("a", 1960, "zelfstandig", 57.0, 10.0, 40.0, "5", "prestatie", 1000, 4000, 500, 500),
        ("b", 1985, "zelfstandig", 38.0, 0.0, 38.0, "2", "prestatie", 800, 3000, 100, 900),
        ("d", 1990, "gemengd", 19.0, None, None, "geen_antwoord", "forfait", None, 2000, 50, 50),
        ("f", 1975, "loontrekkend", 0.0, 5.0, 20.0, "3", "gemengd", 10, 10, 0, None),
        ("t", 1998, "loontrekkend", 38.0, 20.0, 45.0, "4", None, None, None, None, None),
    ]
    ima = [
        # person, spec, hci, type, flaghmm, ff_mh, gmd, attrib, raadpl, bezavond, bezoekind, instel, advies, digicont
        ("a", "003", "H1", "100", 0, None, 1100, 1200, 4100, 10, 400, 100, 3, 600),
        ("a", "003", "H2", "900", 0, None, 50, 900, 100, 0, 0, 0, 0, 0),
        ("c", "003", "H2", "900", 1, None, 700, 900, 900, 0, 100, 100, 0, 100),
        ("d", "003", "H3", "805", 1, 2400, 600, 800, 0, 0, 0, 0, 0, 0),
        ("f", "005", "H4", "900", 0, None, None, 1500, 900, 0, 0, 0, 0, 100),
    ]
    return {
        "contacts": delivered(
            "contacts",
            [(people[p], "haio" if p == "t" else "huisarts", *rest) for p, *rest in contacts],
            "riziv role practice_id share",
            basis="publiek",
            kring_id="K1",
        ),
        "practices": delivered(
            "practices",
            [
                ("P1", "1000a", "20001", 4.4, 51.1, "nee"),
                ("P2", "1000a", "20001", 4.4, 51.1, None),
                ("P3", "2000a", "20002", None, None, "nee"),
                ("P4", "2000b", "20002", 4.5, 51.2, "ja"),
                ("P5", "3000a", "20003", 4.6, 51.3, "nee"),
            ],
            "practice_id postcode nis longitude latitude map_opt_out",
        ),
        "survey_practice": delivered(
            "survey_practice", [("P1",), ("P3",), ("P4",)], "practice_id", **_PRACTICE_ANSWERS
        ),
        "survey_individual": delivered(
            "survey_individual",
            [(people[p], *rest) for p, *rest in survey],
            "riziv birth_year status hours_week duty_hours_month desired_hours_week pressure payment_system gmd_count "
            "consultations_year home_visits_year remote_contacts_year",
            submitted_at="2026-10-01T10:00:00",
            exhaustion="3",
            satisfaction="4",
            career_5y="blijven",
        ),
        "ima": delivered(
            "ima",
            [(people[p][:8], *rest) for p, *rest in ima],
            "RIZIV_ID RIZIV_SPEC RIZIV_HCI HCI_TYPE FLAGHMM FF_MH PAT_GMD PAT_ATTRIB RAADPL BEZAVOND BEZOEKIND INSTEL "
            "ADVIES DIGICONT",
            YEAR=2024,
        ),
        "geography": delivered(
            "geography",
            [
                ("1000a", "20001", "K1", "Z1", "R1"),
                ("1000b", "20001", "K1", "Z1", "R1"),
                ("2000a", "20002", "K1", "Z2", "R1"),
                ("2000b", "20002", "K2", "Z2", "R1"),
                ("3000a", "20003", "K2", "Z2", "R2"),
            ],
            "postcode nis kring_id elz_id regio_id",
        ),
        "areas": delivered(
            "areas",
            [
                ("kring", "K1", "Kring Een", None),
                ("kring", "K2", "Kring Twee", None),
                ("elz", "Z1", "Zone Een", None),
                ("elz", "Z2", "Zone Twee", None),
                ("gemeente", "20001", "Eerst", 10.0),
                ("gemeente", "20002", "Tweed", 100.0),
                ("gemeente", "20003", "Derd", 100.0),
                ("regio", "R1", "Regio Een", None),
                ("regio", "R2", "Regio Twee", None),
            ],
            "level area_id name area_km2",
        ),
        "population": delivered(
            "population",
            [
                ("20001", None, "0-17", 1000),
                ("20001", None, "18-64", 1000),
                ("20002", "2000a", "18-64", 2000),
                ("20002", "2000b", "18-64", 6000),
                ("20003", None, "18-64", 1000),
            ],
            "nis postcode age_class residents",
        ),
    }
