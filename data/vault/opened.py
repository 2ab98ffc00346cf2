"""What the vault gives while it is open."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.engine import Engine


@dataclass(frozen=True, kw_only=True)
class OpenedYear:
    """The rows of one survey year, readable until the vault is closed again.

    ``engine`` holds every table in memory under its own name; ``deliveries`` says which delivery each came from and
    ``rows`` how many rows it has. A table that was never delivered is not there. ``set_aside`` says how many earlier
    answers gave way to the last one of the same respondent, for tables of which that was kept.
    """

    survey_year: int
    engine: Engine
    deliveries: Mapping[str, str]
    rows: Mapping[str, int]
    set_aside: Mapping[str, int]

    def frame(self, table: str) -> pd.DataFrame:
        """All rows of a table, in the columns and dtypes in which they were stored."""
        return self.engine.table(table)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Every table of this year."""
        return {table: self.frame(table) for table in self.deliveries}
