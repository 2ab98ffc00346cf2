"""Published figures that the synthetic deliveries should resemble, and the same figures measured on them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

_CONTACTS = ["RAADPL", "BEZAVOND", "BEZOEKIND", "INSTEL", "DIGICONT"]
_HOMES = ["BEZAVOND", "BEZOEKIND", "INSTEL"]


@dataclass(frozen=True)
class Target:
    """A figure: what it is, its published or assumed value, and the band that counts as resembling it."""

    label: str
    value: float
    low: float
    high: float
    source: str


PILOT = "pilot kringen 2022"
FEDERAL = "federal survey 2022"
ASSUMED = "assumed"
DERIVED = "derived from IMA and population totals"

TARGETS: Mapping[str, Target] = {
    "people": Target("People on the lists", 6_900, 6_850, 6_950, "deliberation 25/200"),
    "trainees": Target("Trainees among them (%)", 14, 13, 15, "training places"),
    "solo": Target("Solo practices (%)", 50, 47, 53, ASSUMED),
    "duo": Target("Duo practices (%)", 18, 15, 21, ASSUMED),
    "group": Target("Group and network practices (%)", 30, 27, 33, ASSUMED),
    "house": Target("Medical houses (%)", 2, 1.2, 2.8, ASSUMED),
    "stop_any": Target("Any form of patient stop (%)", 60, 56, 68, "Flanders, early 2024"),
    "stop_full": Target("Full patient stop (%)", 15, 11, 18, f"{PILOT} (13), {FEDERAL} (17)"),
    "waiting": Target("Waiting time, median (working days)", 2, 2, 2, ASSUMED),
    "home_visits": Target("Home visits offered (%)", 96.6, 95, 98, PILOT),
    "urgent": Target("Urgent question seen the same day (%)", 95.7, 94, 97.5, PILOT),
    "nurse": Target("Practices with a nurse (%)", 30, 26, 35, PILOT),
    "reception": Target("Practices with reception (%)", 60, 55, 65, PILOT),
    "vacancy": Target("Practices with a GP vacancy (%)", 35, 33, 42, f"{PILOT} (more than a third)"),
    "response_people": Target("Response of persons (%)", 60, 57, 63, ASSUMED),
    "response_practices": Target("Response of practices (%)", 65, 62, 68, ASSUMED),
    "hours_50_64": Target("Huisartsen working 50-64 h a week (%)", 50, 45, 57, FEDERAL),
    "hours_over_64": Target("Huisartsen working more than 64 h (%)", 17, 13, 20, FEDERAL),
    "hours_38_40": Target("Huisartsen working 38-40 h (%)", 17, 13, 20, FEDERAL),
    "hours_25_34": Target("Hours a week, age 25-34", 49, 47, 50, FEDERAL),
    "hours_55_64": Target("Hours a week, age 55-64", 60, 57, 60.5, FEDERAL),
    "pressure": Target("High or very high pressure (%)", 67, 59, 75, f"{PILOT} (59), {FEDERAL} (75)"),
    "pressure_top": Target("Very high pressure (%)", 15.4, 12, 19, PILOT),
    "stops": Target("Huisartsen who stop within 5 years (%)", 25, 21, 29, PILOT),
    "cuts": Target("Huisartsen who will cut down (%)", 29, 25, 33, PILOT),
    "gmd": Target("GMDs per huisarts, mean", 970, 920, 1_020, DERIVED),
    "contacts": Target("Contacts billed in a year per huisarts on the lists", 5_900, 5_600, 6_200, DERIVED),
    "contacts_resident": Target("Contacts billed in a year per resident", 5.27, 5.1, 5.4, "IMA 2022 (85 % × 6.2)"),
    "consultations": Target("Consultations among them (%)", 75, 73, 77, DERIVED),
    "remote": Target("Remote contacts among them (%)", 12, 10.5, 13.5, DERIVED),
    "visits": Target("Visits among them (%)", 13, 11.5, 14.5, DERIVED),
}
"""Figures for survey year 2024 with IMA 2022; see docs/synthetic-data.md for the published values behind them."""


def measure(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Measure the figures of ``TARGETS`` on one delivery, duplicates left in; shares are of those who answered."""
    return {
        **_lists(tables),
        **_practice_figures(tables["survey_practice"]),
        **_person_figures(tables),
        **_ima_figures(tables),
    }


def _lists(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    people = tables["contacts"].drop_duplicates("riziv")
    return {
        "people": float(len(people)),
        "trainees": _share(people["role"] == "haio"),
        "response_people": 100 * tables["survey_individual"]["riziv"].nunique() / len(people),
        "response_practices": 100 * tables["survey_practice"]["practice_id"].nunique() / len(tables["practices"]),
        **_forms(tables),
    }


def _forms(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Forms of all practices, from the number of huisartsen by main practice and the medical houses among the names."""
    contacts, practices = tables["contacts"], tables["practices"].set_index("practice_id")
    doctors = contacts[contacts["role"] == "huisarts"].sort_values(["share", "practice_id"], ascending=[False, True])
    counts = doctors.drop_duplicates("riziv")["practice_id"].value_counts().reindex(practices.index).fillna(0)
    house = practices["name"].str.startswith("Wijkgezondheidscentrum")
    return {
        "solo": _share((counts == 1) & ~house),
        "duo": _share((counts == 2) & ~house),
        "group": _share((counts >= 3) & ~house),
        "house": _share(house),
    }


def _practice_figures(survey: pd.DataFrame) -> dict[str, float]:
    return {
        "stop_any": _answered(survey["patient_stop"], "gedeeltelijk", "volledig"),
        "stop_full": _answered(survey["patient_stop"], "volledig"),
        "waiting": float(survey["waiting_days"].median()),
        "home_visits": _answered(survey["home_visits"], "ja"),
        "urgent": _answered(survey["urgent_same_day"], "ja"),
        "vacancy": _answered(survey["vacancy_gp"], "ja"),
        "nurse": _share(survey["nurse_fte"].dropna() > 0),
        "reception": _share(survey["reception_fte"].dropna() > 0),
    }


def _person_figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Answers of recognised huisartsen; pressure of everybody who gave an answer."""
    survey = tables["survey_individual"]
    roles = tables["contacts"].drop_duplicates("riziv").set_index("riziv")["role"]
    doctors = survey[(survey["riziv"].map(roles) == "huisarts").to_numpy()]
    hours = doctors["hours_week"].dropna()
    year = int(str(survey["submitted_at"].iloc[0])[:4])
    age = year - doctors.loc[hours.index, "birth_year"]
    pressure = survey["pressure"][survey["pressure"] != "geen_antwoord"]
    return {
        "hours_50_64": _share(hours.between(50, 64)),
        "hours_over_64": _share(hours > 64),
        "hours_38_40": _share(hours.between(38, 40)),
        "hours_25_34": float(hours[age.between(25, 34)].mean()),
        "hours_55_64": float(hours[age.between(55, 64)].mean()),
        "pressure": _answered(pressure, "4", "5"),
        "pressure_top": _answered(pressure, "5"),
        "stops": _answered(doctors["career_5y"], "stoppen"),
        "cuts": _answered(doctors["career_5y"], "verminderen"),
    }


def _ima_figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Work of the IMA year; what is billed in all, also by trainees, is held against all huisartsen and residents."""
    ima = tables["ima"]
    listed, population = tables["contacts"], tables["population"]
    billed_in_all = float(ima.loc[ima["HCI_TYPE"] != "805", _CONTACTS].to_numpy().sum())
    residents = float(population.loc[population["year"] == ima["YEAR"].iloc[0], "residents"].sum())
    doctors = ima[ima["RIZIV_SPEC"].isin(["001", "002", "003", "004"])]
    billed = doctors[doctors["HCI_TYPE"] != "805"]
    contacts = billed[_CONTACTS].sum()
    total = float(contacts.sum())
    return {
        "gmd": float(doctors.groupby("RIZIV_ID")["PAT_GMD"].sum(min_count=1).mean()),
        "contacts": billed_in_all / listed.loc[listed["role"] == "huisarts", "riziv"].nunique(),
        "contacts_resident": billed_in_all / residents,
        "consultations": 100 * float(contacts["RAADPL"]) / total,
        "remote": 100 * float(contacts["DIGICONT"]) / total,
        "visits": 100 * float(contacts[_HOMES].sum()) / total,
    }


def _share(true: pd.Series) -> float:
    return 100 * float(np.mean(true.to_numpy(dtype=np.float64)))


def _answered(answers: pd.Series, *codes: str) -> float:
    """Share of the answers given that are one of ``codes``, in %."""
    return _share(answers.dropna().isin(codes))
