"""What earlier releases showed, for a refresh that must not give away more together with them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from data import releases
from data.console import Output
from data.vault import ReleasedMaps

Tables = Mapping[str, pd.DataFrame]


def shown_before(home: Path, maps: ReleasedMaps, output: Output) -> dict[str, Tables]:
    """Public tables of every release that was ever shown, the last written first, with its practice map.

    Maps that are not in the vault yet are put there, as long as their release is there to read them from. What was
    not kept is told.

    Raises
    ------
    ReleaseError, VaultError : what was kept of a release is not what it published.
    """
    present = {str(row["release"]) for row in releases.list_releases(home) if row["present"]}
    ever = releases.list_shown(home)
    for release_id in ever:  # one that was never shown is not read: a damaged one of those stops nothing
        if release_id in present and not maps.has(release_id):
            with releases.open_release(home, release_id) as opened:
                maps.keep(release_id, opened.table("practice"))
    maps.forget(but={*present, *ever})
    shown: dict[str, Tables] = {}
    for release_id in ever:
        tables = releases.shown_tables(home, release_id)
        if tables is None:
            output.say(
                f"Van {release_id} is geen kopie bewaard: er wordt niet mee vergeleken.",
                f"No copy of {release_id} was kept: nothing is compared with it.",
            )
            continue
        practice = maps.recall(release_id)
        if practice is None and not maps.has(release_id):
            output.say(
                f"Van {release_id} is de praktijkenkaart niet bewaard: die wordt niet vergeleken.",
                f"The practice map of {release_id} was not kept: it is not compared.",
            )
        shown[release_id] = tables if practice is None else {**tables, "practice": practice}
    return shown


def published_maps(years: Iterable[int], shown: Mapping[str, Tables]) -> dict[int, list[pd.DataFrame]]:
    """Practice maps of each year in all releases that showed one, the last written first; none where none did."""
    found = [tables["practice"] for tables in shown.values() if "practice" in tables]
    return {year: [rows for table in found if len(rows := table.loc[table["year"] == year])] for year in years}
