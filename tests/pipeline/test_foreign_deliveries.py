"""Deliveries that look like nothing of ours come through the real command, and their releases stand the attack."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data import releases
from tests.foreign.deliveries import write_island, write_silence, write_sprawl
from tests.homes import run

SENDERS = {
    "xlsx, forty municipalities, nested zones, no IMA": (write_island, 240),
    "csv of a Belgian Excel, large kringen, a huge practice": (write_sprawl, 420),
    "parquet, kring equal to zone, hardly anybody answers": (write_silence, 420),
}


@pytest.mark.slow
@pytest.mark.parametrize(("write", "doctors"), SENDERS.values(), ids=SENDERS)
def test_a_foreign_delivery_becomes_a_release_that_gives_nobody_away(
    write: Callable[..., Path], doctors: int, tmp_path: Path
) -> None:
    delivery, home = write(tmp_path / "levering", doctors=doctors), tmp_path / "var"
    environment = {"ZORGCAPACITEIT_KMS": str(tmp_path / "outside" / "kek")}
    (tmp_path / "outside").mkdir()
    refreshed = run("refresh", delivery, "--home", home, "--publish", "--json", env=environment)
    assert refreshed.returncode == 0, refreshed.stdout[-3000:] + refreshed.stderr[-1000:]
    folder = home / "releases" / json.loads(refreshed.stdout)["release"]
    certificate = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    assert (certificate["verdict"], certificate["with_truth"], certificate["found"]) == ("safe", True, 0)
    blind = run("attack", folder, "--json")
    assert blind.returncode == 0, blind.stdout[-3000:]
    assert json.loads(blind.stdout)["safe"] is True
    with releases.open_release(home) as release:
        _is_worth_having(release.table("cell"), doctors)


def _is_worth_having(cell: pd.DataFrame, doctors: int) -> None:
    """Refuse a release that withholds everything: it would be safe as well."""
    flanders = cell.query("level == 'vlaanderen' and category == 'total' and measure == 'count'")
    counts = flanders.set_index("indicator")["count"]
    assert counts["A11"] == doctors
    option = cell.query("level != 'gemeente' and indicator == 'P01' and measure == 'share' and count > 0")
    assert len(option) > 3
    withheld = cell.loc[cell["confidentiality"] == "C"]
    assert withheld[["count", "value", "lower", "upper"]].isna().all(axis=None)
    assert 100 < len(withheld) < len(cell) * 0.9
