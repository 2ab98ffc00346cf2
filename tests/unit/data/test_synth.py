"""Synthetic deliveries: reproducible, coherent over the years, and full of the awkward things of life."""

import hashlib
import re
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.identifiers import RIZIV_MODULI, is_riziv, is_riziv_person, riziv_check_digits
from data.synth import GeographyError, YearGeography, country, draw_deliveries, write_deliveries
from data.synth.identifiers import NumberBook
from geo import reference

YEARS = (2024, 2025, 2026)
TABLES = {
    "contacts",
    "practices",
    "survey_practice",
    "survey_individual",
    "ima",
    "geography",
    "areas",
    "area_facts",
    "population",
}
World = dict[int, dict[str, pd.DataFrame]]


@pytest.fixture(scope="module")
def world() -> World:
    return dict(draw_deliveries(years=YEARS, seed=7, scale=1, geography=country(reference)))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("deliveries")
    write_deliveries(out, years=YEARS, seed=3, scale=0.05, geography=country(reference))
    return out


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def key(riziv: pd.Series) -> pd.Series:
    return riziv.str[:8]


def main_practice(contacts: pd.DataFrame) -> pd.DataFrame:
    ordered = contacts.sort_values(["share", "practice_id"], ascending=[False, True])
    return ordered.drop_duplicates("riziv")


# -- files ------------------------------------------------------------------------------------------------------


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(written: Path, tmp_path: Path) -> None:
    write_deliveries(tmp_path / "again", years=YEARS, seed=3, scale=0.05, geography=country(reference))
    write_deliveries(tmp_path / "other", years=YEARS, seed=4, scale=0.05, geography=country(reference))
    again, other = digests(tmp_path / "again"), digests(tmp_path / "other")
    assert digests(written) == again
    assert again.keys() == other.keys()
    assert {name for name in again if again[name] == other[name]} == {
        name for name in again if Path(name).stem in {"geography", "areas", "population"}
    }


def test_spreadsheets_and_parquet_hold_no_moment_of_writing(written: Path) -> None:
    with zipfile.ZipFile(written / "2024" / "areas.xlsx") as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(rb"<dcterms:[^>]*>([^<]*)<", archive.read("docProps/core.xml"))
    assert set(stamps) == {b"2020-01-01T00:00:00Z"}
    assert pq.read_schema(written / "2026" / "contacts.parquet").metadata is None


def test_manifest_names_every_file_with_its_digest_and_the_ima_sender(written: Path) -> None:
    for year in YEARS:
        folder = written / str(year)
        manifest = tomllib.loads((folder / "delivery.toml").read_text(encoding="utf-8"))
        assert manifest["survey_year"] == year
        assert manifest["layout"] == ("2026-1" if year >= 2026 else "2024-1")
        assert set(manifest["files"]) == TABLES
        for entry in manifest["files"].values():
            content = (folder / entry["path"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert {path.name for path in folder.iterdir()} == {
            "delivery.toml",
            *(entry["path"] for entry in manifest["files"].values()),
        }
        ima = manifest["files"]["ima"]
        assert ima["sender"] == "TTP VI (KSZ)"
        assert date(2025, 10, 22) <= ima["received_on"] <= date(2035, 10, 6)
        assert ima["path"].startswith(f"ima_{year - 2}.")


def test_the_years_show_every_file_format(written: Path) -> None:
    paths = [path for path in written.rglob("*") if path.is_file() and path.suffix != ".toml"]
    assert {path.suffix for path in paths} == {".csv", ".xlsx", ".parquet"}
    contents = {str(path.relative_to(written)): path.read_bytes() for path in paths if path.suffix == ".csv"}
    assert any(content.startswith(b"\xef\xbb\xbf") for content in contents.values())
    assert "’" in contents["2025/practices.csv"].decode("cp1252")
    with pytest.raises(UnicodeDecodeError):
        contents["2025/practices.csv"].decode("utf-8")
    assert contents["2025/contacts.csv"].splitlines()[1].count(b";") == 5
    assert contents["2024/contacts.csv"].splitlines()[1].count(b",") == 5
    assert contents["2025/contacts.csv"].splitlines()[1].split(b";")[0].count(b"-") == 3


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("2024/practices.csv", {}),
        ("2025/practices.csv", {"sep": ";", "decimal": ",", "encoding": "cp1252"}),
        ("2026/practices.csv", {"sep": ";", "decimal": ",", "encoding": "utf-8-sig"}),
    ],
)
def test_what_is_written_reads_back_as_what_was_drawn(written: Path, name: str, options: dict[str, str]) -> None:
    drawn = dict(draw_deliveries(years=YEARS, seed=3, scale=0.05, geography=country(reference)))
    read = pd.read_csv(written / name, dtype={"postcode": str, "nis": str, "house_number": str}, **options)
    pd.testing.assert_frame_equal(read, drawn[int(name[:4])]["practices"])


def test_parquet_and_xlsx_read_back_as_what_was_drawn(written: Path) -> None:
    drawn = dict(draw_deliveries(years=YEARS, seed=3, scale=0.05, geography=country(reference)))
    ima = pd.read_parquet(written / "2026" / "ima_2024.parquet")
    pd.testing.assert_frame_equal(ima, drawn[2026]["ima"], check_dtype=False)
    lines = pd.read_excel(written / "2025" / "geography.xlsx", dtype=str)
    pd.testing.assert_frame_equal(lines, drawn[2025]["geography"])


# -- people -----------------------------------------------------------------------------------------------------


def test_every_number_is_valid_and_every_person_has_one(world: World) -> None:
    for tables in world.values():
        contacts = tables["contacts"]
        assert contacts["riziv"].map(is_riziv).all()
        qualification = contacts["riziv"].str[8:]
        assert set(qualification[contacts["role"] == "haio"]) <= {"005", "006"}
        assert set(qualification[contacts["role"] == "huisarts"]) == {"001", "002", "003", "004"}
        assert key(contacts["riziv"]).nunique() == contacts["riziv"].nunique()
        assert contacts.groupby("riziv")["role"].nunique().max() == 1


def test_half_of_the_recent_starters_have_check_digits_under_modulo_89(world: World) -> None:
    contacts = world[2026]["contacts"]
    trainees = key(contacts.loc[contacts["role"] == "haio", "riziv"])
    old_style = trainees.map(lambda number: riziv_check_digits(number[:6], RIZIV_MODULI[0]) == number[6:])
    assert 0.42 < old_style.mean() < 0.58
    keys = key(contacts["riziv"].drop_duplicates())
    assert keys.str[:6].duplicated().any(), "six digits are expected not to be enough to tell people apart"


def test_shares_sum_to_one_and_some_people_work_in_two_practices(world: World) -> None:
    for tables in world.values():
        contacts = tables["contacts"]
        by_person = contacts.groupby("riziv")
        assert by_person["share"].sum().sub(1).abs().max() < 1e-9
        assert not contacts.duplicated(["riziv", "practice_id"]).any()
        assert 0.02 < (by_person.size() == 2).mean() < 0.06
        assert by_person.size().max() == 2


def test_careers_continue_over_the_years(world: World) -> None:
    born = [tables["survey_individual"].assign(key=lambda f: key(f["riziv"])) for tables in world.values()]
    years = pd.concat(born).groupby("key")["birth_year"].nunique()
    assert years.max() == 1
    first, last = world[2024]["contacts"], world[2026]["contacts"]
    stayed = set(key(first["riziv"])) & set(key(last["riziv"]))
    assert 0.85 < len(stayed) / first["riziv"].nunique() < 0.97
    trainees = set(key(first.loc[first["role"] == "haio", "riziv"]))
    doctors = set(key(last.loc[last["role"] == "huisarts", "riziv"]))
    assert len(trainees & doctors) > 0.5 * len(trainees)
    assert set(world[2024]["practices"]["practice_id"]) - set(world[2026]["practices"]["practice_id"])
    assert set(world[2026]["practices"]["practice_id"]) - set(world[2024]["practices"]["practice_id"])


def test_answers_resemble_those_of_the_year_before(world: World) -> None:
    people = [world[year]["survey_individual"].drop_duplicates("riziv", keep="last") for year in (2024, 2025)]
    both = people[0].assign(key=key(people[0]["riziv"])).merge(people[1].assign(key=key(people[1]["riziv"])), on="key")
    assert both["hours_week_x"].astype(float).corr(both["hours_week_y"].astype(float)) > 0.7
    practices = [world[year]["survey_practice"].drop_duplicates("practice_id", keep="last") for year in (2024, 2025)]
    pairs = practices[0].merge(practices[1], on="practice_id").dropna(subset=["walk_in_x", "walk_in_y"])
    again = pairs.loc[pairs["walk_in_x"] == "ja", "walk_in_y"].eq("ja").mean()
    assert again > 0.6


def test_municipalities_with_no_one_and_four_doctors_in_every_year(world: World) -> None:
    for tables in world.values():
        contacts = main_practice(tables["contacts"]).merge(tables["practices"], on="practice_id")
        doctors = contacts.loc[contacts["role"] == "huisarts", "nis"].value_counts()
        counts = doctors.reindex(tables["geography"]["nis"].unique()).fillna(0)
        for wanted in (0, 1, 4):
            assert (counts == wanted).any(), f"expected a municipality with {wanted} doctors"


# -- IMA --------------------------------------------------------------------------------------------------------


def test_ima_keeps_those_who_left_and_misses_those_who_started(world: World) -> None:
    for year, tables in world.items():
        ima, contacts = tables["ima"], tables["contacts"]
        assert set(ima["YEAR"]) == {year - 2}
        assert ima["RIZIV_ID"].map(is_riziv_person).all()
        listed = main_practice(contacts).assign(key=lambda f: key(f["riziv"])).set_index("key")
        known = set(ima["RIZIV_ID"])
        assert 0.02 < 1 - listed.index.isin(ima["RIZIV_ID"]).mean() < 0.25
        assert 0.02 < len(known - set(listed.index)) / len(known) < 0.12
        trained = ima["RIZIV_SPEC"].isin(["005", "006"])
        became = ima.loc[trained, "RIZIV_ID"].map(listed["role"]) == "huisarts"
        assert became.mean() > 0.3
        assert ima.duplicated("RIZIV_ID").sum() > 100
        assert not ima.duplicated(["RIZIV_ID", "RIZIV_SPEC", "RIZIV_HCI"]).any()


def test_medical_houses_have_forfaits_and_hardly_any_billed_contact(world: World) -> None:
    for tables in world.values():
        ima = tables["ima"]
        house = ima["HCI_TYPE"] == "805"
        assert set(ima["HCI_TYPE"]) == {"100", "900", "805"}
        assert (ima.loc[house, "FLAGHMM"] == 1).all()
        assert ima.loc[~house, "FF_MH"].isna().all()
        assert ima.loc[house, "FF_MH"].isna().any(), "some doctors in a medical house bill individually"
        assert 0 < ima.loc[~house, "FLAGHMM"].mean() < 0.03
        capitation = house & ima["FF_MH"].notna()
        assert ima.loc[capitation, "RAADPL"].max() < 250
        assert (ima.loc[capitation, "RAADPL"] == 0).mean() > 0.5
        assert ima.loc[~house, "RAADPL"].median() > 2_000


def test_forfaits_of_a_house_stand_once_or_per_doctor_and_enrolled_patients_are_no_files_too(world: World) -> None:
    for tables in world.values():
        ima = tables["ima"]
        capitation = ima["FF_MH"].notna()
        assert ima.loc[capitation, "PAT_GMD"].isna().all()
        assert ima.loc[~capitation & ima["RIZIV_SPEC"].isin(["003", "004"]), "PAT_GMD"].notna().all()
        houses = ima[capitation].groupby("RIZIV_HCI")["FF_MH"].agg(["size", "nunique"])
        shared = houses[houses["size"] > 1]
        assert (shared["nunique"] == 1).any()
        assert (shared["nunique"] > 1).any()


def test_the_new_deal_is_an_answer_from_layout_2026_1_on(world: World) -> None:
    answers = {year: set(tables["survey_individual"]["payment_system"].dropna()) for year, tables in world.items()}
    usual = {"prestatie", "forfait", "gemengd"}
    assert answers == {2024: usual, 2025: usual, 2026: usual | {"new_deal"}}


def test_former_trainees_stand_at_ima_as_trainees_and_some_practices_are_silent(world: World) -> None:
    for tables in world.values():
        listed = main_practice(tables["contacts"]).assign(key=lambda f: key(f["riziv"])).set_index("key")["role"]
        then = tables["ima"].drop_duplicates("RIZIV_ID").set_index("RIZIV_ID")["RIZIV_SPEC"]
        changed = then[then.isin(["005", "006"])].index.map(listed) == "huisarts"
        assert 0.02 < changed.sum() / (listed == "huisarts").sum() < 0.15
        silent = ~tables["practices"]["practice_id"].isin(tables["survey_practice"]["practice_id"])
        assert 0.2 < silent.mean() < 0.5


def test_practice_numbers_carry_one_number_of_attributed_patients(world: World) -> None:
    for tables in world.values():
        ima = tables["ima"]
        assert ima.groupby("RIZIV_HCI")["PAT_ATTRIB"].nunique().max() == 1
        assert ima.groupby("RIZIV_HCI")["HCI_TYPE"].nunique().max() == 1
        own = ima["RIZIV_HCI"].str[:8] == ima["RIZIV_ID"]
        assert (own & (ima["HCI_TYPE"] == "100")).any()
        assert not (own & (ima["HCI_TYPE"] != "100")).any()


# -- survey -----------------------------------------------------------------------------------------------------


def test_some_answer_twice_leave_out_or_prefer_not_to_say(world: World) -> None:
    for tables in world.values():
        for table, who in (("survey_individual", "riziv"), ("survey_practice", "practice_id")):
            survey = tables[table]
            assert 0.005 < survey.duplicated(who).mean() < 0.03
            assert not survey.duplicated([who, "submitted_at"]).any()
            assert survey[who].isin(tables["contacts"][who]).all()
        assert (tables["survey_individual"]["exhaustion"] == "geen_antwoord").mean() > 0.02
        assert tables["survey_individual"]["hours_week"].isna().mean() > 0.01
        assert tables["survey_individual"]["consultations_year"].isna().mean() > 0.1


def test_self_reported_values_are_round_and_drift_from_ima(world: World) -> None:
    tables = world[2024]
    survey = tables["survey_individual"].drop_duplicates("riziv", keep="last")
    assert (survey["gmd_count"].dropna() % 50 == 0).all()
    ima = tables["ima"][tables["ima"]["HCI_TYPE"] != "805"].groupby("RIZIV_ID")["RAADPL"].sum()
    both = survey.assign(ima=key(survey["riziv"]).map(ima)).dropna(subset=["ima", "consultations_year"])
    both = both[both["ima"] > 500]
    told = both["consultations_year"].astype(float)
    assert (told / both["ima"]).median() == pytest.approx(1.05, abs=0.08)
    assert 0.6 < told.corr(both["ima"]) < 0.98
    assert (told == both["ima"]).mean() < 0.05


def test_the_young_and_the_less_burdened_answer_more(world: World) -> None:
    contacts, survey = world[2024]["contacts"], world[2024]["survey_individual"]
    answered = contacts["riziv"].isin(survey["riziv"])
    trainee = contacts["role"] == "haio"
    assert answered[trainee].mean() > answered[~trainee].mean() + 0.03
    kring = answered.groupby(contacts["kring_id"]).mean()
    assert kring.std() > 0.03, "expected kringen to differ by more than chance"


def test_fewer_doctors_go_with_more_patient_stops(world: World) -> None:
    tables = world[2024]
    contacts = main_practice(tables["contacts"])
    doctors = contacts.loc[contacts["role"] == "huisarts", "practice_id"].value_counts()
    practices = tables["practices"].assign(doctors=lambda f: f["practice_id"].map(doctors).fillna(0))
    people = tables["population"]
    residents = people[people["year"] == 2024].groupby("nis")["residents"].sum()
    town = practices.groupby("nis")["doctors"].sum() / residents
    stop = tables["survey_practice"].merge(practices, on="practice_id")
    closed = (stop["patient_stop"] != "geen").groupby(stop["nis"]).agg(["mean", "size"])
    assert town.corr(closed.loc[closed["size"] >= 10, "mean"]) < -0.4  # a share of few practices is noise


def test_burdened_doctors_work_longer(world: World) -> None:
    survey = world[2024]["survey_individual"]
    survey = survey[survey["pressure"].isin(list("12345")) & survey["hours_week"].notna()]
    hours = survey["hours_week"].astype(float).groupby(survey["pressure"]).mean()
    assert hours["5"] > hours["3"] > hours["1"]


# -- geography --------------------------------------------------------------------------------------------------


def test_practices_lie_on_lines_of_the_geography_of_their_year(world: World) -> None:
    for year, tables in world.items():
        lines = tables["geography"].drop(columns="elz_id").rename(columns={"kring_id": "home"})
        placed = tables["practices"].merge(lines, on=["postcode", "nis"], how="left")
        assert placed["home"].notna().all()
        listed = tables["contacts"].merge(placed, on="practice_id")
        other = (listed["kring_id"] != listed["home"]).mean()
        assert 0 < other < 0.006, f"expected a few people listed by another kring in {year}"
        assert 0.002 < tables["practices"]["map_opt_out"].eq("ja").mean() < 0.02
        assert 0 < tables["practices"]["longitude"].isna().mean() < 0.02


def test_a_practice_keeps_its_postcode_when_its_municipality_merges(world: World) -> None:
    before, after = world[2024]["practices"], world[2025]["practices"]
    both = before.merge(after, on="practice_id")
    assert (both["postcode_x"] == both["postcode_y"]).all()
    assert (both["nis_x"] != both["nis_y"]).any()


# -- arguments --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [0.003, 0.02])
def test_small_scales_work_from_any_year(scale: float) -> None:
    drawn = dict(draw_deliveries(years=[2026], seed=1, scale=scale, geography=country(reference)))
    assert set(drawn[2026]) == TABLES
    assert len(drawn[2026]["contacts"]) >= 20


@pytest.mark.parametrize(("years", "scale"), [([], 1.0), ([2024], 0.0), ([2024], -1.0)])
def test_nothing_to_draw_is_refused(years: list[int], scale: float) -> None:
    with pytest.raises(ValueError, match="expected at least one year and a scale above 0"):
        list(draw_deliveries(years=years, seed=1, scale=scale, geography=country(reference)))


def test_settlements_in_unknown_municipalities_are_refused() -> None:
    def broken(year: int) -> YearGeography:
        whole = country(reference)(year)
        lines = whole.geography[whole.geography["nis"] != "12025"]
        return YearGeography(lines, whole.areas, whole.population, whole.settlements)

    with pytest.raises(GeographyError, match="12025"):
        list(draw_deliveries(years=[2024], seed=1, scale=0.05, geography=broken))


def test_serials_that_run_out_are_refused() -> None:
    book = NumberBook(seed=1)
    with pytest.raises(ValueError, match="smaller scale"):
        book.take(pd.Series([False] * 100_001).to_numpy())
