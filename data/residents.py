"""The years of a delivered table of residents: 1 January of the survey year, and of earlier years beside it.

D09 divides the contacts of the IMA year by the residents of that year. Where they were not delivered, those of the
nearest delivered year are taken, and the release says so.
"""

import pandas as pd


def years_of(population: pd.DataFrame, survey_year: int) -> pd.Series:
    """Give the year of every row: the survey year where the row, or the whole table, names none."""
    if "year" not in population:
        return pd.Series(survey_year, index=population.index, dtype="int64")
    return population["year"].astype("Int64").fillna(survey_year).astype("int64")


def nearest_year(population: pd.DataFrame, survey_year: int, wanted: int | None) -> int:
    """Give the delivered year nearest to the one that is wanted, the later of two as near; the survey year for None."""
    delivered = {int(year) for year in years_of(population, survey_year)}
    if wanted is None or not delivered:
        return survey_year
    return min(delivered, key=lambda year: (abs(year - wanted), -year))


def in_year(population: pd.DataFrame, survey_year: int, year: int) -> pd.DataFrame:
    """Give the rows of a year, without their column ``year``."""
    return population[years_of(population, survey_year) == year].drop(columns="year", errors="ignore")
