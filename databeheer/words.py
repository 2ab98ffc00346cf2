"""Words of Databeheer in two languages, each beside the other where it is drawn; Dutch first."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

PARAMETER = "taal"
_PLACE = ZoneInfo("Europe/Brussels")

TABLES = {
    "contacts": ("artsen op de lijsten", "doctors on the lists"),
    "practices": ("praktijken", "practices"),
    "geography": ("geografie", "geography"),
    "areas": ("namen van gebieden", "names of areas"),
    "population": ("inwoners", "residents"),
    "survey_practice": ("vragenlijst van praktijken", "survey of practices"),
    "survey_individual": ("vragenlijst van artsen", "survey of doctors"),
    "ima": ("IMA", "IMA (health insurers)"),
    "area_facts": ("gebiedscijfers", "area facts"),
}
_ENDS = {0: ("klaar", "done"), 1: ("geweigerd", "refused"), 2: ("verkeerd gebruikt", "wrong usage"),
         3: ("storing", "fault"), 4: ("niet veilig om te tonen", "not safe to publish"),
         -1: ("afgebroken", "cut off")}  # fmt: skip


def language() -> str:
    """Give the language of this page: that of the address, else Dutch."""
    return "en" if st.query_params.get(PARAMETER) == "en" else "nl"


def t(dutch: str, english: str) -> str:
    """Give the phrase in the language of this page."""
    return english if language() == "en" else dutch


def table_name(name: str) -> str:
    """Name a table of a delivery."""
    return t(*TABLES[name]) if name in TABLES else name


def ended(status: int | None) -> str:
    """Say how a job ended, by its exit status."""
    if status is None:
        return t("loopt", "running")
    return t(*_ENDS[status]) if status in _ENDS else t(f"gestopt met {status}", f"stopped with {status}")


def day(value: date) -> str:
    """Write a day: 4-11-2026."""
    return f"{value.day}-{value.month}-{value.year}"


def moment(value: str | datetime) -> str:
    """Write a moment in the time of Brussels: 4-11-2026, 14.05."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    here = at.astimezone(_PLACE)
    return f"{day(here.date())}, {here:%H.%M}"
