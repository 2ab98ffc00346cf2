"""A release is complete and blank where withheld before it is written, and shown only as it was written."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.audit import Audit, AuditError
from data.releases import (
    ReleasedCells,
    ReleaseError,
    check_tables,
    current_id,
    diff,
    list_releases,
    list_shown,
    open_folder,
    open_release,
    publish,
    rollback,
    show,
    shown_tables,
    withdraw,
)
from data.releases.folder import releases_folder
from data.releases.ledger import Shelf
from data.releases.remembered import REMEMBERED
from data.releases.write import patterns
from tests.unit.data.release_examples import AREAS, MANIFEST, cell, layer, tables, unchallenged, write

publish, rollback = partial(publish, prove=unchallenged), partial(rollback, prove=unchallenged)

TREE = Path(__file__).resolve().parents[3]
NAMED = '{"type": "FeatureCollection", "features": [{"properties": {"area": "E1", "name": "Zone"}}]}'
Tables = dict[str, pd.DataFrame]


def folder_of(home: Path, release_id: str) -> Path:
    return releases_folder(home) / release_id


# --- writing -----------------------------------------------------------------------------------------------------


def test_a_written_release_has_the_files_of_the_format_all_listed_and_read_only(tmp_path: Path) -> None:
    release_id = write(tmp_path)
    folder = folder_of(tmp_path, release_id)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    layers = {f"layers/{level}.geojson" for level in AREAS}
    assert files == {"cube.duckdb", "certificate.json", "manifest.json", *layers}
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert set(manifest["files"]) == files - {"manifest.json"}
    assert manifest["release_id"] == release_id
    assert manifest["created_at"] == "2026-11-22T08:00:00+00:00"
    assert all((folder / name).stat().st_mode & 0o777 == 0o444 for name in files)
    assert current_id(tmp_path) is None
    assert [p.name for p in releases_folder(tmp_path).iterdir() if p.is_dir()] == [release_id]


def test_what_must_be_kept_of_a_release_is_kept_before_it_is_there(tmp_path: Path) -> None:
    kept: list[str] = []

    def keep(release_id: str) -> None:
        assert not folder_of(tmp_path, release_id).exists()
        assert not list_releases(tmp_path)
        kept.append(release_id)

    def fail(release_id: str) -> None:
        raise OSError(f"no room to keep {release_id}")

    with pytest.raises(OSError, match="no room"):
        write(tmp_path, keep=fail)
    assert not list_releases(tmp_path)
    assert not [path for path in releases_folder(tmp_path).iterdir() if path.is_dir()]
    assert write(tmp_path, keep=keep) == kept[0]


def test_what_is_read_is_what_was_given(tmp_path: Path) -> None:
    publish(tmp_path, write(tmp_path))
    with open_release(tmp_path) as release:
        frame = release.cells().frame
        assert len(frame) == 6
        assert release.certificate == {"verdict": "safe"}
        assert release.years() == [2024]
        assert release.areas("gemeente", 2024)["area"].tolist() == ["11002", "12025"]
        assert release.membership(2024)["postcode"].isna().tolist() == [False, False, True]
        assert release.indicator_table()["label_nl"].tolist() == ["Patiëntenstop"]
        assert release.responses(level="kring")["answered"].tolist() == [6, pd.NA]
        assert release.practices(2024)["p01"].tolist() == ["geen"]
        assert release.layer("elz").decode() == layer("elz")
        assert release.table("release")["survey_years"].tolist() == ["2024"]
        hidden = release.cells(area="K2").frame
    assert hidden["confidentiality"].eq("C").all()
    assert hidden[["count", "value", "lower", "upper"]].isna().all(axis=None)
    shown = frame[frame["area"] == "K1"].set_index("measure")
    assert shown.loc["share", ["count", "frame", "value", "lower"]].tolist() == [10, 30, 50.0, 30.0]
    assert frame.dtypes.astype(str)[["indicator", "count", "value", "ima_year"]].tolist() == [
        "str", "Int64", "Float64", "Int64",
    ]  # fmt: skip


def test_choices_filter_by_one_value_several_or_none(tmp_path: Path) -> None:
    publish(tmp_path, write(tmp_path))
    with open_release(tmp_path) as release:
        assert len(release.cells(level="kring", measure="count")) == 2
        assert len(release.cells(area=["K1", "VL"], year=[2024])) == 4
        assert len(release.cells(area=[])) == 0
        assert len(release.cells(indicator="' OR 1=1 --")) == 0
        assert release.cells().where(area=["K1"], category="total").frame["count"].tolist() == [20]


def test_rows_lie_in_random_order_and_the_same_generator_repeats_it(tmp_path: Path) -> None:
    def stored(seed: int) -> list[str]:
        release_id = write(tmp_path, rng=np.random.default_rng(seed))
        with open_release(tmp_path, release_id) as release:
            return [*release.table("area")["name"]]

    orders = {tuple(stored(seed)) for seed in range(3)}
    assert len(orders) > 1
    assert stored(3) == stored(3)


def change(table: str, column: str, value: Any, *, where: dict[str, Any] | None = None) -> Callable[[Tables], None]:
    def apply(given: Tables) -> None:
        frame = given[table]
        rows = pd.Series(data=True, index=frame.index)
        for name, wanted in (where or {}).items():
            rows &= frame[name] == wanted
        if frame[column].dtype != object:
            frame[column] = frame[column].astype(object)
        frame.loc[rows, column] = value

    return apply


def drop_row(table: str, position: int) -> Callable[[Tables], None]:
    def apply(given: Tables) -> None:
        given[table] = given[table].drop(index=position)

    return apply


def double(table: str) -> Callable[[Tables], None]:
    def apply(given: Tables) -> None:
        given[table] = pd.concat([given[table], given[table].head(1)])

    return apply


K1_SHARE = {"area": "K1", "measure": "share"}
HOURS = {"item": "person.hours_week"}
FAULTS: dict[str, tuple[Callable[[Tables], object], str]] = {
    "withheld with a count": (change("cell", "count", 3, where={"area": "K2"}), "withheld, yet count"),
    "withheld with a value": (change("cell", "value", 3.0, where={"area": "K2"}), "withheld, yet count"),
    "withheld with an interval": (
        lambda t: (change("cell", "lower", 1.0, where={"area": "K2"})(t), change("cell", "upper", 2.0)(t)),
        "withheld, yet count",
    ),
    "withheld with a reason": (change("cell", "status", "U", where={"area": "K2"}), "status is not A"),
    "free without a count": (change("cell", "count", pd.NA, where=K1_SHARE), "free, yet count is empty"),
    "free without a value": (change("cell", "value", pd.NA, where=K1_SHARE), "yet value is empty"),
    "no data with a value": (change("cell", "status", "O", where=K1_SHARE), "no data"),
    "half an interval": (change("cell", "lower", pd.NA, where=K1_SHARE), "one end of the interval"),
    "interval upside down": (change("cell", "lower", 90.0, where=K1_SHARE), "lower is above upper"),
    "share above 100": (change("cell", "value", 100.5, where=K1_SHARE), "outside 0-100"),
    "value outside its interval": (change("cell", "value", 29.9, where=K1_SHARE), "outside its interval"),
    "interval of a share above 100": (change("cell", "upper", 100.1, where=K1_SHARE), "outside 0-100"),
    "count above frame": (change("cell", "frame", 5), "count is above frame"),
    "count with another value": (change("cell", "value", 21.0, where={"measure": "count"}), "not its count"),
    "share on total": (change("cell", "category", "total", where=K1_SHARE), "share stands on total"),
    "unknown status": (change("cell", "status", "X", where=K1_SHARE), "status is not one of"),
    "unknown measure": (change("cell", "measure", "mode", where=K1_SHARE), "measure is not one of"),
    "unknown area": (change("cell", "area", "K9", where={"area": "K1"}), "not in table area"),
    "unknown indicator": (change("cell", "indicator", "P99"), "not in table indicator"),
    "key twice": (double("cell"), "occurs twice"),
    "area missing from the grid": (drop_row("cell", 2), "expected a row for every area"),
    "no total": (drop_row("cell", 0), "expected the measure count on total for P01 2024 vlaanderen"),
    "text for a number": (change("cell", "value", "veel", where=K1_SHARE), "cell.value: expected DOUBLE"),
    "number for a text": (change("cell", "area", 7, where=K1_SHARE), "cell.area: expected VARCHAR"),
    "fraction for a count": (change("cell", "count", 2.5, where=K1_SHARE), "cell.count: expected INTEGER"),
    "infinite": (change("cell", "value", float("inf"), where=K1_SHARE), "cell.value: expected DOUBLE"),
    "missing column": (lambda t: t["cell"].pop("frame"), "expected the columns frame"),
    "extra column": (change("response", "invited", 9), ""),
    "missing table": (lambda t: t.pop("practice"), "practice: expected this table"),
    "unknown table": (lambda t: t.update(person=t["area"]), "person: expected a table of the format"),
    "unknown class": (change("indicator", "disclosure", "secret"), "disclosure is not one of"),
    "atoms of no known kring": (change("membership", "kring", "K9"), "kring is not in table area"),
    "practice outside Flanders": (change("practice", "latitude", 48.8), "latitude is below 50"),
    "a RIZIV number": (change("practice", "p01", "1-99998-16-003"), "RIZIV"),
    "a RIZIV number as key": (change("practice", "practice", "19999816003"), "RIZIV"),
    "quality of too few": (change("quality", "base", 40, where=HOURS), "base is below 50"),
    "quality not in tens": (change("quality", "count", 1171, where=HOURS), "not a multiple of 10"),
    "quality finer than its counts": (change("quality", "value", 97.6, where=HOURS), "more than its rounded counts"),
    "quality withheld with a number": (
        change("quality", "value", 5.0, where={"confidentiality": "C"}),
        "withheld, yet base",
    ),
    "quality without a base": (change("quality", "base", None, where=HOURS), "free, yet base or value is empty"),
    "quality of a share without count": (change("quality", "count", None, where=HOURS), "a share without count"),
    "quality above its base": (change("quality", "count", 1210, where=HOURS), "count is above base"),
    "a mail address": (change("area", "name", "a.b@example.org"), "mail address"),
}


def extra_column(given: Tables) -> None:
    given["response"]["why"] = "klein"


FAULTS["extra column"] = (extra_column, "no other columns")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_and_nothing_is_written(tmp_path: Path, fault: str) -> None:
    given = tables()
    break_it, words = FAULTS[fault]
    break_it(given)
    with pytest.raises(ReleaseError, match=words) as caught:
        write(tmp_path, tables=given)
    assert "1-99998" not in str(caught.value)
    assert not releases_folder(tmp_path).exists()


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    given = tables()
    change("cell", "status", "X", where=K1_SHARE)(given)
    change("practice", "latitude", 48.8)(given)
    with pytest.raises(ReleaseError) as caught:
        write(
            tmp_path,
            tables=given,
            layers={"kring": "{}", "elz": NAMED, "vlaanderen": layer("vlaanderen")},
            manifest={"layout": "2024-1", "survey_years": [2023]},
            now=datetime(2026, 1, 1),  # noqa: DTZ001 -- without a time zone on purpose
        )
    told = "\n".join(caught.value.problems)
    for words in (
        "status",
        "latitude",
        "layer kring",
        "layer elz",
        "code_version",
        "thresholds",
        "[2024]",
        "time zone",
    ):
        assert words in told


def test_a_layer_with_areas_that_no_table_names_is_refused(tmp_path: Path) -> None:
    layers = {level: layer(level) for level in AREAS} | {"elz": layer("gemeente")}
    with pytest.raises(ReleaseError, match="layer elz: 2 areas are not in table area"):
        write(tmp_path, layers=layers)


def test_a_layer_of_context_is_free_in_its_properties(tmp_path: Path) -> None:
    layers = {level: layer(level) for level in AREAS} | {"context": NAMED}
    with open_release(tmp_path, write(tmp_path, layers=layers)) as release:
        assert release.layers() == ["context", *sorted(AREAS)]


def test_open_ended_tables_keep_their_further_columns(tmp_path: Path) -> None:
    given = tables()
    given["indicator"]["caveat_nl"] = "enkel antwoorden"
    given["indicator"]["order"] = 3
    publish(tmp_path, write(tmp_path, tables=given))
    with open_release(tmp_path) as release:
        row = release.indicator_table().iloc[0]
    assert (row["caveat_nl"], row["order"], row["multiple"], row["threshold"]) == ("enkel antwoorden", 3, False, 0)


def test_the_quality_of_the_answers_is_read_back(tmp_path: Path) -> None:
    with open_release(tmp_path, write(tmp_path)) as release:
        quality = release.quality()
    assert quality["item"].tolist() == ["person.hours_week", "gmd", "gmd"]
    assert quality["value"].tolist() == [97.5, -4.1, pd.NA]


def test_a_release_of_before_the_quality_table_is_read_as_one_without(tmp_path: Path) -> None:
    given = tables()
    del given["quality"]
    with open_release(tmp_path, write(tmp_path, tables=given)) as release:
        quality = release.quality()
        assert len(release.cells()) == 6
    assert quality.empty
    assert list(quality.columns) == list(check_tables(tables())["quality"].columns)


def test_the_pattern_tells_other_withheld_cells_and_nothing_else() -> None:
    base, moved = cell(), cell(withheld=("K1",))
    other_numbers = base.assign(frame=99).sample(frac=1, random_state=1)
    assert patterns(base) == patterns(other_numbers)
    assert patterns(base) != patterns(moved)


# --- publishing --------------------------------------------------------------------------------------------------


def test_publish_rollback_and_withdraw_move_the_pointer(tmp_path: Path) -> None:
    a, b, c = write(tmp_path), write(tmp_path), write(tmp_path)
    for release_id in (a, b, c):
        publish(tmp_path, release_id)
        assert current_id(tmp_path) == release_id
    assert rollback(tmp_path) == b
    assert rollback(tmp_path) == a
    with pytest.raises(ReleaseError, match="earlier published"):
        rollback(tmp_path)
    publish(tmp_path, c)
    assert withdraw(tmp_path, c, why="fout in een levering") == a
    assert not folder_of(tmp_path, c).exists()
    assert withdraw(tmp_path, b, why="nooit meer nodig") == a
    assert withdraw(tmp_path, a, why="alles opnieuw") is None
    assert current_id(tmp_path) is None
    with pytest.raises(ReleaseError, match="no release is published"):
        open_release(tmp_path)
    listed = list_releases(tmp_path)
    assert [row["release"] for row in listed] == [c, b, a]
    assert [row["why"] for row in listed] == ["fout in een levering", "nooit meer nodig", "alles opnieuw"]
    assert not any(row["present"] or row["current"] for row in listed)


def test_every_move_is_in_the_audit_trail(tmp_path: Path) -> None:
    a, b = write(tmp_path), write(tmp_path)
    publish(tmp_path, a)
    publish(tmp_path, b)
    rollback(tmp_path, why="cijfers nakijken")
    withdraw(tmp_path, b, why="foute grens")
    acts = [(line["what"], line["subject"]) for line in Audit(tmp_path).entries()]
    assert acts == [
        ("release_write", a),
        ("release_write", b),
        ("release_publish", a),
        ("release_publish", b),
        ("release_rollback", a),
        ("release_withdraw", b),
    ]


def test_withdrawing_needs_a_reason(tmp_path: Path) -> None:
    release_id = write(tmp_path)
    with pytest.raises(ReleaseError, match="reason"):
        withdraw(tmp_path, release_id, why=" ")
    assert folder_of(tmp_path, release_id).is_dir()


def test_a_pointer_that_moved_without_a_line_is_written_down(tmp_path: Path) -> None:
    a, b = write(tmp_path), write(tmp_path)
    publish(tmp_path, a)
    (releases_folder(tmp_path) / "current").write_text(f"{b}\n", encoding="ascii")
    assert rollback(tmp_path) == a


@pytest.mark.parametrize("act", ["publish", "rollback", "withdraw"])
def test_the_pointer_stays_when_the_trail_was_changed_anywhere(tmp_path: Path, act: str) -> None:
    a, b, c = write(tmp_path), write(tmp_path), write(tmp_path)
    publish(tmp_path, a)
    publish(tmp_path, b)
    path = Audit(tmp_path).trail.path
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0].replace('"what": "', '"what": "x'), *lines[1:]]), encoding="utf-8")
    acts = {
        "publish": lambda: publish(tmp_path, c),
        "rollback": lambda: rollback(tmp_path),
        "withdraw": lambda: withdraw(tmp_path, b, why="proef"),
    }
    with pytest.raises(AuditError, match="line 1"):
        acts[act]()
    assert current_id(tmp_path) == b
    assert folder_of(tmp_path, b).is_dir()


@pytest.mark.parametrize("act", [publish, lambda home, _: rollback(home)], ids=["publish", "rollback"])
def test_trail_and_ledger_have_it_before_the_pointer_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path, str], Any]
) -> None:
    a, b, c = write(tmp_path), write(tmp_path), write(tmp_path)
    publish(tmp_path, a)
    publish(tmp_path, b)
    with monkeypatch.context() as killed:
        killed.setattr(Shelf, "point", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            act(tmp_path, c)
    assert current_id(tmp_path) == b
    assert Audit(tmp_path).entries()[-1]["what"] in {"release_publish", "release_rollback"}
    publish(tmp_path, c)
    assert current_id(tmp_path) == c
    assert rollback(tmp_path) == b


def test_a_damaged_pointer_is_mended_by_publishing(tmp_path: Path) -> None:
    a, b = write(tmp_path), write(tmp_path)
    publish(tmp_path, a)
    publish(tmp_path, b)
    pointer = releases_folder(tmp_path) / "current"
    pointer.write_bytes(b"\xff\x00?")
    with pytest.raises(ReleaseError, match="publish ID mends it"):
        current_id(tmp_path)
    assert [row["current"] for row in list_releases(tmp_path)] == [False, False]
    publish(tmp_path, b)
    assert current_id(tmp_path) == b
    assert rollback(tmp_path) == a


def test_whoever_serves_the_screens_may_read_what_they_need(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        release_id = write(tmp_path)
        publish(tmp_path, release_id)
    finally:
        os.umask(before)
    folder = releases_folder(tmp_path)
    needed = [folder / name for name in ("current", "ledger.jsonl", "ledger.head")]
    needed += [path for path in folder_of(tmp_path, release_id).rglob("*") if path.is_file()]
    assert [path.name for path in needed if path.stat().st_mode & 0o044 != 0o044] == []
    folders = [folder, folder_of(tmp_path, release_id), folder_of(tmp_path, release_id) / "layers"]
    assert [path.name for path in folders if path.stat().st_mode & 0o055 != 0o055] == []
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o077 == 0


def test_what_a_killed_writer_left_is_swept_and_never_listed(tmp_path: Path) -> None:
    a = write(tmp_path)
    leftover = releases_folder(tmp_path) / f".building-{a}"
    leftover.mkdir()
    assert [row["release"] for row in list_releases(tmp_path)] == [a]
    write(tmp_path)
    assert not leftover.exists()


@pytest.mark.parametrize("release_id", ["../../etc", "", "20261122T080000Z-zzzzzzzz", "20261122T080000Z-00000000"])
def test_an_id_that_is_none_is_refused(tmp_path: Path, release_id: str) -> None:
    write(tmp_path)
    with pytest.raises(ReleaseError):
        publish(tmp_path, release_id)
    if release_id:
        with pytest.raises(ReleaseError):
            open_release(tmp_path, release_id)


def test_show_tells_manifest_certificate_and_events(tmp_path: Path) -> None:
    a = write(tmp_path)
    publish(tmp_path, a)
    told = show(tmp_path, a)
    assert told["manifest"]["thresholds"] == MANIFEST["thresholds"]
    assert told["certificate"] == {"verdict": "safe"}
    assert [event["event"] for event in told["events"]] == ["written", "published"]
    assert (told["current"], told["problems"]) == (True, [])


# --- reading -----------------------------------------------------------------------------------------------------


def tamper_cube(folder: Path) -> None:
    content = bytearray((folder / "cube.duckdb").read_bytes())
    content[-1] ^= 1
    (folder / "cube.duckdb").chmod(0o644)
    (folder / "cube.duckdb").write_bytes(content)


def tamper_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.chmod(0o644)
    path.write_text(path.read_text(encoding="utf-8").replace('"k_protected": 5', '"k_protected": 3'), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (tamper_cube, "cube.duckdb differs"),
        (tamper_manifest, "manifest.json differs"),
        (lambda folder: (folder / "layers" / "elz.geojson").unlink(), "no such file"),
        (lambda folder: (folder / "cube.duckdb.wal").touch(), "not in the manifest"),
        (lambda folder: (folder / "manifest.json").unlink(), "missing or unreadable"),
        (
            lambda folder: [(folder / "certificate.json").unlink(), (folder / "certificate.json").symlink_to("x")],
            "file",
        ),
    ],
)
def test_a_damaged_release_is_never_shown(tmp_path: Path, damage: Callable[[Path], object], words: str) -> None:
    a, b = write(tmp_path), write(tmp_path)
    publish(tmp_path, b)
    publish(tmp_path, a)
    open_release(tmp_path).close()
    damage(folder_of(tmp_path, a))
    with pytest.raises(ReleaseError, match=words):
        open_release(tmp_path)
    assert show(tmp_path, a)["problems"]
    assert rollback(tmp_path) == b
    with pytest.raises(ReleaseError, match=words):
        publish(tmp_path, a)
    assert current_id(tmp_path) == b
    assert withdraw(tmp_path, a, why="beschadigd") == b


def test_a_folder_can_be_read_anywhere_without_its_ledger(tmp_path: Path) -> None:
    release_id = write(tmp_path / "home")
    moved = tmp_path / "copy"
    folder_of(tmp_path / "home", release_id).rename(moved)
    with open_folder(moved) as release:
        assert len(release.cells()) == 6
    tamper_cube(moved)
    with pytest.raises(ReleaseError, match="differs"):
        open_folder(moved)


def test_the_reader_reaches_nothing_else(tmp_path: Path) -> None:
    publish(tmp_path, write(tmp_path))
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    with open_release(tmp_path) as release:
        for table in ("vault", "duckdb_secrets", '"; DROP TABLE cell; --'):
            with pytest.raises(ReleaseError):
                release.table(table)
        assert release._cube is not None
        cursor = release._cube.connection.cursor()
        for statement in (
            f"SELECT * FROM read_csv('{outside}')",  # noqa: S608 -- it must be refused
            f"COPY cell TO '{tmp_path}/copy.csv'",
            "CREATE TABLE more (a INTEGER)",
            "SET enable_external_access = true",
        ):
            with pytest.raises(Exception, match=r"Error"):
                cursor.execute(statement).fetchall()
    with pytest.raises(ReleaseError, match="closed"):
        release.cells()


def test_many_threads_read_one_release(tmp_path: Path) -> None:
    publish(tmp_path, write(tmp_path))
    found: list[int] = []
    with open_release(tmp_path) as release:
        threads = [threading.Thread(target=lambda: found.append(len(release.cells(level="kring")))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [4] * 8


def test_a_newly_published_release_is_seen_while_the_old_one_is_open(tmp_path: Path) -> None:
    a, b = write(tmp_path), write(tmp_path, tables=tables(withheld=()))
    publish(tmp_path, a)
    with open_release(tmp_path) as old:
        publish(tmp_path, b)
        assert current_id(tmp_path) == b
        with open_release(tmp_path) as new:
            assert (int(old.cells().withheld.sum()), int(new.cells().withheld.sum())) == (2, 0)
        withdraw(tmp_path, a, why="vervangen")
        assert len(old.cells()) == 6


def test_released_cells_refuse_what_is_not_released() -> None:
    good = cell()
    assert len(ReleasedCells(release_id="x", frame=good)) == 6
    leaking = good.assign(count=3)
    with pytest.raises(ReleaseError, match="carries a number"):
        ReleasedCells(release_id="x", frame=leaking)
    with pytest.raises(ReleaseError, match="columns"):
        ReleasedCells(release_id="x", frame=good.assign(riziv="…"))


def test_a_process_that_serves_loads_no_vault_and_no_key() -> None:
    script = (
        "import sys, data.releases\n"
        "bad = [m for m in sys.modules if m.startswith(('data.vault', 'data.kms', 'data.linkage', 'data.contracts',"
        " 'cryptography', 'pyarrow.parquet.encryption'))]\n"
        "sys.exit(' '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=TREE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- comparing ---------------------------------------------------------------------------------------------------


def test_a_difference_tells_what_changed_and_guesses_nothing(tmp_path: Path) -> None:
    changed = tables(withheld=("K1",))
    frame = changed["cell"]
    flanders = (frame["area"] == "VL") & (frame["measure"] == "share")
    frame.loc[flanders, ["value", "count"]] = [55.0, 11]
    a, b = write(tmp_path), write(tmp_path, tables=changed)
    found = diff(tmp_path, a, b)
    assert found.summary() == {
        "earlier": a,
        "later": b,
        "cells": {
            "added": 0, "removed": 0, "changed": 1, "now_withheld": 2, "now_shown": 2, "same": 1, "both_withheld": 0,
        },
        "years_with_other_pattern": [2024],
        "beyond": 0,
        "causes": [],
    }  # fmt: skip
    moved = found.cells.set_index(["area", "measure"])
    assert moved.loc[("VL", "share"), ["change", "value_earlier", "value_later"]].tolist() == ["changed", 50.0, 55.0]
    assert moved.loc[("K1", "share"), "change"] == "now_withheld"
    assert pd.isna(moved.loc[("K1", "share"), "value_later"])
    assert found.counts["cells"].sum() == 6
    same = diff(tmp_path, a, a).summary()["cells"]
    assert (same["same"], same["both_withheld"]) == (4, 2)


def test_what_was_shown_is_kept_when_the_release_is_withdrawn(tmp_path: Path) -> None:
    shown, never = write(tmp_path), write(tmp_path)
    publish(tmp_path, shown)
    with open_release(tmp_path, shown) as release:
        before = {name: release.table(name) for name in REMEMBERED if name in tables()}
    for release_id in (shown, never):
        withdraw(tmp_path, release_id, why="fout in een levering")
    assert list_shown(tmp_path) == [shown]
    kept = shown_tables(tmp_path, shown)
    assert kept is not None
    assert kept.keys() == before.keys()
    for name, frame in before.items():
        key = list(frame.columns)
        pd.testing.assert_frame_equal(
            kept[name].sort_values(key, ignore_index=True), frame.sort_values(key, ignore_index=True)
        )
    assert shown_tables(tmp_path, never) is None
    assert not list(releases_folder(tmp_path).rglob("practice*"))


def test_a_kept_copy_that_was_changed_is_refused(tmp_path: Path) -> None:
    release_id = write(tmp_path)
    publish(tmp_path, release_id)
    next(releases_folder(tmp_path).glob("published/*/cell.parquet")).write_bytes(b"something else")
    with pytest.raises(ReleaseError, match="kept copy"):
        shown_tables(tmp_path, release_id)


def test_a_release_shown_before_copies_were_kept_is_kept_when_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_id = write(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("data.releases.ledger.remember", lambda home, release_id: {})
        publish(tmp_path, release_id)
    assert shown_tables(tmp_path, release_id) is not None
    withdraw(tmp_path, release_id, why="fout in een levering")
    assert shown_tables(tmp_path, release_id) is not None
